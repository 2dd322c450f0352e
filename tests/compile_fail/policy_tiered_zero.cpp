// SPDX-License-Identifier: BSL-1.0
// expect: tiered: a threshold must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{0_usd, 350_usd}};
#else
constexpr programme rules{tiered{350_usd}};
#endif

int main() {}
