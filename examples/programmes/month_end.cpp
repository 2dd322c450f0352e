// SPDX-License-Identifier: BSL-1.0
//
// Points that hold for a month, from the last day of a month on. From 31 January 2025 they are valid through 28
// February, in a leap year through 29 February: where a month is too short its last day counts (S13). Another
// programme counts twelve months and then to the end of that month: points of 6 July 2020 expire on 1 August 2021
// (S24). Sources: published terms; the month is an example.

#include "check.hpp"

namespace month_end {

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme one_month{a_point_a_dollar,
                              lots<unit::points>{}.expiring(expires_after_months<32>{1}.day_included())};
constexpr programme to_month_end{a_point_a_dollar, lots<unit::points>{}.expiring(expires_end_of_month<12>{})};

void cases(gallery::checks& check) {
    gallery::customer anna{one_month};
    anna.buys("2025-01-31"_date, 10_usd);
    check("of 31 January 2025, on 28 February", anna.available("2025-02-28"_date), 10_points);
    check("of 31 January 2025, on 1 March", anna.available("2025-03-01"_date), 0_points);

    gallery::customer ben{one_month};
    ben.buys("2024-01-31"_date, 10_usd);
    check("of 31 January 2024, on 29 February", ben.available("2024-02-29"_date), 10_points);
    check("of 31 January 2024, on 1 March", ben.available("2024-03-01"_date), 0_points);

    gallery::customer carla{to_month_end};
    carla.buys("2020-07-06"_date, 10_usd);
    check("of 6 July 2020, on 31 July 2021", carla.available("2021-07-31"_date), 10_points);
    check("of 6 July 2020, on 1 August 2021", carla.available("2021-08-01"_date), 0_points);
}

const gallery::page here{"month_end", cases, [](gallery::leaflets& says) {
                             says("one_month", one_month);
                             says("to_month_end", to_month_end);
                         }};

} // namespace month_end
