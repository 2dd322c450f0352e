// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: a programme has one redemption_rule by which points pay purchases: leave out
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr auto by_points = redemption_rule{redemption_rate{500_points, 10_usd}}.paying_for(net{});
constexpr redemption_rule by_stamps{redemption_rate{10_stamps, 5_usd}};
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{by_points, by_stamps.paying_for(net{}), a_point_a_dollar, lots<unit::points>{}};
#else
constexpr programme rules{by_points, by_stamps, a_point_a_dollar, lots<unit::points>{}};
#endif

int main() {}
