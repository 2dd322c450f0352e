// SPDX-License-Identifier: BSL-1.0
// expect: once_in_group: no other policy has this group: give its number to two or more
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr int other = 8;
#else
constexpr int other = 7;
#endif

constexpr programme rules{once_in_group{7, points{per_visit{1_points}}},
                          once_in_group{other, points{per_visit{2_points}}}};

int main() {}
