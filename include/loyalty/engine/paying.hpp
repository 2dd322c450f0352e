// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points pay a purchase, and a return gives a part of them back.

#include <loyalty/config.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/points_payment.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// Notes in the visit what points cover of a bill, and how it lies over the lines.
template <class Visit, class Lots>
constexpr void cover_bill(Visit& visit, const points_of_sale<Lots>& paid, std::int64_t value, std::int64_t due) noexcept {
    visit.payment = {.points = paid.points, .value = value, .bill = due};
    visit.payment.lay_over(lines_of(visit.event),
                           [&](const auto& line) { return visit.bill_of(line).minor_units(); });
    visit.note(paid);
}

/// See `visit::pay`.
template <class Unit, class Lots, class Visit, class Currency>
constexpr void pay_sale(Visit& visit, amount<Unit> points, amount<Currency> value, amount<Currency> due) noexcept {
    points_of_sale<Lots> paid{points.minor_units(), value.minor_units(), due.minor_units(), points.minor_units()};
    visit.spend(points, paid.lots);
    if (!visit.refused()) {
        cover_bill(visit, paid, paid.value, paid.bill);
    }
}

/// See `visit::pay_again`. An account has spent the points at the sale; a plain balance is that before the sale.
template <class Unit, class Visit, class Lots, class Currency>
constexpr void pay_sale_again(Visit& visit, const points_of_sale<Lots>& sold, amount<Currency> due) noexcept {
    if (sold.points == 0) {
        return;
    }
    points_of_sale<Lots> rest = sold;
    const std::int64_t points = sold.part_of(sold.points, due.minor_units());
    rest.left = points < sold.left ? points : sold.left;
    if constexpr (std::is_same_v<Lots, no_account::taken>) {
        visit.template spend<Unit>(amount<Unit>::from_minor_units(rest.left));
    }
    cover_bill(visit, rest, sold.part_of(sold.value, due.minor_units()), due.minor_units());
}

} // namespace loyalty::detail
