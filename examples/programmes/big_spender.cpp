// SPDX-License-Identifier: BSL-1.0
//
// The big and the small spender. Who spends 500.00 in a calendar month earns twice. Sources: an example of this
// project, two customers of 1000.00 and 100.00 a month; the threshold is an example. The purchase that crosses it
// earns at the old rate, at the new one, or part at each: the programme says which (S19).

#include "check.hpp"

namespace big_spender {

using namespace loyalty;
using namespace loyalty::choices;
using namespace loyalty::criteria;

constexpr auto earning(earns_at crossing) {
    constexpr auto threshold = 500_usd;
    return programme{tiered{threshold}.within(calendar_window{period_unit::month}).crossing(crossing),
                     points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}}};
}
constexpr auto old_rate = earning(earns_at::old_rate);
constexpr auto new_rate = earning(earns_at::new_rate);
constexpr auto split = earning(earns_at::split);

void cases(gallery::checks& check) {
    gallery::customer small{old_rate};
    check("100.00 of the small spender", small.buys("2025-03-10"_date, 100_usd).granted<unit::points>(), 100_points);

    gallery::customer big{old_rate};
    check("1000.00 at the old rate", big.buys("2025-03-10"_date, 1000_usd).granted<unit::points>(), 1000_points);
    check("and 1000.00 more in March", big.buys("2025-03-31"_date, 1000_usd).granted<unit::points>(), 2000_points);
    check("and 1000.00 in April", big.buys("2025-04-01"_date, 1000_usd).granted<unit::points>(), 1000_points);

    gallery::customer at_once{new_rate};
    check("1000.00 at the new rate", at_once.buys("2025-03-10"_date, 1000_usd).granted<unit::points>(), 2000_points);
    gallery::customer parts{split};
    check("1000.00 split at 500.00", parts.buys("2025-03-10"_date, 1000_usd).granted<unit::points>(), 1500_points);
}

const gallery::page here{"big_spender", cases, [](gallery::leaflets& says) {
                             says("old_rate", old_rate);
                             says("new_rate", new_rate);
                             says("split", split);
                         }};

} // namespace big_spender
