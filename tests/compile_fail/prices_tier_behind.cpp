// SPDX-License-Identifier: BSL-1.0
// expect: a policy asks for the member's tier before a tiered{...} has told it
#include <loyalty/loyalty.hpp>

#include <loyalty/engine/checkout.hpp>

#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{discounts{percent_off(5_pct).when(tier_is(1))}, tiered{100_usd}};
#else
constexpr programme rules{tiered{100_usd}, discounts{percent_off(5_pct).when(tier_is(1))}};
#endif

int main() {
    const member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(quote(rules, anna, checkout<currency::usd>{}).refusal.why);
}
