// SPDX-License-Identifier: BSL-1.0
// expect: joined
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          redemption_rule{redemption_rate{500_points, 10_usd}}.at_most(500_points, first_months{3}),
                          lots<unit::points>{}};

struct joined_member {
    date joined{};
};

int main() {
    const member<std::remove_const_t<decltype(rules)>> anna;
#if defined(LOYALTY_EXPECT_FAILURE)
    return redeemable<unit::points>(rules, anna, 25_usd, instant{}).points == 0_points ? 0 : 1;
#else
    return redeemable<unit::points>(rules, anna, 25_usd, instant{}, 500_points, joined_member{}).points == 0_points ? 0
                                                                                                                    : 1;
#endif
}
