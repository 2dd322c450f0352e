// SPDX-License-Identifier: BSL-1.0
// expect: each_line and each_unit: stages that remember
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{
    points{each_unit{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{9_points, lifetime{}}}}};
#else
constexpr programme rules{points{each_unit{per_amount{1_points, 1_usd}, round_off{rounding::floor}}}};
#endif

int main() {}
