// SPDX-License-Identifier: BSL-1.0
// expect: cashback: counts_up_to{...} has no share for each rate
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{
    cashback{currency::usd{}, rounding::half_even, cashback_rate{1_pct}}.of(counts_up_to{100_usd})};
#else
constexpr programme rules{
    cashback{currency::usd{}, rounding::half_even, cashback_rate{1_pct}.at_most(1_usd, one_basket{})}.of(gross{})};
#endif

int main() {
    return 0;
}
