// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// By which rule the points of a programme from text are redeemed.
///
/// `"redemption": {"rates": [{"points": "500 points", "value": "10.00 USD"}], "at_least": "500 points"}`: of a bill of 25.00 a member
/// with 1,260 points pays 20.00 by 1,000 of them. The rule is the library's own, with up to 4 rates and 3 limits.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/json/any_window.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/ledger/redemption_limit.hpp>
#include <loyalty/ledger/redemption_rate.hpp>
#include <loyalty/ledger/redemption_rule.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/time/window.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace loyalty::json {

inline constexpr std::size_t most_redemption_rates = 4;  ///< of points, each for days of its own
inline constexpr std::size_t most_limits_of_points = 2;  ///< of the points that are redeemed in a window
inline constexpr std::size_t most_redemption_limits = 3; ///< the last one of redemptions

/// The window of a limit, if members have room for rolling windows of so many `Periods`; for none of 0.
template <std::size_t Periods>
using limit_window = typename std::conditional_t<Periods == 0, std::type_identity<window>,
                                                 std::type_identity<any_window_of<Periods>>>::type;

/// A limit that is not there has the window `never`.
template <class Unit, std::size_t Periods>
using redemption_limit_in = ledgers::redemption_limit<Unit, limit_window<Periods>>;

template <class Currency, std::size_t Periods>
using redemption_rule_of =
    ledgers::redemption_rule<unit::points, Currency, most_redemption_rates, redemption_limit_in<unit::points, Periods>,
                             redemption_limit_in<unit::points, Periods>,
                             redemption_limit_in<unit::redemptions, Periods>>;

/// The redemption rule of a text, or none: a programme without one takes every redemption that the account takes, and no points
/// for a purchase. Each limit takes 8 bytes of a member, and with `Periods` 16 and 8 for each.
template <class Currency, std::size_t Periods = 0>
struct redemption : redemption_rule_of<Currency, Periods> {
    using rule_type = redemption_rule_of<Currency, Periods>;
    static constexpr std::size_t periods_of_limits = Periods;
    using rate_type = ledgers::redemption_rate<unit::points, Currency>;
    using state = typename rule_type::state;

    bool is_there = false;

    constexpr redemption() noexcept : rule_type{rate_type{}, rate_type{}, rate_type{}, rate_type{}} {
        for_each_limit(*this, [](auto& limit) { limit.most = limit.most.from_minor_units(1); }); // a bound of limits
    }

    /// The same rule with other room. It must do: see `limit_periods_of`.
    template <std::size_t Others>
    requires(Others != Periods) constexpr explicit redemption(const redemption<Currency, Others>& from) noexcept
        : redemption{} {
        is_there = from.is_there;
        for (std::size_t i = 0; i < most_redemption_rates; ++i) {
            this->rates[i] = from.rates[i];
        }
        this->minimum = from.minimum;
        this->step = from.step;
        this->most = from.most;
        this->part_of_bill = from.part_of_bill;
        this->pays_last_cent = from.pays_last_cent;
        detail::for_each_index<most_redemption_limits>([&](auto index) {
            const auto& limit = detail::get<index>(from.limits.all);
            auto& own = detail::get<index>(this->limits.all);
            own.most = limit.most;
            static_cast<window&>(own.window) = limit.window;
        });
    }

    /// The rates that are there stand before the others.
    [[nodiscard]] constexpr std::size_t rate_count() const noexcept {
        std::size_t count = 0;
        while (count < most_redemption_rates && this->rates[count].points.minor_units() != 0) {
            ++count;
        }
        return count;
    }
    /// Calls `function(limit)` with each limit in its place.
    template <class Self, class Function>
    static constexpr void for_each_limit(Self& own, Function&& function) {
        detail::for_each_index<most_redemption_limits>(
            [&](auto index) { function(detail::get<index>(own.limits.all)); });
    }

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        if (is_there || extensions::is_purchase<detail::event_type_of<Visit>>) {
            rule_type::apply(own, visit);
        }
    }

    template <class Visit>
    constexpr void merge(state& own, state from, Visit& visit) const noexcept {
        if constexpr (Periods != 0) {
            detail::for_each_index<most_redemption_limits>([&](auto index) {
                detail::get<index>(this->limits.all)
                    .window.align(detail::get<index>(from).count, detail::get<index>(own).count);
            });
        }
        rule_type::merge(own, from, visit);
    }

    /// Returns true if limits that both rules have count in the same windows, place by place.
    [[nodiscard]] constexpr bool limits_go_on_in(const redemption& later) const noexcept {
        bool same = true;
        detail::for_each_index<most_redemption_limits>([&](auto index) {
            const window& before = detail::get<index>(this->limits.all).window;
            const window& after = detail::get<index>(later.limits.all).window;
            same = same && (before.what == windows::never || after.what == windows::never || before == after);
        });
        return same;
    }
    /// Forgets what a member has redeemed in windows of limits that this rule does not have.
    constexpr void forget_unlimited(state& own) const noexcept {
        detail::for_each_index<most_redemption_limits>([&](auto index) {
            if (detail::get<index>(this->limits.all).window.what == windows::never) {
                detail::get<index>(own).count.reset();
            }
        });
    }

    /// The checks of `redemption_rule` for its rates, of those that are there.
    [[nodiscard]] constexpr const char* problem() const noexcept {
        const std::size_t count = rate_count();
        for (std::size_t i = 0; i < count; ++i) {
            if (!this->rates[i].is_right()) {
                return "redemption_rule: the points, the value and the window of a rate must not be empty";
            }
            for (std::size_t j = 0; j < i; ++j) {
                if (!dates::intersection(this->rates[i].valid, this->rates[j].valid).empty()) {
                    return "redemption_rule: two rates hold on one day";
                }
            }
        }
        return this->most < this->minimum ? "redemption_rule: the most must not lie below the minimum"
               : this->part_of_bill.numerator > this->part_of_bill.denominator
                   ? "redemption_rule: points must be allowed to pay more than nothing and at most all of a bill"
                   : nullptr;
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.is_there);
        for (auto& each : own.rates) {
            function(each.points);
            function(each.value);
            function(each.valid);
        }
        function(own.minimum);
        function(own.step);
        function(own.most);
        function(own.part_of_bill);
        function(own.pays_last_cent);
        for_each_limit(own, [&](auto& limit) {
            function(limit.most);
            function(limit.window);
        });
    }
};

/// The periods of the longest window of a limit that moves on; 0 without one.
template <class Currency, std::size_t Periods>
[[nodiscard]] constexpr std::size_t limit_periods_of(const redemption<Currency, Periods>& rule) noexcept {
    std::size_t periods = 0;
    rule.for_each_limit(rule, [&](const auto& limit) {
        if (limit.window.what == windows::rolling_window) {
            periods = (std::max)(periods, static_cast<std::size_t>(limit.window.months));
        } else if (limit.window.what == windows::membership_year) {
            periods = (std::max)(periods, std::size_t{1}); // the year that it counts in
        }
    });
    return periods;
}

} // namespace loyalty::json
