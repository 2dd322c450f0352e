// SPDX-License-Identifier: BSL-1.0
#include <loyalty/events/return_of.hpp>

#include <loyalty/events/purchase.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

namespace {

using namespace loyalty;

struct shop;
using sale = purchase<currency::usd>;

/// The share of the goods that came back, in hundredths of what each rule granted.
struct parts {
    int hundredths = 0;

    [[nodiscard]] friend constexpr bool operator==(parts, parts) = default;
};

using returned = return_of<shop, sale>;
using returned_part = return_of<shop, sale, parts>;

constexpr sale kept{.id = 5, .member = 3, .time = "2025-03-10T12:00"_utc, .net = 40_usd};
constexpr returned event{
    .id = 7, .member = 3, .time = "2025-03-20T12:00"_utc, .sale = 5, .remaining = kept, .receipt = nullptr};

} // namespace

TEST_SUITE("events/return_of") {
    TEST_CASE("two returns are equal if each member is; the receipt is left out") {
        returned other = event;
        CHECK(other == event);
        const auto differs = [](auto change) {
            returned changed = event;
            change(changed);
            return !(changed == event) && !(event == changed);
        };
        CHECK(differs([](returned& one) { one.id = 8; }));
        CHECK(differs([](returned& one) { one.member = 4; }));
        CHECK(differs([](returned& one) { one.time = "2025-03-20T12:01"_utc; }));
        CHECK(differs([](returned& one) { one.sale = 6; }));
        CHECK(differs([](returned& one) { one.remaining->net = 39_usd; }));
        CHECK(differs([](returned& one) { one.remaining.reset(); }));
    }

    TEST_CASE("a return that keeps shares has all else of the return that it was made of") {
        const returned_part by_shares = event.keeping_shares(parts{25});
        CHECK(by_shares == returned_part{7, 3, "2025-03-20T12:00"_utc, 5, kept, nullptr, parts{25}});
        CHECK_FALSE(by_shares == event.keeping_shares(parts{26}));
        CHECK_FALSE(event.keeping_shares(parts{26}) == by_shares);
    }

    TEST_CASE("a return without shares judges the sale again, and one with shares keeps them") {
        CHECK(returned::rule == choices::return_rule::re_evaluate);
        CHECK(returned_part::rule == choices::return_rule::keep);
    }
}
