// SPDX-License-Identifier: BSL-1.0
//
// A gym gives points by session and not by money: a point for each ten minutes, at most six a day (S37, S18). Every
// fifth session gives a drink, and four weeks in a row 50 points (S32). A session is no purchase. Sources:
// programmes of gyms; the figures are examples.

#include "check.hpp"

namespace gym {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr std::uint32_t session = 3; // the score is its minutes

constexpr programme rules{
    points{per_score{1_points, 10}.of(session), round_off{rounding::floor},
           cap_at{6_points, calendar_window{period_unit::day}}},
    stamp_card{5}.of(activities_of(session)).awards(1_vouchers),
    streak<calendar_window{period_unit::week}>{4}.of(activities_of(session)).awards(50_points),
    things::wallet<4>{}.issuing(things::vouchers{1}.for_each<unit::vouchers>().valid_days(30)),
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules};
    const auto trains = [&](date day, std::int64_t minutes) { return anna.acts(day, session, minutes); };
    check("45 minutes", trains("2025-03-03"_date, 45).granted<unit::points>(), 4_points);
    check("30 minutes more that day", trains("2025-03-03"_date, 30).granted<unit::points>(), 2_points);
    check("60 minutes in the second week", trains("2025-03-10"_date, 60).granted<unit::points>(), 6_points);
    check("60 minutes in the third", trains("2025-03-17"_date, 60).granted<unit::points>(), 6_points);
    check("drinks until now", static_cast<int>(things::things_of(rules, anna.card, "2025-03-18T12:00"_utc).size()), 0);
    const auto fifth = trains("2025-03-24"_date, 60);
    check("60 minutes in the fourth, with 50 for the weeks", fifth.granted<unit::points>(), 56_points);
    check("drinks after the fifth session", fifth.granted<unit::vouchers>(), 1_vouchers);
}

const gallery::page here{"gym", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace gym
