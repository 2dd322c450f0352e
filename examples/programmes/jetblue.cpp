// SPDX-License-Identifier: BSL-1.0
//
// An airline like JetBlue TrueBlue: three points a dollar; a tile for each 100.00 of a year, and Mosaic from 50
// tiles on (S27); Mosaics earn six points a dollar. A family pools its points: each keeps its own, and a flight
// takes a part from each (S47). Sources: the published programme; the rates and numbers here are examples.

#include "check.hpp"

#include <loyalty/engine/pool.hpp>

#include <array>
#include <cstdint>

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

    gallery::customer ben{rules};
    ben.buys("2025-07-20"_date, 1'800_usd); // 5,400 points, 18 tiles
    std::array<member<rules_type>, 2> family{anna.card, ben.card};
    constexpr std::array<std::uint32_t, 2> both{0, 1};
    constexpr instant august = "2025-08-01T12:00"_utc;
    std::array<social::pool_receipt<rules_type, unit::points>, 2> receipts;
    const auto seats = social::redeem_from_pool(
        rules, family, both,
        social::pool_redemption<unit::points>{
            .id = 10, .time = august, .amount = 7'000_points, .sharing = social::pool_sharing::in_proportion},
        receipts);
    check("the family has", seats.there, 21'000_points);
    check("two seats take of Anna", seats.parts[0].amount, 5'200_points);
    check("and of Ben", seats.parts[1].amount, 1'800_points);
    check("Ben leaves with", balances_of<unit::points>(rules, family[1], august).available, 3'600_points);
}

const gallery::page here{"jetblue", cases, [](gallery::leaflets& says) { says("rules", rules, {"Member", "Mosaic"}); }};

} // namespace jetblue
