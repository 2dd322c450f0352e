// SPDX-License-Identifier: BSL-1.0
// expect: a policy asks for the member.s tier before a tiered
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}},
                          tiered{350_usd}};
#else
constexpr programme rules{tiered{350_usd},
                          points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}}};
#endif

int main() {}
