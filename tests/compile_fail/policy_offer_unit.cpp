// SPDX-License-Identifier: BSL-1.0
// expect: offer: every stage must award the unit that the first one awards
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{best_of{per_visit{100_points}, offer{per_visit{50_points}, add_bonus{1_stamps}}}}};
#else
constexpr programme rules{points{best_of{per_visit{100_points}, offer{per_visit{50_points}, add_bonus{1_points}}}}};
#endif

int main() {}
