// SPDX-License-Identifier: BSL-1.0
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::ledgers;

namespace {

constexpr date today = "2025-03-10"_date;
constexpr redemption_rate cent_each{1_points, 0.01_usd};
constexpr redemption_rate five_for_hundred{100_points, 5_usd};

} // namespace

TEST_SUITE("ledger/redemption") {
    TEST_CASE("limited by the request, the balance, the bill, the most; in steps") {
        constexpr redemption_rule rule{five_for_hundred};
        CHECK(rule.quote(1050_points, 5000_points, 1000_usd, today) == redemption_quote{1000_points, 50_usd});
        CHECK(rule.quote(1050_points, 799_points, 1000_usd, today) == redemption_quote{700_points, 35_usd});
        CHECK(rule.quote(1050_points, 5000_points, 24.99_usd, today) == redemption_quote{400_points, 20_usd});
        CHECK(rule.at_most(350_points).quote(1050_points, 5000_points, 1000_usd, today).points == 300_points);
        CHECK(rule.in_steps_of(250_points).quote(1050_points, 5000_points, 1000_usd, today) ==
              redemption_quote{1000_points, 50_usd});
        CHECK(rule.in_steps_of(1_points).quote(33_points, 33_points, 1000_usd, today) ==
              redemption_quote{33_points, 1.65_usd});
    }

    TEST_CASE("to the last cent: 3.20 at 0.03 a point takes 107 points, whose value is cut to the bill") {
        constexpr redemption_rule rule{redemption_rate{1_points, 0.03_usd}};
        CHECK(rule.quote(500_points, 500_points, 3.20_usd, today) == redemption_quote{106_points, 3.18_usd});
        CHECK(rule.to_the_last_cent().quote(500_points, 500_points, 3.20_usd, today) ==
              redemption_quote{107_points, 3.20_usd});
        CHECK(rule.to_the_last_cent().quote(106_points, 500_points, 3.20_usd, today) ==
              redemption_quote{106_points, 3.18_usd});
    }

    TEST_CASE("part of the bill, and the minimum") {
        constexpr auto rule = redemption_rule{cent_each}.at_least(500_points).paying_at_most(50_pct);
        CHECK(rule.quote(10'000_points, 10'000_points, 100_usd, today) == redemption_quote{5000_points, 50_usd});
        CHECK(rule.quote(499_points, 10'000_points, 100_usd, today) == redemption_quote{0_points, 0_usd});
        CHECK(rule.quote(500_points, 10'000_points, 100_usd, today).points == 500_points);
        CHECK(rule.quote(10'000_points, 10'000_points, 9.99_usd, today).points == 0_points);
        // Half of 10.01 is 5.005: points pay 5.00 of it.
        CHECK(rule.quote(10'000_points, 10'000_points, 10.01_usd, today).value == 5_usd);
    }

    TEST_CASE("what so many points cover of a bill, or why they do not, and the limit that they pass") {
        using cover = points_cover<unit::points, currency::usd>;
        constexpr auto rule =
            redemption_rule{redemption_rate{500_points, 10_usd, date_window{date::minimum(), "2025-07-01"_date}}}
                .at_least(1000_points)
                .at_most(3000_points)
                .paying_at_most(80_pct);
        CHECK(rule.cover(1000_points, 25_usd, today) == cover{20_usd}); // exactly 80 %
        CHECK(rule.cover(0_points, 25_usd, today) == cover{});
        CHECK(rule.cover(1000_points, 24.99_usd, today) == cover{{}, reason::more_than_bill, 500_points}); // of 19.99
        CHECK(rule.cover(500_points, 25_usd, today) == cover{{}, reason::below_minimum, 1000_points});
        CHECK(rule.cover(3500_points, 900_usd, today) == cover{{}, reason::above_maximum, 3000_points});
        CHECK(rule.cover(1100_points, 90_usd, today) == cover{{}, reason::uneven_amount, 500_points});
        CHECK(rule.cover(-(1000_points), 25_usd, today) == cover{.why = reason::negative_amount});
        CHECK(rule.cover(1000_points, 25_usd, "2025-07-01"_date) == cover{.why = reason::not_redeemable});
        constexpr redemption_rule cents{redemption_rate{1_points, 0.03_usd}};
        CHECK(cents.cover(106_points, 3.20_usd, today) == cover{3.18_usd});
        CHECK(cents.cover(107_points, 3.20_usd, today) == cover{{}, reason::more_than_bill, 106_points});
        CHECK(cents.to_the_last_cent().cover(107_points, 3.20_usd, today) == cover{3.20_usd});
        // A bill that is worth more points than 64 bits hold is no limit, and what they are worth is cut to it.
        constexpr redemption_rule dear{redemption_rate{1'000'000_points, 0.01_usd}};
        CHECK(dear.cover(5'000'000_points, money<currency::usd>::largest(), today) == cover{0.05_usd});
    }

    TEST_CASE("rates have their time") {
        constexpr redemption_rule rule{
            redemption_rate{100_points, 5_usd, date_window{date::minimum(), "2025-04-01"_date}},
            redemption_rate{200_points, 5_usd, date_window{"2025-04-01"_date, "2025-05-01"_date}}};
        CHECK(problem_of(rule) == nullptr);
        CHECK(rule.quote(400_points, 400_points, 100_usd, "2025-03-31"_date).value == 20_usd);
        CHECK(rule.quote(400_points, 400_points, 100_usd, "2025-04-01"_date).value == 10_usd);
        CHECK(rule.quote(400_points, 400_points, 100_usd, "2025-05-01"_date).points == 0_points);
        CHECK(rule.value_of(400_points, "2025-03-31"_date) == 20_usd);
        CHECK_FALSE(rule.value_of(400_points, "2025-05-01"_date).has_value());
    }

    TEST_CASE("nothing for a negative bill, balance or request, and no overflow") {
        constexpr redemption_rule rule{cent_each};
        constexpr auto most = amount<unit::points>::largest();
        CHECK(rule.quote(10_points, 10_points, -1_usd, today).points == 0_points);
        CHECK(rule.quote(10_points, -10_points, 1_usd, today).points == 0_points);
        CHECK(rule.quote(-10_points, 10_points, 1_usd, today).points == 0_points);
        CHECK(rule.quote(most, most, money<currency::usd>::largest(), today).points == most);
        constexpr redemption_rule dear{redemption_rate{1_points, 5_usd}};
        CHECK(dear.quote(most, most, money<currency::usd>::largest(), today).value ==
              money<currency::usd>::from_minor_units(9'223'372'036'854'775'500));
        constexpr redemption_rule cheap{redemption_rate{1000_points, 0.01_usd}};
        CHECK(cheap.quote(5000_points, 5000_points, money<currency::usd>::largest(), today).value == 0.05_usd);
    }

    TEST_CASE("what cannot be right is named") {
        constexpr redemption_rule rule{cent_each};
        CHECK(problem_of(rule) == nullptr);
        CHECK(problem_of(redemption_rule{redemption_rate{0_points, 5_usd}}) != nullptr);
        CHECK(problem_of(redemption_rule{redemption_rate{1_points, 0_usd}}) != nullptr);
        CHECK(problem_of(redemption_rule{cent_each, five_for_hundred}) != nullptr);
        CHECK(problem_of(rule.paying_at_most(0_pct)) != nullptr);
        CHECK(problem_of(rule.paying_at_most(101_pct)) != nullptr);
        CHECK(problem_of(rule.at_least(10_points).at_most(9_points)) != nullptr);
        CHECK(problem_of(rule.in_steps_of(-1_points)) != nullptr);
        CHECK(problem_of(price_redemption{rule, ratio{0, 1}}) != nullptr);
        CHECK(problem_of(item_prices{item_price{1u, 50_points}, item_price{1u, 60_points}}) != nullptr);
        CHECK(problem_of(item_prices{item_price{1u, 50_points}, item_price{2u, 60_points}}) == nullptr);
        CHECK(problem_of(item_prices{item_price{1u, 0_points}}) != nullptr);
    }

    TEST_CASE("a price is cut for a quantity") {
        constexpr price_redemption fuel{redemption_rule{redemption_rate{100_points, 0.10_usd}}, ratio{35, 1}};
        CHECK(fuel.quote(250_points, 250_points, ratio{10, 1}, today) == price_cut{200_points, 0.20_usd, 2_usd});
        CHECK(fuel.quote(250_points, 250_points, ratio{0, 1}, today).points == 0_points);
        CHECK(fuel.quote(250_points, 250_points, ratio{1, 0}, today).points == 0_points);
        CHECK(fuel.quote(99_points, 99_points, ratio{10, 1}, today) == price_cut{0_points, 0_usd, 0_usd});
    }
}
