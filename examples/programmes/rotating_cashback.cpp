// SPDX-License-Identifier: BSL-1.0
//
// Rotating cashback: 5 % of up to 1,500.00 a quarter in a category that the member activates, then 1 %; 1 % of
// everything else. Sources: the published terms of cards with rotating categories. The 5 % are 1 % for everything
// and 4 % on top, so that spend above the limit falls back to 1 % (S18, S21).

#include "check.hpp"

namespace rotating_cashback {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr unsigned activated = 3; // a bit of the member's attributes
constexpr auto quarter = calendar_window{period_unit::quarter};
constexpr programme rules{
    cashback{currency::usd{}, rounding::half_up, cashback_rate{1_pct}},
    cashback{currency::usd{}, rounding::half_up,
             cashback_rate{4_pct}.on(member_has(activated)).at_most(60_usd, quarter)},
};

struct card_holder {
    std::uint64_t attributes = 0;
};

void cases(gallery::checks& check) {
    gallery::customer anna{rules, card_holder{1u << activated}};
    check("1,400.00 at 5 %", anna.buys("2025-01-10"_date, 1400_usd).granted<currency::usd>(), 70_usd);
    auto second = anna.does_with_receipt(purchase<currency::usd>{.time = "2025-02-10T12:00"_utc, .net = 250_usd});
    check("250.00: 100.00 at 5 %, 150.00 at 1 %", second.outcome.granted<currency::usd>(), 6.50_usd);

    const purchase<currency::usd> kept{.id = second.receipt.sale_id(), .time = "2025-02-10T12:00"_utc, .net = 50_usd};
    const auto back = anna.gives_back(second.receipt.returned(anna.next("2025-02-11"_date), kept));
    check("200.00 of it come back", back.granted<currency::usd>(), -4_usd);
    check("what the quarter gave", anna.card.balance<currency::usd>(), 72.50_usd);

    gallery::customer ben{rules, card_holder{}};
    check("not activated, 1,400.00", ben.buys("2025-01-10"_date, 1400_usd).granted<currency::usd>(), 14_usd);
    check("not activated, 250.00", ben.buys("2025-02-10"_date, 250_usd).granted<currency::usd>(), 2.50_usd);
}

const gallery::page here{"rotating_cashback", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace rotating_cashback
