// SPDX-License-Identifier: BSL-1.0
//
// Two gift cards pay an order in the order in which they are presented, each only for what is still due (S38, S39). Cards of
// 100.00 and 50.00 pay an order of 120.00 with 100.00 and 20.00. A refund of 40.00 goes back to the means by a named
// rule. Source: reports about other systems, with their figures; there both cards were emptied.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/refund.hpp>

#include <array>

namespace gift_cards {

using namespace loyalty;
using namespace loyalty::prices;

constexpr programme rules{
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    things::wallet<4>{},
};

void cases(gallery::checks& check) {
    constexpr instant now = "2025-03-10T12:00"_utc;
    const auto pays = [&](money<currency::usd> order) {
        gallery::customer anna{rules};
        anna.does(things::thing_issue{.time = now, .thing = {.code = 1, .stored = 100_usd}});
        anna.does(things::thing_issue{.time = now, .thing = {.code = 2, .stored = 50_usd}});
        const std::array lines{basket_line<currency::usd>{.id = 1, .net = order}};
        const std::array cards{payment<currency::usd>{.by = tender::gift_card, .card = {.code = 1}},
                               payment<currency::usd>{.by = tender::gift_card, .card = {.code = 2}}};
        anna.does(checkout<currency::usd>{.time = now, .lines = lines, .payments = cards});
        return anna;
    };
    const auto left = [&](const auto& anna, std::uint64_t code) {
        return things::thing(rules, anna.card, code, now).thing.stored.template in<currency::usd>();
    };
    const auto large = pays(120_usd);
    check("120.00: on the first card", left(large, 1), 0_usd);
    check("and on the second", left(large, 2), 30_usd);
    const auto small = pays(80_usd);
    check("80.00: on the first card", left(small, 1), 20_usd);
    check("and on the second", left(small, 2), 50_usd);

    constexpr std::array paid{30_usd, 70_usd}; // a gift card, a bank card
    std::array<money<currency::usd>, 2> back{};
    check("40.00 go back, first used first", split_refund(40_usd, paid, back, refund_order::first_used), true);
    check("to the card", back[0], 30_usd);
    check("in proportion", split_refund(40_usd, paid, back, refund_order::in_proportion), true);
    check("to the card", back[0], 12_usd);
}

const gallery::page here{"gift_cards", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace gift_cards
