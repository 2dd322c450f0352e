// SPDX-License-Identifier: BSL-1.0
// expect: tiered: the thresholds must rise
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}, tiered{2_usd, 1_usd}};
#else
constexpr programme rules{points{per_visit{1_points}}, tiered{1_usd, 2_usd}};
#endif

int main() {}
