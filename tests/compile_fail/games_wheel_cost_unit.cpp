// SPDX-License-Identifier: BSL-1.0
// expect: prize_wheel: covered_by_stake: give a stake, and prizes that cost its unit
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

using namespace loyalty;
using games::prize;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr games::prize_wheel wheel{2025, prize{9, 0_points}, prize{1, 1_vouchers}};
#else
constexpr games::prize_wheel wheel{2025, prize{9, 0_points}, prize{1, 1_vouchers}.costing(50_points)};
#endif
constexpr auto covered = wheel.staking(6_points).covered_by_stake();

int main() {}
