// SPDX-License-Identifier: BSL-1.0
// expect: no policy of this programme grants this unit, and no account books it
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr programme rules{points{per_visit{1_points}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
#if defined(LOYALTY_EXPECT_FAILURE)
    return apply(rules, anna, social::opening<unit::points, unit::stamps>{.id = 1}).accepted() ? 0 : 1;
#else
    return apply(rules, anna, social::opening<unit::points>{.id = 1}).accepted() ? 0 : 1;
#endif
}
