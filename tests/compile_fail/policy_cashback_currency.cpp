// SPDX-License-Identifier: BSL-1.0
// expect: cashback: the purchase is in another currency
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{cashback{currency::eur{}, rounding::half_even, cashback_rate{1_pct}}};
#else
constexpr programme rules{cashback{currency::usd{}, rounding::half_even, cashback_rate{1_pct}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{.id = 1, .net = 5_usd}).refused);
}
