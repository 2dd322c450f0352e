// SPDX-License-Identifier: BSL-1.0
// expect: every stage must award the unit that the first one awards
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, add_bonus{5_stamps}}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, add_bonus{5_points}}};
#endif

int main() {}
