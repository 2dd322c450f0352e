// SPDX-License-Identifier: BSL-1.0
// expect: per_amount: `per` must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 0_usd}, round_off{rounding::floor}}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
#endif

int main() {}
