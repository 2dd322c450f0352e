// SPDX-License-Identifier: BSL-1.0
//
// A paid membership by days: 119.00 a year for gold, 59.00 for silver (S43). Renewed early, it extends from its end;
// late, it begins with the payment. An upgrade begins at once, and the unused days are credited. A downgrade waits for
// the end of what is paid. Who cancels has the unused days back: the used and the unused part sum to what was paid.
// Gold members have 10 % off while it runs. Sources: published terms of such memberships; the figures are examples.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/policies/membership_record.hpp>

namespace membership_by_days {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;
using usd = currency::usd;

constexpr social::membership_plan<usd> silver{.number = 1, .fee = 59_usd};
constexpr social::membership_plan<usd> gold{.number = 2, .fee = 119_usd};
constexpr programme rules{
    paid_membership{},
    discounts{percent_off(10_pct).when(membership_active())},
};

void cases(gallery::checks& check) {
    social::membership_record<usd> anna;
    anna.renew(gold, "2025-01-10"_date);
    check("a year from 10 January 2025 ends on", anna.days().until, "2026-01-10"_date);
    auto late = anna;
    check("renewed on 20 December, until", anna.renew(gold, "2025-12-20"_date).days.until, "2027-01-10"_date);
    check("renewed on 1 February, from", late.renew(gold, "2026-02-01"_date).days.from, "2026-02-01"_date);

    social::membership_record<usd> ben;
    ben.renew(gold, "2025-01-10"_date);
    check("silver from", ben.renew(silver, "2025-06-01"_date).days.from, "2026-01-10"_date);
    check("plan on 9 January", ben.plan_on("2026-01-09"_date), 2U);

    social::membership_record<usd> cleo;
    cleo.renew(silver, "2025-03-01"_date);
    const auto up = cleo.upgrade(gold, "2025-07-01"_date);
    check("243 of 365 days of 59.00 are credited", up.credited, 39.28_usd);
    check("to be paid for gold", up.due, 79.72_usd);

    social::membership_record<usd> dora;
    dora.renew(gold, "2025-01-10"_date);
    gallery::customer card{rules};
    const auto pays = [&](date day) {
        const basket_line<usd> goods{.id = 1, .net = 100_usd};
        return quote(rules, card.card, checkout<usd>{.id = 99, .time = gallery::noon(day), .lines = {&goods, 1}}).due;
    };
    card.does(dora.change({.time = gallery::noon("2025-01-10"_date)}, calendar<>{}));
    check("100.00 on 19 April", pays("2025-04-19"_date), 90_usd);
    check("265 of 365 days of 119.00 go back", -dora.cancel("2025-04-20"_date).due, 86.40_usd);
    card.does(dora.change({.time = gallery::noon("2025-04-20"_date)}, calendar<>{}));
    check("100.00 on 20 April", pays("2025-04-20"_date), 100_usd);
}

const gallery::page here{"membership_by_days", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace membership_by_days
