// SPDX-License-Identifier: BSL-1.0
//
// Levels of a learning shop: courses give experience, and level 1 begins at 100, level 2 at 300, level 3 at 600. Each
// level has an award of its own, once (S50). A course that comes back takes its experience, and with it the level and
// its award; no level pays twice. Sources: shops with levels; the figures are examples.

#include "check.hpp"

#include <loyalty/policies/gamified/levels.hpp>

namespace levels {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr std::uint32_t course = 3; // its score is the experience

constexpr programme rules{
    games::levels{100_items, 300_items, 600_items}.of(scores_of(course)).awards(10_points, 20_points, 50_points),
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    const auto now = [](date day) { return gallery::noon(day); };
    check("99 of experience", anna.acts("2025-03-10"_date, course, 99).granted<unit::points>(), 0_points);
    check("1 more: level 1", anna.acts("2025-03-11"_date, course, 1).granted<unit::points>(), 10_points);
    auto long_course = anna.does_with_receipt(activity{.time = now("2025-03-12"_date), .kind = course, .score = 500});
    check("500 more: levels 2 and 3", long_course.outcome.granted<unit::points>(), 70_points);
    check("the level", progress<"levels">(rules, anna.card, now("2025-03-13"_date)).level, 3);
    const auto back = anna.gives_back(long_course.receipt.returned(anna.next("2025-03-14"_date)));
    check("the long course comes back", back.granted<unit::points>(), -70_points);
    const auto after = progress<"levels">(rules, anna.card, now("2025-03-15"_date));
    check("the level is then", after.level, 1);
    check("and is missing to the next", after.missing, 200_items);
    check("200 again: level 2", anna.acts("2025-03-16"_date, course, 200).granted<unit::points>(), 20_points);
}

const gallery::page here{"levels", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace levels
