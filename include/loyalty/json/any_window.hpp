// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A window of a cap from run time, those included that move on with the day, the week or the month, and the membership year.
///
/// `{"cap_at": {"most": "500 points", "window": {"rolling_window": {"periods": 30, "unit": "day"}}}}`: of 300 points on 1 May and 300 on
/// 20 May 500 are granted, and on 31 May the 300 of 1 May have left the window. `json::window` counts in 8 bytes; here each count has
/// the sums of a rolling window, so only a rule with such a window takes this one. In a `membership_year` one sum knows its year.

#include <loyalty/config.hpp>
#include <loyalty/json/rolling.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::json {

/// Of a `rolling_window` the number of periods stands in `months`. What any other window counts stands in one sum. A count has room
/// for `Periods`.
template <std::size_t Periods>
struct any_window_of : window {
    using count = criteria::rolling_count<Periods, true>;

    [[nodiscard]] constexpr bool rolls() const noexcept { return what == windows::rolling_window; }
    /// Returns true if its count must know of which period it is: `json::window` has no room for that.
    [[nodiscard]] constexpr bool knows_period() const noexcept { return rolls() || what == windows::membership_year; }
    [[nodiscard]] constexpr rolling_periods rolling() const noexcept { return {months, unit}; }
    [[nodiscard]] constexpr bool ages() const noexcept { return true; } // a count learns how many sums it has

    template <class Moment>
    constexpr bool advance(count& own, const Moment& moment) const noexcept {
        own.used_slots = rolls() ? months : 1; // of a new member there are none yet, and no sum
        if (rolls()) {
            return own.advance_to(moment.day.index(unit));
        }
        if (what == windows::membership_year) {
            if constexpr (knows_joined<Moment>) {
                return own.advance_to(membership_years{}.current_period(moment));
            }
            return false;
        }
        const bool renewed = what == windows::one_basket ||
                             (what == windows::calendar_window && moment.previous < moment.day.starts(unit));
        if (renewed) {
            own.reset();
        }
        return renewed;
    }
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted_at) const noexcept {
        return rolls()                            ? rolling().still_counts(moment, counted_at)
               : what == windows::membership_year ? membership_years{}.still_counts(moment, counted_at)
                                                  : window::still_counts(moment, counted_at);
    }
    template <class Moment>
    [[nodiscard]] constexpr bool is_open(const Moment& moment) const noexcept {
        return what == windows::membership_year ? knows_joined<Moment> : rolls() || window::is_open(moment);
    }
    /// Moves the count of a merged member to the membership year of the member who stays.
    constexpr void align(count& from, const count& own) const noexcept {
        from.newest = what == windows::membership_year ? own.newest : from.newest;
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.what);
        function(own.unit);
        function(own.months);
        function(own.dates);
    }
};

/// A count learns at each event how many sums it has.
template <std::size_t Periods>
[[nodiscard]] constexpr std::uint8_t renewal_of(const any_window_of<Periods>&) noexcept {
    return detail::renewal::always;
}

using any_window = any_window_of<std::size_t{most_rolling_periods}>;

/// How many sums of rolling windows a rule remembers, and of how many periods the longest one is.
struct rolling_use {
    std::size_t sums = 0;
    std::int32_t periods = 1;
    std::int32_t slots_of[4]{}; ///< of each sum; 0 of one that is not there

    /// A count in one more window.
    constexpr void add(const any_window& in) noexcept {
        slots_of[sums++] = in.rolls() ? in.months : 1;
        periods = in.rolls() && periods < in.months ? in.months : periods;
    }
};

} // namespace loyalty::json
