// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: a policy counts after_points.. or asks points_pay..: put the redemption_rule by which points
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr points on_rest{per_amount{1_points, 1_usd}.of(after_points{}), round_off{rounding::floor}};
constexpr redemption_rule rule{redemption_rate{500_points, 10_usd}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{on_rest, lots<unit::points>{}};
#else
constexpr programme rules{rule, on_rest, lots<unit::points>{}};
#endif

int main() {
    member<decltype(rules)> anna;
    apply(rules, anna, purchase<currency::usd>{.id = 1, .time = instant{1}, .net = 5_usd});
}
