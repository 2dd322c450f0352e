// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: dated..... stands around a whole policy: .*dated.limited
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr points gift{per_visit{100_points}};
#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules {
    limited{quota<1>(1'000_points), dated{gift}.expiring(expires_after_days<30>{30})},
#else
constexpr programme rules{dated{limited{quota<1>(1'000_points), gift}}.expiring(expires_after_days<30>{30}),
#endif
        lots<unit::points>{}.spare_buckets<30>()
};

int main() {}
