// SPDX-License-Identifier: BSL-1.0
// expect: condition: a fact has one value, and none meets all of it
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto food = category_is(4) && category_is(7);
#else
constexpr auto food = category_is(4, 7);
#endif

constexpr programme rules{points{per_amount{1_points, 1_usd}.on(food), round_off{rounding::floor}}};

int main() {}
