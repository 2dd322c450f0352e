// SPDX-License-Identifier: BSL-1.0
// expect: tiered: a tier that begins with the next period cannot pay for the crossing purchase
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::choices;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{350_usd}.held_for(1).upgrading(upgrade::next_period).crossing(earns_at::split)};
#else
constexpr programme rules{tiered{350_usd}.held_for(1).upgrading(upgrade::next_period)};
#endif

int main() {}
