// SPDX-License-Identifier: BSL-1.0
//
// Each measure of a quarter has a numerator and a denominator (S53). Anna buys for
// 10.00 in January and for 20.00 in February, Ben for 5.00 in January and in March, Cleo for 30.00 in February. A ratio is
// exact, and rounded where it is shown. Sources: the measures that the trade names, and their definitions in docs/measures.md;
// the figures are examples.

#include "check.hpp"

#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/tally.hpp>

namespace measures {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::analytics;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, lots<unit::points>{}};

enum who : std::uint32_t { anna, ben, cleo };
enum category : std::uint32_t { coffee = 1, cake = 2 };

void cases(gallery::checks& check) {
    purchase_table<currency::usd> shop{{period_unit::month, "2025-01-01"_date, 3}};
    shop.order(anna, "2025-01-05"_date, 10_usd, coffee);
    shop.order(anna, "2025-02-28"_date, 20_usd, coffee);
    shop.order(ben, "2025-01-31"_date, 5_usd, coffee);
    shop.order(ben, "2025-03-01"_date, 5_usd, cake);
    shop.order(cleo, "2025-02-10"_date, 30_usd, cake);
    check("members who buy again", shop.repeat_purchase_rate(), ratio{2, 3});
    check("retention of January", shop.retention(0), ratio{1, 2});
    check("churn of January", shop.churn(0), ratio{1, 2});
    check("average order value, in cents", shop.average_order_value(), ratio{7000, 5});
    check("lifetime value until now, in cents", shop.historic_lifetime_value(), ratio{7000, 3});
    check("members of two categories (upsell)", shop.upsell_rate(), ratio{1, 3});
    check("active members in February", shop.period(1).members, 2U);
    check("visits of an active member in January", shop.period(0).visit_frequency(), ratio{2, 2});

    point_redemption_rate<unit::points> of_points;
    of_points.issue(1'000_points);
    of_points.redeem(250_points);
    check("redemption rate of points", of_points.quotient(), ratio{250, 1000});
    member_redemption_rate of_members;
    for (int i = 0; i < 8; ++i) {
        of_members.member(i < 2);
    }
    check("redemption rate of members", of_members.quotient(), ratio{2, 8});
    share_of_wallet<currency::usd> wallet;
    wallet.spent(40_usd, 160_usd);
    check("share of wallet", wallet.quotient(), ratio{1, 4});
    net_promoter_score promoters;
    for (const int answer : {10, 9, 8, 3}) {
        promoters.answer(answer);
    }
    check("net promoter score", promoters.quotient(), ratio{1, 4});
    loyalty_index index;
    index.answers(6, 5, 4);
    check("loyalty index, the mean of three scores", index.quotient(), ratio{5, 1});
    return_on_cost<currency::usd> campaign; // 200 members at a margin of 25.00, a control of 100 at 20.00
    for (int i = 0; i < 200; ++i) {
        campaign.member(25_usd);
    }
    for (int i = 0; i < 100; ++i) {
        campaign.member_of_control(20_usd);
    }
    campaign.cost(500_usd);
    check("return on a cost of 500.00 against the control", campaign.quotient(), ratio{1, 1});
}

const gallery::page here{"measures", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace measures
