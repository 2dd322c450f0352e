// SPDX-License-Identifier: BSL-1.0
// expect: no policy of this programme keeps a tier that is set by hand: add a tier_floor\{\} behind the tiered
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{tiered{100_usd}, points{per_visit{1_points}}};
#else
constexpr programme rules{tiered{100_usd}, tier_floor{}, points{per_visit{1_points}}};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, tier_grant{.id = 1, .tier = 1}).refused);
}
