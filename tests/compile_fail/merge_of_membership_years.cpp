// SPDX-License-Identifier: BSL-1.0
// expect: a membership_year begins on another day for each member and has none
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{100_usd}.within(criteria::membership_year{}), social::mergeable{}};
#else
constexpr programme rules{tiered{100_usd}, social::mergeable{}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> from;
    member<std::remove_const_t<decltype(rules)>> into;
    return apply(rules, from, into, social::member_merge{.id = 1, .member = 0, .into = 1}).accepted() ? 0 : 1;
}
