// SPDX-License-Identifier: BSL-1.0
// expect: streak: the length must be 2 to 255 periods
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{streak<criteria::calendar_window{period_unit::week}>{1}.awards(5_points)};
#else
constexpr programme rules{streak<criteria::calendar_window{period_unit::week}>{2}.awards(5_points)};
#endif

int main() {}
