// SPDX-License-Identifier: BSL-1.0
//
// A bookshop like Barnes & Noble: everybody gets a stamp for each 10.00 of a purchase, and ten stamps become 5.00
// by themselves (S32). Who pays for the membership has 10 % off as well, while it runs (S39, S43). Sources: the
// published programme; the purchases are examples. Stamps count what is paid after the discount.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>

#include <array>

namespace barnes_and_noble {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;

constexpr programme rules{
    paid_membership{},
    discounts{percent_off(10_pct).when(membership_active())},
    points{per_amount{1_stamps, 10_usd}, round_off{rounding::floor}},
    conversion{10_stamps, 5_usd},
};

constexpr std::array books{basket_line<currency::usd>{.id = 1, .net = 60_usd}};
constexpr checkout<currency::usd> sold_on(date day) {
    return {.time = gallery::noon(day), .lines = books};
}

void cases(gallery::checks& check) {
    gallery::customer ben{rules};
    check("60.00 of books cost", quote(rules, ben.card, sold_on("2025-03-10"_date)).due, 60_usd);
    ben.does(sold_on("2025-03-10"_date));
    check("and give", ben.card.balance<unit::stamps>(), 6_stamps);
    const auto second = ben.does(sold_on("2025-03-11"_date));
    check("the second time ten stamps become", second.granted<currency::usd>(), 5_usd);
    check("and there are left", ben.card.balance<unit::stamps>(), 2_stamps);

    gallery::customer anna{rules};
    anna.does(membership_change{.time = "2025-03-01T12:00"_utc,
                                .membership = {"2025-03-01T12:00"_utc, "2026-03-01T12:00"_utc}});
    check("a paying member, 60.00 of books cost", quote(rules, anna.card, sold_on("2025-03-10"_date)).due, 54_usd);
    anna.does(sold_on("2025-03-10"_date));
    check("and give", anna.card.balance<unit::stamps>(), 5_stamps);
    check("a year later they cost", quote(rules, anna.card, sold_on("2026-03-02"_date)).due, 60_usd);
}

const gallery::page here{"barnes_and_noble", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace barnes_and_noble
