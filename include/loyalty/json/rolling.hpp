// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A window from run time that moves on with the day, the week or the month: `{"rolling_window": {"periods": 12, "unit": "month"}}` is
/// `rolling_months<12>`, this month and the 11 before.
///
/// A member keeps a sum for each period of the window, and the room for them is that of the next of some numbers: 30 days take
/// 30 sums of 8 bytes, and 10 days take 12. See `packed.hpp`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/rolling_window.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

inline constexpr std::int32_t most_rolling_periods = 366;

using rolling_sum = criteria::rolling_count<std::size_t{most_rolling_periods}, true>;

struct rolling_periods {
    using parts = detail::type_list<>;
    using count = rolling_sum;
    static constexpr std::string_view name = "rolling_window";

    std::int32_t periods = 0;
    period_unit unit = period_unit::day;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"periods", &rolling_periods::periods, "so many, the current one included",
                          extensions::between(1, most_rolling_periods,
                                              "rolling_window: a rolling window from run time has 1 to 366 periods")},
        extensions::field{"unit", &rolling_periods::unit, "the calendar period"});

    template <class Moment>
    constexpr bool advance(count& own, const Moment& moment) const noexcept {
        own.used_slots = periods; // of a new member there are none yet, and no sum
        return own.advance_to(moment.day.index(unit));
    }
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted_at) const noexcept {
        const std::int32_t then = dates::period_index(unit, moment.calendar.business_date(counted_at));
        return std::int64_t{moment.day.index(unit)} - then < periods;
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment&) const noexcept {
        return true;
    }
    template <class Moment>
    [[nodiscard]] constexpr date falls_below(const count& own, std::int64_t threshold, const Moment&) const noexcept {
        return dates::first_day(unit, own.falls_below(threshold));
    }
};

/// The sums for which there may be room.
inline constexpr std::int32_t rolling_rooms[]{3, 6, 7, 12, 14, 24, 30, 31, 60, 90, 92, 120, 183, 365, 366};
inline constexpr std::size_t rolling_room_count = sizeof(rolling_rooms) / sizeof(rolling_rooms[0]);

/// The number of the smallest room that is enough.
[[nodiscard]] constexpr std::size_t rolling_room_of(std::int32_t periods) noexcept {
    std::size_t number = 0;
    while (number + 1 < rolling_room_count && rolling_rooms[number] < periods) {
        ++number;
    }
    return number;
}

} // namespace loyalty::json
