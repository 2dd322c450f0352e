// SPDX-License-Identifier: BSL-1.0
// expect: an amount of a rule is in another currency than the sale
#include <loyalty/loyalty.hpp>

#include <loyalty/engine/checkout.hpp>

#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{discounts{amount_off(5_eur)}};
#else
constexpr programme rules{discounts{amount_off(5_usd)}};
#endif

int main() {
    const member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(quote(rules, anna, checkout<currency::usd>{}).refusal.why);
}
