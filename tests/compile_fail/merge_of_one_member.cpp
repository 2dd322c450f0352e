// SPDX-License-Identifier: BSL-1.0
// expect: a merge concerns two members: call apply.programme, from, into, member_merge
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme rules{points{per_visit{1_points}}, social::mergeable{}};

int main() {
    member<std::remove_const_t<decltype(rules)>> from;
    member<std::remove_const_t<decltype(rules)>> into;
    const social::member_merge event{.id = 1, .member = 0, .into = 1};
#if defined(LOYALTY_EXPECT_FAILURE)
    return apply(rules, from, event).accepted() ? 0 : 1;
#else
    return apply(rules, from, into, event).accepted() ? 0 : 1;
#endif
}
