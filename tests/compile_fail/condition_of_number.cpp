// SPDX-License-Identifier: BSL-1.0
// expect: a rule takes a condition here, such as category_is[(]4[)]
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto twice = multiply_by{2_x}.when(2);
#else
constexpr auto twice = multiply_by{2_x}.when(category_is(2));
#endif

constexpr programme rules{points{per_amount{1_points, 1_usd}, twice, round_off{rounding::floor}}};

int main() {}
