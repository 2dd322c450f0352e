// SPDX-License-Identifier: BSL-1.0
// expect: prize_wheel: it pays more than its stake on average: raise the stake, or lower prizes or weights
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

using namespace loyalty;
using games::prize;

// 5.5 points on average.
constexpr games::prize_wheel wheel{2025, prize{50, 0_points}, prize{30, 5_points}, prize{15, 10_points},
                                   prize{5, 50_points}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme fair{wheel.of(7u).staking(5_points).covered_by_stake()};
#else
constexpr programme fair{wheel.of(7u).staking(6_points).covered_by_stake()};
#endif

int main() {}
