// SPDX-License-Identifier: BSL-1.0
// expect: per_unit: the award must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_unit{0_points}}};
#else
constexpr programme rules{points{per_unit{1_points}}};
#endif

int main() {}
