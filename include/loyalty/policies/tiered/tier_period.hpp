// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The periods in which the holds of tiers are counted.

#include <loyalty/config.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>
#include <limits>

namespace loyalty {

namespace detail {

/// The running number of a window's period, in which holds are counted, and its type in the member's state.
template <class Window>
struct tier_period {
    using number = std::int32_t;
    static constexpr bool is_one_day = true;

    template <class Moment>
    [[nodiscard]] static constexpr std::int32_t at(const Window&, const Moment&, date day) noexcept {
        return day.days_since_epoch;
    }
    template <class Moment>
    [[nodiscard]] static constexpr std::int32_t now(const Window&, const Moment& moment) noexcept {
        return moment.today().days_since_epoch;
    }
    template <class Moment>
    [[nodiscard]] static constexpr date first_day(const Window&, const Moment&, std::int32_t index) noexcept {
        return date::saturated(index);
    }
};

/// The periods of a window that counts anew in each.
template <class Window>
requires criteria::window_has_periods<Window>
struct tier_period<Window> {
    using number = std::int16_t; // years to 9999, months to 4700, weeks to 2597, days to 2059; years since joining
    static constexpr bool is_one_day = false;

    template <class Moment>
    [[nodiscard]] static constexpr std::int32_t at(const Window& window, const Moment& moment, date day) noexcept {
        return window.period_at(moment, day);
    }
    template <class Moment>
    [[nodiscard]] static constexpr std::int32_t now(const Window& window, const Moment& moment) noexcept {
        return window.current_period(moment);
    }
    template <class Moment>
    [[nodiscard]] static constexpr date first_day(const Window& window, const Moment& moment,
                                                  std::int32_t index) noexcept {
        return window.first_day(moment, index);
    }
};

template <class Number>
[[nodiscard]] LOYALTY_INLINE constexpr Number saturate(std::int64_t value) noexcept {
    constexpr std::int64_t lowest = (std::numeric_limits<Number>::min)();
    constexpr std::int64_t highest = (std::numeric_limits<Number>::max)();
    return static_cast<Number>(value < lowest ? lowest : value > highest ? highest : value);
}

/// The number of a period that has ended; at first before all of them.
template <class Number>
struct ended_period {
    Number number = (std::numeric_limits<Number>::min)();

    [[nodiscard]] friend constexpr bool operator==(const ended_period&, const ended_period&) = default;
};

} // namespace detail

} // namespace loyalty
