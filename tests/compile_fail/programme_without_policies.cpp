// SPDX-License-Identifier: BSL-1.0
// expect: a programme needs at least one policy, such as points
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{terms<>{.name = "none"}};
#else
constexpr programme rules{terms<>{.name = "none"}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
#endif

int main() {}
