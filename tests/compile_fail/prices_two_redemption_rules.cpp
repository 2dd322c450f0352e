// SPDX-License-Identifier: BSL-1.0
// expect: two rules of a programme redeem points of one unit for one currency
#include <loyalty/loyalty.hpp>

#include <loyalty/engine/checkout.hpp>

#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{redemption_rule{redemption_rate{1_points, 1_usd}},
                          redemption_rule{redemption_rate{2_points, 1_usd}}};
#else
constexpr programme rules{redemption_rule{redemption_rate{1_points, 1_usd}},
                          redemption_rule{redemption_rate{2_points, 1_eur}}};
#endif

int main() {
    const member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(quote(rules, anna, checkout<currency::usd>{}).refusal.why);
}
