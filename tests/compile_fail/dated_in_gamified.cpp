// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: dated..... stands around a whole policy: write dated
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr auto card = stamp_card{10}.awards(50_points);
#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules {
    gamified{dated{card}.expiring(ledgers::expires_after_days<30>{30})},
#else
constexpr programme rules{dated{gamified{card}}.expiring(ledgers::expires_after_days<30>{30}),
#endif
        lots<unit::points>{}.spare_buckets<30>()
};

int main() {}
