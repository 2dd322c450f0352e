// SPDX-License-Identifier: BSL-1.0
#pragma once

// Sales whose lines come back one by one, and a shop with an award for each line and one for the whole basket.

#include <loyalty/engine/itemize.hpp>
#include <loyalty/engine/sale_record.hpp>
#include <loyalty/loyalty.hpp>

#include <type_traits>

namespace sales_by_line {

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::streams;
using namespace loyalty::arithmetic;

using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;
using usd = money<currency::usd>;

inline constexpr instant noon = "2025-03-10T12:00"_utc;
inline constexpr instant day_after = "2025-03-11T12:00"_utc;

/// 2 points for each 5.00, and 500 points for each 100.00 of one basket.
inline constexpr programme shop{points{per_amount{2_points, 5_usd}, round_off{rounding::floor}},
                                spend_threshold{500_points, every(100_usd)}.within(one_basket{})};
using shop_type = std::remove_const_t<decltype(shop)>;

} // namespace sales_by_line
