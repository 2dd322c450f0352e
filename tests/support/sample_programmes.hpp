// SPDX-License-Identifier: BSL-1.0
#pragma once

// Programmes that remember everything that there is to remember: the five policies, several windows, and lots that expire,
// wait, are held, and lapse. Tests of bytes and of machines share them.

#include <loyalty/loyalty.hpp>

#include <type_traits>

namespace sample {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::things;
using usd = money<currency::usd>;
using points_amount = amount<unit::points>;
using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;
using payment = tender_part<currency::usd>;

/// The five policies over calendar periods.
constexpr programme five{
    terms<>{.name = "five"},
    tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, multiply_by_tier{1_x, 1.25_x, 1.5_x},
           multiply_by{3_x}.when(any_line(category_is(4u))), round_off{rounding::floor}},
    spend_threshold{100_points, every(250_usd)},
    cashback{currency::usd{}, rounding::half_even,
             cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
             cashback_rate{1.5_pct}},
    gamified{streak<calendar_window{period_unit::week}>{4}.awards(50_points, 1_badges),
             stamp_card{10}.awards(1_stamps)}};

/// Windows that roll, quarters, days, and fractions that are carried; business days begin at 04:00 in UTC+05:30.
constexpr programme rolling{
    terms<dates::fixed_offset>{.name = "rolling",
                               .version = 3,
                               .calendar = {.zone = dates::fixed_offset::hours(5, 30), .day_start_seconds = 14'400}},
    tiered{350_usd, 1000_usd}.within(rolling_days<90>{}),
    points{per_amount{1_points, 3_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off_carrying{},
           cap_at{300_points, rolling_days<30>{}}},
    spend_threshold{100_points, once(250_usd)}.within(calendar_window{period_unit::quarter}),
    cashback{currency::usd{}, rounding::half_even, cashback_rate{1.5_pct}.at_most(20_usd, rolling_months<3>{})},
    gamified{streak<calendar_window{period_unit::day}>{3}.forgiving(1).awards(1_badges)}};

/// Lots that die at the end of a month, wait two days, and are held.
constexpr programme months{
    terms<>{.name = "months"}, tiered{350_usd, 1000_usd}.within(rolling_months<12>{}),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::half_up}},
    lots<unit::points>{}
        .max_holds<4>()
        .expiring(expires_end_of_month<3>{})
        .activating(activates_after_days<2>{})
        .on_shortfall(debt_policy::negative)
        .restoring(expired_lot::grace, 20)};

/// Lots of which half lapses after sixty quiet days.
constexpr programme quiet{terms<>{.name = "quiet"}, points{per_amount{3_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}
                              .expiring(expires_on_inactivity::after_days(60).taking(50_pct))
                              .on_shortfall(debt_policy::down_to_zero)
                              .max_holds<2>()};

/// Events of every kind: activities, deliveries, tiers by hand, a paid membership, and a tier that counts the points that it
/// multiplies.
constexpr programme busy{terms<>{.name = "busy"},
                         tiered{1'000_points, 4'000_points}.of(earned<unit::points>{}),
                         tier_floor{},
                         paid_membership{},
                         points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x},
                                multiply_by{2_x}.when(membership_active()), round_off{rounding::floor}},
                         points{per_activity{20_points}, cap_at{60_points, calendar_window{period_unit::week}}},
                         points{per_delivery{5_points}},
                         lots<unit::points>{}
                             .max_holds<4>()
                             .expiring(expires_end_of_month<6>{})
                             .activating(activates_on_confirmation<30>{7})
                             .on_shortfall(debt_policy::negative)};

/// Things that a threshold and a stamp card issue, and the host: coupons, gift cards, a wallet that is often full. Redemptions are
/// limited by the month and by the week.
constexpr programme holder{
    terms<>{.name = "holder"},
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    spend_threshold{1_vouchers, every{150_usd}},
    gamified{stamp_card{3}.awards(1_stamps)},
    redemption_rule{redemption_rate{1_points, 0.01_usd}}
        .at_most(300_points, calendar_window{period_unit::month})
        .at_most(3_redemptions, rolling_days<7>{}),
    lots<unit::points>{}.max_holds<4>(),
    wallet<6>{}.issuing(vouchers{7}.for_each<unit::vouchers>().valid_days(40).if_used(used_voucher::owed),
                        vouchers{8}.for_each<unit::stamps>().times(2).waiting_days(1).at_most(2), vouchers{9})};

/// Points that live for an hour in steps of ten minutes, and 500 of them become 10.00.
constexpr programme minutes{
    terms<>{.name = "minutes"}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    points{per_activity{20_points}},
    lots<unit::points>{}.expiring(expires_after_seconds<7>{3'600}.in_steps_of(600)).max_holds<2>(),
    conversion{500_points, 10_usd}};

using five_type = std::remove_const_t<decltype(five)>;
using rolling_type = std::remove_const_t<decltype(rolling)>;
using months_type = std::remove_const_t<decltype(months)>;
using quiet_type = std::remove_const_t<decltype(quiet)>;
using busy_type = std::remove_const_t<decltype(busy)>;
using holder_type = std::remove_const_t<decltype(holder)>;
using minutes_type = std::remove_const_t<decltype(minutes)>;

} // namespace sample
