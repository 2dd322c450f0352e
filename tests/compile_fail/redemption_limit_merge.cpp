// SPDX-License-Identifier: BSL-1.0
// expect: a membership_year begins on another day for each member and has none
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr redemption_rule rule{redemption_rate{500_points, 10_usd}};
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{a_point_a_dollar, rule.at_most(500_points, membership_year{}), social::mergeable{}};
#else
constexpr programme rules{a_point_a_dollar, rule.at_most(500_points, lifetime{}), social::mergeable{}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> from;
    member<std::remove_const_t<decltype(rules)>> into;
    return apply(rules, from, into, social::member_merge{.id = 1, .member = 0, .into = 1}).accepted() ? 0 : 1;
}
