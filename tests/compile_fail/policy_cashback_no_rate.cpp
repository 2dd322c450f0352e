// SPDX-License-Identifier: BSL-1.0
// expect: cashback: give at least one cashback_rate{...}
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{cashback{currency::usd{}, rounding::half_even}};
#else
constexpr programme rules{cashback{currency::usd{}, rounding::half_even, cashback_rate{1_pct}}};
#endif

int main() {}
