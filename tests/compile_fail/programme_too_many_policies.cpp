// SPDX-License-Identifier: BSL-1.0
// expect: a programme has at most 32 policies: put more rules into a rule_list
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr points one{per_visit{1_points}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one,
                          one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one};
#else
constexpr programme rules{one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one,
                          one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one};
#endif

int main() {}
