// SPDX-License-Identifier: BSL-1.0
// expect: redemption_rule: one_basket counts nothing between redemptions
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr redemption_rule rule{redemption_rate{500_points, 10_usd}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto limited_rule = rule.at_most(1000_points, one_basket{});
#else
constexpr auto limited_rule = rule.at_most(1000_points, rolling_days<30>{});
#endif

int main() {}
