// SPDX-License-Identifier: BSL-1.0
// expect: once_in_group: this policy grants nothing that could use up a group
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr points each_visit{per_visit{1_points}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{once_in_group{7, tiered{100_usd}}, once_in_group{7, each_visit}};
#else
constexpr programme rules{tiered{100_usd}, once_in_group{7, each_visit}, once_in_group{7, each_visit}};
#endif

int main() {}
