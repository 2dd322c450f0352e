// SPDX-License-Identifier: BSL-1.0
//
// Goods come back one by one, at a point a dollar, rounded down for the basket. Three lines of 0.50 earn 1 point,
// and 0, 1 and 0 go back; three of 33.33 earn 99, and 33 go back each time. A return takes the difference between
// what the sale earned and what the rest of it earns (S30), so over all returns it is exactly what was earned.
// Source: an example of this project.

#include "check.hpp"

#include <array>
#include <span>

namespace partial_returns {

using namespace loyalty;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

void sell_and_return(gallery::checks& check, money<currency::usd> price, amount<unit::points> earned,
                     std::array<amount<unit::points>, 3> taken) {
    const basket_line<currency::usd> line{.id = 1, .net = price};
    const std::array lines{line, line, line};
    const auto with = [&](std::size_t count) {
        return basket<currency::usd>{.id = 1, .time = "2025-03-10T12:00"_utc, .lines = std::span{lines}.first(count)};
    };
    gallery::customer anna{rules};
    auto sold = anna.does_with_receipt(with(3));
    check("three lines earn", sold.outcome.granted<unit::points>(), earned);
    const auto next = [&] { return anna.next("2025-03-11"_date); };
    check("the first comes back", anna.gives_back(sold.receipt.returned(next(), with(2))).granted<unit::points>(),
          taken[0]);
    check("the second", anna.gives_back(sold.receipt.returned(next(), with(1))).granted<unit::points>(), taken[1]);
    check("the third", anna.gives_back(sold.receipt.returned(next())).granted<unit::points>(), taken[2]);
}

void cases(gallery::checks& check) {
    sell_and_return(check, 0.50_usd, 1_points, {0_points, -1_points, 0_points});
    sell_and_return(check, 33.33_usd, 99_points, {-33_points, -33_points, -33_points});
}

const gallery::page here{"partial_returns", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace partial_returns
