// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/policies/tiered.hpp>

#include "support/till.hpp"

#include <cstdint>
#include <initializer_list>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using support::joined_member;
using support::noon;
using support::points_of;
using support::purchase_on;
using support::till;
using support::usd_line;

namespace {

/// The tier around one purchase: as told before it, when it came, after it.
struct tiers {
    int told;
    int before;
    int after;

    friend constexpr bool operator==(const tiers&, const tiers&) = default;
};

/// The tiers around the last of some purchases.
template <class Policy, class Profile, std::size_t Count>
constexpr tiers last_of(const Policy& policy, const Profile& profile, const purchase_on (&purchases)[Count]) {
    till shop{programme{policy}, profile};
    tiers last{};
    for (const purchase_on& each : purchases) {
        const auto gave = shop.pay(each.day, each.net);
        last = gave.accepted() ? tiers{gave.tier_told, gave.tier_before, gave.tier_after} : tiers{-1, -1, -1};
    }
    return last;
}

template <class Policy, std::size_t Count>
constexpr tiers last_of(const Policy& policy, const purchase_on (&purchases)[Count]) {
    return last_of(policy, no_profile{}, purchases);
}

/// What the last of some purchases earns at a point a dollar, times 1, 2 or 3 by tier.
template <class Policy, std::size_t Count>
constexpr std::int64_t last_earns(const Policy& policy, const purchase_on (&purchases)[Count]) {
    till shop{
        programme{policy, points{per_amount{amount<unit::points>::whole(1), money<currency::usd>::whole(1)},
                                 multiply_by_tier{ratio{1, 1}, ratio{2, 1}, ratio{3, 1}}, round_off{rounding::floor}}}};
    std::int64_t last = 0;
    for (const purchase_on& each : purchases) {
        last = points_of(shop.pay(each.day, each.net));
    }
    return last;
}

constexpr auto may_1 = "2025-05-01"_date;
constexpr auto may_30 = "2025-05-30"_date;
constexpr auto may_31 = "2025-05-31"_date;
constexpr auto june_1 = "2025-06-01"_date;
constexpr auto june_30 = "2025-06-30"_date;
constexpr auto july_1 = "2025-07-01"_date;

/// Silver from 100 a month, gold from 500.
constexpr tiered monthly = tiered{100_usd, 500_usd}.within(calendar_window{period_unit::month});
constexpr tiered yearly{350_usd, 1000_usd};
constexpr auto ever = yearly.within(lifetime{});

} // namespace

TEST_SUITE("policies/tiered") {
    TEST_CASE("a threshold is reached at >=") {
        CHECK_TWICE(last_of(yearly, {{may_1, 349.99_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(yearly, {{may_1, 349.99_usd}, {may_31, 0.01_usd}}) == tiers{0, 0, 1});
        CHECK_TWICE(last_of(yearly, {{may_1, 999.99_usd}}) == tiers{0, 0, 1});
        CHECK_TWICE(last_of(yearly, {{may_1, 1000_usd}}) == tiers{0, 0, 2});
    }

    TEST_CASE("the window is the calendar year by default") {
        CHECK_TWICE(last_of(yearly, {{may_1, 350_usd}, {"2025-12-31"_date, 1_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(yearly, {{may_1, 350_usd}, {"2026-01-01"_date, 1_usd}}) == tiers{1, 0, 0});
    }

    TEST_CASE("calendar periods of each length") {
        constexpr auto in = [](period_unit length) { return tiered{100_usd}.within(calendar_window{length}); };
        CHECK_TWICE(last_of(in(period_unit::day), {{may_1, 99_usd}, {may_1, 1_usd}}) == tiers{0, 0, 1});
        CHECK_TWICE(last_of(in(period_unit::day), {{may_1, 99_usd}, {"2025-05-02"_date, 1_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(in(period_unit::week), {{"2025-05-05"_date, 99_usd}, {"2025-05-11"_date, 1_usd}}) ==
                    tiers{0, 0, 1});
        CHECK_TWICE(last_of(in(period_unit::week), {{"2025-05-11"_date, 99_usd}, {"2025-05-12"_date, 1_usd}}) ==
                    tiers{0, 0, 0});
        CHECK_TWICE(last_of(in(period_unit::month), {{may_1, 99_usd}, {may_31, 1_usd}}) == tiers{0, 0, 1});
        CHECK_TWICE(last_of(in(period_unit::month), {{may_31, 99_usd}, {june_1, 1_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(in(period_unit::quarter), {{may_31, 99_usd}, {june_30, 1_usd}}) == tiers{0, 0, 1});
        CHECK_TWICE(last_of(in(period_unit::quarter), {{june_30, 99_usd}, {july_1, 1_usd}}) == tiers{0, 0, 0});
    }

    TEST_CASE("held for 0: to the end of the period in which it was earned") {
        CHECK_TWICE(last_of(monthly, {{may_1, 100_usd}, {may_31, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(monthly, {{may_1, 100_usd}, {june_1, 0_usd}}) == tiers{1, 0, 0});
        CHECK_TWICE(last_of(monthly, {{may_1, 100_usd}, {june_1, 100_usd}}) == tiers{1, 0, 1});
    }

    TEST_CASE("held for 1: and one whole period more") {
        constexpr auto held = monthly.held_for(1);
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {june_30, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {july_1, 0_usd}}) == tiers{1, 0, 0});
        // Earned again in June, it lasts through July.
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {june_1, 100_usd}, {"2025-07-31"_date, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {june_1, 99_usd}, {july_1, 0_usd}}) == tiers{1, 0, 0});
    }

    TEST_CASE("dropping to what was earned since") {
        constexpr auto held = monthly.held_for(1);
        CHECK_TWICE(last_of(held, {{may_1, 500_usd}, {june_1, 100_usd}, {july_1, 0_usd}}) == tiers{2, 1, 1});
        CHECK_TWICE(last_of(held, {{may_1, 500_usd}, {june_1, 99_usd}, {july_1, 0_usd}}) == tiers{2, 0, 0});
        CHECK_TWICE(last_of(held, {{may_1, 500_usd}, {july_1, 0_usd}}) == tiers{2, 0, 0});
    }

    TEST_CASE("a lower tier that is earned meanwhile ends no higher one that is held") {
        constexpr auto held = monthly.held_for(2);
        CHECK_TWICE(last_of(held, {{may_1, 500_usd}, {june_1, 100_usd}, {july_1, 0_usd}}) == tiers{2, 2, 2});
        CHECK_TWICE(last_of(held, {{may_1, 500_usd}, {june_1, 100_usd}, {july_1, 0_usd}, {"2025-08-01"_date, 0_usd}}) ==
                    tiers{2, 1, 1});
    }

    TEST_CASE("dropping one step, for another hold") {
        constexpr auto stepwise = monthly.held_for(1).dropping(drop::one_step);
        // Gold in May and June, silver in July and August, nothing from September on.
        CHECK_TWICE(last_of(stepwise, {{may_1, 500_usd}, {june_30, 0_usd}}) == tiers{2, 2, 2});
        CHECK_TWICE(last_of(stepwise, {{may_1, 500_usd}, {july_1, 0_usd}}) == tiers{2, 1, 1});
        CHECK_TWICE(last_of(stepwise, {{may_1, 500_usd}, {july_1, 0_usd}, {"2025-08-31"_date, 0_usd}}) ==
                    tiers{1, 1, 1});
        CHECK_TWICE(last_of(stepwise, {{may_1, 500_usd}, {"2025-08-31"_date, 0_usd}}) == tiers{2, 1, 1});
        CHECK_TWICE(last_of(stepwise, {{may_1, 500_usd}, {july_1, 0_usd}, {"2025-09-01"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
        CHECK_TWICE(last_of(stepwise, {{may_1, 500_usd}, {"2025-09-01"_date, 0_usd}}) == tiers{2, 0, 0});
    }

    TEST_CASE("dropping never") {
        constexpr auto kept = monthly.dropping(drop::never);
        CHECK_TWICE(last_of(kept, {{may_1, 500_usd}, {"2031-01-01"_date, 0_usd}}) == tiers{2, 2, 2});
        CHECK_TWICE(last_of(kept, {{may_1, 99_usd}, {june_1, 99_usd}}) == tiers{0, 0, 0});
    }

    TEST_CASE("grace: so many days more") {
        constexpr auto graceful = monthly.grace(10);
        CHECK_TWICE(last_of(graceful, {{may_1, 100_usd}, {"2025-06-10"_date, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(graceful, {{may_1, 100_usd}, {"2025-06-11"_date, 0_usd}}) == tiers{1, 0, 0});
        CHECK_TWICE(last_of(graceful, {{may_1, 100_usd}, {june_1, 0_usd}, {"2025-06-11"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
        CHECK_TWICE(last_of(monthly.grace(1), {{may_1, 100_usd}, {june_1, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(monthly.grace(1), {{may_1, 100_usd}, {june_1, 0_usd}, {"2025-06-02"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
        // Earned again within the grace, it never ends.
        CHECK_TWICE(last_of(graceful, {{may_1, 100_usd}, {"2025-06-10"_date, 100_usd}, {"2025-06-11"_date, 0_usd}}) ==
                    tiers{1, 1, 1});
    }

    TEST_CASE("an upgrade at the next period") {
        constexpr auto later = monthly.held_for(1).upgrading(upgrade::next_period);
        CHECK_TWICE(last_of(later, {{may_1, 100_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(later, {{may_1, 100_usd}, {may_31, 1_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(later, {{may_1, 100_usd}, {june_1, 0_usd}}) == tiers{0, 1, 1});
        CHECK_TWICE(last_of(later, {{may_1, 100_usd}, {june_1, 0_usd}, {june_30, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(later, {{may_1, 100_usd}, {june_1, 0_usd}, {july_1, 0_usd}}) == tiers{1, 0, 0});
        CHECK_TWICE(last_of(later, {{may_1, 100_usd}, {july_1, 0_usd}}) == tiers{0, 0, 0}); // it came and went
        CHECK_TWICE(last_of(later.grace(10), {{may_1, 100_usd}, {may_31, 1_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_earns(later, {{may_1, 100_usd}, {june_1, 50_usd}}) == 100);
        // Silver of June ends with its grace on 10 July, although July has earned it for August.
        CHECK_TWICE(last_of(later.grace(10),
                            {{may_1, 100_usd}, {june_1, 0_usd}, {july_1, 100_usd}, {"2025-07-11"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
    }

    TEST_CASE("the crossing purchase earns at the old rate, the new one or each part at its own (S19)") {
        constexpr purchase_on crossing[]{{may_1, 150_usd}};
        CHECK_TWICE(last_earns(monthly, crossing) == 150);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::old_rate), crossing) == 150);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::new_rate), crossing) == 300);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::split), crossing) == 200); // 100 and twice 50
        constexpr purchase_on reaching[]{{may_1, 60_usd}, {may_1, 40_usd}};
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::old_rate), reaching) == 40);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::new_rate), reaching) == 80);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::split), reaching) == 40);
        constexpr purchase_on next[]{{may_1, 150_usd}, {may_31, 10_usd}};
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::old_rate), next) == 20);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::split), next) == 20);
    }

    TEST_CASE("a purchase that crosses two thresholds at once") {
        constexpr purchase_on leap[]{{may_1, 60_usd}, {may_1, 640_usd}};
        CHECK_TWICE(last_of(monthly, leap) == tiers{0, 0, 2});
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::old_rate), leap) == 640);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::new_rate), leap) == 1920);
        CHECK_TWICE(last_earns(monthly.crossing(earns_at::split), leap) == 1440); // 40, twice 400, thrice 200
    }

    TEST_CASE("a split never earns below the tier that is held") {
        constexpr auto held = monthly.held_for(1).crossing(earns_at::split);
        // Silver from May; in June 600 takes the count from 0 past both: 500 at silver's 2, 100 at gold's 3.
        CHECK_TWICE(last_earns(held, {{may_1, 100_usd}, {june_1, 600_usd}}) == 1300);
    }

    TEST_CASE("a split of a purchase of which a part qualifies") {
        constexpr auto earned = [](money<currency::usd> goods, money<currency::usd> other) {
            till shop{
                programme{tiered{100_usd}
                              .within(calendar_window{period_unit::month})
                              .on(category_is(1u))
                              .crossing(earns_at::split),
                          points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}}}};
            return points_of(shop.ring(may_1, {usd_line{.id = 1, .category = 1, .net = goods},
                                               usd_line{.id = 2, .category = 2, .net = other}}));
        };
        // Half of what qualifies lies above: 300 times 1.5.
        CHECK_TWICE(earned(200_usd, 100_usd) == 450);
        CHECK_TWICE(earned(99_usd, 100_usd) == 199);
    }

    TEST_CASE("a year of membership") {
        constexpr joined_member leapling{"2024-02-29"_date};
        constexpr auto by_joining = yearly.within(membership_year{});
        CHECK_TWICE(last_of(by_joining, leapling, {{"2025-02-28"_date, 350_usd}, {"2026-02-27"_date, 0_usd}}) ==
                    tiers{1, 1, 1});
        CHECK_TWICE(last_of(by_joining, leapling, {{"2025-02-28"_date, 350_usd}, {"2026-02-28"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
        CHECK_TWICE(last_of(by_joining, leapling, {{"2025-02-27"_date, 350_usd}, {"2025-02-28"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
        constexpr auto held = by_joining.held_for(1);
        CHECK_TWICE(last_of(held, leapling, {{"2025-02-28"_date, 350_usd}, {"2027-02-27"_date, 0_usd}}) ==
                    tiers{1, 1, 1});
        CHECK_TWICE(last_of(held, leapling, {{"2025-02-28"_date, 350_usd}, {"2027-02-28"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
        constexpr auto later = held.upgrading(upgrade::next_period);
        CHECK_TWICE(last_of(later, leapling, {{"2025-03-01"_date, 350_usd}, {"2025-03-02"_date, 0_usd}}) ==
                    tiers{0, 0, 0});
        CHECK_TWICE(last_of(later, leapling, {{"2025-03-01"_date, 350_usd}, {"2026-02-28"_date, 0_usd}}) ==
                    tiers{0, 1, 1});
    }

    TEST_CASE("a lifetime window keeps the tier while the sum stands") {
        CHECK_TWICE(last_of(ever, {{may_1, 350_usd}, {"2031-01-01"_date, 1_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(ever, {{may_1, 350_usd}, {"2031-01-01"_date, 650_usd}, {"2040-01-01"_date, 0_usd}}) ==
                    tiers{2, 2, 2});
        CHECK_TWICE(last_earns(ever, {{may_1, 350_usd}, {"2031-01-01"_date, 10_usd}}) == 20);
        constexpr auto later = ever.held_for(1).upgrading(upgrade::next_period);
        CHECK_TWICE(last_of(later, {{may_1, 350_usd}, {may_1, 1_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(later, {{may_1, 350_usd}, {"2025-05-02"_date, 0_usd}}) == tiers{0, 1, 1});
        CHECK_TWICE(last_of(later, {{may_1, 1000_usd}, {"2025-05-02"_date, 0_usd}}) == tiers{0, 2, 2});
        CHECK_TWICE(last_of(later, {{may_1, 350_usd}, {"2031-01-01"_date, 0_usd}}) == tiers{0, 1, 1});
    }

    TEST_CASE("a rolling window keeps the tier while the sum of the last days reaches it") {
        constexpr auto rolling = tiered{100_usd, 200_usd}.within(rolling_days<30>{});
        CHECK_TWICE(last_of(rolling, {{may_1, 60_usd}, {may_30, 40_usd}}) == tiers{0, 0, 1});
        CHECK_TWICE(last_of(rolling, {{may_1, 60_usd}, {may_31, 40_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(rolling, {{may_1, 100_usd}, {may_30, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(rolling, {{may_1, 100_usd}, {may_31, 0_usd}}) == tiers{1, 0, 0});
        CHECK_TWICE(last_earns(rolling, {{may_1, 100_usd}, {may_30, 10_usd}}) == 20);
        // 100 of 1 May leave, 100 of 20 May stay.
        CHECK_TWICE(last_of(rolling, {{may_1, 100_usd}, {"2025-05-20"_date, 100_usd}, {may_31, 0_usd}}) ==
                    tiers{2, 1, 1});
    }

    TEST_CASE("a rolling window's hold begins with the last day on which the sum reached it") {
        constexpr auto held = tiered{100_usd}.within(rolling_days<30>{}).held_for(10);
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {"2025-06-09"_date, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {"2025-06-10"_date, 0_usd}}) == tiers{1, 0, 0});
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {may_31, 0_usd}, {"2025-06-09"_date, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(held, {{may_1, 100_usd}, {may_31, 0_usd}, {"2025-06-10"_date, 0_usd}}) == tiers{1, 0, 0});
        constexpr auto by_month = tiered{100_usd}.within(rolling_months<12>{});
        CHECK_TWICE(last_of(by_month, {{may_31, 100_usd}, {"2026-04-30"_date, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(by_month, {{may_31, 100_usd}, {"2026-05-01"_date, 0_usd}}) == tiers{1, 0, 0});
    }

    TEST_CASE("a campaign and the first months qualify until they end") {
        constexpr auto challenge = tiered{100_usd}.within(campaign{{may_1, june_1}}).held_for(30);
        CHECK_TWICE(last_of(challenge, {{may_1, 100_usd}, {june_30, 0_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(challenge, {{may_1, 100_usd}, {july_1, 0_usd}}) == tiers{1, 0, 0});
        CHECK_TWICE(last_of(challenge, {{june_1, 100_usd}}) == tiers{0, 0, 0});
        constexpr joined_member anna{"2025-01-15"_date};
        constexpr auto newcomer = tiered{100_usd}.within(first_months{3});
        CHECK_TWICE(last_of(newcomer, anna, {{"2025-01-15"_date, 100_usd}, {"2025-04-14"_date, 0_usd}}) ==
                    tiers{1, 1, 1});
        CHECK_TWICE(last_of(newcomer, anna, {{"2025-01-15"_date, 100_usd}, {"2025-04-15"_date, 0_usd}}) ==
                    tiers{1, 0, 0});
        constexpr auto big_basket = tiered{100_usd}.within(one_basket{}).held_for(5);
        CHECK_TWICE(last_of(big_basket, {{may_1, 100_usd}, {"2025-05-06"_date, 1_usd}}) == tiers{1, 1, 1});
        CHECK_TWICE(last_of(big_basket, {{may_1, 100_usd}, {"2025-05-07"_date, 1_usd}}) == tiers{1, 0, 0});
    }

    TEST_CASE("by visits") {
        constexpr auto regular = tiered{2_visits, 4_visits}.of(visits{}).within(calendar_window{period_unit::month});
        CHECK_TWICE(last_of(regular, {{may_1, 1_usd}}) == tiers{0, 0, 0});
        CHECK_TWICE(last_of(regular, {{may_1, 1_usd}, {may_1, 1_usd}}) == tiers{0, 0, 1});
        CHECK_TWICE(last_of(regular, {{may_1, 1_usd}, {may_1, 1_usd}, {may_31, 1_usd}, {may_31, 1_usd}}) ==
                    tiers{1, 1, 2});
    }

    TEST_CASE("by qualifying points that a policy before it granted (S27)") {
        constexpr auto after = [](money<currency::usd> net) {
            till shop{programme{
                points{per_amount{1_qualifying_points, 10_usd}, round_off{rounding::floor}},
                tiered{5_qualifying_points, 10_qualifying_points}.of(earned<unit::qualifying_points>{}),
                points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x, 3_x}, round_off{rounding::floor}}}};
            shop.pay(may_1, net);
            const auto second = shop.pay(may_31, net);
            return second.tier_after * 1000 + points_of(second);
        };
        CHECK_TWICE(after(24.99_usd) == 24);
        CHECK_TWICE(after(30_usd) == 1030);
        CHECK_TWICE(after(50_usd) == 2100);
    }

    TEST_CASE("the lines that qualify, and what they cost") {
        constexpr auto after = [](const auto& policy, money<currency::usd> net, money<currency::usd> tax) {
            till shop{programme{policy}};
            return shop.ring(may_1, {usd_line{.id = 1, .category = 4, .net = net, .tax = tax}}).tier_after;
        };
        CHECK_TWICE(after(monthly, 99_usd, 1_usd) == 0);
        CHECK_TWICE(after(monthly.of(gross{}), 99_usd, 1_usd) == 1);
        CHECK_TWICE(after(monthly.on(category_is(4u)), 100_usd, 0_usd) == 1);
        CHECK_TWICE(after(monthly.on(category_is(5u)), 100_usd, 0_usd) == 0);
    }

    TEST_CASE("a tier is told to the predicates after it") {
        constexpr auto earned = [](money<currency::usd> first) {
            till shop{programme{yearly, points{per_visit{7_points}.when(tier_is(1))}}};
            shop.pay(may_1, first);
            return points_of(shop.pay(may_1, 1_usd));
        };
        CHECK_TWICE(earned(349_usd) == 0);
        CHECK_TWICE(earned(350_usd) == 7);
        CHECK_TWICE(earned(1000_usd) == 0);
    }

    TEST_CASE("a return that keeps the tier keeps it to the end that it had") {
        const auto tiers_after_return = [](const auto& policy, std::initializer_list<purchase_on> bought, date back,
                                           std::initializer_list<date> then) {
            programme rules{policy};
            member<decltype(rules)> anna;
            std::uint64_t id = 0;
            receipt<decltype(rules)> slip{};
            for (const purchase_on& each : bought) {
                slip = apply_with_receipt(rules, anna,
                                          purchase<currency::usd>{.id = ++id, .time = noon(each.day), .net = each.net})
                           .receipt;
            }
            std::vector<int> tiers{apply(rules, anna, slip.returned({.id = ++id, .time = noon(back)})).tier_after};
            for (const date day : then) {
                tiers.push_back(tier_of(rules, anna, noon(day)));
            }
            return tiers;
        };
        using tier_list = std::vector<int>;
        const auto held = monthly.held_for(1);
        const date may_2 = "2025-05-02"_date;
        const date june_2 = "2025-06-02"_date;
        // Both tiers of May, through June.
        CHECK(tiers_after_return(held, {{may_1, 500_usd}}, may_2, {june_30, july_1}) == tier_list{2, 2, 0});
        // Silver of June through July; gold of May ends with June as before.
        CHECK(tiers_after_return(held, {{may_1, 500_usd}, {june_1, 100_usd}}, june_2,
                                 {june_30, july_1, "2025-07-31"_date, "2025-08-01"_date}) == tier_list{2, 2, 1, 1, 0});

        const auto strict = held.returning(on_return::loses_tier);
        CHECK(tiers_after_return(strict, {{may_1, 500_usd}}, may_2, {}) == tier_list{0});
        CHECK(tiers_after_return(strict, {{may_1, 500_usd}}, june_1, {}) == tier_list{0}); // of a month that has ended
        CHECK(tiers_after_return(strict, {{may_1, 500_usd}, {june_1, 500_usd}}, june_2, {june_30, july_1}) ==
              tier_list{2, 2, 0});
        // Grace is part of the hold: on 2 June it is still May.
        const auto graceful = monthly.grace(10).returning(on_return::loses_tier);
        CHECK(tiers_after_return(graceful, {{may_1, 100_usd}, {june_1, 100_usd}}, june_2,
                                 {"2025-06-10"_date, "2025-06-11"_date}) == tier_list{1, 1, 0});
        // What never drops falls only with what alone had reached it.
        const auto never = monthly.dropping(drop::never).returning(on_return::loses_tier);
        CHECK(tiers_after_return(never, {{may_1, 100_usd}}, may_2, {}) == tier_list{0});
        CHECK(tiers_after_return(never, {{may_1, 100_usd}, {june_1, 100_usd}}, june_2, {july_1}) == tier_list{1, 1});
        // A rolling window: both tiers go, though each is held for ten days.
        const auto rolling =
            tiered{100_usd, 200_usd}.within(rolling_days<30>{}).held_for(10).returning(on_return::loses_tier);
        CHECK(tiers_after_return(rolling, {{may_1, 200_usd}}, may_2, {"2025-05-03"_date}) == tier_list{0, 0});
    }

    TEST_CASE("of each purchase at most 60.00 count (S18): a measure that has no default") {
        static constexpr programme frequent{tiered{100_usd}
                                                .held_for(1)
                                                .of(counts_up_to{60_usd})
                                                .within(campaign{{"2025-01-01"_date, "2026-01-01"_date}})};
        constexpr auto counted = [](auto... net) {
            till shop{programme{frequent}};
            (static_cast<void>(shop.pay(may_1, net)), ...);
            return progress(frequent, shop.card, noon(may_1));
        };
        CHECK_TWICE(counted(180_usd).missing_to_next == 40_usd);
        CHECK_TWICE(counted(180_usd, 39.99_usd).missing_to_next == 0.01_usd);
        CHECK_TWICE(counted(180_usd, 40_usd).tier == 1);
    }

    TEST_CASE("a sum that passes 64 bits is refused and leaves the tier (S5)") {
        constexpr auto judged = [](money<currency::usd> first, money<currency::usd> second) {
            till shop{programme{yearly}};
            shop.pay(may_1, first);
            const auto gave = shop.pay(may_1, second);
            return gave.refused == reason::amount_overflow && gave.tier_told == 1 && gave.tier_after == 1 &&
                   shop.pay(may_1, 1_usd).tier_after == 1;
        };
        CHECK_TWICE(judged(350_usd, money<currency::usd>::largest()));
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](const auto& policy) { return std::string_view{problem_of(policy)}; };
        CHECK_TWICE(problem(tiered{0_usd, 1_usd}) ==
                    "tiered: a threshold must be above zero: the tier of everyone has none");
        CHECK_TWICE(problem(tiered{2_usd, 1_usd}) == "tiered: the thresholds must rise: put the lower tier first");
        CHECK_TWICE(problem(tiered{1_usd, 1_usd}) == "tiered: the thresholds must rise: put the lower tier first");
        CHECK_TWICE(problem(yearly.held_for(-1)) == "tiered: a hold must not be negative");
        CHECK_TWICE(problem(yearly.grace(-1)) == "tiered: a grace must not be negative");
        CHECK_TWICE(problem(yearly.upgrading(upgrade::next_period)) ==
                    "tiered: a tier that begins with the next period and is held for none never begins: hold it for 1");
        CHECK_TWICE(problem(yearly.held_for(1).upgrading(upgrade::next_period).crossing(earns_at::split)) ==
                    "tiered: a tier that begins with the next period cannot pay for the crossing purchase: use "
                    "earns_at::old_rate");
        CHECK_TWICE(problem(yearly.within(campaign{{june_1, may_1}})) ==
                    "campaign: the window ends before it starts: give a later end");
        CHECK_TWICE(problem_of(yearly) == nullptr);
    }
}
