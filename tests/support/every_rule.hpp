// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Each kind of rule of the library once, for tests that walk through their fields.

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/coupon_price.hpp>
#include <loyalty/policies/either_ladder.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>
#include <loyalty/policies/reactivation.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/rules/rollover_window.hpp>

#include <loyalty/engine/checkout.hpp>

/// Calls `visit.head(title)`, and `visit(rule)`; for a rule that has the name of another `visit.as(name, rule)`.
template <class Visit>
void for_each_rule(Visit& visit) {
    using namespace loyalty;
    using namespace loyalty::criteria;
    using namespace loyalty::ledgers;
    visit.head("Policies");
    visit(points{per_visit{1_points}});
    visit(spend_threshold{1_points, every(1_usd)});
    visit(every(1_usd));
    visit(once(1_usd));
    visit(cashback{currency::usd{}, rounding::floor, cashback_rate{1_pct}});
    visit(cashback_rate{1_pct});
    visit(tiered{1_usd});
    visit(social::either_ladder{tiered{1_usd}, tiered{1_items}.of(quantity{})});
    visit(gamified{stamp_card{10}});
    visit(stamp_card{10});
    visit(streak<calendar_window{period_unit::week}>{4});
    visit(games::levels{100_usd});
    visit(games::level_awards<1, unit::points>{{10_points}});
    visit(games::hunt{games::step{1_visits}});
    visit(games::step{1_visits});
    visit(games::prize_wheel{1, games::prize{1, 1_points}});
    visit(games::prize{1, 1_points});
    visit(games::stock<decltype(quota<1>(1_items))>{quota<1>(1_items), 0});
    visit(games::spun_by_activity<>{});
    visit(games::spun_by_purchase<>{});
    visit(games::stake_of<unit::points>{1_points});
    visit(games::spins_within<lifetime>{1, {}});
    visit(conversion{10_stamps, 5_usd});
    visit(
        dated{points{per_visit{1_points}}}.expiring(expires_after_days<30>{30}).activating(activates_after_days<14>{}));
    visit(social::donation{points{per_visit{1_points}}});
    visit(social::funded{points{per_visit{1_points}}, social::funder{1, 1}});
    visit(social::recipients{3U, 4U});
    visit(social::referral{200_points, 50_usd});
    visit(social::reactivation{200_points, 90});
    visit(prices::coupon_price{prices::coupon{7}, 200_points});
    visit(once_in_group{7, points{per_visit{500_points}}});
    visit(limited{quota<1>(1'000_points), points{per_visit{500_points}}});
    visit(quota<1>(1'000_points));
    visit(redemption_rule{redemption_rate{500_points, 10_usd}});
    visit(redemption_limit{1'000_points, calendar_window{period_unit::month}});
    visit(price_redemption{redemption_rule{redemption_rate{1_points, 1_usd}}, ratio{35, 1}});
    visit(lots<unit::points>{});
    visit(things::wallet<8>{});
    visit(things::vouchers{7});
    visit.head("Discounts");
    visit(prices::discounts{prices::percent_off(10_pct)});
    visit(prices::percent_off(10_pct).effect);
    visit.as("each discount", prices::percent_off(10_pct));
    visit(prices::amount_off(1_usd).effect);
    visit(prices::amount_off_each(1_usd).effect);
    visit(prices::fixed_price(1_usd).effect);
    visit(prices::pack(2, 1_usd).effect);
    visit(prices::buy_get(1, 1).effect);
    visit.head("Stages of points");
    visit(per_amount{1_points, 1_usd});
    visit(per_unit{1_points});
    visit(per_visit{1_points});
    visit(per_activity{1_points});
    visit(per_score{1_points});
    visit(per_delivery{1_points});
    visit(each_line{per_visit{1_points}});
    visit(each_unit{per_visit{1_points}});
    visit(sum_of{per_visit{1_points}});
    visit(best_of{per_visit{1_points}});
    visit(least_of{per_visit{1_points}});
    visit(first_of{per_visit{1_points}});
    visit(offer{per_visit{1_points}});
    visit(multiply_by{2_x});
    visit(multiply_by_tier{1_x});
    visit(add_bonus{1_points});
    visit(cap_at{1_points});
    visit(round_off{});
    visit(round_off_carrying{});
    visit.head("Measures");
    visit(net{});
    visit(gross{});
    visit(before_discount{});
    visit(quantity{});
    visit(counts_up_to{1_usd});
    visit(activities{});
    visit(scores{});
    visit.head("Windows");
    visit(calendar_window{});
    visit(calendar_window{}.rolling_over(1_items));
    visit(first_months{});
    visit(campaign{});
    visit.head("Predicates");
    visit(category_is(1));
    visit(sku_is(1));
    visit(brand_is(1));
    visit(component_is(component::goods));
    visit(store_is(1));
    visit(channel_is(1));
    visit(kind_is(1));
    visit(reference_is(1));
    visit(member_has(1));
    visit(birthday());
    visit(tier_is(1));
    visit(basket_at_least(1_usd));
    visit(tender_is(tender::cash));
    visit(day_of_week_is(weekday::monday));
    visit(during({}));
    visit(between(clock(17), clock(19)));
    visit(any_line(category_is(1)));
    visit(category_is(1) && store_is(1));
    visit(category_is(1) || store_is(1));
    visit(!category_is(1));
    visit.head("Expiry and activation of lots");
    visit(expires_after_days{1});
    visit(expires_after_months{1});
    visit(expires_end_of_month<6>{});
    visit(expires_end_of_quarter<6>{});
    visit(expires_end_of_year<1>{});
    visit(expires_on_fixed_dates{dates::month_day{12, 31}});
    visit(expires_on_inactivity::after_days(30));
    visit(expires_after_seconds{60});
    visit(activates_after_days<14>{});
    visit(activates_on_fixed_dates{dates::month_day::monthly(1)});
    visit(activates_on_confirmation<30>{});
}
