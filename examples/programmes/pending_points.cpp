// SPDX-License-Identifier: BSL-1.0
//
// Points wait until the return period is over (S23). 100 points of 1 May wait for 14 days. A return of everything
// on 10 May cancels what waits. On 20 May 80 of them have been spent, and the programme says who bears the rest:
// the member owes it, or it is written off (S26). Source: reports about other systems; the dates are examples.

#include "check.hpp"

namespace pending_points {

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr auto waiting = lots<unit::points>{}.activating(activates_after_days<14>{});
constexpr programme owes{a_point_a_dollar, waiting.on_shortfall(debt_policy::negative)};
constexpr programme writes_off{a_point_a_dollar, waiting.on_shortfall(debt_policy::down_to_zero)};
constexpr programme takes_what_waits{a_point_a_dollar, waiting.on_shortfall(debt_policy::only_pending)};

/// The balances after a return of everything, by then so many were spent.
auto after_return(const auto& rules, date day, amount<unit::points> spent) {
    gallery::customer anna{rules};
    constexpr auto price = 100_usd;
    auto sold = anna.does_with_receipt(purchase<currency::usd>{.time = "2025-05-01T12:00"_utc, .net = price});
    anna.does(redemption<unit::points>{.time = gallery::noon(day), .amount = spent});
    anna.gives_back(sold.receipt.returned(anna.next(day)));
    return balances_of<unit::points>(rules, anna.card, gallery::noon(day));
}

void cases(gallery::checks& check) {
    gallery::customer anna{owes};
    anna.buys("2025-05-01"_date, 100_usd);
    check("available on 14 May", anna.available("2025-05-14"_date), 0_points);
    check("available on 15 May", anna.available("2025-05-15"_date), 100_points);

    check("returned on 10 May, pending", after_return(owes, "2025-05-10"_date, 0_points).pending, 0_points);
    const auto owed = after_return(owes, "2025-05-20"_date, 80_points);
    check("returned on 20 May, the member owes: available", owed.available, 0_points);
    check("and the debt", owed.debt, 80_points);
    const auto written_off = after_return(writes_off, "2025-05-20"_date, 80_points);
    check("returned on 20 May, written off: available", written_off.available, 0_points);
    check("the debt", written_off.debt, 0_points);
    check("and on record", written_off.shortfall, 80_points);
    const auto kept = after_return(takes_what_waits, "2025-05-20"_date, 80_points);
    check("returned on 20 May, only what waits is taken: available", kept.available, 20_points);
}

const gallery::page here{"pending_points", cases, [](gallery::leaflets& says) {
                             says("owes", owes);
                             says("writes_off", writes_off);
                             says("takes_what_waits", takes_what_waits);
                         }};

} // namespace pending_points
