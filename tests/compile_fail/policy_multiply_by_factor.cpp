// SPDX-License-Identifier: BSL-1.0
// expect: multiply_by: the factor must be a ratio of zero or above
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}, multiply_by{-2_x}, round_off{rounding::floor}}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, multiply_by{2_x}, round_off{rounding::floor}}};
#endif

int main() {}
