// SPDX-License-Identifier: BSL-1.0
// expect: the members of this programme do not merge: add a social::mergeable
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}};
#else
constexpr programme rules{points{per_visit{1_points}}, social::mergeable{}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> from;
    member<std::remove_const_t<decltype(rules)>> into;
    return apply(rules, from, into, social::member_merge{.id = 1, .member = 0, .into = 1}).accepted() ? 0 : 1;
}
