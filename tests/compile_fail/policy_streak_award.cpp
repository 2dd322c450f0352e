// SPDX-License-Identifier: BSL-1.0
// expect: an award must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{gamified{streak<criteria::calendar_window{period_unit::week}>{4}.awards(5_points, 0_badges)}};
#else
constexpr programme rules{gamified{streak<criteria::calendar_window{period_unit::week}>{4}.awards(5_points, 1_badges)}};
#endif

int main() {}
