// SPDX-License-Identifier: BSL-1.0
//
// A bank card's welcome bonus: 20,000 points once 1,000.00 are spent within three months of opening, once only
// (S20). Sources: published terms of such cards; the day of opening, 15 January 2025, is an example. 14 April is
// the last day.

#include "check.hpp"

namespace bank_card_bonus {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme rules{spend_threshold{20'000_points, once(1000_usd)}.within(first_months{3})};

struct account {
    date joined = "2025-01-15"_date;
};

amount<unit::points> last_cent_on(date day, money<currency::usd> afterwards = 0_usd) {
    gallery::customer anna{rules, account{}};
    anna.buys("2025-01-15"_date, 400_usd);
    anna.buys("2025-03-01"_date, 599.99_usd);
    const auto cent = anna.buys(day, 0.01_usd);
    return cent.granted<unit::points>() + anna.buys(day, afterwards).granted<unit::points>();
}

void cases(gallery::checks& check) {
    check("the last cent on 14 April", last_cent_on("2025-04-14"_date), 20'000_points);
    check("and 5,000.00 after it", last_cent_on("2025-04-14"_date, 5000_usd), 20'000_points);
    check("the last cent on 15 April", last_cent_on("2025-04-15"_date), 0_points);
}

const gallery::page here{"bank_card_bonus", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace bank_card_bonus
