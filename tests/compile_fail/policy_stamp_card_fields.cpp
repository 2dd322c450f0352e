// SPDX-License-Identifier: BSL-1.0
// expect: stamp_card: a card has 1 to 255 fields
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{stamp_card{256}.awards(1_stamps)};
#else
constexpr programme rules{stamp_card{255}.awards(1_stamps)};
#endif

int main() {}
