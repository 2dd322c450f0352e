// SPDX-License-Identifier: BSL-1.0
//
// Points in the books of a shop (S53): a point for each 10.00, worth 1.00 later. Sales of 100,000.00 give 10,000 points, of
// which 97 % are expected to be redeemed. So 9 % of the price, rounded to a whole per cent, is revenue of later years: in the
// second year 4,500 points are redeemed, in the third 4,000, and the estimate rises to 9,900. Not rounded before the amount,
// the second year has another revenue; so the stage of rounding is named. Source: example 10A of KPMG's handbook on IFRS 15.

#include "check.hpp"

#include <loyalty/analytics/liability.hpp>

namespace contract_liability {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::analytics;

constexpr programme rules{
    points{per_amount{1_points, 10_usd}, round_off{rounding::floor}},
    redemption_rule{redemption_rate{1_points, 1_usd}},
    lots<unit::points>{},
};
/// The price, the goods alone, and the points that are expected to be redeemed.
constexpr allocated_price<currency::usd> sales{100'000_usd, 100'000_usd, 9'700_usd};

/// The revenue of all years until then, by the points redeemed and the estimate of that year.
money<currency::usd> revenue(money<currency::usd> deferred, amount<unit::points> redeemed, amount<unit::points> of) {
    return *recognised_revenue(deferred, redeemed, of, rounding::half_up);
}
money<currency::usd> whole(money<currency::usd> value) {
    return *arithmetic::round_to_multiple(value, 1_usd, rounding::half_up);
}

void cases(gallery::checks& check) {
    gallery::customer all{rules};
    const auto redeems = [&](date day, amount<unit::points> points) {
        return all.does(redemption<unit::points>{.time = gallery::noon(day), .amount = points}).refused;
    };
    check("sales of 100,000.00", all.buys("2023-06-30"_date, 100'000_usd).granted<unit::points>(), 10'000_points);
    const auto deferred = *sales.of_points_by_percent(0, rounding::half_up);
    check("the liability, 9 % of the price", deferred, 9'000_usd);

    check("4,500 are redeemed", redeems("2024-06-30"_date, 4'500_points), reason::none);
    const auto second = revenue(deferred, 4'500_points, 9'700_points);
    check("revenue of the second year", whole(second), 4'175_usd);
    check("and 4,000", redeems("2025-06-30"_date, 4'000_points), reason::none);
    const auto third = revenue(deferred, 8'500_points, 9'900_points) - second;
    check("revenue of the third year", whole(third), 3'552_usd);
    check("points that are left", all.available("2025-07-01"_date), 1'500_points);

    const auto exact = *sales.of_points(rounding::half_up);
    check("not rounded to per cent, the liability", exact, 8'842.30_usd);
    check("and revenue of the second year", revenue(exact, 4'500_points, 9'700_points), 4'102.10_usd);
}

const gallery::page here{"contract_liability", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace contract_liability
