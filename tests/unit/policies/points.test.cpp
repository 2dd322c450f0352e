// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/policies/points.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::points_for;
using support::points_of;
using support::till;
using support::usd_line;
using support::usd_part;

namespace {

constexpr per_amount a_point_a_dollar{1_points, 1_usd};

constexpr auto march_10 = "2025-03-10"_date;
constexpr auto march_11 = "2025-03-11"_date;
constexpr auto nothing = 0_usd;
constexpr auto half_a_dollar = 0.50_usd;
constexpr auto five_dollars = 5_usd;
constexpr auto hundred_dollars = 100_usd;
constexpr auto two_hundred_and_a_bit = 200.99_usd;
constexpr auto three_hundred_and_a_half = 300.50_usd;
constexpr usd_line split_bill{.id = 1, .net = 10.40_usd};
constexpr usd_part by_card_4_20{tender::registered_card, 4.20_usd};
constexpr usd_part in_cash_6_20{tender::cash, 6.20_usd};
constexpr usd_line three_for_2_25{.id = 1, .quantity = 3, .net = 2.25_usd};
constexpr usd_line two_for_2_50{.id = 2, .quantity = 2, .net = 2.50_usd};
constexpr usd_line coffee_for_1_50{.id = 1, .category = 4, .net = 1.50_usd};
constexpr usd_line cake_for_1_50{.id = 2, .category = 7, .net = 1.50_usd};
constexpr usd_line coffee_with_tax{.id = 1, .category = 4, .net = 10_usd, .tax = 1.90_usd, .discount = 2_usd};
constexpr usd_line cake_with_tax{.id = 2, .category = 7, .net = 5_usd, .tax = 0.95_usd};
constexpr usd_line three_coffees{.id = 1, .category = 4, .quantity = 3, .net = 9_usd};
constexpr usd_line two_cakes{.id = 2, .category = 7, .quantity = 2, .net = 1_usd};

template <rounding Mode>
constexpr std::int64_t rounded(money<currency::usd> net) {
    return points_for(points{a_point_a_dollar, round_off{Mode}}, net);
}

/// What three equal purchases gave and, in the end, what is carried.
struct carried {
    std::int64_t given[3];
    ratio rest;

    friend constexpr bool operator==(const carried&, const carried&) = default;
};

template <class Policy>
constexpr carried three_of(const Policy& policy, money<currency::usd> net) {
    till shop{programme{policy}};
    carried result{};
    for (std::int64_t& given : result.given) {
        given = points_of(shop.pay(march_10, net));
    }
    const auto& kept = detail::get<1>(shop.card.template policy<0>());
    result.rest = {kept.numerator, kept.denominator};
    return result;
}

} // namespace

TEST_SUITE("policies/points") {
    TEST_CASE("the order of stages is the order of the arithmetic (S2)") {
        constexpr points round_first{a_point_a_dollar, round_off{rounding::floor}, multiply_by{5_x},
                                     round_off{rounding::floor}};
        constexpr points round_last{a_point_a_dollar, multiply_by{5_x}, round_off{rounding::floor}};
        CHECK_TWICE(points_for(round_first, 23.99_usd) == 115);
        CHECK_TWICE(points_for(round_last, 23.99_usd) == 119);
    }

    TEST_CASE("every mode of rounding") {
        CHECK_TWICE(rounded<rounding::down>(23.99_usd) == 23);
        CHECK_TWICE(rounded<rounding::floor>(23.99_usd) == 23);
        CHECK_TWICE(rounded<rounding::up>(23.01_usd) == 24);
        CHECK_TWICE(rounded<rounding::ceiling>(23.01_usd) == 24);
        CHECK_TWICE(rounded<rounding::ceiling>(23_usd) == 23);
        CHECK_TWICE(rounded<rounding::half_up>(22.50_usd) == 23);
        CHECK_TWICE(rounded<rounding::half_up>(22.49_usd) == 22);
        CHECK_TWICE(rounded<rounding::half_down>(22.50_usd) == 22);
        CHECK_TWICE(rounded<rounding::half_down>(22.51_usd) == 23);
        CHECK_TWICE(rounded<rounding::half_even>(22.50_usd) == 22);
        CHECK_TWICE(rounded<rounding::half_even>(23.50_usd) == 24);
        CHECK_TWICE(rounded<rounding::half_odd>(22.50_usd) == 23);
        CHECK_TWICE(rounded<rounding::half_ceiling>(22.50_usd) == 23);
        CHECK_TWICE(rounded<rounding::half_floor>(22.50_usd) == 22);
        CHECK_TWICE(rounded<rounding::zero_five_up>(20.01_usd) == 21);
        CHECK_TWICE(rounded<rounding::zero_five_up>(22.01_usd) == 22);
    }

    TEST_CASE("the stage of rounding: piece, line, basket (S2)") {
        // Three pieces at 0.75 and two at 1.25: 2.25 and 2.50, together 4.75.
        constexpr auto bought = [](const auto& policy) { return points_for(policy, {three_for_2_25, two_for_2_50}); };
        constexpr round_off floor{rounding::floor};
        CHECK_TWICE(bought(points{each_unit{a_point_a_dollar, floor}}) == 2);
        CHECK_TWICE(bought(points{each_line{a_point_a_dollar, floor}}) == 4);
        CHECK_TWICE(bought(points{a_point_a_dollar, floor}) == 4);
        constexpr round_off half_up{rounding::half_up};
        CHECK_TWICE(bought(points{each_unit{a_point_a_dollar, half_up}}) == 5);
        CHECK_TWICE(bought(points{each_line{a_point_a_dollar, half_up}}) == 5);
        CHECK_TWICE(bought(points{each_unit{a_point_a_dollar, round_off{rounding::ceiling}}}) == 7);
        CHECK_TWICE(bought(points{each_line{a_point_a_dollar, round_off{rounding::ceiling}}}) == 6);
        CHECK_TWICE(bought(points{each_line{a_point_a_dollar}, round_off{rounding::ceiling}}) == 5);
        CHECK_TWICE(points_for(points{each_line{a_point_a_dollar, floor}},
                               {usd_line{.id = 1, .net = 0.50_usd}, usd_line{.id = 2, .net = 0.50_usd}}) == 0);
    }

    TEST_CASE("a multiplier inside or outside of a line") {
        constexpr auto bought = [](const auto& policy) { return points_for(policy, {coffee_for_1_50, cake_for_1_50}); };
        constexpr round_off floor{rounding::floor};
        // 1.50 floored is 1, three times 3; 1.50 is 1.
        CHECK_TWICE(bought(points{each_line{a_point_a_dollar, floor, multiply_by{3_x}.when(category_is(4u)), floor}}) ==
                    4);
        // 1.50 three times is 4.50, and 1.50: floored 4 and 1, or 6 together.
        CHECK_TWICE(bought(points{each_line{a_point_a_dollar, multiply_by{3_x}.when(category_is(4u)), floor}}) == 5);
        CHECK_TWICE(bought(points{each_line{a_point_a_dollar, multiply_by{3_x}.when(category_is(4u))}, floor}) == 6);
    }

    TEST_CASE("per_amount counts fractions of `per`") {
        CHECK_TWICE(points_for(points{per_amount{2_points, 1_usd}, round_off{rounding::floor}}, 5.45_usd) == 10);
        CHECK_TWICE(points_for(points{per_amount{2_points, 1_usd}, round_off{rounding::half_up}}, 5.45_usd) == 11);
        CHECK_TWICE(points_for(points{per_amount{1_points, 10_usd}, round_off{rounding::floor}}, 99.99_usd) == 9);
        CHECK_TWICE(points_for(points{per_amount{1_points, 100_jpy}, round_off{rounding::floor}}, 1'999_jpy) == 19);
        CHECK_TWICE(points_for(points{per_amount{1_points, 0.250_kwd}, round_off{rounding::floor}}, 1.249_kwd) == 4);
        CHECK_TWICE(points_for(points{a_point_a_dollar, round_off{rounding::floor}}, 0_usd) == 0);
    }

    TEST_CASE("only lines that match, and another measure") {
        constexpr auto bought = [](const auto& policy) { return points_for(policy, {coffee_with_tax, cake_with_tax}); };
        constexpr round_off floor{rounding::floor};
        CHECK_TWICE(bought(points{a_point_a_dollar, floor}) == 15);
        CHECK_TWICE(bought(points{a_point_a_dollar.on(category_is(4u)), floor}) == 10);
        CHECK_TWICE(bought(points{a_point_a_dollar.of(gross{}), floor}) == 17);
        CHECK_TWICE(bought(points{a_point_a_dollar.of(gross{}).on(category_is(7u)), floor}) == 5);
        CHECK_TWICE(bought(points{a_point_a_dollar.on(category_is(4u)).of(before_discount{}), floor}) == 12);
    }

    TEST_CASE("only what some tenders paid") {
        constexpr points by_card{per_amount{2_points, 1_usd}.paid_by(tender::registered_card),
                                 round_off{rounding::floor}};
        constexpr usd_line lunch{.id = 1, .net = 10_usd};
        CHECK_TWICE(points_for(by_card, {lunch},
                               {usd_part{tender::registered_card, 4_usd}, usd_part{tender::cash, 6_usd}}) == 8);
        CHECK_TWICE(points_for(by_card, {lunch}, {usd_part{tender::registered_card, 10_usd}}) == 20);
        CHECK_TWICE(points_for(by_card, {lunch}, {usd_part{tender::cash, 10_usd}}) == 0);
        CHECK_TWICE(points_for(by_card, {lunch}, {usd_part{tender::registered_card, 0_usd}}) == 0);
        // Two thirds of 10.00, whatever was paid on top of it: 20 of 30.
        CHECK_TWICE(points_for(by_card, {lunch},
                               {usd_part{tender::registered_card, 20_usd}, usd_part{tender::cash, 10_usd}}) == 13);
        constexpr points by_any_card{per_amount{1_points, 1_usd}.paid_by(tender::registered_card, tender::card),
                                     round_off{rounding::floor}};
        CHECK_TWICE(points_for(by_any_card, {lunch},
                               {usd_part{tender::registered_card, 4_usd}, usd_part{tender::card, 3_usd},
                                usd_part{tender::cash, 3_usd}}) == 7);
    }

    TEST_CASE("a purchase that costs something and does not say how it was paid is refused") {
        constexpr programme rules{
            points{per_amount{2_points, 1_usd}.paid_by(tender::registered_card), round_off{rounding::floor}}};
        constexpr auto why = [](const auto& programme, money<currency::usd> net) {
            const std::array lines{usd_line{.id = 1, .net = net}};
            return preview(programme, {},
                           basket<currency::usd>{.id = 1, .time = "2025-03-10T12:00"_utc, .lines = lines})
                .refused;
        };
        CHECK_TWICE(why(rules, 10_usd) == reason::no_tenders);
        CHECK_TWICE(why(rules, 0_usd) == reason::none);
        constexpr programme of_coffee{
            points{per_amount{2_points, 1_usd}.on(category_is(4u)).paid_by(tender::registered_card),
                   round_off{rounding::floor}}};
        CHECK_TWICE(why(of_coffee, 10_usd) == reason::none); // no coffee: it counts nothing, whoever paid
    }

    TEST_CASE("sum_of adds awards before they are rounded") {
        constexpr auto bought = [](const auto&... policy) {
            till shop{programme{policy...}};
            return points_of(shop.ring(march_10, {split_bill}, {by_card_4_20, in_cash_6_20}));
        };
        constexpr per_amount two_by_card = per_amount{2_points, 1_usd}.paid_by(tender::registered_card);
        constexpr per_amount one_by_cash = per_amount{1_points, 1_usd}.paid_by(tender::cash);
        constexpr round_off half_up{rounding::half_up};
        CHECK_TWICE(bought(points{sum_of{two_by_card, one_by_cash}, half_up}) == 15);          // 14.60
        CHECK_TWICE(bought(points{two_by_card, half_up}, points{one_by_cash, half_up}) == 14); // 8.40 and 6.20
        CHECK_TWICE(bought(points{sum_of{per_visit{1_points}, per_unit{2_points}}}) == 3);
        CHECK_TWICE(bought(points{sum_of{per_visit{1_points}, per_unit{2_points}}, multiply_by{1.5_x}, half_up}) == 5);
    }

    TEST_CASE("per_unit and per_visit need no rounding") {
        constexpr auto bought = [](const auto& policy) { return points_for(policy, {three_coffees, two_cakes}); };
        CHECK_TWICE(bought(points{per_unit{2_points}}) == 10);
        CHECK_TWICE(bought(points{per_unit{2_points}.on(category_is(4u))}) == 6);
        CHECK_TWICE(bought(points{each_line{per_unit{2_points}}}) == 10);
        CHECK_TWICE(bought(points{each_unit{per_unit{2_points}}}) == 10);
        CHECK_TWICE(bought(points{each_unit{per_unit{2_points}.on(category_is(7u))}}) == 4);
        CHECK_TWICE(bought(points{each_unit{per_unit{1_points}, multiply_by{1.5_x}, round_off{rounding::floor}}}) == 5);
        CHECK_TWICE(bought(points{per_unit{1_points}, multiply_by{1.5_x}, round_off{rounding::floor}}) == 7);
        CHECK_TWICE(bought(points{per_visit{7_points}}) == 7);
        CHECK_TWICE(bought(points{each_line{per_visit{7_points}}}) == 14);
        CHECK_TWICE(points_for(points{per_visit{7_points}.when(first_purchase())}, 1_usd) == 7);
        CHECK_TWICE(points_for(points{per_visit{7_points}.when(!first_purchase())}, 1_usd) == 0);
        CHECK_TWICE(points_for(points{per_unit{2_points}}, 1_usd) == 2); // no quantity: one piece
    }

    TEST_CASE("multipliers with and without a condition") {
        constexpr round_off floor{rounding::floor};
        constexpr auto tuesday = "2025-03-11"_date;
        constexpr points doubled{a_point_a_dollar, multiply_by{2_x}.when(day_of_week_is(weekday::tuesday)), floor};
        CHECK_TWICE(points_for(doubled, 10.75_usd) == 10);
        CHECK_TWICE(points_for(doubled, 10.75_usd, tuesday) == 21);
        CHECK_TWICE(points_for(points{a_point_a_dollar, multiply_by{1.25_x}, multiply_by{3_x}, floor}, 79.40_usd) ==
                    297); // 297.75
        CHECK_TWICE(points_for(points{a_point_a_dollar, multiply_by{0_x}, floor}, 79.40_usd) == 0);
    }

    TEST_CASE("a bonus comes where it stands") {
        constexpr round_off floor{rounding::floor};
        CHECK_TWICE(points_for(points{a_point_a_dollar, floor, add_bonus{100_points}}, 23.99_usd) == 123);
        CHECK_TWICE(points_for(points{a_point_a_dollar, add_bonus{100_points}, multiply_by{2_x}, floor}, 23.99_usd) ==
                    247);
        CHECK_TWICE(points_for(points{a_point_a_dollar, multiply_by{2_x}, add_bonus{100_points}, floor}, 23.99_usd) ==
                    147);
        constexpr points welcome{a_point_a_dollar, floor, add_bonus{100_points}.when(first_purchase())};
        constexpr auto second = [](const auto& policy) {
            till shop{programme{policy}};
            shop.pay(march_10, five_dollars);
            return points_of(shop.pay(march_11, five_dollars));
        };
        CHECK_TWICE(points_for(welcome, 5_usd) == 105);
        CHECK_TWICE(second(welcome) == 5);
    }

    TEST_CASE("the factor of the member's tier") {
        constexpr programme by_tier{
            tiered{100_usd, 200_usd}.within(lifetime{}),
            points{a_point_a_dollar, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}}};
        constexpr auto nth = [](const auto& rules, int count) {
            till shop{rules};
            std::int64_t given = 0;
            for (int i = 0; i < count; ++i) {
                given = points_of(shop.pay(march_10, hundred_dollars));
            }
            return given;
        };
        CHECK_TWICE(nth(by_tier, 1) == 100);
        CHECK_TWICE(nth(by_tier, 2) == 125);
        CHECK_TWICE(nth(by_tier, 3) == 150);
    }

    TEST_CASE("a cap on each purchase cuts down or refuses (S18)") {
        constexpr round_off floor{rounding::floor};
        CHECK_TWICE(points_for(points{a_point_a_dollar, floor, cap_at{500_points}}, 499.99_usd) == 499);
        CHECK_TWICE(points_for(points{a_point_a_dollar, floor, cap_at{500_points}}, 500.99_usd) == 500);
        CHECK_TWICE(points_for(points{a_point_a_dollar, cap_at{500_points}, floor}, 500.99_usd) == 500);
        constexpr auto judged = [](money<currency::usd> net) {
            till shop{programme{points{a_point_a_dollar, round_off{rounding::floor}, cap_at{500_points}.rejecting()}}};
            return shop.pay(march_10, net).refused;
        };
        CHECK_TWICE(judged(500.99_usd) == reason::none);
        CHECK_TWICE(judged(501_usd) == reason::cap_reached);
    }

    TEST_CASE("a cap over a window counts what was granted in it") {
        constexpr points monthly{a_point_a_dollar, round_off{rounding::floor},
                                 cap_at{500_points, calendar_window{period_unit::month}}};
        constexpr auto given = [](const auto& policy, std::initializer_list<date> days) {
            till shop{programme{policy}};
            std::int64_t last = 0;
            for (const date day : days) {
                last = points_of(shop.pay(day, three_hundred_and_a_half));
            }
            return last;
        };
        CHECK_TWICE(given(monthly, {"2025-03-01"_date}) == 300);
        CHECK_TWICE(given(monthly, {"2025-03-01"_date, "2025-03-31"_date}) == 200);
        CHECK_TWICE(given(monthly, {"2025-03-01"_date, "2025-03-30"_date, "2025-03-31"_date}) == 0);
        CHECK_TWICE(given(monthly, {"2025-03-01"_date, "2025-03-31"_date, "2025-04-01"_date}) == 300);
        constexpr points rejecting{a_point_a_dollar, round_off{rounding::floor},
                                   cap_at{500_points, calendar_window{period_unit::month}}.rejecting()};
        constexpr auto refused_then = [](const auto& policy) {
            till shop{programme{policy}};
            shop.pay(march_10, three_hundred_and_a_half);
            const bool refused = shop.pay(march_11, three_hundred_and_a_half).refused == reason::cap_reached;
            return refused ? points_of(shop.pay(march_11, two_hundred_and_a_bit)) : -1;
        };
        CHECK_TWICE(refused_then(rejecting) == 200);
    }

    TEST_CASE("what rounding cuts off can be kept (S3)") {
        constexpr points keeping{a_point_a_dollar, round_off_carrying{rounding::floor}};
        constexpr points dropping{a_point_a_dollar, round_off{rounding::floor}};
        CHECK_TWICE(points_for(dropping, 0.50_usd) == 0);
        constexpr carried three = three_of(keeping, 0.50_usd);
        CHECK_TWICE(three == carried{{0, 1, 0}, {1, 2}});
        // 0.33, 0.66 and 0.99 are left.
        CHECK_TWICE(three_of(keeping, 1.33_usd) == carried{{1, 1, 1}, {99, 100}});
        // Thirds are kept exactly.
        constexpr points in_thirds{per_amount{1_points, 3_usd}, round_off_carrying{rounding::floor}};
        CHECK_TWICE(three_of(in_thirds, 1_usd) == carried{{0, 0, 1}, {0, 1}});
        // A third of a point, and then half of one: 5/6. With another half 4/3, of which one is given.
        constexpr points unlike{a_point_a_dollar, multiply_by{ratio{1, 3}}.when(basket_at_least(1_usd)),
                                round_off_carrying{rounding::floor}};
        constexpr carried mixed = [&] {
            till shop{programme{unlike}};
            carried result{{points_of(shop.pay(march_10, 1_usd)), points_of(shop.pay(march_10, 0.50_usd)),
                            points_of(shop.pay(march_10, 0.50_usd))},
                           {}};
            const auto& kept = detail::get<2>(shop.card.template policy<0>());
            result.rest = {kept.numerator, kept.denominator};
            return result;
        }();
        CHECK_TWICE(mixed == carried{{0, 0, 1}, {1, 3}});
    }

    TEST_CASE("a rest that was granted ahead is worked off, and nothing is taken back") {
        constexpr points half_up{a_point_a_dollar, round_off_carrying{rounding::half_up}};
        CHECK_TWICE(three_of(half_up, 0.50_usd) == carried{{1, 0, 1}, {-1, 2}});
        constexpr points up{a_point_a_dollar, round_off_carrying{rounding::up}};
        CHECK_TWICE(three_of(up, 0.30_usd) == carried{{1, 0, 0}, {-1, 10}});
        constexpr auto then_nothing = [](const auto& policy) {
            till shop{programme{policy}};
            const std::int64_t first = points_of(shop.pay(march_10, half_a_dollar));
            const std::int64_t second = points_of(shop.pay(march_11, nothing));
            return first * 10 + second;
        };
        CHECK_TWICE(then_nothing(half_up) == 10);
        CHECK_TWICE(then_nothing(up) == 10);
    }

    TEST_CASE("any unit can be awarded, with its own decimals") {
        constexpr auto donated = [](rounding mode) {
            till shop{programme{points{per_amount{0.01_usd, 1_usd}, round_off{mode}}}};
            return shop.pay(march_10, 12.49_usd).granted<currency::usd>();
        };
        CHECK_TWICE(donated(rounding::half_up) == 0.12_usd);
        CHECK_TWICE(donated(rounding::ceiling) == 0.13_usd);
    }

    TEST_CASE("products beyond 64 bits are formed with 128, and what does not fit is refused (S5)") {
        constexpr auto huge = money<currency::usd>::largest();
        constexpr auto judged = [](const auto& policy, money<currency::usd> net) {
            till shop{programme{policy}};
            return shop.pay(march_10, net).refused;
        };
        CHECK_TWICE(points_for(points{a_point_a_dollar, multiply_by{100_x}, round_off{rounding::floor}}, huge) ==
                    9'223'372'036'854'775'807);
        CHECK_TWICE(points_for(points{a_point_a_dollar, multiply_by{25_x}, round_off{rounding::floor}}, huge) ==
                    2'305'843'009'213'693'951);
        CHECK_TWICE(judged(points{a_point_a_dollar, multiply_by{101_x}, round_off{rounding::floor}}, huge) ==
                    reason::amount_overflow);
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](const auto& policy) { return std::string_view{problem_of(policy)}; };
        constexpr round_off floor{rounding::floor};
        CHECK_TWICE(problem(points{per_amount{0_points, 1_usd}, floor}) == "per_amount: the award must be above zero");
        CHECK_TWICE(problem(points{per_amount{1_points, 0_usd}, floor}) == "per_amount: `per` must be above zero");
        CHECK_TWICE(problem(points{per_unit{0_points}}) == "per_unit: the award must be above zero");
        CHECK_TWICE(problem(points{per_visit{0_points}}) == "per_visit: the award must be above zero");
        CHECK_TWICE(problem(points{a_point_a_dollar, multiply_by{ratio{-1, 1}}, floor}) ==
                    "multiply_by: the factor must be a ratio of zero or above");
        CHECK_TWICE(problem(points{a_point_a_dollar, multiply_by{ratio{1, 0}}, floor}) ==
                    "multiply_by: the factor must be a ratio of zero or above");
        CHECK_TWICE(problem(points{a_point_a_dollar, multiply_by_tier{1_x, ratio{-1, 1}}, floor}) ==
                    "multiply_by_tier: the factors must be ratios of zero or above");
        CHECK_TWICE(problem(points{a_point_a_dollar, add_bonus{0_points}, floor}) ==
                    "add_bonus: the bonus must be above zero");
        CHECK_TWICE(problem(points{a_point_a_dollar, floor, cap_at{0_points}}) == "cap_at: the cap must be above zero");
        CHECK_TWICE(problem(points{per_amount{5_points, 1_usd}, floor, cap_at{4_points}}) ==
                    "cap_at: the cap lies below the smallest award: raise the cap or lower the award");
        CHECK_TWICE(problem(points{sum_of{per_visit{1_points}, per_unit{0_points}}}) ==
                    "per_unit: the award must be above zero");
        CHECK_TWICE(problem(points{each_line{per_unit{0_points}}}) == "per_unit: the award must be above zero");
        CHECK_TWICE(problem_of(points{a_point_a_dollar, floor}) == nullptr);
    }
}
