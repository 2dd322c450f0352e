// SPDX-License-Identifier: BSL-1.0
// expect: campaign: the window ends before it starts
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{
    cashback{currency::usd{}, rounding::half_even,
             cashback_rate{1_pct}.at_most(1_usd, campaign{{"2025-05-01"_date, "2025-05-01"_date}})}};
#else
constexpr programme rules{
    cashback{currency::usd{}, rounding::half_even,
             cashback_rate{1_pct}.at_most(1_usd, campaign{{"2025-05-01"_date, "2025-05-02"_date}})}};
#endif

int main() {}
