// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/policies/gamified.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::noon;
using support::points_of;
using support::till;

namespace {

constexpr auto coffee = 4_usd;

/// On which of some days a policy pays: the n-th day is the n-th decimal digit from the left.
template <class Policy>
constexpr std::int64_t pays(const Policy& policy, std::initializer_list<date> days) {
    till shop{programme{policy}};
    std::int64_t digits = 1;
    for (const date day : days) {
        digits = digits * 10 + (points_of(shop.pay(day, coffee)) > 0 ? 1 : 0);
    }
    return digits;
}

/// The count after the last of some days.
template <class Policy>
constexpr int count_after(const Policy& policy, std::initializer_list<date> days) {
    till shop{programme{policy}};
    for (const date day : days) {
        shop.pay(day, coffee);
    }
    return shop.card.template policy<0>().count;
}

constexpr purchase<currency::usd> sale_of(std::uint64_t id, instant time) {
    return {.id = id, .time = time, .net = coffee};
}

constexpr auto three_days = streak<calendar_window{period_unit::day}>{3}.awards(50_points);
constexpr auto three_weeks = streak<calendar_window{period_unit::week}>{3}.awards(50_points);
constexpr auto three_months = streak<calendar_window{period_unit::month}>{3}.awards(50_points);

} // namespace

TEST_SUITE("policies/gamified/streak") {
    TEST_CASE("days in a row, across a month and a leap day") {
        CHECK_TWICE(pays(three_days, {"2024-02-28"_date, "2024-02-29"_date, "2024-03-01"_date}) == 1001);
        CHECK_TWICE(pays(three_days, {"2025-02-28"_date, "2025-03-01"_date, "2025-03-02"_date}) == 1001);
        CHECK_TWICE(pays(three_days, {"2025-02-28"_date, "2025-03-01"_date, "2025-03-03"_date}) == 1000);
    }

    TEST_CASE("a second visit in a period changes nothing") {
        CHECK_TWICE(pays(three_days, {"2025-03-01"_date, "2025-03-01"_date, "2025-03-01"_date}) == 1000);
        CHECK_TWICE(count_after(three_days, {"2025-03-01"_date, "2025-03-01"_date}) == 1);
        CHECK_TWICE(pays(three_days, {"2025-03-01"_date, "2025-03-02"_date, "2025-03-02"_date, "2025-03-03"_date}) ==
                    10001);
        CHECK_TWICE(pays(three_days, {"2025-03-01"_date, "2025-03-02"_date, "2025-03-03"_date, "2025-03-03"_date}) ==
                    10010);
    }

    TEST_CASE("a gap begins anew at one") {
        CHECK_TWICE(count_after(three_days, {"2025-03-01"_date, "2025-03-02"_date, "2025-03-04"_date}) == 1);
        CHECK_TWICE(pays(three_days, {"2025-03-01"_date, "2025-03-02"_date, "2025-03-04"_date, "2025-03-05"_date,
                                      "2025-03-06"_date}) == 100001);
    }

    TEST_CASE("at its length it pays and starts from zero") {
        CHECK_TWICE(count_after(three_days, {"2025-03-01"_date, "2025-03-02"_date, "2025-03-03"_date}) == 0);
        CHECK_TWICE(pays(three_days, {"2025-03-01"_date, "2025-03-02"_date, "2025-03-03"_date, "2025-03-04"_date,
                                      "2025-03-05"_date, "2025-03-06"_date}) == 1001001);
    }

    TEST_CASE("ISO weeks in a row, from Monday, across the new year") {
        // Sunday of 2024-W52, Monday of 2025-W01, Sunday of 2025-W02.
        CHECK_TWICE(pays(three_weeks, {"2024-12-29"_date, "2024-12-30"_date, "2025-01-12"_date}) == 1001);
        CHECK_TWICE(pays(three_weeks, {"2024-12-29"_date, "2025-01-05"_date, "2025-01-06"_date}) == 1001);
        CHECK_TWICE(pays(three_weeks, {"2024-12-30"_date, "2025-01-05"_date, "2025-01-12"_date}) == 1000);
        CHECK_TWICE(pays(three_weeks, {"2024-12-29"_date, "2025-01-06"_date, "2025-01-13"_date}) == 1000);
    }

    TEST_CASE("months in a row") {
        CHECK_TWICE(pays(three_months, {"2024-12-31"_date, "2025-01-01"_date, "2025-02-28"_date}) == 1001);
        CHECK_TWICE(pays(three_months, {"2024-12-31"_date, "2025-01-31"_date, "2025-03-01"_date}) == 1000);
    }

    TEST_CASE("quarters and years in a row") {
        constexpr auto quarters = streak<calendar_window{period_unit::quarter}>{3}.awards(50_points);
        CHECK_TWICE(pays(quarters, {"2024-10-01"_date, "2025-03-31"_date, "2025-04-01"_date}) == 1001);
        CHECK_TWICE(pays(quarters, {"2024-10-01"_date, "2025-03-31"_date, "2025-07-01"_date}) == 1000);
        constexpr auto years = streak<calendar_window{period_unit::year}>{2}.awards(50_points);
        CHECK_TWICE(pays(years, {"2024-01-01"_date, "2025-12-31"_date}) == 101);
        CHECK_TWICE(pays(years, {"2024-12-31"_date, "2026-01-01"_date}) == 100);
    }

    TEST_CASE("years of membership in a row: who joined on 29 February renews on the 28th") {
        struct joined_member {
            date joined;
        };
        constexpr auto visits = [](date last) {
            till shop{programme{streak<membership_year{}>{3}.awards(50_points)}, joined_member{"2024-02-29"_date}};
            shop.pay("2025-02-27"_date, coffee); // year 0
            shop.pay("2025-02-28"_date, coffee); // year 1
            return points_of(shop.pay(last, coffee));
        };
        CHECK_TWICE(visits("2026-02-27"_date) == 0);  // still year 1
        CHECK_TWICE(visits("2026-02-28"_date) == 50); // year 2
        CHECK_TWICE(visits("2027-02-27"_date) == 50);
        CHECK_TWICE(visits("2027-02-28"_date) == 0); // year 3: year 2 is missing
    }

    TEST_CASE("a month begins by the clock of the programme's zone") {
        constexpr auto visits = [](instant second) {
            till bar{programme{terms<dates::fixed_offset>{.calendar = {dates::fixed_offset::hours(-5), 0}},
                               streak<calendar_window{period_unit::month}>{2}.awards(50_points)}};
            bar.pay("2025-02-01T04:59:59"_utc, coffee); // 31 January, 23:59:59
            return points_of(bar.pay(second, coffee));
        };
        CHECK_TWICE(visits("2025-02-01T05:00"_utc) == 50);    // 1 February, 00:00
        CHECK_TWICE(visits("2025-03-01T04:59:59"_utc) == 50); // 28 February, 23:59:59
        CHECK_TWICE(visits("2025-03-01T05:00"_utc) == 0);     // 1 March
    }

    TEST_CASE("misses that are forgiven, over the whole length") {
        constexpr auto lenient = streak<calendar_window{period_unit::day}>{4}.awards(50_points).forgiving(1);
        CHECK_TWICE(pays(lenient, {"2025-03-01"_date, "2025-03-02"_date, "2025-03-04"_date, "2025-03-05"_date}) ==
                    10001);
        CHECK_TWICE(pays(lenient, {"2025-03-01"_date, "2025-03-03"_date, "2025-03-04"_date, "2025-03-06"_date}) ==
                    10000); // a second miss
        CHECK_TWICE(count_after(lenient, {"2025-03-01"_date, "2025-03-03"_date, "2025-03-05"_date}) == 1);
        CHECK_TWICE(count_after(lenient, {"2025-03-01"_date, "2025-03-04"_date}) == 1); // two at once
        constexpr auto more_lenient = streak<calendar_window{period_unit::day}>{4}.awards(50_points).forgiving(2);
        CHECK_TWICE(count_after(more_lenient, {"2025-03-01"_date, "2025-03-04"_date}) == 2);
        CHECK_TWICE(count_after(more_lenient, {"2025-03-01"_date, "2025-03-03"_date, "2025-03-05"_date}) == 3);
        // What was forgiven before the payment does not count after it.
        CHECK_TWICE(pays(lenient, {"2025-03-01"_date, "2025-03-03"_date, "2025-03-04"_date, "2025-03-05"_date,
                                   "2025-03-06"_date, "2025-03-08"_date, "2025-03-09"_date, "2025-03-10"_date}) ==
                    100010001);
    }

    TEST_CASE("only visits that match") {
        constexpr auto weekdays = streak<calendar_window{period_unit::day}>{2}.awards(50_points).when(
            !day_of_week_is(weekday::saturday, weekday::sunday));
        // 2025-03-08 is a Saturday.
        CHECK_TWICE(pays(weekdays, {"2025-03-07"_date, "2025-03-08"_date, "2025-03-10"_date, "2025-03-11"_date}) ==
                    10001);
    }

    TEST_CASE("several units at once") {
        constexpr auto given = [] {
            till shop{programme{streak<calendar_window{period_unit::day}>{2}.awards(50_points, 1_badges)}};
            shop.pay("2025-03-01"_date, 1_usd);
            const auto gave = shop.pay("2025-03-02"_date, 1_usd);
            return gave.granted<unit::points>() == 50_points && gave.granted<unit::badges>() == 1_badges;
        };
        CHECK_TWICE(given());
    }

    TEST_CASE("days beyond 2059, where 16 bits would end") {
        CHECK_TWICE(pays(three_days, {"2059-09-18"_date, "2059-09-19"_date, "2059-09-20"_date}) == 1001);
    }

    TEST_CASE("the programme's business day counts") {
        constexpr auto nights = [](std::int32_t day_start_seconds) {
            till bar{
                programme{terms<dates::fixed_offset>{.calendar = {dates::fixed_offset::hours(1), day_start_seconds}},
                          streak<calendar_window{period_unit::day}>{2}.awards(50_points)}};
            bar.pay("2025-01-10T21:00"_utc, coffee);                   // 22:00
            return points_of(bar.pay("2025-01-11T01:30"_utc, coffee)); // 02:30
        };
        CHECK_TWICE(nights(0) == 50);
        CHECK_TWICE(nights(5 * 3600) == 0);
    }

    TEST_CASE("games together") {
        constexpr auto given = [](int visits) {
            till shop{
                programme{gamified{streak<calendar_window{period_unit::day}>{2}.awards(50_points, 1_badges),
                                   stamp_card{3}.awards(1_stamps), badge(2_visits).of(loyalty::criteria::visits{})}}};
            outcome_of<decltype(shop.programme)> gave;
            for (int i = 0; i < visits; ++i) {
                gave = shop.pay("2025-03-01"_date + i, 1_usd);
            }
            return points_of(gave) * 100 + gave.granted<unit::badges>().minor_units() * 10 +
                   gave.granted<unit::stamps>().minor_units();
        };
        CHECK_TWICE(given(1) == 0);
        CHECK_TWICE(given(2) == 5020);
        CHECK_TWICE(given(3) == 1);
        CHECK_TWICE(given(4) == 5010);
    }

    TEST_CASE("a void of one of two visits keeps the period, of the last one steps back") {
        constexpr programme rules{three_days.reversible()};
        const auto buy = [&](auto& anna, std::uint64_t id, date day) {
            return apply_with_receipt(rules, anna, sale_of(id, noon(day)));
        };
        member<std::remove_const_t<decltype(rules)>> anna;
        buy(anna, 1, "2025-03-01"_date);
        auto first = buy(anna, 2, "2025-03-02"_date);
        auto second = buy(anna, 3, "2025-03-02"_date);
        const auto at_noon_of_2 = noon("2025-03-02"_date);
        CHECK(anna.policy<0>().visits == 2);

        auto kept = anna;
        CHECK(apply(rules, kept, first.receipt.returned({.id = 4, .time = at_noon_of_2})).accepted());
        CHECK(kept.policy<0>().count == 2); // the second visit holds 2 March
        CHECK(points_of(buy(kept, 5, "2025-03-03"_date).outcome) == 50);

        CHECK(apply(rules, anna, second.receipt.returned({.id = 4, .time = at_noon_of_2})).accepted());
        CHECK(anna.policy<0>().count == 2);
        first = buy(anna, 5, "2025-03-02"_date);
        second = buy(anna, 6, "2025-03-02"_date);
        CHECK(anna.policy<0>().visits == 3);
        CHECK(apply(rules, anna, first.receipt.returned({.id = 7, .time = at_noon_of_2})).accepted());
        CHECK(apply(rules, anna, second.receipt.returned({.id = 8, .time = at_noon_of_2})).accepted());
        CHECK(anna.policy<0>().visits == 1); // the very first visit of the day, which was voided in `kept` alone
    }

    TEST_CASE("without any visit of its newest period a streak steps back by one, and its award goes") {
        constexpr programme rules{three_days.reversible()};
        const auto buy = [&](auto& anna, std::uint64_t id, date day) {
            return apply_with_receipt(rules, anna, sale_of(id, noon(day)));
        };
        member<std::remove_const_t<decltype(rules)>> anna;
        auto alone = buy(anna, 1, "2025-03-01"_date);
        buy(anna, 2, "2025-03-02"_date);
        auto paid = buy(anna, 3, "2025-03-03"_date);
        auto again = buy(anna, 4, "2025-03-03"_date);
        const auto now = noon("2025-03-03"_date);
        CHECK(points_of(paid.outcome) == 50);
        CHECK(points_of(apply(rules, anna, alone.receipt.returned({.id = 5, .time = now}))) ==
              0); // what others built on stays
        CHECK(anna.policy<0>().count == 0);

        auto other_way = anna;
        auto copy_of_paid = paid.receipt;
        auto copy_of_again = again.receipt;
        CHECK(points_of(apply(rules, anna, paid.receipt.returned({.id = 6, .time = now}))) ==
              0); // the other visit has reached it too
        CHECK(anna.balance<unit::points>() == 50_points);
        CHECK(points_of(apply(rules, anna, again.receipt.returned({.id = 7, .time = now}))) == -50);
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(anna.policy<0>().count == 2);
        CHECK(anna.policy<0>().last == "2025-03-02"_date.days_since_epoch);
        CHECK(points_of(buy(anna, 8, "2025-03-03"_date).outcome) == 50); // of 2 and 3 March, and 1 March as it stands

        CHECK(points_of(apply(rules, other_way, copy_of_again.returned({.id = 6, .time = now}))) == 0);
        CHECK(points_of(apply(rules, other_way, copy_of_paid.returned({.id = 7, .time = now}))) == -50);
        CHECK(other_way.policy<0>().count == 2);
        CHECK(other_way.balance<unit::points>() == 0_points);
    }

    TEST_CASE("a part that comes back is no void, and a streak of one goes") {
        constexpr programme rules{
            streak<calendar_window{period_unit::week}>{2}.awards(50_points).forgiving(1).reversible()};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale_of(1, noon("2025-03-01"_date)));
        const auto now = noon("2025-03-02"_date);
        const purchase<currency::usd> half{.id = 1, .time = noon("2025-03-01"_date), .net = 2_usd};
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 2, .time = now}, half)).accepted());
        CHECK(anna.policy<0>().count == 1);
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 3, .time = now})).accepted());
        CHECK(anna.policy<0>().count == 0);
        CHECK(points_of(apply(rules, anna, sale_of(4, noon("2025-03-09"_date)))) == 0);
        CHECK(points_of(apply(rules, anna, sale_of(5, noon("2025-03-16"_date)))) == 50);
    }

    TEST_CASE("a first visit that comes back takes no award") {
        constexpr programme rules{three_weeks.reversible()};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto first = apply_with_receipt(rules, anna, sale_of(1, noon("2025-03-03"_date)));
        CHECK(points_of(apply(rules, anna, first.receipt.returned({.id = 2, .time = noon("2025-03-04"_date)}))) == 0);
        CHECK(anna.policy<0>() == decltype(three_weeks.reversible())::state{});
    }

    TEST_CASE("the period before has one visit when its streak has stepped back to it") {
        constexpr programme rules{three_weeks.reversible()};
        member<std::remove_const_t<decltype(rules)>> anna;
        const auto visit = [&](std::uint64_t id, date day) {
            return apply_with_receipt(rules, anna, sale_of(id, noon(day)));
        };
        const auto back = [&](auto& sold, std::uint64_t id, date day) {
            return points_of(apply(rules, anna, sold.receipt.returned({.id = id, .time = noon(day)})));
        };
        auto first = visit(1, "2025-03-03"_date);
        auto second = visit(2, "2025-03-10"_date);
        auto third = visit(3, "2025-03-11"_date);
        CHECK(back(second, 4, "2025-03-12"_date) == 0);
        CHECK(back(third, 5, "2025-03-12"_date) == 0); // the week of 3 March is the newest again
        CHECK(back(first, 6, "2025-03-12"_date) == 0); // and had one visit
        CHECK(anna.policy<0>().count == 0);
    }

    TEST_CASE("255 visits of a period and more are 255") {
        constexpr auto policy = three_weeks.reversible();
        constexpr programme rules{policy};
        member<std::remove_const_t<decltype(rules)>> anna;
        for (std::uint64_t id = 1; id <= 257; ++id) {
            apply(rules, anna, sale_of(id, noon("2025-03-03"_date)));
            CHECK(anna.policy<0>().visits == (id < 255 ? id : 255));
        }
    }

    TEST_CASE("another visit in the period forgives no miss") {
        constexpr auto forgiving = streak<calendar_window{period_unit::day}>{3}.awards(50_points).forgiving(1);
        CHECK_TWICE(pays(forgiving, {"2025-03-01"_date, "2025-03-03"_date, "2025-03-04"_date}) == 1001);
        CHECK_TWICE(pays(forgiving, {"2025-03-01"_date, "2025-03-03"_date, "2025-03-03"_date, "2025-03-05"_date}) ==
                    10000);
    }

    TEST_CASE("another visit in the period changes nothing of a streak that forgives, also after its award") {
        constexpr auto forgiving = streak<calendar_window{period_unit::day}>{3}.awards(50_points).forgiving(1);
        till shop{programme{forgiving}};
        for (const date day : {"2025-03-01"_date, "2025-03-03"_date, "2025-03-04"_date}) {
            shop.pay(day, coffee);
        }
        auto& own = shop.card.policy<0>();
        CHECK(own.count == 0);
        CHECK(own.missed == 1);
        CHECK(points_of(shop.pay("2025-03-04"_date, coffee)) == 0);
        CHECK(own.count == 0);
        CHECK(own.missed == 1);
        // A count that no visit has reached pays at none in the same period.
        own.count = 3;
        CHECK(points_of(shop.pay("2025-03-04"_date, coffee)) == 0);
        CHECK(own.count == 3);
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](const auto& policy) { return std::string_view{problem_of(policy)}; };
        using daily = streak<calendar_window{period_unit::day}>;
        CHECK_TWICE(problem(daily{1}.awards(1_badges)) == "streak: the length must be 2 to 255 periods");
        CHECK_TWICE(problem(daily{256}.awards(1_badges)) == "streak: the length must be 2 to 255 periods");
        CHECK_TWICE(problem(daily{4}.forgiving(-1).awards(1_badges)) ==
                    "streak: the misses allowed must not be negative");
        CHECK_TWICE(problem(daily{4}.forgiving(4).awards(1_badges)) ==
                    "streak: it forgives as many misses as it is long: allow fewer");
        CHECK_TWICE(problem(daily{4}.awards(0_points)) == "an award must be above zero");
        CHECK_TWICE(problem(daily{4}) ==
                    "streak: a streak gives nothing at its length: name its award with .awards(50_points)");
        CHECK_TWICE(problem_of(three_days) == nullptr);
        CHECK_TWICE(problem(gamified{three_days, stamp_card{0}.awards(1_stamps)}) ==
                    "stamp_card: a card has 1 to 255 fields");
    }
}
