// SPDX-License-Identifier: BSL-1.0
// expect: redemption_rule: a limit counts the points of the rule or redemptions
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr redemption_rule rule{redemption_rate{500_points, 10_usd}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto limited_rule = rule.at_most(2_visits, calendar_window{period_unit::day});
#else
constexpr auto limited_rule = rule.at_most(2_redemptions, calendar_window{period_unit::day});
#endif

int main() {}
