// SPDX-License-Identifier: BSL-1.0
// expect: a rule takes a condition here, such as category_is[(]4[)]
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

constexpr auto some = [](const auto&, const auto&) { return 1; };

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto back = cashback_rate{1_pct}.when(some);
#else
constexpr auto back = cashback_rate{1_pct}.when(store_is(some(0, 0)));
#endif

constexpr programme rules{cashback{currency::usd{}, rounding::floor, back}};

int main() {}
