// SPDX-License-Identifier: BSL-1.0
//
// A club keeps birthdays: twice the points in the month of the birthday, and 100 points for a purchase on the day
// itself, once a year. Who was born on 29 February has it on the 28th in other years (S13). Each membership year
// brings 250 points when 500.00 are spent in it (S20). Sources: birthday and anniversary campaigns; the figures are
// examples.

#include "check.hpp"

namespace birthday_club {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{
    points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(birthday_month()), round_off{rounding::floor}},
    points{per_visit{100_points}.when(birthday()), cap_at{100_points, calendar_window{period_unit::year}}},
    spend_threshold{250_points, once(500_usd)}.within(membership_year{}),
};

struct member_facts {
    dates::month_day birthday{2, 29};
    date joined = "2024-06-15"_date;
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules, member_facts{}};
    check("40.00 in January", anna.buys("2025-01-20"_date, 40_usd).granted<unit::points>(), 40_points);
    check("40.00 in the month of the birthday", anna.buys("2025-02-10"_date, 40_usd).granted<unit::points>(),
          80_points);
    check("10.00 on 28 February", anna.buys("2025-02-28"_date, 10_usd).granted<unit::points>(), 120_points);
    check("10.00 more on that day", anna.buys("2025-02-28"_date, 10_usd).granted<unit::points>(), 20_points);

    check("400.00 more: 500.00 of the first year", anna.buys("2025-06-14"_date, 400_usd).granted<unit::points>(),
          650_points);
    check("500.00 of the second year", anna.buys("2025-06-15"_date, 500_usd).granted<unit::points>(), 750_points);

    gallery::customer leap{rules, member_facts{}};
    check("in a leap year, 10.00 on 28 February", leap.buys("2028-02-28"_date, 10_usd).granted<unit::points>(),
          20_points);
    check("and on the 29th", leap.buys("2028-02-29"_date, 10_usd).granted<unit::points>(), 120_points);
}

const gallery::page here{"birthday", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace birthday_club
