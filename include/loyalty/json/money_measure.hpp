// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A measure from run time that counts money alone: `{"of": "net"}` of a `cashback`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/points_payment.hpp>

#include <string_view>

namespace loyalty::json {

/// A measure of money alone, for `cashback`: an amount of its currency.
template <class Currency>
struct money_measure {
    using parts = detail::type_list<>;
    static constexpr std::string_view name = "measure";

    measure of{};

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Currency> operator()(const Line& line, Visit& visit) const noexcept {
        return amount<Currency>::from_minor_units(of(line, visit).minor_units());
    }
};

} // namespace loyalty::json

/// The rest of each line that points left to pay, in the order of the lines, for a measure from run time.
template <class Currency, class Visit>
requires loyalty::detail::points_may_pay<Visit>
struct loyalty::detail::in_line_order<loyalty::json::money_measure<Currency>, Visit> {
    loyalty::json::money_measure<Currency> whole;
    bool rest;
    paid_shares<Visit> shares;

    constexpr in_line_order(const loyalty::json::money_measure<Currency>& of, const Visit& visit) noexcept
        : whole{of}, rest{of.of.rest}, shares{visit} {
        whole.of.rest = false;
    }
    template <class Line>
    [[nodiscard]] constexpr amount<Currency> operator()(const Line& line, Visit& visit) noexcept {
        const amount<Currency> all = whole(line, visit);
        return rest ? rest_of(all, shares.next(line), part_of_bill(line)) : all;
    }
};
