// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: points pay this purchase, and no redemption_rule of this programme takes them: put a redemption_rule
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr redemption_rule rule{redemption_rate{500_points, 10_usd}};
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{a_point_a_dollar, lots<unit::points>{}};
#else
constexpr programme rules{rule, a_point_a_dollar, lots<unit::points>{}};
#endif

int main() {
    member<decltype(rules)> anna;
    apply(rules, anna, paid_with{purchase<currency::usd>{.id = 1, .time = instant{1}, .net = 5_usd}, 500_points});
}
