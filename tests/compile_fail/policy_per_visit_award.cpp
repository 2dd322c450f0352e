// SPDX-License-Identifier: BSL-1.0
// expect: per_visit: the award must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{0_points}}};
#else
constexpr programme rules{points{per_visit{1_points}}};
#endif

int main() {}
