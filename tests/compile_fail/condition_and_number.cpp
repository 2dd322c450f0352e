// SPDX-License-Identifier: BSL-1.0
// expect: a rule takes a condition here, such as category_is[(]4[)]
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto food = category_is(4) && 7;
#else
constexpr auto food = category_is(4) && store_is(7);
#endif

constexpr programme rules{points{per_amount{1_points, 1_usd}.on(food), round_off{rounding::floor}}};

int main() {}
