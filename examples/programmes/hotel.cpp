// SPDX-License-Identifier: BSL-1.0
//
// A hotel chain: Silver from 10 nights or from 2,000.00 a year, Gold from 40 nights or from 8,000.00; the better of the two
// counts (S27). A tier is held to the end of the next year (S28). Nights above the threshold that was reached
// count in the next year too: of 55 nights 15. A return takes back nights and what rolled over by them (S31). Source: an
// example of this project.

#include "check.hpp"

#include <loyalty/policies/either_ladder.hpp>
#include <loyalty/rules/rollover_window.hpp>

namespace hotel {

using namespace loyalty;
using namespace loyalty::criteria;
using social::either_ladder;

constexpr std::uint32_t rooms = 1;
constexpr calendar_window year{period_unit::year};
constexpr tiered by_nights = tiered{10_items, 40_items}.of(quantity{}).on(category_is(rooms));

constexpr programme rules{
    either_ladder{by_nights.within(year.rolling_over(10_items, 40_items)).held_for(1),
                  tiered{2000_usd, 8000_usd}.within(year).held_for(1)},
    points{per_amount{10_points, 1_usd}, multiply_by_tier{1_x, 1.2_x, 1.8_x}, round_off{rounding::floor}},
};

void cases(gallery::checks& check) {
    constexpr date may = "2025-05-10"_date;
    constexpr date next_may = "2026-05-10"_date;
    const auto nights = [](std::int64_t count, money<currency::usd> net) {
        return basket_line<currency::usd>{.id = 1, .category = rooms, .quantity = count, .net = net};
    };
    gallery::customer anna{rules};
    check("nine nights for 900.00: tier", anna.buys(may, {nights(9, 900_usd)}).tier_after, 0);
    check("the tenth: tier", anna.buys(may, {nights(1, 100_usd)}).tier_after, 1);
    check("45 more: tier", anna.buys(may, {nights(45, 1000_usd)}).tier_after, 2);
    const auto year_begins = progress(rules, anna.card, gallery::noon("2026-01-01"_date));
    check("nights to stay Gold beyond 2026, after 15 that rolled over", year_begins.of<0>().missing_to_keep, 25_items);
    anna.buys(next_may, {nights(25, 100_usd)});
    check("tier at the end of 2027", tier_of(rules, anna.card, gallery::noon("2027-12-31"_date)), 2);

    gallery::customer ben{rules};
    check("four nights for 8,000.00: tier", ben.buys(may, {nights(4, 8000_usd)}).tier_after, 2);
    check("points of the next 100.00", ben.buys(may, {nights(1, 100_usd)}).granted<unit::points>(), 1800_points);
    check("tier in 2026", tier_of(rules, ben.card, gallery::noon(next_may)), 2);
    check("tier in 2027", tier_of(rules, ben.card, gallery::noon("2027-01-01"_date)), 0);
}

const gallery::page here{"hotel", cases, [](gallery::leaflets& says) {
                             says("rules", rules, {"Member", "Silver", "Gold"});
                         }};

} // namespace hotel
