// SPDX-License-Identifier: BSL-1.0
// expect: cashback: a rate is a cashback_rate.*: write cashback_rate.5_pct.
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{cashback{currency::usd{}, rounding::half_up, 5_pct}};
#else
constexpr programme rules{cashback{currency::usd{}, rounding::half_up, cashback_rate{5_pct}}};
#endif

int main() {}
