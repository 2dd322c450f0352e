// SPDX-License-Identifier: BSL-1.0
// expect: condition: no day meets all of it, so it never holds
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto sale_day = day_of_week_is(weekday::monday) && day_of_week_is(weekday::tuesday);
#else
constexpr auto sale_day = day_of_week_is(weekday::monday, weekday::tuesday);

#endif

constexpr programme rules{points{per_visit{1_points}.when(sale_day)}};

int main() {}
