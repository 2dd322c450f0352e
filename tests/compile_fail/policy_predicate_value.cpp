// SPDX-License-Identifier: BSL-1.0
// expect: a predicate compares codes, integers or enumerators
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto food = category_is("food");
#else
constexpr auto food = category_is(4u);
#endif

constexpr programme rules{points{per_amount{1_points, 1_usd}.on(food), round_off{rounding::floor}}};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{}).refused);
}
