// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A `cashback` from text with a cap in a rolling window, or in a membership year.
///
/// `{"cashback": {"rates": [{"by": "5 %", "at_most": {"most": "6.00 USD", "window": {"rolling_window": {"periods": 30, "unit":
/// "day"}}}}]}}`: 100.00 on 1 May give 5.00, 100.00 on 20 May give 1.00, and on 31 May the 5.00 of 1 May have left the window.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/any_window.hpp>
#include <loyalty/json/cashback_of.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/money_measure.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/cashback.hpp>

#include <cstddef>

namespace loyalty::json {

template <class Currency>
using any_rate_of = cashback_rate<condition, detail::capped<Currency, any_window>>;

/// It remembers as many counts as the last of its rates with a cap needs.
template <class Currency>
struct rolling_cashback_of : cashback<Currency, money_measure<Currency>, any_rate_of<Currency>, any_rate_of<Currency>,
                                      any_rate_of<Currency>, any_rate_of<Currency>> {
    using rate = any_rate_of<Currency>;
    using always = cashback<Currency, money_measure<Currency>, rate, rate, rate, rate>;
    static constexpr bool is_rare = true;
    static constexpr std::size_t most_rolling_sums = most_rates;
    static_assert(most_rates == 4 && sizeof(typename always::state) == most_rates * sizeof(rolling_sum));

    constexpr rolling_cashback_of(Currency currency, rounding rounded, const rate& first, const rate& second,
                                  const rate& third, const rate& fourth) noexcept
        : always{currency, rounded, first, second, third, fourth} {}
    constexpr void count_by(const money_measure<Currency>& what) noexcept { this->measure = what; }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.mode);
        function(own.measure);
        function(own.shares);
        function(own.rates);
    }

    template <class Visit>
    constexpr void merge(typename always::state& own, typename always::state from, Visit& visit) const noexcept {
        detail::for_each_index<most_rates>([&](auto index) {
            detail::get<index>(this->rates).limit.window.align(detail::get<index>(from), detail::get<index>(own));
        });
        always::merge(own, from, visit);
    }

    /// See json/rolling_memory.hpp.
    [[nodiscard]] constexpr rolling_use rolling() const noexcept {
        rolling_use use{};
        detail::for_each_index<most_rates>([&](auto index) {
            const any_window& in = detail::get<index>(this->rates).limit.window;
            if (in.what != windows::never) {
                use.sums = index;
                use.add(in);
            }
        });
        return use;
    }
};

/// Returns true if a cap of a rate rolls, or is one of a membership year.
template <class Currency>
[[nodiscard]] constexpr bool has_rolling_cap(const any_rate_of<Currency>& rate) noexcept {
    return rate.limit.window.knows_period();
}
/// The same rate, if its cap does not roll.
template <class Currency>
[[nodiscard]] constexpr rate_of<Currency> without_rolling(const any_rate_of<Currency>& rate) noexcept {
    return rate_of<Currency>{rate.by, rate.where, {rate.limit.most, rate.limit.window}};
}

} // namespace loyalty::json
