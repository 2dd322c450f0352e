// SPDX-License-Identifier: BSL-1.0
//
// A coupon of 60 % off one item, unique to a member (S38, S39). 50.00 becomes 20.00. Another member is refused,
// since she does not hold it; a second use is refused, since it is used. A quote uses nothing up. Source: an
// example of this project.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>

#include <array>

namespace coupon_of_60 {

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::things;

constexpr programme rules{
    discounts{percent_off(60_pct).dearest(1).needs(coupon{7})},
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    wallet<4>{},
};

constexpr instant today = "2025-03-10T12:00"_utc;
constexpr std::array lines{basket_line<currency::usd>{.id = 1, .net = 50_usd}};
constexpr std::array codes{presented{.code = 4711}};
constexpr checkout<currency::usd> order{.id = 2, .time = today, .lines = lines, .presented = codes};

void cases(gallery::checks& check) {
    member<std::remove_const_t<decltype(rules)>> anna, ben;
    apply(rules, anna, thing_issue{.id = 1, .time = today, .thing = {.code = 4711, .campaign = 7}});

    check("her bill", quote(rules, anna, order).due, 20_usd);
    const auto gave = apply(rules, anna, order);
    check("the order", gave.refused, reason::none);
    check("it earns", gave.granted<unit::points>(), 20_points);

    checkout<currency::usd> second = order;
    second.id = 3;
    check("the same coupon again", apply(rules, anna, second).refused, reason::already_used);
    check("another member's order", apply(rules, ben, order).refused, reason::not_holder);
    check("the other member's bill", quote(rules, ben, order).due, 50_usd);
}

const gallery::page here{"coupon", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace coupon_of_60
