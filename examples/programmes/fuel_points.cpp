// SPDX-License-Identifier: BSL-1.0
//
// Grocery fuel points: one a dollar of groceries, two a dollar of gift cards. 100 points are 0.10 off a gallon, at
// most 1000 points and 35 gallons (S25). The points of each month are a bucket of their own, which never combine
// and expire at the end of the next month (S22, S24). Sources: the programmes of groceries with a fuel partner, and
// their published figures.

#include "check.hpp"

namespace fuel_points {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr programme rules{
    points{
        sum_of{per_amount{1_points, 1_usd}, per_amount{2_points, 1_usd}.of(net{components::of(component::gift_card)})},
        round_off{rounding::floor}},
    lots<unit::points>{}.expiring(expires_end_of_month<1>{}),
};
constexpr price_redemption fuel{redemption_rule{redemption_rate{100_points, 0.10_usd}}.at_most(1000_points),
                                ratio{35, 1}};

using item = basket_line<currency::usd>;
constexpr item groceries{.id = 1, .net = 412.60_usd};
constexpr item gift_card{.id = 2, .net = 50_usd, .component = component::gift_card};
constexpr date today = "2025-04-20"_date;

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    check("March: 412.60 and a gift card of 50.00",
          anna.buys("2025-03-08"_date, {groceries, gift_card}).granted<unit::points>(), 512_points);
    anna.buys("2025-04-05"_date, {item{.id = 3, .net = 180_usd}});

    check("on 20 April in all", anna.available(today), 692_points);
    const auto of_march = available_of_day<unit::points>(rules, anna.card, "2025-03-01"_date, gallery::noon(today));
    check("of them in March's bucket", of_march, 512_points);
    const price_cut cut = fuel.quote(of_march, of_march, ratio{18'642, 1000}, today);
    check("off each gallon", cut.per_unit, 0.50_usd);
    check("off 18.642 gallons", cut.value, 9.32_usd);
    check("off 40 gallons, of which 35 count", fuel.quote(of_march, of_march, ratio{40, 1}, today).value, 17.50_usd);

    const auto spends = [&](amount<unit::points> points) {
        return anna.does(
            redemption<unit::points>{.time = gallery::noon(today), .amount = points, .earned_on = "2025-03-01"_date});
    };
    check("600 of March", spends(600_points).refused, reason::insufficient_balance);
    check("500 of March", spends(cut.points).refused, reason::none);
    check("on 30 April", anna.available("2025-04-30"_date), 192_points);
    check("on 1 May without the 12 of March", anna.available("2025-05-01"_date), 180_points);
}

const gallery::page here{"fuel_points", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace fuel_points
