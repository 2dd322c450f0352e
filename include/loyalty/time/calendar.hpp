// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A programme's calendar: its zone and the hour at which its business day starts (S12).
///
/// With a start of 05:00 a drink sold at 2025-01-11T02:30 local time belongs to business day 2025-01-10.

#include <loyalty/config.hpp>

#include <cstdint>
#include <limits>

#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>
#include <loyalty/time/zone.hpp>

namespace loyalty {

namespace detail {

/// The distance of a calendar's business days ahead of UTC, in quarters of an hour modulo 256, from -36 hours on: 0 in
/// UTC with days from midnight, 4 at UTC+01:00, 236 at UTC with days from 05:00. A shift that is no whole number of
/// quarters, or lies too far off, is `unknown`.
struct day_shift {
    static constexpr std::uint8_t unknown = 111; // 27 hours and three quarters
    static constexpr std::int64_t quarter_seconds = 900;
    static constexpr std::int64_t lowest = -144; // quarters

    [[nodiscard]] LOYALTY_INLINE static constexpr std::uint8_t of(std::int64_t shift_seconds) noexcept {
        const std::int64_t quarters = shift_seconds / quarter_seconds;
        const bool fits = quarters * quarter_seconds == shift_seconds && lowest <= quarters && quarters < unknown;
        return fits ? static_cast<std::uint8_t>(quarters & 0xFF) : unknown;
    }
    /// The business date of an instant by a clock that is so far ahead.
    [[nodiscard]] static constexpr date date_of(instant time, std::uint8_t shift) noexcept {
        const std::int64_t quarters = shift < unknown ? std::int64_t{shift} : std::int64_t{shift} - 256;
        return loyalty::dates::date_of(dates::local_time{time.seconds_since_epoch} +
                                       dates::seconds{quarter_seconds * quarters});
    }
    /// The next larger shift; `unknown` after the largest.
    [[nodiscard]] static constexpr std::uint8_t next(std::uint8_t shift) noexcept {
        return static_cast<std::uint8_t>(shift + 1);
    }
};

} // namespace detail

namespace dates {

/// A business date and instants that have it: `[from, until)`. For every instant inside, the date is `day`.
struct business_day {
    date day;
    instant from;
    instant until;

    [[nodiscard]] LOYALTY_INLINE constexpr bool contains(instant time) const noexcept {
        return from <= time && time < until;
    }

    [[nodiscard]] friend constexpr bool operator==(const business_day&, const business_day&) noexcept = default;
};

} // namespace dates

/// Zone and start of the business day. `calendar<>{}` is UTC with days from midnight;
/// `calendar<dates::fixed_offset>{dates::fixed_offset::hours(1), 5 * 3600}` starts its days at 05:00 local time.
template <class Zone = utc>
struct calendar {
    static_assert(detail::is_zone<Zone>,
                  "loyalty: a zone has a member `zone_segment segment(instant) const noexcept`: see time/zone.hpp");

    Zone zone{};
    std::int32_t day_start_seconds = 0; ///< after local midnight, 0 to 86 399

    [[nodiscard]] constexpr bool is_valid() const noexcept {
        return day_start_seconds >= 0 && day_start_seconds < detail::seconds_per_day;
    }

    /// The local time of an instant.
    [[nodiscard]] constexpr dates::local_time local(instant time) const noexcept { return dates::to_local(zone, time); }

    /// The business date of an instant: the civil date, or the one before while it is earlier than the day's start.
    [[nodiscard]] constexpr date business_date(instant time) const noexcept {
        return dates::date_of(local(time) - dates::seconds{day_start_seconds});
    }

    /// The business date of an instant, with the instants around it that share it and lie in the same zone segment. A
    /// caller may keep the answer for as long as `contains` holds, and is right across clock changes: the day on which
    /// clocks change comes in two pieces.
    [[nodiscard]] LOYALTY_INLINE constexpr dates::business_day day_of(instant time) const noexcept {
        const dates::zone_segment segment = zone.segment(time);
        const dates::seconds shift{std::int64_t{segment.offset_seconds} - day_start_seconds};
        const date day = dates::date_of(dates::local_time{time.seconds_since_epoch} + shift);
        const instant starts = instant{dates::local_time::midnight(day).seconds_since_epoch} - shift;
        const instant ends =
            instant{dates::local_time::midnight(day).seconds_since_epoch + detail::seconds_per_day} - shift;
        return {day, starts < segment.from ? segment.from : starts, ends < segment.until ? ends : segment.until};
    }

    /// How far its business days are ahead of UTC at an instant; of UTC itself a constant.
    [[nodiscard]] LOYALTY_INLINE constexpr std::uint8_t shift_at(instant time) const noexcept {
        return detail::day_shift::of(std::int64_t{zone.segment(time).offset_seconds} - day_start_seconds);
    }

    /// The first instant of a business date. If the clock change skips the day's start it is the instant of the
    /// change; a date that the zone skips altogether starts when the next one does.
    [[nodiscard]] constexpr instant start_of(date day) const noexcept {
        return dates::to_instant(zone, dates::local_time::midnight(day) + dates::seconds{day_start_seconds});
    }

    /// The instants of a window of business dates. An open bound stays open.
    [[nodiscard]] constexpr instant_window window_of(date_window days) const noexcept {
        return {days.from <= date::minimum() ? instant::minimum() : start_of(days.from),
                days.until >= date::maximum() ? instant::maximum() : start_of(days.until)};
    }

    [[nodiscard]] friend constexpr bool operator==(const calendar&, const calendar&) noexcept = default;
};

template <class Zone>
calendar(Zone) -> calendar<Zone>;
template <class Zone>
calendar(Zone, std::int32_t) -> calendar<Zone>;

/// The lengths of calendar periods. A week starts on Monday, a quarter in January, April, July or October.
enum class period_unit : std::uint8_t { day, week, month, quarter, year };

namespace dates {

/// The running number of the period that a date is in: of 2025-01-10 day 20098, week 2871, month 660, quarter 220,
/// year 2025. See the running numbers in date.hpp.
[[nodiscard]] constexpr std::int32_t period_index(period_unit unit, date day) noexcept {
    switch (unit) {
    case period_unit::day:
        return day.days_since_epoch;
    case period_unit::week:
        return week_index(day);
    case period_unit::month:
        return month_index(day);
    case period_unit::quarter:
        return quarter_index(day);
    case period_unit::year:
        break;
    }
    return year_index(day);
}

/// The first day of a period, given by its running number: month 660 starts on 2025-01-01.
[[nodiscard]] constexpr date first_day(period_unit unit, std::int32_t index) noexcept {
    switch (unit) {
    case period_unit::day:
        return date::saturated(index);
    case period_unit::week:
        return first_day_of_week(index);
    case period_unit::month:
        return first_day_of_month(index);
    case period_unit::quarter:
        return first_day_of_quarter(index);
    case period_unit::year:
        break;
    }
    return first_day_of_year(index);
}

/// One calendar period: `{period_unit::month, 660}` is January 2025.
struct period {
    period_unit unit = period_unit::month;
    std::int32_t index = 0;

    /// The dates of the period: `[2025-01-01, 2025-02-01)`.
    [[nodiscard]] constexpr date_window window() const noexcept {
        constexpr std::int32_t last = (std::numeric_limits<std::int32_t>::max)();
        return {first_day(unit, index), index == last ? date::maximum() : first_day(unit, index + 1)};
    }

    [[nodiscard]] friend constexpr bool operator==(const period&, const period&) noexcept = default;
};

/// The period of a length that a date is in.
[[nodiscard]] constexpr period period_of(period_unit unit, date day) noexcept {
    return {unit, period_index(unit, day)};
}

} // namespace dates
} // namespace loyalty
