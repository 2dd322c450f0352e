// SPDX-License-Identifier: BSL-1.0
//
// Badges of a bakery: for the hundredth visit, for the first 1,000.00, and for ten kinds of bread that were reviewed. Each
// is given once in a lifetime (S32). How far a member is can be shown at any time (S29). Sources: programmes with
// badges; the figures are examples.

#include "check.hpp"

namespace badges {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr std::uint32_t review = 1;

constexpr programme rules{gamified{
    badge(100_visits).of(visits{}),
    badge(1000_eur),
    badge(10_visits).of(activities_of(review)),
}};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    for (int day = 0; day < 99; ++day) {
        anna.buys("2025-01-01"_date + day, 10_eur);
    }
    check("99 visits of 10.00: badges", anna.card.balance<unit::badges>(), 0_badges);
    check("the hundredth, 10.00: two at once", anna.buys("2025-05-01"_date, 10_eur).granted<unit::badges>(), 2_badges);
    check("another 100.00", anna.buys("2025-05-02"_date, 100_eur).granted<unit::badges>(), 0_badges);
    for (int day = 0; day < 9; ++day) {
        anna.acts("2025-06-01"_date + day, review);
    }
    check("the tenth review", anna.acts("2025-06-10"_date, review).granted<unit::badges>(), 1_badges);
    check("badges", anna.card.balance<unit::badges>(), 3_badges);
}

const gallery::page here{"badges", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace badges
