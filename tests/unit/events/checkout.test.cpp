// SPDX-License-Identifier: BSL-1.0
#include <loyalty/events/checkout.hpp>

#include <loyalty/money/literals.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

#include <array>
#include <span>

namespace {

using namespace loyalty;
using prices::payment;
using usd = currency::usd;
using line = basket_line<usd>;
using checkout = prices::checkout<usd>;

constexpr std::array lines{line{.id = 1, .net = 50_usd}, line{.id = 2, .net = 8_usd}};
constexpr std::array same_lines{line{.id = 1, .net = 50_usd}, line{.id = 2, .net = 8_usd}};
constexpr std::array other_last{line{.id = 1, .net = 50_usd}, line{.id = 2, .net = 8.01_usd}};
constexpr std::array other_first{line{.id = 3, .net = 50_usd}, line{.id = 2, .net = 8_usd}};
constexpr std::array codes{things::presented{.code = 4711}};
constexpr std::array other_codes{things::presented{.code = 4712}};
constexpr std::array paid{payment<usd>{.by = tender::points, .points = 500_points}};
constexpr std::array other_paid{payment<usd>{.by = tender::points, .points = 501_points}};

constexpr checkout event{.id = 7,
                         .member = 3,
                         .time = "2025-03-10T12:00"_utc,
                         .lines = lines,
                         .presented = codes,
                         .payments = paid,
                         .rest = tender::card,
                         .store = 9,
                         .channel = 2};

} // namespace

TEST_SUITE("events/checkout") {
    TEST_CASE("two checkouts are equal if each member is, and what stands in the lists") {
        checkout other = event;
        CHECK(other == event);
        other.lines = same_lines; // elsewhere in memory
        CHECK(other == event);
        const auto differs = [](auto change) {
            checkout changed = event;
            change(changed);
            return !(changed == event) && !(event == changed);
        };
        CHECK(differs([](checkout& one) { one.id = 8; }));
        CHECK(differs([](checkout& one) { one.member = 4; }));
        CHECK(differs([](checkout& one) { one.time = "2025-03-10T12:01"_utc; }));
        CHECK(differs([](checkout& one) { one.rest = tender::cash; }));
        CHECK(differs([](checkout& one) { one.store = 10; }));
        CHECK(differs([](checkout& one) { one.channel = 3; }));
        CHECK(differs([](checkout& one) { one.lines = other_last; }));
        CHECK(differs([](checkout& one) { one.lines = other_first; }));
        CHECK(differs([](checkout& one) { one.lines = std::span{lines}.first(1); }));
        CHECK(differs([](checkout& one) { one.lines = {}; }));
        CHECK(differs([](checkout& one) { one.presented = other_codes; }));
        CHECK(differs([](checkout& one) { one.payments = other_paid; }));
        CHECK(checkout{} == checkout{});
    }

    TEST_CASE("lines of a basket have not passed the checks of a purchase unless a bill says so") {
        CHECK_FALSE(prices::priced_basket<usd, unit::points>{}.checked.passed());
    }
}
