// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/policies/spend_threshold.hpp>

#include "support/returns_desk.hpp"
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using support::joined_member;
using support::points_of;
using support::purchase_on;
using support::returns_desk;
using support::till;
using support::usd_line;

namespace {

/// What each of some purchases gave.
template <std::size_t Count>
struct series {
    std::int64_t given[Count]{};

    friend constexpr bool operator==(const series&, const series&) = default;
};

template <class Policy, class Profile, std::size_t Count>
constexpr series<Count> run(const Policy& policy, const Profile& profile, const purchase_on (&purchases)[Count]) {
    till shop{programme{policy}, profile};
    series<Count> result;
    for (std::size_t i = 0; i < Count; ++i) {
        result.given[i] = points_of(shop.pay(purchases[i].day, purchases[i].net));
    }
    return result;
}

template <class Policy, std::size_t Count>
constexpr series<Count> run(const Policy& policy, const purchase_on (&purchases)[Count]) {
    return run(policy, no_profile{}, purchases);
}

template <std::int64_t... Given>
constexpr series<sizeof...(Given)> gives{{Given...}};

constexpr usd_line three_coffees{.id = 1, .category = 4, .quantity = 3, .net = 30_usd, .tax = 5.70_usd};
constexpr usd_line two_cakes{.id = 2, .category = 7, .quantity = 2, .net = 20_usd, .tax = 3.80_usd};
constexpr auto one_cent = 0.01_usd;
constexpr auto huge = money<currency::usd>::largest();
constexpr auto day_1 = "2025-03-10"_date;
constexpr auto day_2 = "2025-03-11"_date;
constexpr spend_threshold each_250{100_points, every(250_usd)};
constexpr spend_threshold first_250{100_points, once(250_usd)};

} // namespace

TEST_SUITE("policies/spend_threshold") {
    TEST_CASE("each multiple pays, and what lies above is carried") {
        constexpr auto gave =
            run(each_250, {{day_1, 200_usd}, {day_1, 320_usd}, {day_2, 229.99_usd}, {day_2, 0.01_usd}});
        CHECK_TWICE(gave == gives<0, 200, 0, 100>);
        CHECK(run(each_250, {{day_1, 200_usd}, {day_1, 320_usd}, {day_2, 229.99_usd}, {day_2, 0.01_usd}}) ==
              gives<0, 200, 0, 100>);
    }

    TEST_CASE("a threshold is reached at >=") {
        CHECK_TWICE(run(each_250, {{day_1, 249.99_usd}}) == gives<0>);
        CHECK_TWICE(run(each_250, {{day_1, 250_usd}}) == gives<100>);
        CHECK_TWICE(run(each_250, {{day_1, 250.01_usd}}) == gives<100>);
        CHECK_TWICE(run(each_250, {{day_1, 749.99_usd}}) == gives<200>);
        CHECK_TWICE(run(first_250, {{day_1, 249.99_usd}, {day_1, 0.01_usd}}) == gives<0, 100>);
    }

    TEST_CASE("what lies above can be dropped") {
        CHECK_TWICE(run(each_250.dropping(), {{day_1, 200_usd}, {day_1, 320_usd}, {day_2, 230_usd}, {day_2, 20_usd}}) ==
                    gives<0, 200, 0, 100>);
        CHECK_TWICE(run(each_250, {{day_1, 200_usd}, {day_1, 320_usd}, {day_2, 230_usd}, {day_2, 20_usd}}) ==
                    gives<0, 200, 100, 0>);
    }

    TEST_CASE("once pays once") {
        CHECK_TWICE(run(first_250, {{day_1, 200_usd}, {day_1, 320_usd}, {day_2, 1000_usd}}) == gives<0, 100, 0>);
    }

    TEST_CASE("in one basket") {
        constexpr auto in_one = each_250.within(one_basket{});
        CHECK_TWICE(run(in_one, {{day_1, 200_usd}, {day_1, 320_usd}, {day_2, 249_usd}, {day_2, 500_usd}}) ==
                    gives<0, 100, 0, 200>);
        constexpr auto once_in_one = first_250.within(one_basket{});
        CHECK_TWICE(run(once_in_one, {{day_1, 200_usd}, {day_1, 800_usd}, {day_2, 250_usd}}) == gives<0, 100, 100>);
    }

    TEST_CASE("in a calendar month") {
        constexpr auto monthly = each_250.within(calendar_window{period_unit::month});
        constexpr auto march_31 = "2025-03-31"_date;
        constexpr auto april_1 = "2025-04-01"_date;
        CHECK_TWICE(run(monthly, {{march_31, 200_usd}, {march_31, 100_usd}, {april_1, 200_usd}, {april_1, 50_usd}}) ==
                    gives<0, 100, 0, 100>);
        constexpr auto once_a_month = first_250.within(calendar_window{period_unit::month});
        CHECK_TWICE(
            run(once_a_month, {{march_31, 300_usd}, {march_31, 300_usd}, {april_1, 249_usd}, {april_1, 1_usd}}) ==
            gives<100, 0, 0, 100>);
    }

    TEST_CASE("in the first months of a membership") {
        constexpr joined_member anna{"2025-01-15"_date};
        constexpr auto welcome = spend_threshold{20'000_points, once(1000_usd)}.within(first_months{3});
        CHECK_TWICE(run(welcome, anna, {{"2025-04-13"_date, 999.99_usd}, {"2025-04-14"_date, 0.01_usd}}) ==
                    gives<0, 20'000>);
        CHECK_TWICE(run(welcome, anna, {{"2025-04-14"_date, 999.99_usd}, {"2025-04-15"_date, 0.01_usd}}) ==
                    gives<0, 0>);
        CHECK_TWICE(run(welcome, anna, {{"2025-01-14"_date, 1000_usd}, {"2025-01-15"_date, 999_usd}}) == gives<0, 0>);
    }

    TEST_CASE("in a campaign") {
        constexpr auto may = each_250.within(campaign{{"2025-05-01"_date, "2025-06-01"_date}});
        CHECK_TWICE(run(may, {{"2025-04-30"_date, 250_usd},
                              {"2025-05-01"_date, 200_usd},
                              {"2025-05-31"_date, 50_usd},
                              {"2025-06-01"_date, 250_usd}}) == gives<0, 0, 100, 0>);
    }

    TEST_CASE("in a year of membership") {
        constexpr joined_member leapling{"2024-02-29"_date};
        constexpr auto yearly = each_250.within(membership_year{});
        CHECK_TWICE(run(yearly, leapling, {{"2025-02-27"_date, 200_usd}, {"2025-02-28"_date, 100_usd}}) == gives<0, 0>);
        CHECK_TWICE(run(yearly, leapling, {{"2025-02-28"_date, 200_usd}, {"2026-02-27"_date, 50_usd}}) ==
                    gives<0, 100>);
    }

    TEST_CASE("in the last 30 days") {
        constexpr auto rolling = each_250.within(rolling_days<30>{});
        CHECK_TWICE(run(rolling, {{"2025-03-01"_date, 200_usd}, {"2025-03-30"_date, 50_usd}}) == gives<0, 100>);
        CHECK_TWICE(run(rolling, {{"2025-03-01"_date, 200_usd}, {"2025-03-31"_date, 50_usd}}) == gives<0, 0>);
        // What was paid for is taken from the oldest day: of 200 and 100 the 50 that are left are of 30 March.
        CHECK_TWICE(run(rolling, {{"2025-03-01"_date, 200_usd},
                                  {"2025-03-30"_date, 100_usd},
                                  {"2025-04-01"_date, 199.99_usd},
                                  {"2025-04-01"_date, 0.01_usd}}) == gives<0, 100, 0, 100>);
    }

    TEST_CASE("once in the last 30 days pays anew only after the sum has fallen below the threshold") {
        constexpr auto rolling = first_250.within(rolling_days<30>{});
        CHECK_TWICE(run(rolling, {{"2025-03-01"_date, 10_usd},
                                  {"2025-03-20"_date, 250_usd},
                                  {"2025-03-31"_date, 1_usd},
                                  {"2025-04-19"_date, 1_usd},
                                  {"2025-04-20"_date, 248_usd}}) == gives<0, 100, 0, 0, 100>);
    }

    TEST_CASE("only lines that match, and another measure") {
        constexpr auto bought = [](const auto& policy) {
            till shop{programme{policy}};
            return points_of(shop.ring(day_1, {three_coffees, two_cakes}));
        };
        constexpr spend_threshold each_10{1_points, every(10_usd)};
        CHECK_TWICE(bought(each_10) == 5);
        CHECK_TWICE(bought(each_10.on(category_is(4u))) == 3);
        CHECK_TWICE(bought(each_10.of(gross{})) == 5); // 59.50
        CHECK_TWICE(bought(spend_threshold{1_points, every(9.50_usd)}.of(gross{}).on(category_is(7u))) == 2);
        CHECK_TWICE(bought(spend_threshold{1_points, every(2_items)}.of(quantity{})) == 2);
        CHECK_TWICE(bought(spend_threshold{1_points, every(1_visits)}.of(visits{})) == 1);
    }

    TEST_CASE("counts what the policies before it granted") {
        constexpr auto given = [](money<currency::usd> net) {
            till shop{programme{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                spend_threshold{1_stamps, every(50_points)}.of(earned<unit::points>{})}};
            return shop.pay(day_1, net).granted<unit::stamps>();
        };
        CHECK_TWICE(given(49.99_usd) == 0_stamps);
        CHECK_TWICE(given(50_usd) == 1_stamps);
        CHECK_TWICE(given(149.99_usd) == 2_stamps);
    }

    TEST_CASE("sums and awards that pass 64 bits are refused (S5)") {
        constexpr auto second = [](const auto& policy) {
            till shop{programme{policy}};
            shop.pay(day_1, one_cent);
            return shop.pay(day_2, huge).refused;
        };
        CHECK_TWICE(second(first_250) == reason::amount_overflow);
        CHECK_TWICE(second(first_250.within(one_basket{})) == reason::none);
        constexpr auto first = [](const auto& policy) {
            till shop{programme{policy}};
            return shop.pay(day_1, huge).refused;
        };
        CHECK_TWICE(first(spend_threshold{2_points, every(0.01_usd)}) == reason::amount_overflow);
        CHECK_TWICE(first(spend_threshold{1_points, every(0.01_usd)}) == reason::none);
    }

    TEST_CASE("below the threshold the explanation says what is missing") {
        struct {
            amount<currency::usd> missing{};
            void on(const effects::step& each) {
                if (each.what == "missing to the threshold") {
                    missing = amount<currency::usd>::from_minor_units(each.value.numerator);
                }
            }
        } log;
        constexpr programme rules{each_250};
        member<std::remove_const_t<decltype(rules)>> anna;
        apply(rules, anna, purchase<currency::usd>{.id = 1, .time = support::noon(day_1), .net = 249_usd}, no_profile{},
              log);
        CHECK(log.missing == 1_usd);
    }

    TEST_CASE("what pays once stays paid as long as what is kept reaches the threshold") {
        constexpr programme rules{first_250};
        constexpr programme monthly{first_250.within(calendar_window{period_unit::month})};
        const auto kept = [](const auto& programme) {
            returns_desk shop{programme};
            shop.sell(day_1, 10_usd);
            CHECK(points_of(shop.sell(day_1, 250_usd)) == 100);
            shop.sell(day_1, one_cent);
            CHECK(points_of(shop.take_back(day_2, 0)) == 0); // 250.01 are kept
            CHECK(points_of(shop.take_back(day_2, 2)) == 0); // 250.00
            CHECK(points_of(shop.take_back(day_2, 1)) == -100);
        };
        kept(rules);
        kept(monthly);
    }

    TEST_CASE("a month whose goods all came back is no month between: the one before it is still exact") {
        constexpr programme monthly{first_250.within(calendar_window{period_unit::month})};
        returns_desk shop{monthly};
        shop.sell("2025-01-10"_date, 150_usd);
        CHECK(points_of(shop.sell("2025-01-11"_date, 150_usd)) == 100);
        shop.sell("2025-02-10"_date, 10_usd);
        CHECK(points_of(shop.take_back("2025-02-11"_date, 2)) == 0);
        CHECK(points_of(shop.take_back("2025-03-10"_date, 0)) == -100); // 150.00 are kept of January
    }

    TEST_CASE("a month of which something is kept takes the place of the one before it") {
        constexpr programme monthly{first_250.within(calendar_window{period_unit::month})};
        returns_desk shop{monthly};
        CHECK(points_of(shop.sell("2025-02-10"_date, 250_usd)) == 100);
        CHECK(points_of(shop.sell("2025-02-11"_date, 250_usd)) == 0);
        CHECK(points_of(shop.take_back("2025-02-12"_date, 0)) == 0);    // the second reaches it alone
        CHECK(points_of(shop.take_back("2025-03-10"_date, 1)) == -100); // and is kept no longer
        CHECK(shop.points() == 0);
    }

    TEST_CASE("an award of a rolling window falls with a purchase of an earlier stretch that still counts") {
        constexpr programme rolling{first_250.within(rolling_days<30>{})};
        returns_desk shop{rolling};
        CHECK(points_of(shop.sell("2025-03-01"_date, 250_usd)) == 100);
        shop.sell("2025-03-25"_date, 100_usd);
        CHECK(points_of(shop.sell("2025-04-01"_date, 160_usd)) == 100); // 100 and 160: the first has left
        SUBCASE("what still counts") {
            CHECK(points_of(shop.take_back("2025-04-02"_date, 1)) == -100); // 160 are left
            CHECK(points_of(shop.sell("2025-04-03"_date, 90_usd)) == 100);
        }
        SUBCASE("what has left takes its own award and no other") {
            CHECK(points_of(shop.take_back("2025-04-02"_date, 0)) == -100);
            CHECK(shop.points() == 100);
            CHECK(points_of(shop.sell("2025-04-03"_date, 90_usd)) == 0);
        }
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](const auto& policy) { return std::string_view{problem_of(policy)}; };
        CHECK_TWICE(problem(spend_threshold{0_points, every(1_usd)}) ==
                    "spend_threshold: the award must be above zero");
        CHECK_TWICE(problem(spend_threshold{1_points, once(0_usd)}) ==
                    "spend_threshold: the threshold must be above zero");
        CHECK_TWICE(problem(each_250.within(campaign{{day_2, day_1}})) ==
                    "campaign: the window ends before it starts: give a later end");
        CHECK_TWICE(problem(each_250.within(first_months{0})) == "first_months: give at least one month");
        CHECK_TWICE(problem_of(each_250) == nullptr);
    }
}
