// SPDX-License-Identifier: BSL-1.0
//
// A beauty shop like Sephora Beauty Insider: Insider, VIB from 350.00 and Rouge from 1000.00 a year. A tier is held
// for the rest of the year and all of the next (S28). 1, 1.25 and 1.5 points a dollar, since 2022 one for all: two
// versions of the programme (S34). 500 points are 10.00 off a basket that covers it (S25). Sources: the published
// terms; the day of the switch is an example.

#include "check.hpp"

namespace sephora {

using namespace loyalty;
using namespace loyalty::choices;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

enum tier : int { insider, vib, rouge };
constexpr tiered tiers = tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1);
constexpr per_amount a_point_a_dollar{1_points, 1_usd};
constexpr round_off down{rounding::floor};
constexpr redemption_rule ten_off{redemption_rate{500_points, 10_usd}};

constexpr programme until_2021{terms<>{.name = "Insider", .version = 1, .valid = {.until = "2022-01-01T00:00"_utc}},
                               tiers, points{a_point_a_dollar, multiply_by_tier{1_x, 1.25_x, 1.5_x}, down}, ten_off,
                               lots<unit::points>{}};
constexpr programme since_2022{terms<>{.name = "Insider", .version = 2, .valid = {.from = "2022-01-01T00:00"_utc}},
                               tiers, points{a_point_a_dollar, down}, ten_off, lots<unit::points>{}};

/// The points for 79.40 on a day of 2021, by a member who has spent so much.
amount<unit::points> for_79_40_after(money<currency::usd> spent) {
    gallery::customer anna{until_2021};
    anna.buys("2021-12-01"_date, spent);
    return anna.buys("2021-12-31"_date, 79.40_usd).granted<unit::points>();
}

/// The tier after 350.00, of which the first 200.00 come back on 2025-08-01: kept, or lost at once.
int tier_after_refund(choices::on_return policy) {
    const programme shop{tiers.returning(policy), points{a_point_a_dollar, down}};
    gallery::customer anna{shop};
    auto first = anna.does_with_receipt(
        purchase<currency::usd>{.time = gallery::noon("2025-03-10"_date), .net = money<currency::usd>::whole(200)});
    anna.buys("2025-07-01"_date, money<currency::usd>::whole(150));
    anna.gives_back(first.receipt.returned(anna.next("2025-08-01"_date)));
    return tier_of(shop, anna.card, "2025-08-01T12:00:01"_utc);
}
/// What remains of 1260 points after as many as possible paid a basket.
amount<unit::points> left_after(money<currency::usd> bill) {
    gallery::customer anna{since_2022};
    anna.buys("2025-03-10"_date, 1260_usd);
    const auto offer = redeemable<unit::points>(since_2022, anna.card, bill, gallery::noon("2025-03-11"_date));
    anna.does(redemption<unit::points>{.time = gallery::noon("2025-03-11"_date), .amount = offer.points});
    return anna.available("2025-03-11"_date);
}

void cases(gallery::checks& check) {
    gallery::customer anna{since_2022};
    anna.buys("2025-03-10"_date, 200_usd);
    check("349.99 in a year", int{anna.buys("2025-06-15"_date, 149.99_usd).tier_after}, insider);
    check("350.00 in a year", int{anna.buys("2025-07-01"_date, 0.01_usd).tier_after}, vib);
    anna.buys("2026-02-01"_date, 120_usd);
    check("on 31 December 2026", tier_of(since_2022, anna.card, "2026-12-31T23:59:59"_utc), vib);
    check("on 1 January 2027", tier_of(since_2022, anna.card, "2027-01-01T00:00"_utc), insider);
    anna.buys("2026-11-30"_date, 1000_usd);
    check("with 1000.00 more in 2026, on 31 December 2027", tier_of(since_2022, anna.card, "2027-12-31T23:59:59"_utc),
          rouge);
    check("and on 1 January 2028", tier_of(since_2022, anna.card, "2028-01-01T00:00"_utc), insider);

    check("79.40 of an Insider", for_79_40_after(349.99_usd), 79_points);
    check("79.40 of a VIB, 99.25", for_79_40_after(350_usd), 99_points);
    check("79.40 of a Rouge, 119.10", for_79_40_after(1000_usd), 119_points);
    check("79.40 of a Rouge since 2022", anna.buys("2026-12-01"_date, 79.40_usd).granted<unit::points>(), 79_points);

    check("200.00 of 350.00 come back, a tier is kept", tier_after_refund(choices::on_return::keeps_tier), vib);
    check("or lost at once", tier_after_refund(choices::on_return::loses_tier), insider);
    check("1260 points, a basket of 18.00", left_after(18_usd), 760_points);
    check("1260 points, a basket of 25.00", left_after(25_usd), 260_points);
}

const gallery::page here{"sephora", cases, [](gallery::leaflets& says) {
                             says("until_2021", until_2021, {"Insider", "VIB", "Rouge"});
                             says("since_2022", since_2022, {"Insider", "VIB", "Rouge"});
                         }};

} // namespace sephora
