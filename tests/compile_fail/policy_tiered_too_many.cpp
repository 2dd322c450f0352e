// SPDX-License-Identifier: BSL-1.0
// expect: tiered: at most 8 tiers above the base
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{1_usd, 2_usd, 3_usd, 4_usd, 5_usd, 6_usd, 7_usd, 8_usd, 9_usd}};
#else
constexpr programme rules{tiered{1_usd, 2_usd, 3_usd, 4_usd, 5_usd, 6_usd, 7_usd, 8_usd}};
#endif

int main() {}
