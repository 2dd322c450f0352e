// SPDX-License-Identifier: BSL-1.0
// expect: streak: it counts periods that follow one another, and this window has none
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{gamified{streak<rolling_days<30>{}>{4}.awards(5_points)}};
#else
constexpr programme rules{gamified{streak<calendar_window{period_unit::week}>{4}.awards(5_points)}};
#endif

int main() {}
