// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points in time. An `instant` is the same for everybody; a `local_time` is what a clock on a wall shows, and means
/// nothing without a zone. They are different types, so that one is never taken for the other; `zone.hpp` converts.
///
/// Range: the years 1 to 9999. Arithmetic stops at `minimum()` and `maximum()`, which are also "always" and "never".

#include <loyalty/config.hpp>

#include <compare>
#include <cstdint>
#include <limits>

#include <loyalty/detail/checked.hpp>
#include <loyalty/time/date.hpp>

namespace loyalty {

namespace detail {

inline constexpr std::int64_t seconds_per_day = 86400;
inline constexpr std::int64_t first_second_of_range = first_day_of_range * seconds_per_day;
inline constexpr std::int64_t last_second_of_range = last_day_of_range * seconds_per_day + seconds_per_day - 1;

[[nodiscard]] constexpr std::int64_t add_saturated(std::int64_t left, std::int64_t right) noexcept {
    std::int64_t sum = 0;
    if (add_overflows(left, right, sum)) {
        return right > 0 ? (std::numeric_limits<std::int64_t>::max)() : (std::numeric_limits<std::int64_t>::min)();
    }
    return sum;
}

[[nodiscard]] constexpr std::int64_t negate_saturated(std::int64_t value) noexcept {
    return value == (std::numeric_limits<std::int64_t>::min)() ? (std::numeric_limits<std::int64_t>::max)() : -value;
}

[[nodiscard]] constexpr std::int64_t clamp_to_range_seconds(std::int64_t value) noexcept {
    return value < first_second_of_range  ? first_second_of_range
           : value > last_second_of_range ? last_second_of_range
                                          : value;
}

} // namespace detail

namespace dates {

/// A length of time in seconds, of either sign. It is physical time: a civil day is 82 800 to 90 000 seconds if clocks
/// change, so days, months and years are added to a `date`, never to an instant.
struct seconds {
    std::int64_t count = 0;

    [[nodiscard]] friend constexpr seconds operator+(seconds left, seconds right) noexcept {
        return {detail::add_saturated(left.count, right.count)};
    }
    [[nodiscard]] friend constexpr seconds operator-(seconds left, seconds right) noexcept {
        return {detail::add_saturated(left.count, detail::negate_saturated(right.count))};
    }
    [[nodiscard]] friend constexpr seconds operator-(seconds length) noexcept {
        return {detail::negate_saturated(length.count)};
    }
    [[nodiscard]] friend constexpr bool operator==(const seconds&, const seconds&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const seconds&, const seconds&) noexcept = default;
};

} // namespace dates

/// A point in time as seconds since 1970-01-01T00:00:00Z, as POSIX counts them: no leap seconds, each day of UTC has
/// 86 400. `instant{1704067200}` is 2024-01-01T00:00:00Z.
struct instant {
    std::int64_t seconds_since_epoch = 0;

    /// 0001-01-01T00:00:00Z, also the open lower bound.
    [[nodiscard]] static constexpr instant minimum() noexcept { return {detail::first_second_of_range}; }
    /// 9999-12-31T23:59:59Z, also the open upper bound: "never".
    [[nodiscard]] static constexpr instant maximum() noexcept { return {detail::last_second_of_range}; }

    constexpr instant& operator+=(dates::seconds length) noexcept { return *this = *this + length; }
    constexpr instant& operator-=(dates::seconds length) noexcept { return *this = *this - length; }

    [[nodiscard]] friend constexpr instant operator+(instant start, dates::seconds length) noexcept {
        return {detail::clamp_to_range_seconds(detail::add_saturated(start.seconds_since_epoch, length.count))};
    }
    [[nodiscard]] friend constexpr instant operator-(instant start, dates::seconds length) noexcept {
        return start + -length;
    }
    [[nodiscard]] friend constexpr dates::seconds operator-(instant later, instant earlier) noexcept {
        return dates::seconds{later.seconds_since_epoch} - dates::seconds{earlier.seconds_since_epoch};
    }
    [[nodiscard]] friend constexpr bool operator==(const instant&, const instant&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const instant&, const instant&) noexcept = default;
    // Spelt out, since g++ makes two jumps of a comparison by `<=>`.
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator<(instant left, instant right) noexcept {
        return left.seconds_since_epoch < right.seconds_since_epoch;
    }
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator<=(instant left, instant right) noexcept {
        return left.seconds_since_epoch <= right.seconds_since_epoch;
    }
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator>(instant left, instant right) noexcept {
        return left.seconds_since_epoch > right.seconds_since_epoch;
    }
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator>=(instant left, instant right) noexcept {
        return left.seconds_since_epoch >= right.seconds_since_epoch;
    }
};

namespace dates {

/// Returns true if the instant lies within the range.
[[nodiscard]] constexpr bool is_valid(instant time) noexcept {
    return time >= instant::minimum() && time <= instant::maximum();
}

/// Date and time of day in some zone, as seconds since that zone's 1970-01-01T00:00:00. In a zone with clock changes
/// some local times occur twice and some never.
struct local_time {
    std::int64_t seconds_since_epoch = 0;

    /// `local_time::of(date::of(2026, 1, 9), 23, 59)`. Hour 0 to 23, minute and second 0 to 59, else it asserts.
    [[nodiscard]] static constexpr local_time of(date day, int hour, int minute, int second = 0) noexcept {
        LOYALTY_ASSERT(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59);
        return {day.days_since_epoch * detail::seconds_per_day + hour * 3600 + minute * 60 + second};
    }

    /// The start of a day: 00:00:00.
    [[nodiscard]] static constexpr local_time midnight(date day) noexcept { return of(day, 0, 0); }

    [[nodiscard]] static constexpr local_time minimum() noexcept { return {detail::first_second_of_range}; }
    [[nodiscard]] static constexpr local_time maximum() noexcept { return {detail::last_second_of_range}; }

    [[nodiscard]] friend constexpr local_time operator+(local_time start, dates::seconds length) noexcept {
        return {detail::clamp_to_range_seconds(detail::add_saturated(start.seconds_since_epoch, length.count))};
    }
    [[nodiscard]] friend constexpr local_time operator-(local_time start, dates::seconds length) noexcept {
        return start + -length;
    }
    /// The difference of two local times. It is not the time that passed if clocks changed between the two.
    [[nodiscard]] friend constexpr dates::seconds operator-(local_time later, local_time earlier) noexcept {
        return dates::seconds{later.seconds_since_epoch} - dates::seconds{earlier.seconds_since_epoch};
    }
    [[nodiscard]] friend constexpr bool operator==(const local_time&, const local_time&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const local_time&,
                                                                    const local_time&) noexcept = default;
};

/// Returns true if the local time lies within the range.
[[nodiscard]] constexpr bool is_valid(local_time time) noexcept {
    return time >= local_time::minimum() && time <= local_time::maximum();
}

/// The date that a wall calendar shows: of 2026-01-09T23:59 it is 2026-01-09. Stops at the ends of the range.
[[nodiscard]] constexpr date date_of(local_time time) noexcept {
    return date::saturated(detail::floor_divide(time.seconds_since_epoch, detail::seconds_per_day));
}

/// Seconds since midnight on the wall clock, 0 to 86 399: of 23:59 it is 86 340.
[[nodiscard]] constexpr std::int32_t second_of_day(local_time time) noexcept {
    return static_cast<std::int32_t>(detail::floor_modulo(time.seconds_since_epoch, detail::seconds_per_day));
}

} // namespace dates
} // namespace loyalty
