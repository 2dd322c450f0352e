// SPDX-License-Identifier: BSL-1.0
// expect: offer: put cap_at after every multiply_by and add_bonus
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{
    points{best_of{per_visit{100_points}, offer{per_visit{50_points}, cap_at{60_points}, add_bonus{20_points}}}}};
#else
constexpr programme rules{
    points{best_of{per_visit{100_points}, offer{per_visit{50_points}, add_bonus{20_points}, cap_at{60_points}}}}};
#endif

int main() {}
