// SPDX-License-Identifier: BSL-1.0
// expect: first_months: give at least one month
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{spend_threshold{5_points, once(50_usd)}.within(first_months{0})};
#else
constexpr programme rules{spend_threshold{5_points, once(50_usd)}.within(first_months{1})};
#endif

int main() {}
