// SPDX-License-Identifier: BSL-1.0
// expect: a once_in_group[{][.][.][.][}] stands behind an account such as lots<[.][.][.]>
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr points each_visit{per_visit{1_points}};
constexpr points stamped{per_visit{1_stamps}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{once_in_group{7, each_visit}, lots<unit::points>{}, once_in_group{7, stamped}};
#else
constexpr programme rules{once_in_group{7, each_visit}, once_in_group{7, stamped}, lots<unit::points>{}};
#endif

int main() {}
