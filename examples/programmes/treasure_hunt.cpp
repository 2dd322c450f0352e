// SPDX-License-Identifier: BSL-1.0
//
// A treasure hunt in a mall: a check-in at the fountain, the tower and the gate, in any order, gives 500 points
// (S32, S37). A second check-in at one place finds nothing more. Each place is a threshold that pays one find,
// once; the treasure is a threshold over the finds. Sources: treasure hunts of malls; the figures are examples.

#include "check.hpp"

namespace treasure_hunt {

using namespace loyalty;
using namespace loyalty::criteria;

struct finds {
    static constexpr unit_code code = "finds";
    static constexpr int digits = 0;
};
constexpr auto find = amount<finds>::whole(1);
enum place : std::uint32_t { fountain = 11, tower = 12, gate = 13 };
constexpr date_window week{"2025-05-05"_date, "2025-05-12"_date};

constexpr programme rules{
    mission(1 * find, 1_visits, week).of(activities_of(fountain)),
    mission(1 * find, 1_visits, week).of(activities_of(tower)),
    mission(1 * find, 1_visits, week).of(activities_of(gate)),
    spend_threshold{500_points, once(3 * find)}.of(earned<finds>{}).within(campaign{week}),
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    check("the tower", anna.acts("2025-05-05"_date, tower).granted<finds>(), find);
    check("the tower again", anna.acts("2025-05-06"_date, tower).granted<finds>(), 0 * find);
    anna.acts("2025-05-06"_date, fountain);
    const auto missing = progress<3>(rules, anna.card, gallery::noon("2025-05-07"_date)).missing;
    check("to be found", missing, 1 * find);
    check("the gate, and the treasure", anna.acts("2025-05-11"_date, gate).granted<unit::points>(), 500_points);
    check("once only", anna.acts("2025-05-11"_date, gate).granted<unit::points>(), 0_points);

    gallery::customer late{rules};
    check("after the week", late.acts("2025-05-12"_date, tower).granted<finds>(), 0 * find);
}

const gallery::page here{"treasure_hunt", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace treasure_hunt
