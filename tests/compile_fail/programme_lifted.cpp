// SPDX-License-Identifier: BSL-1.0
// expect: tiered: the thresholds must rise
#include <loyalty/loyalty.hpp>

using namespace loyalty;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return lifted<programme{tiered{2_usd, 1_usd}}>.value().right ? 0 : 1;
#else
    return lifted<programme{tiered{1_usd, 2_usd}}>.value().right ? 0 : 1;
#endif
}
