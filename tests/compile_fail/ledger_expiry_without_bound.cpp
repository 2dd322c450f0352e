// SPDX-License-Identifier: BSL-1.0
// expect: lots: say how many days of expiry there are at once, since they bound the member: write expires_after_days<90>.90.
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{5_points}}, lots<unit::points>{}.expiring(expires_after_days{90})};
#else
constexpr programme rules{points{per_visit{5_points}}, lots<unit::points>{}.expiring(expires_after_days<90>{90})};
#endif

int main() {
    return 0;
}
