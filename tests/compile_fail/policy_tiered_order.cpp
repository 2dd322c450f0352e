// SPDX-License-Identifier: BSL-1.0
// expect: tiered: the thresholds must rise: put the lower tier first
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{1000_usd, 350_usd}};
#else
constexpr programme rules{tiered{350_usd, 1000_usd}};
#endif

int main() {}
