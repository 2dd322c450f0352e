// SPDX-License-Identifier: BSL-1.0
// expect: multiply_by_tier: a factor is exact: write 2_x, 1.5_x or ratio.3, 2.
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{350_usd},
                          points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2}, round_off{rounding::floor}}};
#else
constexpr programme rules{tiered{350_usd},
                          points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}}};
#endif

int main() {
    return 0;
}
