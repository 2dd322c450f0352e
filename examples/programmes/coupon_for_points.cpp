// SPDX-License-Identifier: BSL-1.0
//
// Points buy a coupon at the till: 5 points are 10 % off the order, and points of the same order pay too (S25, S38). Five
// pieces earn five points; the discount is no sixth piece. Who has too few points is refused, and an order that is
// not paid moves none. When the order comes back, so do the points. Source: reports about another system, with their
// figures; the price is an example.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/policies/coupon_price.hpp>

#include <array>

namespace coupon_for_points {

using namespace loyalty;
using namespace loyalty::prices;

constexpr programme rules{
    discounts{percent_off(10_pct).needs(coupon{7})},
    points{per_unit{1_points}},
    lots<unit::points>{},
    coupon_price{coupon{7}, 5_points},
};

void cases(gallery::checks& check) {
    constexpr date day = "2025-03-10"_date;
    const std::array codes{things::carried({.code = 4711, .campaign = 7})};
    const std::array five{basket_line<currency::usd>{.id = 1, .quantity = 5, .net = 50_usd}};
    const checkout<currency::usd> order{.time = gallery::noon(day), .lines = five, .presented = codes};
    gallery::customer anna{rules};
    check("five pieces at 10.00, the coupon at once: to pay", quote(rules, anna.card, order).due, 45_usd);
    check("points that an open order has moved", anna.available(day), 0_points);
    auto sold = anna.does_with_receipt(order);
    check("points earned", sold.outcome.granted<unit::points>(), 5_points);
    check("points left", anna.available(day), 0_points);
    anna.gives_back(sold.receipt.returned(anna.next(day)));
    check("all of it comes back: points left", anna.available(day), 0_points);
    check("and owed", balances_of<unit::points>(rules, anna.card, gallery::noon(day)).debt, 0_points);

    const std::array four{basket_line<currency::usd>{.id = 1, .quantity = 4, .net = 40_usd}};
    gallery::customer ben{rules};
    check("four pieces and the coupon",
          ben.does(checkout<currency::usd>{.time = gallery::noon(day), .lines = four, .presented = codes}).refused,
          reason::insufficient_balance);
}

const gallery::page here{"coupon_for_points", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace coupon_for_points
