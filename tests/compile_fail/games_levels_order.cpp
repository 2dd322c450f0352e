// SPDX-License-Identifier: BSL-1.0
// expect: levels: the thresholds must rise: a level that is reached with the one before it is none
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/levels.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{games::levels{300_usd, 100_usd}.awards(1_badges, 1_badges)};
#else
constexpr programme rules{games::levels{100_usd, 300_usd}.awards(1_badges, 1_badges)};
#endif

int main() {}
