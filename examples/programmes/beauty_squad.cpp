// SPDX-License-Identifier: BSL-1.0
//
// Levels by points, like the e.l.f. Beauty Squad: purchases, reviews and a profile earn points, and the points of a
// lifetime make a fan, a pro or an icon. What is spent lowers no level, since the level counts what was earned and
// never the balance (S27). Sources: the published programme; the numbers are examples.

#include "check.hpp"

namespace beauty_squad {

using namespace loyalty;
using namespace loyalty::criteria;

enum kind : std::uint32_t { review = 1, profile = 2 };
enum level : int { fan, pro, icon };

constexpr programme rules{
    points{per_amount{2_points, 1_usd}, round_off{rounding::floor}},
    points{per_activity{25_points}.of(review)},
    points{per_activity{50_points}.of(profile), cap_at{50_points, lifetime{}}},
    tiered{100_points, 500_points}.of(earned<unit::points>{}).within(lifetime{}),
    lots<unit::points>{},
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    check("a purchase of 24.50", anna.buys("2025-03-10"_date, 24.50_usd).granted<unit::points>(), 49_points);
    check("a profile", anna.acts("2025-03-11"_date, profile).granted<unit::points>(), 50_points);
    check("the profile again", anna.acts("2025-03-12"_date, profile).granted<unit::points>(), 0_points);
    check("level with 99 points", tier_of(rules, anna.card, "2025-03-12T13:00"_utc), fan);
    anna.acts("2025-03-13"_date, review);
    check("level with 124 points", tier_of(rules, anna.card, "2025-03-13T13:00"_utc), pro);

    anna.does(redemption<unit::points>{.time = "2025-03-14T12:00"_utc, .amount = 100_points});
    check("left after 100 are spent", anna.available("2025-03-14"_date), 24_points);
    check("and the level", tier_of(rules, anna.card, "2025-03-14T13:00"_utc), pro);
    anna.buys("2025-03-15"_date, 188_usd);
    check("level with 500 points of a lifetime", tier_of(rules, anna.card, "2025-03-15T13:00"_utc), icon);
}

const gallery::page here{"beauty_squad", cases, [](gallery::leaflets& says) {
                             says("rules", rules, {"Fan", "Pro", "Icon"});
                         }};

} // namespace beauty_squad
