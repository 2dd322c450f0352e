// SPDX-License-Identifier: BSL-1.0
// expect: cashback: the cap lies below the smallest award of one minor unit
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{
    cashback{currency::usd{}, rounding::half_even, cashback_rate{1_pct}.at_most(0_usd, lifetime{})}};
#else
constexpr programme rules{
    cashback{currency::usd{}, rounding::half_even, cashback_rate{1_pct}.at_most(0.01_usd, lifetime{})}};
#endif

int main() {}
