// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Half-open windows `[from, until)` (S12): a membership of 2025-01-10 to 2026-01-10 holds on 2026-01-09 and no longer
/// on 2026-01-10. Windows that touch neither overlap nor leave a gap.

#include <loyalty/config.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

namespace loyalty {

/// The dates `[from, until)`. By default all of them: `minimum()` and `maximum()` stand for open bounds.
struct date_window {
    date from = date::minimum();
    date until = date::maximum();

    /// The window that a text like "1 March through 31 May" means: its last day is inside, `until` is 1 June.
    [[nodiscard]] static constexpr date_window through(date from, date last) noexcept { return {from, last + 1}; }

    [[nodiscard]] LOYALTY_INLINE constexpr bool contains(date day) const noexcept { return from <= day && day < until; }
    /// Nothing lies inside: it ends when or before it starts.
    [[nodiscard]] constexpr bool empty() const noexcept { return until <= from; }

    [[nodiscard]] friend constexpr bool operator==(const date_window&, const date_window&) noexcept = default;
};

/// The instants `[from, until)`. By default all of them.
struct instant_window {
    instant from = instant::minimum();
    instant until = instant::maximum();

    [[nodiscard]] LOYALTY_INLINE constexpr bool contains(instant time) const noexcept {
        return from <= time && time < until;
    }
    /// Nothing lies inside: it ends when or before it starts.
    [[nodiscard]] constexpr bool empty() const noexcept { return until <= from; }

    [[nodiscard]] friend constexpr bool operator==(const instant_window&, const instant_window&) noexcept = default;
};

namespace dates {

/// The days in both windows; empty if they do not meet.
[[nodiscard]] constexpr date_window intersection(date_window left, date_window right) noexcept {
    return {left.from < right.from ? right.from : left.from, left.until < right.until ? left.until : right.until};
}

/// The instants in both windows; empty if they do not meet.
[[nodiscard]] constexpr instant_window intersection(instant_window left, instant_window right) noexcept {
    return {left.from < right.from ? right.from : left.from, left.until < right.until ? left.until : right.until};
}

} // namespace dates
} // namespace loyalty
