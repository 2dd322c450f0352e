// SPDX-License-Identifier: BSL-1.0
//
// Twelve boxes of coffee or vegetables, paid in advance, one a month, like Bean Box. The programme earns at
// payment, or with each delivery (S44). After five boxes the member cancels: the price of the seven that were not
// sent goes back, by shares that sum to what was paid (S6), and so do the points that the payment had earned for
// them (S30). A month that is skipped has no event. Sources: prepaid subscriptions; 250.00 is an example.

#include "check.hpp"

#include <loyalty/money/allocation.hpp>

#include <array>
#include <cstddef>

namespace coffee_subscription {

using namespace loyalty;

constexpr programme at_payment{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
constexpr programme at_delivery{points{per_delivery{20_points}}};

constexpr auto price = 250_usd;

/// The price of each box: 20.84 four times, then 20.83.
constexpr std::array<money<currency::usd>, 12> boxes = [] {
    std::array<money<currency::usd>, 12> shares{};
    [[maybe_unused]] const bool fits = arithmetic::split(price, shares);
    return shares;
}();

constexpr money<currency::usd> price_of(std::size_t from, std::size_t until) {
    money<currency::usd> sum{};
    for (std::size_t box = from; box < until; ++box) {
        sum += boxes[box];
    }
    return sum;
}

void cases(gallery::checks& check) {
    check("the first box", boxes[0], 20.84_usd);
    check("the last box", boxes[11], 20.83_usd);
    check("all boxes", price_of(0, 12), 250_usd);
    check("the refund after five boxes", price_of(5, 12), 145.81_usd);

    gallery::customer anna{at_payment};
    const purchase<currency::usd> paid{.id = 1, .time = "2025-01-10T12:00"_utc, .net = price};
    auto sold = anna.does_with_receipt(paid);
    check("points at payment", sold.outcome.granted<unit::points>(), 250_points);
    purchase<currency::usd> sent = paid;
    sent.net = price_of(0, 5);
    const auto back = anna.gives_back(sold.receipt.returned(anna.next("2025-06-01"_date), sent));
    check("that go back after five boxes", back.granted<unit::points>(), -146_points);

    gallery::customer ben{at_delivery};
    for (std::uint32_t month = 1; month <= 5; ++month) {
        ben.does(
            delivery{.time = gallery::noon(date::of(2025, static_cast<int>(month), 10)), .order = 1, .number = month});
    }
    check("points of five deliveries", ben.card.balance<unit::points>(), 100_points);
}

const gallery::page here{"coffee_subscription", cases, [](gallery::leaflets& says) {
                             says("at_payment", at_payment);
                             says("at_delivery", at_delivery);
                         }};

} // namespace coffee_subscription
