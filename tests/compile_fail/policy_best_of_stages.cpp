// SPDX-License-Identifier: BSL-1.0
// expect: put an award with its stages into offer
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{best_of{per_visit{100_points}, multiply_by{2_x}}, round_off{}}};
#else
constexpr programme rules{
    points{best_of{per_visit{100_points}, offer{per_visit{50_points}, multiply_by{3_x}}}, round_off{}}};
#endif

int main() {}
