// SPDX-License-Identifier: BSL-1.0
// expect: the account of this unit has no room for reservations: give it some, lots<Unit>\{\}.max_holds<4>\(\)
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}, lots<unit::points>{}};
#else
constexpr programme rules{points{per_visit{1_points}}, lots<unit::points>{}.max_holds<1>()};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, reservation<unit::points>{.id = 1, .hold = 1}).refused);
}
