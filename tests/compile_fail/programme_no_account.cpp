// SPDX-License-Identifier: BSL-1.0
// expect: no account of this programme books this unit: add lots<Unit>\{\} last
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}};
#else
constexpr programme rules{points{per_visit{1_points}}, lots<unit::points>{}.max_holds<1>()};
#endif

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, release<unit::points>{.id = 1, .hold = 1}).refused);
}
