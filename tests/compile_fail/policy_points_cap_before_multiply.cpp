// SPDX-License-Identifier: BSL-1.0
// expect: put cap_at after every multiply_by and add_bonus
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{50_points}, multiply_by{2_x}}};
#else
constexpr programme rules{
    points{per_amount{1_points, 1_usd}, multiply_by{2_x}, round_off{rounding::floor}, cap_at{50_points}}};
#endif

int main() {}
