// SPDX-License-Identifier: BSL-1.0
// expect: a redemption_rule counts towards a limit before the account spends
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr auto rule =
    redemption_rule{redemption_rate{500_points, 10_usd}}.at_most(1000_points, calendar_window{period_unit::month});

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{a_point_a_dollar, lots<unit::points>{}, rule};
#else
constexpr programme rules{a_point_a_dollar, rule, lots<unit::points>{}};
#endif

int main() {}
