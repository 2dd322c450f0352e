// SPDX-License-Identifier: BSL-1.0
// expect: a rolling window has 1 to 1,100 periods
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{spend_threshold{5_points, every(50_usd)}.within(rolling_months<0>{})};
#else
constexpr programme rules{spend_threshold{5_points, every(50_usd)}.within(rolling_months<1>{})};
#endif

int main() {}
