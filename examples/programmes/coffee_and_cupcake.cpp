// SPDX-License-Identifier: BSL-1.0
//
// Two partners: who drinks five coffees at the coffee house gets a cupcake for half its price at the bakery next
// door. The cupcake is a coupon in the member's wallet, good to the end of the next month (S38). Both give points,
// and each pays half of every point, whoever sells (S46). Sources: partner programmes of neighbouring shops; the
// figures are examples.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/policies/attribution.hpp>

#include <array>

namespace coffee_and_cupcake {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;
using namespace loyalty::social;

enum category : std::uint32_t { coffee = 1, cupcake = 2 };
enum partner : std::uint32_t { cafe = 1, bakery = 2 };
constexpr std::uint32_t half_price = 7;

constexpr programme rules{
    discounts{percent_off(50_pct).on(category_is(cupcake)).dearest(1).needs(coupon{half_price})},
    stamp_card{5}.of(quantity{}).on(category_is(coffee)).awards(1_vouchers),
    funded{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, funder{cafe, 50}, funder{bakery, 50}},
    things::wallet<4>{}.issuing(things::vouchers{half_price}.for_each<unit::vouchers>().to_end_of_month(1)),
};
using rules_type = std::remove_const_t<decltype(rules)>;
using item = basket_line<currency::usd>;
constexpr std::array drinks{item{.id = 1, .category = coffee, .quantity = 5, .net = 17.50_usd}};
constexpr std::array cakes{item{.id = 1, .category = cupcake, .quantity = 2, .net = 8_usd}};

void cases(gallery::checks& check) {
    member<rules_type> anna;
    party_totals<unit::points, 2> paid_by;
    const basket<currency::usd> at_the_cafe{.id = 1, .time = "2025-03-10T12:00"_utc, .lines = drinks};
    const auto gave = apply(rules, anna, at_the_cafe, extensions::no_profile{}, paid_by);
    check("17.50 of coffee, points", gave.granted<unit::points>(), 17_points);
    check("of them the coffee house pays", paid_by.of(cafe), 9_points);
    check("and the bakery", paid_by.of(bakery), 8_points);

    const auto held = things::things_of(rules, anna, "2025-03-11T12:00"_utc);
    check("coupons in her wallet", static_cast<int>(held.size()), 1);
    check("good until", held[0].thing.until, "2025-05-01T00:00"_utc);

    const std::array codes{things::presented{.code = held[0].thing.code}};
    const checkout<currency::usd> at_the_bakery{
        .id = 2, .time = "2025-03-11T12:00"_utc, .lines = cakes, .presented = codes};
    check("two cupcakes of 4.00, one for half", quote(rules, anna, at_the_bakery).due, 6_usd);
    apply(rules, anna, at_the_bakery, extensions::no_profile{}, paid_by);
    checkout<currency::usd> again = at_the_bakery;
    again.id = 3;
    check("the same coupon again", apply(rules, anna, again).refused, reason::already_used);
}

const gallery::page here{"coffee_and_cupcake", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace coffee_and_cupcake
