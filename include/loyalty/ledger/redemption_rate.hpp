// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What points are worth: 500 points are 10.00 USD, and 1,000 of them cover 20.00 of a bill.

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/window.hpp>

namespace loyalty::ledgers {

/// So many points are worth so much, while the window lasts: `redemption_rate{100_points, 5_usd}`.
template <unit_type Unit, money_unit Currency>
struct redemption_rate {
    amount<Unit> points{};
    money<Currency> value{};
    date_window valid{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"points", &redemption_rate::points, "so many points"},
                           extensions::field{"value", &redemption_rate::value, "are worth so much"},
                           extensions::field{"valid", &redemption_rate::valid, "the days on which they are"});

    constexpr redemption_rate() noexcept = default;
    constexpr redemption_rate(amount<Unit> each, money<Currency> worth, date_window in = {}) noexcept
        : points{each}, value{worth}, valid{in} {}

    [[nodiscard]] constexpr bool is_right() const noexcept {
        return points.minor_units() > 0 && value.minor_units() > 0 && !valid.empty();
    }
};

/// The points of a redemption, and their value. Both are zero if nothing can be redeemed.
template <unit_type Unit, money_unit Currency>
struct redemption_quote {
    amount<Unit> points{};
    money<Currency> value{};

    [[nodiscard]] friend constexpr bool operator==(const redemption_quote&, const redemption_quote&) noexcept = default;
};

template <unit_type Unit, money_unit Currency>
redemption_quote(amount<Unit>, money<Currency>) -> redemption_quote<Unit, Currency>;

/// The part of a bill that points cover: their value, or the reason for which the rule does not take them, and the
/// limit that they pass.
template <unit_type Unit, money_unit Currency>
struct points_cover {
    money<Currency> value{};
    reason why = reason::none;
    amount<Unit> limit{}; ///< zero if the reason is no limit

    [[nodiscard]] friend constexpr bool operator==(const points_cover&, const points_cover&) noexcept = default;
};

} // namespace loyalty::ledgers
