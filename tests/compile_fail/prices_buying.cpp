// SPDX-License-Identifier: BSL-1.0
// expect: only buy_get.*has goods that are bought for others
#include <loyalty/loyalty.hpp>

#include <loyalty/engine/checkout.hpp>

#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{discounts{percent_off(5_pct).buying(sku_is(1))}};
#else
constexpr programme rules{discounts{buy_get(2, 1).buying(sku_is(1))}};
#endif

int main() {
    const member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(quote(rules, anna, checkout<currency::usd>{}).refusal.why);
}
