// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: put the redemption_rule that pays purchases before the accounts, and before the policies that count
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr points on_rest{per_amount{1_points, 1_usd}.of(after_points{}), round_off{rounding::floor}};
constexpr auto rule = redemption_rule{redemption_rate{500_points, 10_usd}}.paying_for(net{});

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{on_rest, rule, lots<unit::points>{}};
#else
constexpr programme rules{rule, on_rest, lots<unit::points>{}};
#endif

int main() {}
