// SPDX-License-Identifier: BSL-1.0
// expect: streak: the misses allowed must not be negative
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{streak<criteria::calendar_window{period_unit::week}>{4}.forgiving(-1).awards(5_points)};
#else
constexpr programme rules{streak<criteria::calendar_window{period_unit::week}>{4}.forgiving(0).awards(5_points)};
#endif

int main() {}
