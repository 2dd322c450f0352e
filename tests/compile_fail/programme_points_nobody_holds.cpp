// SPDX-License-Identifier: BSL-1.0
// expect: loyalty: points pay this purchase, and members hold none: no policy grants this unit, and no account books it
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr redemption_rule rule{redemption_rate{500_points, 10_usd}};
constexpr points stamps{per_visit{1_stamps}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{rule, stamps};
#else
constexpr programme rules{rule, stamps, lots<unit::points>{}};
#endif

int main() {
    member<decltype(rules)> anna;
    apply(rules, anna, paid_with{purchase<currency::usd>{.id = 1, .time = instant{1}, .net = 5_usd}, 500_points});
}
