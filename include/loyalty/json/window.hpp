// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A window from run time, for caps: `{"calendar_window": "month"}`, `"lifetime"`, `{"campaign": {...}}`.

#include <loyalty/config.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// The windows that a cap may have. Outside of `never` nothing is capped or counted, and nothing lies in it.
enum class windows : std::uint8_t { never, one_basket, lifetime, calendar_window, campaign };

/// A window whose kind comes at run time, with a running sum. What each kind does is done by the library's own.
struct window {
    using parts = detail::type_list<>;
    using count = criteria::running_count;
    static constexpr std::string_view name = "window";

    windows what = windows::never;
    period_unit unit = period_unit::year;
    date_window dates{};

    template <class Function>
    LOYALTY_INLINE constexpr auto with(Function&& function) const noexcept {
        switch (what) {
        case windows::one_basket:
            return function(criteria::one_basket{});
        case windows::calendar_window:
            return function(criteria::calendar_window{unit});
        case windows::campaign:
            return function(criteria::campaign{dates});
        case windows::never:
        case windows::lifetime:
            break;
        }
        return function(criteria::lifetime{});
    }

    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count& own, const Moment& moment) const noexcept {
        return with([&](auto kind) LOYALTY_INLINE_LAMBDA { return kind.advance(own, moment); });
    }
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted_at) const noexcept {
        return what != windows::never && with([&](auto kind) { return kind.still_counts(moment, counted_at); });
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment& moment) const noexcept {
        return what != windows::never && with([&](auto kind) LOYALTY_INLINE_LAMBDA { return kind.is_open(moment); });
    }

    [[nodiscard]] friend constexpr bool operator==(const window&, const window&) = default;
};

} // namespace loyalty::json
