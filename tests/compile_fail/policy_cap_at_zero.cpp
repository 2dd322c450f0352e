// SPDX-License-Identifier: BSL-1.0
// expect: cap_at: the cap must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{0_points}}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{50_points}}};
#endif

int main() {}
