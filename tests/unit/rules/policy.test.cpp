// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/policy.hpp>

#include "support/till.hpp"

using namespace loyalty;

namespace {

/// A host's policy whose state a return puts back.
struct last_amount {
    using rewards = units<unit::points>;
    static constexpr bool returns_put_back = true;

    struct state {
        std::int64_t cents = 0;
        friend constexpr bool operator==(const state&, const state&) = default;
    };

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const {
        own.cents = fact::net(visit.event).minor_units();
    }
};

constexpr programme rules{last_amount{}};
using sale = purchase<currency::usd>;
constexpr instant monday = "2025-03-10T12:00"_utc;
constexpr instant tuesday = "2025-03-11T12:00"_utc;
constexpr instant wednesday = "2025-03-12T12:00"_utc;
constexpr auto ten = 10_usd;
constexpr auto twenty = 20_usd;

} // namespace

TEST_SUITE("rules/policy") {
    TEST_CASE("a return puts the state back if nothing was added since") {
        member<decltype(rules)> anna;
        apply(rules, anna, sale{.id = 1, .time = monday, .net = ten});
        auto sold = apply_with_receipt(rules, anna, sale{.id = 2, .time = tuesday, .net = twenty});
        CHECK(anna.policy<0>().cents == 2'000);
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 3, .time = wednesday})).accepted());
        CHECK(anna.policy<0>().cents == 1'000);
    }

    TEST_CASE("and leaves it if something was") {
        member<decltype(rules)> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = monday, .net = ten});
        apply(rules, anna, sale{.id = 2, .time = tuesday, .net = twenty});
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 3, .time = wednesday})).accepted());
        CHECK(anna.policy<0>().cents == 2'000);
    }
}
