// SPDX-License-Identifier: BSL-1.0
// expect: put discounts of items first
#include <loyalty/loyalty.hpp>

#include <loyalty/engine/checkout.hpp>

#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{discounts{percent_off(5_pct), free_items(1)}};
#else
constexpr programme rules{discounts{free_items(1), percent_off(5_pct)}};
#endif

int main() {
    const member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(quote(rules, anna, checkout<currency::usd>{}).refusal.why);
}
