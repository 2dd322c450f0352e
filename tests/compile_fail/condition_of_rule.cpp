// SPDX-License-Identifier: BSL-1.0
// expect: a rule takes a condition here, such as category_is[(]4[)]
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto each = per_amount{1_points, 1_usd}.on(multiply_by{2_x});
#else
constexpr auto each = per_amount{1_points, 1_usd}.on(category_is(2));
#endif

constexpr programme rules{points{each, round_off{rounding::floor}}};

int main() {}
