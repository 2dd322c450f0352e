// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>

namespace loyalty::prices {

/// A purchase or a basket of which points pay a part (S25), by the `redemption_rule` of the programme. A purchase type of the
/// host's own has a member `points_paid` instead; a `checkout` is priced first, and names all means of payment. Of a bill of 25.00,
/// 1000 points pay 20.00:
///
/// `paid_with{purchase<currency::usd>{.id = 7, .time = now, .net = 25_usd}, 1000_points}`
template <class Sale, unit_type Unit>
struct paid_with : Sale {
    amount<Unit> points_paid{}; ///< zero if points pay nothing

    [[nodiscard]] friend constexpr bool operator==(const paid_with&, const paid_with&) = default;
};

template <class Sale, unit_type Unit>
paid_with(Sale, amount<Unit>) -> paid_with<Sale, Unit>;

} // namespace loyalty::prices
