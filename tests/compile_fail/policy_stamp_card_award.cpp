// SPDX-License-Identifier: BSL-1.0
// expect: an award must be above zero
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{stamp_card{10}.awards(0_stamps)};
#else
constexpr programme rules{stamp_card{10}.awards(1_stamps)};
#endif

int main() {}
