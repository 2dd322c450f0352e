// SPDX-License-Identifier: BSL-1.0
//
// G21: month end. 2025-01-31 and a month is valid through 2025-02-28; twelve months from 2020-07-06, and then to the end of
// that month, is dead at 2021-08-01.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::ledgers;

namespace {

constexpr auto a_point_a_dollar = points{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr auto through_a_month = expires_after_months<32>{1}.day_included();
constexpr programme one_month{a_point_a_dollar, lots<unit::points>{}.expiring(through_a_month)};
constexpr programme year_and_month{a_point_a_dollar, lots<unit::points>{}.expiring(expires_end_of_month<12>{})};
constexpr auto ten_dollars = 10_usd;

/// What can be spent on a day of 10 points earned on another.
template <class Programme>
constexpr std::int64_t left_on(const Programme& rules, date earned, date day) {
    member<Programme> anna;
    apply(rules, anna, purchase<currency::usd>{.id = 1, .time = support::noon(earned), .net = ten_dollars});
    return balances_of<unit::points>(rules, anna, support::noon(day)).available.minor_units();
}

} // namespace

TEST_SUITE("G21 month end") {
    TEST_CASE("2025-01-31 and a month: valid through 2025-02-28") {
        CHECK_TWICE(add_months("2025-01-31"_date, 1) == "2025-02-28"_date);
        CHECK_TWICE(left_on(one_month, "2025-01-31"_date, "2025-02-28"_date) == 10);
        CHECK_TWICE(left_on(one_month, "2025-01-31"_date, "2025-03-01"_date) == 0);
    }

    TEST_CASE("2024-01-31 and a month: valid through 2024-02-29") {
        CHECK_TWICE(add_months("2024-01-31"_date, 1) == "2024-02-29"_date);
        CHECK_TWICE(left_on(one_month, "2024-01-31"_date, "2024-02-29"_date) == 10);
        CHECK_TWICE(left_on(one_month, "2024-01-31"_date, "2024-03-01"_date) == 0);
    }

    TEST_CASE("twelve months from 2020-07-06, to the end of that month: dead at 2021-08-01") {
        CHECK_TWICE(left_on(year_and_month, "2020-07-06"_date, "2021-07-31"_date) == 10);
        CHECK_TWICE(left_on(year_and_month, "2020-07-06"_date, "2021-08-01"_date) == 0);
    }
}
