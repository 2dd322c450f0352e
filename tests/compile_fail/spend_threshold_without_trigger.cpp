// SPDX-License-Identifier: BSL-1.0
// expect: say how often the threshold pays: write every.250_usd. or once.250_usd.
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{spend_threshold{100_points, 250_usd}};
#else
constexpr programme rules{spend_threshold{100_points, every(250_usd)}};
#endif

int main() {}
