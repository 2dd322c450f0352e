// SPDX-License-Identifier: BSL-1.0
//
// A summer: in June and July weekends earn three times, and each purchase from 50.00 on has 100 points more that
// expire after 30 days (S12, S24). The first 1,000 of these points are all that the campaign has, whoever gets them
// (S40). All other points last to the end of the next year. Sources: seasonal campaigns; the figures are examples.

#include "check.hpp"

namespace seasonal {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr date_window summer{"2025-06-01"_date, "2025-08-01"_date};

constexpr programme rules{
    points{per_amount{1_points, 1_usd},
           multiply_by{3_x}.when(during(summer) && day_of_week_is(weekday::saturday, weekday::sunday)),
           round_off{rounding::floor}},
    dated{
        limited{quota<1>(1'000_points), points{per_visit{100_points}.when(during(summer) && basket_at_least(50_usd))}}}
        .expiring(expires_after_days<30>{30}),
    lots<unit::points>{}.expiring(expires_end_of_year<1>{}).spare_buckets<32>(),
};
using rules_type = std::remove_const_t<decltype(rules)>;

void cases(gallery::checks& check) {
    quotas<rules_type> budget{rules};
    member<rules_type> anna;
    std::uint64_t id = 0;
    const auto buys = [&](member<rules_type>& who, date day, money<currency::usd> net) {
        const purchase<currency::usd> sale{.id = ++id, .time = gallery::noon(day), .net = net};
        return apply(rules, who, sale, sharing(budget)).granted<unit::points>();
    };
    const auto available = [&](date day) {
        return balances_of<unit::points>(rules, anna, gallery::noon(day)).available;
    };
    check("60.00 on Saturday 31 May", buys(anna, "2025-05-31"_date, 60_usd), 60_points);
    check("60.00 on Sunday 1 June", buys(anna, "2025-06-01"_date, 60_usd), 280_points);
    check("20.00 on Monday 2 June", buys(anna, "2025-06-02"_date, 20_usd), 20_points);
    check("available on 30 June", available("2025-06-30"_date), 360_points);
    check("on 1 July without the campaign's 100", available("2025-07-01"_date), 260_points);
    check("on 31 December 2026", available("2026-12-31"_date), 260_points);
    check("on 1 January 2027", available("2027-01-01"_date), 0_points);

    member<rules_type> others;
    for (int i = 0; i < 8; ++i) {
        buys(others, "2025-07-01"_date, 50_usd);
    }
    check("after nine purchases the campaign has", budget.left<1>(), 100_points);
    check("the tenth gets it", buys(others, "2025-07-02"_date, 50_usd), 150_points);
    check("the eleventh does not", buys(others, "2025-07-03"_date, 50_usd), 50_points);
}

const gallery::page here{"seasonal", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace seasonal
