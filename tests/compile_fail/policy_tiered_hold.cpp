// SPDX-License-Identifier: BSL-1.0
// expect: tiered: a hold must not be negative
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{350_usd}.held_for(-1)};
#else
constexpr programme rules{tiered{350_usd}.held_for(0)};
#endif

int main() {}
