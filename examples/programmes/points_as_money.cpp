// SPDX-License-Identifier: BSL-1.0
//
// Points that pay, to the cent (S1, S25). 3,030 points at 0.03 pay 90.90, and all are used. At 3.00 for 2 points a
// member who has 3 uses 2. Sums and products are exact: 267.39 and 0.89 are 268.28, and 123.45 with a tax of 19 %
// is 146.91 (146.9055, half up). Sources: reports about other systems.

#include "check.hpp"

namespace points_as_money {

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr programme three_cents{redemption_rule{redemption_rate{1_points, 0.03_usd}}, lots<unit::points>{}};
constexpr programme blocks_of_two{redemption_rule{redemption_rate{2_points, 3_usd}}, lots<unit::points>{}};

/// A member with so many points, and what a bill takes of them.
auto offer_for(const auto& rules, amount<unit::points> has, money<currency::usd> bill) {
    gallery::customer anna{rules};
    constexpr instant today = "2025-03-10T12:00"_utc;
    anna.does(adjustment<unit::points>{.time = today, .amount = has});
    return redeemable<unit::points>(rules, anna.card, bill, today);
}

void cases(gallery::checks& check) {
    const auto all = offer_for(three_cents, 3030_points, 90.90_usd);
    check("of 3,030 points are used", all.points, 3030_points);
    check("and pay", all.value, 90.90_usd);
    const auto block = offer_for(blocks_of_two, 3_points, 10_usd);
    check("of 3 points are used", block.points, 2_points);
    check("and pay", block.value, 3_usd);
    check("267.39 and 0.89", 267.39_usd + 0.89_usd, 268.28_usd);
    check("123.45 with 19 %", *arithmetic::scale(123.45_usd, 119_pct, rounding::half_up), 146.91_usd);
}

const gallery::page here{"points_as_money", cases, [](gallery::leaflets& says) {
                             says("three_cents", three_cents);
                             says("blocks_of_two", blocks_of_two);
                         }};

} // namespace points_as_money
