// SPDX-License-Identifier: BSL-1.0
//
// A streak of days over a change of the clocks. In Berlin the 26th of March 2017 had 23 hours. Visits at noon on
// the 26th and 27th are two days in a row; between the 24th and the 27th two days were missed (S12, S32). Days are
// those of the calendar, never 24 hours. Source: an example of this project.

#include "check.hpp"

namespace streak_of_visits {

using namespace loyalty;
using namespace loyalty::criteria;

/// Berlin around that day. A zone of all years is a few lines over a database: docs/time.md.
struct berlin_2017 {
    static constexpr instant change = "2017-03-26T01:00"_utc;
    constexpr dates::zone_segment segment(instant time) const noexcept {
        return time < change ? dates::zone_segment{instant::minimum(), change, 3600}
                             : dates::zone_segment{change, instant::maximum(), 7200};
    }
};

constexpr terms<berlin_2017> in_berlin{.name = "visits"};
constexpr programme two_days{in_berlin, streak<calendar_window{period_unit::day}>{2}.awards(50_points)};
constexpr programme forgiving_one{in_berlin,
                                  streak<calendar_window{period_unit::day}>{4}.awards(50_points).forgiving(1)};
constexpr programme forgiving_two{in_berlin,
                                  streak<calendar_window{period_unit::day}>{4}.awards(50_points).forgiving(2)};

/// What the second of two visits gives.
amount<unit::points> second_visit(instant first, instant second) {
    gallery::customer anna{two_days};
    anna.buys(first, 3_eur);
    return anna.buys(second, 3_eur).granted<unit::points>();
}

/// How long the streak is after visits on the 24th and the 27th.
int length_of(const auto& rules) {
    gallery::customer anna{rules};
    anna.buys("2017-03-24T12:00"_utc, 3_eur);
    anna.buys("2017-03-27T12:00"_utc, 3_eur);
    return static_cast<int>(progress<"streak">(rules, anna.card, "2017-03-27T12:00"_utc).counted.minor_units());
}

void cases(gallery::checks& check) {
    // Local times: 00:30 on the 26th and 23:30 on the 27th; 23:30 on the 25th and, 24 hours later, 00:30 on the 27th.
    check("26 and 27 March", second_visit("2017-03-25T23:30"_utc, "2017-03-27T21:30"_utc), 50_points);
    check("25 and 27 March", second_visit("2017-03-25T22:30"_utc, "2017-03-26T22:30"_utc), 0_points);
    check("24 and 27 March, two misses forgiven, length", length_of(forgiving_two), 2);
    check("24 and 27 March, one miss forgiven, length", length_of(forgiving_one), 1);
}

const gallery::page here{"streak_of_visits", cases, [](gallery::leaflets& says) {
                             says("two_days", two_days);
                             says("forgiving_one", forgiving_one);
                             says("forgiving_two", forgiving_two);
                         }};

} // namespace streak_of_visits
