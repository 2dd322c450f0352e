// SPDX-License-Identifier: BSL-1.0
// expect: streak: it forgives as many misses as it is long: allow fewer
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{streak<criteria::calendar_window{period_unit::week}>{4}.forgiving(4).awards(5_points)};
#else
constexpr programme rules{streak<criteria::calendar_window{period_unit::week}>{4}.forgiving(3).awards(5_points)};
#endif

int main() {}
