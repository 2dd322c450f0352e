// SPDX-License-Identifier: BSL-1.0
// expect: gamified: a game with a stock, or in a limited, stands in the programme by itself
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

using namespace loyalty;
using games::prize;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr games::prize_wheel wheel{2025, prize{9, 0_points}, prize{1, 50_points}.out_of(quota<1>(10_items), 0)};
#else
constexpr games::prize_wheel wheel{2025, prize{9, 0_points}, prize{1, 50_points}};
#endif
constexpr gamified both{wheel};

int main() {}
