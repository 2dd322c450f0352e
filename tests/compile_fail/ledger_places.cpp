// SPDX-License-Identifier: BSL-1.0
// expect: expires_after_days: fewer places than days: 90 days need expires_after_days<90>{90}
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto account = lots<unit::points>{}.expiring(expires_after_days<40>{90});
#else
constexpr auto account = lots<unit::points>{}.expiring(expires_after_days<90>{90});
#endif

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, account};

int main() {}
