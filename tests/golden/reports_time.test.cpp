// SPDX-License-Identifier: BSL-1.0
//
// What went wrong in other systems, with the right values: time and tiers. B11 (one zone and one instant), B30 (levels after
// returns, levels by hand), B33 (the end of a membership), B35 (the end of the day, the day of 25 hours), B36 (a change of the
// zone), B39 (ranks after a tie), F16 (what is missing to the next tier).
#include "support/till.hpp"
#include "unit/time/sample_zones.hpp"

#include <loyalty/analytics/leaderboard.hpp>
#include <loyalty/engine/checkout.hpp>
#include <loyalty/policies/membership_record.hpp>

#include <array>
#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::prices;
using usd = currency::usd;
using sale = purchase<usd>;
using support::points_of;
using support::till;

namespace {

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

/// Brussels: UTC+2 in August 2025.
constexpr dates::fixed_offset brussels = dates::fixed_offset::hours(2);

/// Sydney in April 2014: at 16:00Z on the 5th, 03:00 on the 6th, the clock goes back by an hour.
constexpr sample::table_zone<1> sydney{39600, {{"2014-04-05T16:00"_utc, instant::maximum(), 36000}}};

/// UTC, and then Paris of autumn 2022: UTC+2 until 30 October 01:00Z, UTC+1 afterwards.
using two_stretches = sample::table_zone<1>;
constexpr two_stretches always_utc{0, {{"2022-10-30T01:00"_utc, instant::maximum(), 0}}};
constexpr two_stretches paris{7200, {{"2022-10-30T01:00"_utc, instant::maximum(), 3600}}};

/// The days of a streak after activities, with the business day from so many seconds after midnight on.
template <class Zone, std::size_t Count>
int streak_after(Zone zone, std::int32_t day_begins, const std::array<instant, Count>& times) {
    const programme rules{
        terms<Zone>{.calendar = {zone, day_begins}},
        streak<calendar_window{period_unit::day}>{100}.of(activities{}).awards(amount<unit::points>::whole(1))};
    member_of<decltype(rules)> anna;
    std::uint64_t id = 0;
    for (const instant time : times) {
        apply(rules, anna, activity{.id = ++id, .time = time, .kind = 1});
    }
    return static_cast<int>(progress<"streak">(rules, anna, times.back()).counted.minor_units());
}

} // namespace

TEST_SUITE("golden/reports_time") {
    TEST_CASE("B11: the programme's zone and the instant of the quote decide") {
        constexpr programme august{
            terms<dates::fixed_offset>{.calendar = {brussels}},
            discounts{percent_off(10_pct).when(during(date_window::through("2025-08-01"_date, "2025-08-10"_date)))},
            points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
        const std::array lines{basket_line<usd>{.id = 1, .net = 100_usd}};
        const auto order_at = [&](instant time) { return checkout<usd>{.id = 1, .time = time, .lines = lines}; };
        const auto due = [&](instant time) { return quote(august, {}, order_at(time)).due; };
        CHECK(due("2025-08-10T21:59:59"_utc) == 90_usd);
        CHECK(due("2025-08-11T06:30:00"_utc) == 100_usd); // still the 10th in Los Angeles
        CHECK(due("2025-08-10T22:00:00"_utc) == 100_usd);
        CHECK(due("2025-07-31T21:59:59"_utc) == 100_usd);
        CHECK(due("2025-07-31T22:00:00"_utc) == 90_usd);
        // The payment is confirmed at 22:00:05Z, with the instant of the quote.
        member_of<decltype(august)> anna;
        CHECK(points_of(apply(august, anna, order_at("2025-08-10T21:59:59"_utc))) == 90);

        constexpr programme in_force{
            terms<dates::fixed_offset>{.valid = {.from = "2025-07-31T22:00"_utc, .until = "2025-08-10T22:00"_utc},
                                       .calendar = {brussels}},
            discounts{percent_off(10_pct)}};
        CHECK(quote(in_force, {}, order_at("2025-08-11T06:30:00"_utc)).refusal.why == reason::not_in_force);
        CHECK(quote(in_force, {}, order_at("2025-08-10T21:59:59"_utc)).due == 90_usd);
    }

    TEST_CASE("B30: a level follows the net spend of a lifetime, and a level by hand is a floor") {
        constexpr programme shop{tiered{20_usd, 200_usd}.within(lifetime{}).returning(on_return::loses_tier),
                                 tier_floor{}};
        const auto on = [](int day) { return support::noon(date::of(2025, 3, day)); };
        member_of<decltype(shop)> anna;
        auto first = apply_with_receipt(shop, anna, sale{.id = 1, .time = on(1), .net = 20_usd});
        CHECK(tier_of(shop, anna, on(2)) == 1);
        const sale kept{.id = 1, .time = on(1), .net = 18_usd};
        CHECK(apply(shop, anna, first.receipt.returned({.id = 2, .time = on(3)}, kept)).accepted());
        CHECK(tier_of(shop, anna, on(4)) == 0);

        member_of<decltype(shop)> ben;
        apply(shop, ben, tier_grant{.id = 1, .time = on(1), .tier = 1, .until = date::maximum()});
        CHECK(tier_of(shop, ben, on(2)) == 1);
        auto large = apply_with_receipt(shop, ben, sale{.id = 2, .time = on(3), .net = 200_usd});
        CHECK(tier_of(shop, ben, on(4)) == 2);
        apply(shop, ben, large.receipt.returned({.id = 3, .time = on(5)}));
        CHECK(tier_of(shop, ben, on(6)) == 1);
    }

    TEST_CASE("B33: a membership of the calendar year in which it is paid") {
        constexpr programme club{paid_membership{}, points{per_visit{1_points}.when(membership_active())}};
        const auto visits = [&](date paid, instant time) {
            const date_window year = dates::period_of(period_unit::year, paid).window();
            member_of<decltype(club)> anna;
            const instant_window runs = calendar<>{}.window_of({paid, year.until});
            REQUIRE(apply(club, anna, membership_change{.id = 1, .time = runs.from, .membership = runs}).accepted());
            return points_of(apply(club, anna, sale{.id = 2, .time = time, .net = 1_usd}));
        };
        // Ordered on 2025-12-20 and paid on 2026-01-01: all of 2026.
        CHECK(visits("2026-01-01"_date, "2026-01-01T00:00"_utc) == 1);
        CHECK(visits("2026-01-01"_date, "2026-12-31T23:59:59"_utc) == 1);
        CHECK(visits("2026-01-01"_date, "2027-01-01T00:00"_utc) == 0);
        // Paid on the last day: one day.
        CHECK(visits("2025-12-31"_date, "2025-12-31T23:59:59"_utc) == 1);
        CHECK(visits("2025-12-31"_date, "2026-01-01T00:00"_utc) == 0);
    }

    TEST_CASE(
        "B33: by days of its record, the four memberships of the report; one that ends before it starts is refused") {
        using social::membership_end;
        constexpr social::membership_plan<usd> of_year{
            .fee = 20_usd, .ends = membership_end::end_of_calendar_year, .least_days = 30};
        constexpr social::membership_plan<usd> to_month{.fee = 20_usd, .ends = membership_end::first_day_of_month};
        const auto term = [](const auto& plan, date paid) {
            return social::membership_record<usd>{}.renew(plan, paid);
        };
        CHECK(term(of_year, "2026-01-01"_date).days == date_window::through("2026-01-01"_date, "2026-12-31"_date));
        CHECK_FALSE(term(of_year, "2026-01-01"_date).is_short);
        CHECK(term(of_year, "2025-12-31"_date).days == date_window::through("2025-12-31"_date, "2025-12-31"_date));
        CHECK(term(of_year, "2025-12-31"_date).is_short); // the warning
        CHECK(term(to_month, "2020-07-05"_date).days.until == "2021-07-01"_date);
        CHECK(term(to_month, "2020-12-03"_date).days.until == "2021-12-01"_date);

        constexpr programme club{paid_membership{}, points{per_visit{1_points}.when(membership_active())}};
        member_of<decltype(club)> anna;
        CHECK(apply(club, anna,
                    membership_change{.id = 1,
                                      .time = "2026-01-01T00:00"_utc,
                                      .membership = {"2026-01-01T00:00"_utc, "2025-12-31T00:00"_utc}})
                  .refused == reason::ends_before_start);
        CHECK(anna == member_of<decltype(club)>{});
    }

    TEST_CASE("B33: a membership that ends on the first day of its month in the next year") {
        const auto ends = [](date joined) {
            return dates::add_months(dates::period_of(period_unit::month, joined).window().from, 12);
        };
        CHECK(ends("2020-07-05"_date) == "2021-07-01"_date);
        CHECK(ends("2020-12-03"_date) == "2021-12-01"_date);
    }

    TEST_CASE("B35: a day that ends at 03:00") {
        constexpr std::array evening_and_night{"2013-05-18T20:00"_utc, "2013-05-20T00:30"_utc};
        CHECK(streak_after(utc{}, 3 * 3600, evening_and_night) == 2);
        CHECK(streak_after(utc{}, 0, evening_and_night) == 1);
    }

    TEST_CASE("B35: the day of 25 hours is one day") {
        CHECK(streak_after(sydney, 0,
                           std::array{"2014-04-05T11:00"_utc, "2014-04-05T23:00"_utc, "2014-04-06T23:00"_utc}) == 3);
        constexpr programme daily{
            terms<std::remove_const_t<decltype(sydney)>>{.calendar = {sydney}},
            points{per_activity{50_points}, cap_at{50_points, calendar_window{period_unit::day}}.rejecting()}};
        member_of<decltype(daily)> anna;
        CHECK(points_of(apply(daily, anna, activity{.id = 1, .time = "2014-04-05T13:30"_utc, .kind = 1})) == 50);
        CHECK(apply(daily, anna, activity{.id = 2, .time = "2014-04-06T13:30"_utc, .kind = 1}).refused ==
              reason::cap_reached);
        CHECK(points_of(apply(daily, anna, activity{.id = 3, .time = "2014-04-06T14:00"_utc, .kind = 1})) == 50);
    }

    TEST_CASE("B36: what was booked in September at UTC stays there when the zone becomes Paris") {
        constexpr calendar_window month{period_unit::month};
        constexpr spend_threshold target = spend_threshold{1_badges, once(1000_usd)}.within(month);
        constexpr programme first{terms<two_stretches>{.version = 1, .calendar = {always_utc}}, target};
        constexpr programme second{terms<two_stretches>{.version = 2, .calendar = {paris}}, target};
        member_of<decltype(first)> anna;
        const auto counted = [&](const auto& rules, instant at) {
            return progress<"spend_threshold">(rules, anna, at).counted;
        };
        apply(first, anna, sale{.id = 1, .time = "2022-09-30T22:30"_utc, .net = 10_usd});
        CHECK(counted(first, "2022-09-30T23:00"_utc) == 10_usd);
        CHECK(counted(first, "2022-10-11T12:00"_utc) == 0_usd);
        CHECK(counted(second, "2022-10-12T12:00"_utc) == 0_usd); // in Paris it was 00:30 on 1 October
        apply(second, anna, sale{.id = 2, .time = "2022-10-31T22:59:59"_utc, .net = 10_usd});
        CHECK(counted(second, "2022-10-31T22:59:59"_utc) == 10_usd);
        apply(second, anna, sale{.id = 3, .time = "2022-10-31T23:00:00"_utc, .net = 10_usd});
        CHECK(counted(second, "2022-11-01T12:00"_utc) == 10_usd);
    }

    TEST_CASE("B39: equal scores have one rank, competition and dense, and never rank 0") {
        constexpr instant now = "2025-03-10T12:00"_utc;
        const auto ranks = [&](std::initializer_list<std::int64_t> scores, games::ranking by) {
            games::leaderboard board{{}, by};
            std::uint32_t who = 0;
            for (const std::int64_t score : scores) {
                board.add(who, now, score + 1);
                board.add(who, now + dates::seconds{1}, -1); // also 0 is a score, of who has played
                ++who;
            }
            std::vector<std::uint64_t> all;
            for (std::uint32_t each = 0; each < who; ++each) {
                all.push_back(board.of(each)->rank);
            }
            return all;
        };
        using list = std::vector<std::uint64_t>;
        constexpr auto standard = games::ranking::competition;
        constexpr auto dense = games::ranking::dense;
        CHECK(ranks({30, 21, 21, 15}, standard) == list{1, 2, 2, 4});
        CHECK(ranks({30, 21, 21, 15}, dense) == list{1, 2, 2, 3});
        CHECK(ranks({50, 40, 40, 40, 30}, standard) == list{1, 2, 2, 2, 5});
        CHECK(ranks({50, 40, 40, 40, 30}, dense) == list{1, 2, 2, 2, 3});
        CHECK(ranks({0, 0}, standard) == list{1, 1});
        CHECK(ranks({0, 0}, dense) == list{1, 1});
    }

    TEST_CASE("F16: what is missing to the next tier, after a return too") {
        constexpr programme shop{tiered{350_usd}};
        const auto on = [](int day) { return support::noon(date::of(2025, 3, day)); };
        member_of<decltype(shop)> anna;
        apply(shop, anna, sale{.id = 1, .time = on(1), .net = 299.99_usd});
        auto second = apply_with_receipt(shop, anna, sale{.id = 2, .time = on(2), .net = 50_usd});
        CHECK(progress(shop, anna, on(3)).missing_to_next == 0.01_usd);
        apply(shop, anna, second.receipt.returned({.id = 3, .time = on(4)}));
        CHECK(progress(shop, anna, on(5)).missing_to_next == 50.01_usd);
    }
}
