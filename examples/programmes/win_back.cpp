// SPDX-License-Identifier: BSL-1.0
//
// A shop wins members back: who has bought nothing for 90 days has 200 points for the next purchase (S37). A review in
// between is no purchase. The first purchase of all is no return. Sources: reactivation campaigns; the figures are
// examples.

#include "check.hpp"

#include <loyalty/policies/reactivation.hpp>

namespace win_back {

using namespace loyalty;

constexpr programme rules{
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    social::reactivation{200_points, 90},
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    check("10 January, the first purchase, 20.00", anna.buys("2025-01-10"_date, 20_usd).granted<unit::points>(),
          20_points);
    gallery::customer ben = anna;
    check("9 April, after 89 days, 20.00", ben.buys("2025-04-09"_date, 20_usd).granted<unit::points>(), 20_points);
    anna.acts("2025-04-01"_date, 1); // a review
    auto back =
        anna.does_with_receipt(purchase<currency::usd>{.time = gallery::noon("2025-04-10"_date), .net = 20_usd});
    check("10 April, after 90 days, 20.00", back.outcome.granted<unit::points>(), 220_points);
    check("it comes back", anna.gives_back(back.receipt.returned(anna.next("2025-04-11"_date))).granted<unit::points>(),
          -220_points);
    check("12 April, 20.00: still 92 days", anna.buys("2025-04-12"_date, 20_usd).granted<unit::points>(), 220_points);
}

const gallery::page here{"win_back", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace win_back
