// SPDX-License-Identifier: BSL-1.0
//
// A tier by spend if points pay a part: of a bill of 23.20, 10.00 in points and 13.20 in cash, the spend is 23.20
// or 13.20. The programme says which by its measure (S8, S27); never is it 36.40. Source: a report about another
// system. A point is worth a cent, and the tier of 100.00 is an example.

#include "check.hpp"

namespace tier_by_spend {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;

constexpr redemption_rule cent{redemption_rate{1_points, 0.01_usd}};
constexpr programme whole_bill{cent, tiered{100_usd}, lots<unit::points>{}};
constexpr programme rest_of_bill{cent, tiered{100_usd}.of(after_points{}), lots<unit::points>{}};

money<currency::usd> missing_after(const auto& rules) {
    gallery::customer anna{rules};
    constexpr instant today = "2025-03-10T12:00"_utc;
    anna.does(adjustment<unit::points>{.time = today, .amount = 1000_points});
    const purchase<currency::usd> bill{.id = 2, .time = today, .net = 23.20_usd};
    apply(rules, anna.card, prices::paid_with{bill, 1000_points});
    return progress(rules, anna.card, today).missing_to_next;
}

void cases(gallery::checks& check) {
    check("the bill counts: of 100.00 are missing", missing_after(whole_bill), 76.80_usd);
    check("the rest counts: of 100.00 are missing", missing_after(rest_of_bill), 86.80_usd);
}

const gallery::page here{"tier_by_spend", cases, [](gallery::leaflets& says) {
                             says("whole_bill", whole_bill);
                             says("rest_of_bill", rest_of_bill);
                         }};

} // namespace tier_by_spend
