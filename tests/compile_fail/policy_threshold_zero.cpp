// SPDX-License-Identifier: BSL-1.0
// expect: spend_threshold: the threshold must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{spend_threshold{5_points, every(0_usd)}};
#else
constexpr programme rules{spend_threshold{5_points, every(50_usd)}};
#endif

int main() {}
