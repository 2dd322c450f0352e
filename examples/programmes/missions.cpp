// SPDX-License-Identifier: BSL-1.0
//
// Missions of a month: three visits for 200 points, 100.00 of shoes for a badge, five reviews for 50 points; each
// once, and in May alone (S32). How far a member is can be asked at any time (S29). A return takes progress back,
// and what was given for it (S31). Sources: campaigns with tasks; the figures are examples.

#include "check.hpp"

namespace missions {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr std::uint32_t shoes = 4;
constexpr std::uint32_t review = 1;
constexpr date_window may{"2025-05-01"_date, "2025-06-01"_date};

constexpr programme rules{gamified{
    mission(200_points, 3_visits, may).of(visits{}),
    mission(1_badges, 100_usd, may).on(category_is(shoes)),
    mission(50_points, 5_visits, may).of(activities_of(review)),
}};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    check("a visit in April", anna.buys("2025-04-30"_date, 20_usd).granted<unit::points>(), 0_points);
    anna.buys("2025-05-01"_date, 20_usd);
    anna.buys("2025-05-02"_date, 20_usd);
    auto third = anna.does_with_receipt(
        purchase<currency::usd>{.time = "2025-05-03T12:00"_utc, .net = 99.99_usd, .category = shoes});
    check("the third visit in May", third.outcome.granted<unit::points>(), 200_points);
    check("99.99 of shoes", third.outcome.granted<unit::badges>(), 0_badges);
    const auto cent =
        anna.does(purchase<currency::usd>{.time = "2025-05-04T12:00"_utc, .net = 0.01_usd, .category = shoes});
    check("and a cent more", cent.granted<unit::badges>(), 1_badges);

    const auto back = anna.gives_back(third.receipt.returned(anna.next("2025-05-05"_date)));
    check("the shoes come back: badges", back.granted<unit::badges>(), -1_badges);
    check("points, since three visits are left", back.granted<unit::points>(), 0_points);

    for (int i = 0; i < 4; ++i) {
        anna.acts("2025-05-06"_date, review);
    }
    check("the fifth review", anna.acts("2025-05-07"_date, review).granted<unit::points>(), 50_points);
    check("the sixth", anna.acts("2025-05-08"_date, review).granted<unit::points>(), 0_points);
}

const gallery::page here{"missions", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace missions
