// SPDX-License-Identifier: BSL-1.0
//
// A discount is shared among lines so that the shares sum to it exactly, the largest remainder first (S6). 10.00
// over three lines of 100.00 are 3.34, 3.33 and 3.33; 30.00 over 60, 30 and 10 are 18, 9 and 3. The last line
// cancelled takes its 3.00 with it: the refund is 7.00 (S39). Sources: reports about other systems.

#include "check.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/refund.hpp>

#include <array>

namespace shares {

using namespace loyalty;
using namespace loyalty::prices;

constexpr programme ten_off{discounts{amount_off(10_usd)}};
constexpr programme thirty_off{discounts{amount_off(30_usd)}};
constexpr instant today = "2025-03-10T12:00"_utc;

using item = basket_line<currency::usd>;
constexpr std::array alike{item{.id = 1, .net = 100_usd}, item{.id = 2, .net = 100_usd}, item{.id = 3, .net = 100_usd}};
constexpr std::array falling{item{.id = 1, .net = 60_usd}, item{.id = 2, .net = 30_usd}, item{.id = 3, .net = 10_usd}};

void cases(gallery::checks& check) {
    const auto thirds = quote(ten_off, {}, checkout<currency::usd>{.time = today, .lines = alike});
    check("10.00 over 100.00, 100.00 and 100.00, the first", thirds.rules[0].shares[0], 3.34_usd);
    check("the second", thirds.rules[0].shares[1], 3.33_usd);
    check("the third", thirds.rules[0].shares[2], 3.33_usd);

    member<std::remove_const_t<decltype(thirty_off)>> anna;
    const checkout<currency::usd> order{.id = 1, .time = today, .lines = falling};
    const auto bill = quote(thirty_off, anna, order);
    check("30.00 over 60.00, 30.00 and 10.00, the first", bill.rules[0].shares[0], 18_usd);
    check("the second", bill.rules[0].shares[1], 9_usd);
    check("the third", bill.rules[0].shares[2], 3_usd);

    const auto sold = apply_with_receipt(thirty_off, anna, order);
    const priced_sale<currency::usd> record{order, bill};
    const ledgers::returned_pieces last{.line = 3, .pieces = 1};
    check("the last line comes back", record.refund(thirty_off, sold.receipt, last, refund_rule::keep).refund, 7_usd);
}

const gallery::page here{"shares", cases, [](gallery::leaflets& says) {
                             says("ten_off", ten_off);
                             says("thirty_off", thirty_off);
                         }};

} // namespace shares
