// SPDX-License-Identifier: BSL-1.0
//
// An airline like JetBlue TrueBlue: three points a dollar; a tile for each 100.00 of a year, and Mosaic from 50
// tiles on (S27); Mosaics earn six points a dollar. A family pools its points: the pool is a card of its own, to
// which each member transfers, and from which flights are paid (S47). Sources: the published programme; the rates
// and numbers here are examples.

#include "check.hpp"

namespace jetblue {

using namespace loyalty;
using namespace loyalty::criteria;

struct tiles {
    static constexpr unit_code code = "tiles";
    static constexpr int digits = 0;
};
constexpr auto tile = amount<tiles>::whole(1);
constexpr auto year = calendar_window{period_unit::year};

constexpr programme rules{
    spend_threshold{1 * tile, every(100_usd)}.within(year),
    tiered{50 * tile}.of(earned<tiles>{}).within(year).held_for(1),
    points{per_amount{3_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}},
    lots<unit::points>{},
};
using rules_type = std::remove_const_t<decltype(rules)>;

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    const auto flight = anna.buys("2025-03-10"_date, 4950_usd);
    check("4,950.00 are", flight.granted<tiles>(), 49 * tile);
    check("and", flight.granted<unit::points>(), 14'850_points);
    check("50.00 more are", anna.buys("2025-06-10"_date, 50_usd).granted<tiles>(), tile);
    check("so she is", tier_of(rules, anna.card, "2025-06-11T12:00"_utc), 1);
    check("100.00 of a Mosaic", anna.buys("2025-07-10"_date, 100_usd).granted<unit::points>(), 600_points);
    check("on 31 December 2026", tier_of(rules, anna.card, "2026-12-31T12:00"_utc), 1);
    check("on 1 January 2027", tier_of(rules, anna.card, "2027-01-01T12:00"_utc), 0);

    member<rules_type> pool;
    constexpr instant august = "2025-08-01T12:00"_utc;
    const transfer<unit::points> share{.id = 10, .member = 0, .time = august, .to = 1, .amount = 10'000_points};
    check("a transfer to the pool", apply(rules, anna.card, pool, share).refused, reason::none);
    const redemption<unit::points> seat{.id = 11, .member = 1, .time = august, .amount = 9'000_points};
    check("a flight out of the pool", apply(rules, pool, seat).refused, reason::none);
    check("left in the pool", balances_of<unit::points>(rules, pool, august).available, 1'000_points);
    check("left on her card", anna.available("2025-08-01"_date), 5'600_points);
}

const gallery::page here{"jetblue", cases};

} // namespace jetblue
