// SPDX-License-Identifier: BSL-1.0
// expect: cashback: a rate is exact: write 1.5_pct, 5_bp or ratio.3, 200.
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{cashback{currency::usd{}, rounding::half_even, cashback_rate{0.015}}};
#else
constexpr programme rules{cashback{currency::usd{}, rounding::half_even, cashback_rate{1.5_pct}}};
#endif

int main() {
    return 0;
}
