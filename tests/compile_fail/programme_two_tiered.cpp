// SPDX-License-Identifier: BSL-1.0
// expect: a programme has one tiered
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{350_usd}, tiered{100_usd, 200_usd}};
#else
constexpr programme rules{tiered{350_usd}};
#endif

int main() {}
