// SPDX-License-Identifier: BSL-1.0
// expect: no policy of this programme keeps a paid membership: add a paid_membership\{\}
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}};
#else
constexpr programme rules{paid_membership{}, points{per_visit{1_points}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, membership_change{.id = 1}).refused);
}
