// SPDX-License-Identifier: BSL-1.0
// expect: each_line and each_unit: the stages inside must award one unit
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{each_line{per_unit{5_points}, add_bonus{1_stamps}}}};
#else
constexpr programme rules{points{each_line{per_unit{5_points}, add_bonus{1_points}}}};
#endif

int main() {}
