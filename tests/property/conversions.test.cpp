// SPDX-License-Identifier: BSL-1.0
//
// Conversions out of an account come back with their sales, in any parts and any order (S30, S31). An oracle keeps for each sale
// what it found in the account, and converts anew what would have been there.
#include "../support/events_wanted.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/conversion.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using usd = currency::usd;
using sale = purchase<usd>;

constexpr per_amount point_a_dollar{1_points, 1_usd};
constexpr instant noon = "2025-03-10T12:00"_utc;

auto rules_of(std::int64_t from, std::int64_t most) {
    return programme{
        points{point_a_dollar, round_off{rounding::floor}}, lots<unit::points>{},
        conversion{amount<unit::points>::from_minor_units(from), 10_usd}.at_most(money<usd>::whole(10 * most))};
}
using rules_type = decltype(rules_of(1, 1));

struct plain_sale {
    std::int64_t cents = 0; ///< that are left
    std::int64_t found = 0;
    std::int64_t times = 0;
    receipt<rules_type> kept{};
    std::uint64_t id = 0;
};

std::int64_t cases_wanted() {
    return support::events_wanted(240'000) / 60;
}

} // namespace

TEST_CASE("conversions out of an account: any returns leave what the rest of each sale would have converted") {
    const char* const given = std::getenv("LOYALTY_SEED");
    std::mt19937_64 random{given != nullptr ? std::strtoull(given, nullptr, 10) : 20261128};
    const auto up_to = [&](std::int64_t most) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
    };
    std::int64_t undone = 0;
    for (std::int64_t i = 0; i < cases_wanted(); ++i) {
        CAPTURE(i);
        const std::int64_t from = 1 + up_to(300);
        const std::int64_t most = 1 + up_to(4);
        const auto rules = rules_of(from, most);
        const auto times_of = [&](std::int64_t there) {
            return std::min(std::max<std::int64_t>(there, 0) / from, most);
        };
        member<rules_type> anna;
        std::vector<plain_sale> sales;
        std::int64_t points = 0; // less than none is owed
        std::int64_t money_units = 0;
        for (std::uint64_t id = 1; id <= 30; ++id) {
            if (sales.empty() || up_to(2) == 0) {
                const std::int64_t cents = up_to(60'000);
                auto sold = apply_with_receipt(
                    rules, anna, sale{.id = id, .time = noon, .net = money<usd>::from_minor_units(cents)});
                points += cents / 100;
                const std::int64_t times = times_of(points);
                sales.push_back({cents, points, times, sold.receipt, id});
                points -= times * from;
                money_units += times;
            } else {
                const auto at = static_cast<std::size_t>(up_to(static_cast<std::int64_t>(sales.size()) - 1));
                plain_sale& one = sales[at];
                const bool whole = up_to(3) == 0;
                const std::int64_t left = whole ? 0 : up_to(one.cents);
                if (whole) {
                    REQUIRE(apply(rules, anna, one.kept.returned({.id = id, .time = noon})).accepted());
                } else {
                    REQUIRE(apply(rules, anna,
                                  one.kept.returned(
                                      {.id = id, .time = noon},
                                      sale{.id = one.id, .time = noon, .net = money<usd>::from_minor_units(left)}))
                                .accepted());
                }
                const std::int64_t gone = one.cents / 100 - left / 100;
                one.cents = left;
                one.found -= gone;
                const std::int64_t times = whole || one.times == 0 ? 0 : std::min(times_of(one.found), one.times);
                points += (one.times - times) * from - gone;
                money_units -= one.times - times;
                undone += one.times - times;
                one.times = times;
                if (whole) {
                    sales.erase(sales.begin() + static_cast<std::ptrdiff_t>(at));
                }
            }
            CAPTURE(id);
            REQUIRE(balances_of<unit::points>(rules, anna, noon).total().minor_units() == points);
            REQUIRE(anna.balance<usd>().minor_units() == 1000 * money_units);
        }
        for (std::uint64_t id = 31; !sales.empty(); ++id, sales.pop_back()) {
            REQUIRE(apply(rules, anna, sales.back().kept.returned({.id = id, .time = noon})).accepted());
        }
        REQUIRE(balances_of<unit::points>(rules, anna, noon).total() == 0_points);
        REQUIRE(anna.balance<usd>() == 0_usd);
        REQUIRE(balances_of<unit::points>(rules, anna, noon).spent == 0_points);
    }
    CHECK(undone > cases_wanted());
}
