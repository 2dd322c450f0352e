// SPDX-License-Identifier: BSL-1.0
// expect: cap_at: the cap lies below the smallest award: raise the cap or lower the award
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{each_line{per_visit{5_points}, cap_at{4_points}}}};
#else
constexpr programme rules{points{each_line{per_visit{5_points}, cap_at{5_points}}}};
#endif

int main() {}
