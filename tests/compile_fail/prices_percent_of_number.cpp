// SPDX-License-Identifier: BSL-1.0
// expect: percent_off: a part is exact: write 20_pct or ratio.1, 5.
#include <loyalty/engine/checkout.hpp>
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{prices::discounts{prices::percent_off(20)}};
#else
constexpr programme rules{prices::discounts{prices::percent_off(20_pct)}};
#endif

int main() {
    return 0;
}
