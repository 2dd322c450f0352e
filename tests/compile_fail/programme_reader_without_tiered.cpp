// SPDX-License-Identifier: BSL-1.0
// expect: a policy asks for the member.s tier before a tiered
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{5_points}.when(tier_is(1u))}};
#else
constexpr programme rules{tiered{350_usd}, points{per_visit{5_points}.when(tier_is(1u))}};
#endif

int main() {}
