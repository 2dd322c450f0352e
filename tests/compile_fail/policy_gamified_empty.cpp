// SPDX-License-Identifier: BSL-1.0
// expect: gamified: give at least one game
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{gamified{}};
#else
constexpr programme rules{gamified{stamp_card{10}.awards(1_stamps)}};
#endif

int main() {}
