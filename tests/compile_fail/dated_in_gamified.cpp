// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: gamified: its games share the dates of their lots: write dated
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr auto card = stamp_card{10}.awards(50_points);
#if defined(LOYALTY_EXPECT_FAILURE)
[[maybe_unused]] constexpr gamified games{dated{card}.expiring(expires_after_days<30>{30})};
#else
[[maybe_unused]] constexpr auto games = dated{gamified{card}}.expiring(expires_after_days<30>{30});
#endif

int main() {}
