// SPDX-License-Identifier: BSL-1.0
#pragma once

// Purchases that points pay in part, at a cent a point: 1000 points pay 10.00 of a bill of 23.20.

#include <loyalty/events/paid_with.hpp>

#include <loyalty/loyalty.hpp>

#include <cstdint>

namespace paid_sales {

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;
using item = basket_line<currency::usd>;
using goods = basket<currency::usd>;

inline constexpr round_off whole{rounding::floor};
inline constexpr redemption_rule by_cents{redemption_rate{1_points, 0.01_usd}};

[[nodiscard]] constexpr auto pays(std::uint64_t id, instant time, money<currency::usd> net,
                                  amount<unit::points> points) {
    return paid_with{sale{.id = id, .time = time, .net = net}, points};
}

} // namespace paid_sales
