// SPDX-License-Identifier: BSL-1.0
//
// G04, what becomes of stars: they die six months after the calendar month in which they were earned, and a coffee costs 50
// of them until 2023-02-12 and 100 from then on. G21: twelve months, then to the end of that month. G03: 500 points are
// 10 USD off, and the basket must cover it.
#include <loyalty/ledger/lots.hpp>
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::ledgers;

namespace {

constexpr auto stars = lots<unit::points>{}.expiring(expires_end_of_month<6>{});
constexpr auto yearly = lots<unit::points>{}.expiring(expires_end_of_month<12>{});

constexpr amount<unit::points> award = 25_points;

/// The first day on which what was earned on a day is no longer there, and whether it was there the day before.
template <class Rules>
bool dies_on(const Rules& rules, date earned, date dead) {
    typename Rules::state anna;
    CHECK(rules.earn(anna, award, earned) == reason::none);
    return rules.balances(anna, dead - 1).available == award && rules.balances(anna, dead).expired == award;
}

constexpr std::uint32_t coffee = 1;
constexpr std::uint32_t packaged_coffee = 2;
constexpr date_window before{date::minimum(), "2023-02-13"_date};
constexpr date_window after{"2023-02-13"_date, date::maximum()};
constexpr item_prices menu{item_price{coffee, 50_points, before}, item_price{coffee, 100_points, after},
                           item_price{packaged_coffee, 400_points, before},
                           item_price{packaged_coffee, 300_points, after}};
static_assert(problem_of(menu) == nullptr);

constexpr redemption_rule beauty{redemption_rate{500_points, 10_usd}};
static_assert(problem_of(beauty) == nullptr);

} // namespace

TEST_SUITE("golden/g04_ledger") {
    TEST_CASE("stars die six months after their month") {
        CHECK(dies_on(stars, "2020-12-15"_date, "2021-07-01"_date));
        CHECK(dies_on(stars, "2020-12-31"_date, "2021-07-01"_date));
        CHECK(dies_on(stars, "2021-01-01"_date, "2021-08-01"_date));
        CHECK(dies_on(stars, "2021-08-31"_date, "2022-03-01"_date));
    }

    TEST_CASE("G21: twelve months, then to the end of that month") {
        CHECK(dies_on(yearly, "2020-07-06"_date, "2021-08-01"_date));
    }

    TEST_CASE("the price of a coffee changes on 2023-02-13") {
        CHECK(menu.price_of(coffee, "2023-02-12"_date) == 50_points);
        CHECK(menu.price_of(coffee, "2023-02-13"_date) == 100_points);
        CHECK(menu.price_of(packaged_coffee, "2023-02-12"_date) == 400_points);
        CHECK(menu.price_of(packaged_coffee, "2023-02-13"_date) == 300_points);
        CHECK_FALSE(menu.price_of(3, "2023-02-13"_date).has_value());

        decltype(stars)::state anna;
        decltype(stars)::taken from;
        CHECK(stars.earn(anna, 75_points, "2023-01-10"_date) == reason::none);
        const auto later = anna;
        CHECK(stars.spend(anna, *menu.price_of(coffee, "2023-02-12"_date), "2023-02-12"_date, from) == reason::none);
        anna = later;
        CHECK(stars.spend(anna, *menu.price_of(coffee, "2023-02-13"_date), "2023-02-13"_date, from) ==
              reason::insufficient_balance);
    }

    TEST_CASE("G03: 1260 points and a basket of 18.00 or 25.00") {
        constexpr date today = "2025-03-10"_date;
        constexpr auto rules = lots<unit::points>{};
        const auto left_after = [&](money<currency::usd> basket, money<currency::usd> off) {
            decltype(rules)::state anna;
            decltype(rules)::taken from;
            CHECK(rules.earn(anna, 1260_points, today) == reason::none);
            const auto quote = beauty.quote(1260_points, rules.balances(anna, today).available, basket, today);
            CHECK(quote.value == off);
            CHECK(rules.spend(anna, quote.points, today, from) == reason::none);
            return rules.balances(anna, today).available;
        };
        CHECK(left_after(18_usd, 10_usd) == 760_points);
        CHECK(left_after(25_usd, 20_usd) == 260_points);
        CHECK(left_after(9.99_usd, 0_usd) == 1260_points);
    }
}
