// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Civil dates: the calendar on the wall, without clock or zone.
///
/// 2025-01-31 is day 20119. One month later is 2025-02-28 (S13: month arithmetic clamps), one day later 2025-02-01.
///
/// Range: 0001-01-01 through 9999-12-31 of the proleptic Gregorian calendar. Arithmetic never leaves that range: it
/// stops at `date::minimum()` and `date::maximum()`, which are also the open ends "always" and "never", so that never
/// plus a month is still never. Everything here is exact, allocates nothing and takes constant time.

#include <loyalty/config.hpp>

#include <compare>
#include <cstdint>
#include <optional>

namespace loyalty {

namespace detail {

inline constexpr std::int32_t first_day_of_range = -719162; // 0001-01-01
inline constexpr std::int32_t last_day_of_range = 2932896;  // 9999-12-31

/// The quotient rounded towards minus infinity, `divisor` > 0: -1 / 7 is -1.
[[nodiscard]] constexpr std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) noexcept {
    // The complement of -1 is 0, of -7 it is 6: what rounds down above zero rounds down below it as well, without a remainder.
    const std::int64_t mask = dividend < 0 ? -1 : 0;
    const auto positive = static_cast<std::uint64_t>(dividend ^ mask);
    return static_cast<std::int64_t>(positive / static_cast<std::uint64_t>(divisor)) ^ mask;
}

/// The remainder that goes with floor_divide, in [0, divisor): -1 mod 7 is 6.
[[nodiscard]] constexpr std::int64_t floor_modulo(std::int64_t dividend, std::int64_t divisor) noexcept {
    return dividend - floor_divide(dividend, divisor) * divisor;
}

/// Eras of 400 years that make the count of every 32-bit date positive.
inline constexpr std::int64_t shifted_eras = 14700;
inline constexpr std::int64_t shifted_years = 400 * shifted_eras;

/// Days since 1970-01-01 of a valid civil date, of any year within five million. The year is taken to begin in March,
/// so that the leap day is its last, and counted from so long ago that it is positive.
[[nodiscard]] constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) noexcept {
    const auto years = static_cast<std::uint32_t>(year + shifted_years - (month <= 2 ? 1 : 0));
    const auto shifted_month = static_cast<std::uint32_t>(month > 2 ? month : month + 12);
    const std::uint32_t centuries = years / 100;
    const std::uint64_t days_of_years = std::uint64_t{365} * years + years / 4 - centuries + centuries / 4;
    const std::uint32_t days_of_months = (979 * shifted_month - 2919) / 32; // as C. Neri and L. Schneider, see `civil`
    return static_cast<std::int64_t>(days_of_years + days_of_months) + day - 1 - 719468 - 146097 * shifted_eras;
}

} // namespace detail

/// A civil date, as a count of days: 1970-01-01 is 0, 2025-01-10 is 20098.
///
/// Two dates compare and subtract as their counts do. Adding days stops at the ends of the range.
struct date {
    std::int32_t days_since_epoch = 0;

    /// The date of a year, month and day that are known to be valid: `date::of(2025, 1, 10)`. An invalid one is a
    /// programmer's error and asserts; for data use make_date or parse_date.
    [[nodiscard]] static constexpr date of(int year, int month, int day) noexcept;

    /// 0001-01-01, also the open lower bound of a window: "since ever".
    [[nodiscard]] static constexpr date minimum() noexcept { return {detail::first_day_of_range}; }
    /// 9999-12-31, also the open upper bound of a window: "never ends".
    [[nodiscard]] static constexpr date maximum() noexcept { return {detail::last_day_of_range}; }

    /// The date of a count of days of any size, stopped at the ends of the range.
    [[nodiscard]] static constexpr date saturated(std::int64_t days) noexcept {
        if (days < detail::first_day_of_range || days > detail::last_day_of_range) [[unlikely]] {
            return days < 0 ? minimum() : maximum();
        }
        return {static_cast<std::int32_t>(days)};
    }

    constexpr date& operator+=(std::int32_t days) noexcept { return *this = *this + days; }
    constexpr date& operator-=(std::int32_t days) noexcept { return *this = *this - days; }
    constexpr date& operator++() noexcept { return *this += 1; }
    constexpr date& operator--() noexcept { return *this -= 1; }

    [[nodiscard]] friend constexpr date operator+(date start, std::int32_t days) noexcept {
        return saturated(std::int64_t{start.days_since_epoch} + days);
    }
    [[nodiscard]] friend constexpr date operator-(date start, std::int32_t days) noexcept {
        return saturated(std::int64_t{start.days_since_epoch} - days);
    }
    /// Days from `earlier` to `later`: 2024-03-01 - 2024-02-28 is 2. Both within the range.
    [[nodiscard]] friend constexpr std::int32_t operator-(date later, date earlier) noexcept {
        return later.days_since_epoch - earlier.days_since_epoch;
    }
    [[nodiscard]] friend constexpr bool operator==(const date&, const date&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const date&, const date&) noexcept = default;
    // Spelt out, since g++ makes two jumps of a comparison by `<=>`.
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator<(date left, date right) noexcept {
        return left.days_since_epoch < right.days_since_epoch;
    }
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator<=(date left, date right) noexcept {
        return left.days_since_epoch <= right.days_since_epoch;
    }
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator>(date left, date right) noexcept {
        return left.days_since_epoch > right.days_since_epoch;
    }
    [[nodiscard]] LOYALTY_INLINE friend constexpr bool operator>=(date left, date right) noexcept {
        return left.days_since_epoch >= right.days_since_epoch;
    }
};

namespace dates {

/// Returns true if the date lies within the range: not so for a count of days that was read from a damaged file.
[[nodiscard]] constexpr bool is_valid(date day) noexcept {
    return day >= date::minimum() && day <= date::maximum();
}

/// Year, month (1 to 12) and day (1 to 31) of a date.
struct civil_date {
    std::int32_t year = 1970;
    std::uint8_t month = 1;
    std::uint8_t day = 1;

    [[nodiscard]] friend constexpr bool operator==(const civil_date&, const civil_date&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const civil_date&,
                                                                    const civil_date&) noexcept = default;
};

/// 2024 and 2000 are leap years, 2023 and 1900 are not.
[[nodiscard]] constexpr bool is_leap(int year) noexcept {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// The number of days of a month: `days_in_month(2024, 2)` is 29. A month outside 1 to 12 has none.
[[nodiscard]] constexpr int days_in_month(int year, int month) noexcept {
    if (month < 1 || month > 12) {
        return 0;
    }
    if (month == 2) {
        return is_leap(year) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// The date, or nothing when there is no such day in the years 1 to 9999: `make_date(2025, 2, 29)` is empty.
[[nodiscard]] constexpr std::optional<date> make_date(int year, int month, int day) noexcept {
    if (year < 1 || year > 9999 || day < 1 || day > days_in_month(year, month)) {
        return std::nullopt;
    }
    return date{static_cast<std::int32_t>(detail::days_from_civil(year, month, day))};
}

} // namespace dates

constexpr date date::of(int year, int month, int day) noexcept {
    const bool valid = year >= 1 && year <= 9999 && day >= 1 && day <= dates::days_in_month(year, month);
    LOYALTY_ASSERT(valid);
    return {static_cast<std::int32_t>(detail::days_from_civil(year, month, day))};
}

namespace detail {

/// A date in a year that begins in March, so that its leap day is its last: 2024-02-29 is day 29 of month 14 of 2023.
struct march_date {
    std::int64_t year = 0;        ///< and `shifted_years` more
    std::uint32_t month = 3;      ///< 3 to 14
    std::uint32_t scaled_day = 0; ///< 2,141 for each day of the month that has passed

    [[nodiscard]] constexpr std::uint32_t day() const noexcept { return scaled_day / 2141 + 1; }
};

/// The divisions are multiplications in disguise: C. Neri and L. Schneider, "Euclidean affine functions and their
/// application to calendar algorithms" (2022), with 64 bits where theirs has 32.
[[nodiscard]] LOYALTY_INLINE constexpr march_date march(date day) noexcept {
    const auto count = static_cast<std::uint64_t>(719468 + 146097 * shifted_eras + day.days_since_epoch);
    const std::uint64_t quarter_days = 4 * count + 3;
    const std::uint64_t century = quarter_days / 146097;
    const std::uint64_t quarter_day_of_century = (quarter_days % 146097) | 3;
    const std::uint64_t product = 2939745 * quarter_day_of_century;
    const std::uint64_t year_of_century = product >> 32;
    const auto day_of_year = static_cast<std::uint32_t>(product) / 2939745 / 4;
    const std::uint32_t month_and_day = 2141 * day_of_year + 197913;
    return {static_cast<std::int64_t>(100 * century + year_of_century), month_and_day >> 16, month_and_day & 0xFFFF};
}

} // namespace detail

namespace dates {

/// Year, month and day of a date: `civil(date{20098})` is 2025-01-10. Exact for every count of days, even outside
/// the range.
[[nodiscard]] LOYALTY_INLINE constexpr civil_date civil(date day) noexcept {
    const detail::march_date parts = detail::march(day);
    const std::uint32_t turns_of_year = parts.month > 12 ? 1 : 0;
    return {static_cast<std::int32_t>(parts.year + turns_of_year - detail::shifted_years),
            static_cast<std::uint8_t>(parts.month - 12 * turns_of_year), static_cast<std::uint8_t>(parts.day())};
}

/// The date of a year, month and day that are known to be valid; asserts otherwise.
[[nodiscard]] constexpr date from_civil(civil_date day) noexcept {
    return date::of(day.year, day.month, day.day);
}

} // namespace dates

/// The days of the week with their ISO 8601 numbers.
enum class weekday : std::uint8_t { monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday };

namespace dates {

/// 2025-01-10 is a Friday.
[[nodiscard]] constexpr weekday weekday_of(date day) noexcept {
    return static_cast<weekday>(detail::floor_modulo(std::int64_t{day.days_since_epoch} + 3, 7) + 1);
}

/// A week of ISO 8601: it starts on Monday and belongs to the year that holds its Thursday. 2024-12-30 is in 2025-W01.
struct iso_week {
    std::int32_t year = 1970;
    std::uint8_t week = 1;

    [[nodiscard]] friend constexpr bool operator==(const iso_week&, const iso_week&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const iso_week&,
                                                                    const iso_week&) noexcept = default;
};

/// The ISO week that a date is in: 2020-12-31 and 2021-01-03 are both in 2020-W53.
[[nodiscard]] constexpr iso_week iso_week_of(date day) noexcept {
    const std::int64_t days = day.days_since_epoch;
    const std::int64_t thursday = days - detail::floor_modulo(days + 3, 7) + 3;
    const std::int32_t year = civil(date::saturated(thursday)).year;
    return {year, static_cast<std::uint8_t>((thursday - detail::days_from_civil(year, 1, 1)) / 7 + 1)};
}

/// @name Running numbers
/// One number for each week, month, quarter and year, rising by one from each to the next, so that windows and streaks
/// compare and subtract integers: 2024-12-30 and 2025-01-05 are in the same week, 2024-12 and 2025-01 are one apart.
/// @{

/// Weeks since that of Monday 1969-12-29: 1970-01-05 is in week 1. Weeks start on Monday, as in ISO 8601.
[[nodiscard]] constexpr std::int32_t week_index(date day) noexcept {
    return static_cast<std::int32_t>(detail::floor_divide(std::int64_t{day.days_since_epoch} + 3, 7));
}

/// Months since January 1970: 2025-01 is month 660, 1969-12 is -1.
[[nodiscard]] constexpr std::int32_t month_index(date day) noexcept {
    const detail::march_date parts = detail::march(day);
    return static_cast<std::int32_t>(12 * (parts.year - detail::shifted_years - 1970) + parts.month - 1);
}

/// Quarters since January to March 1970: the second quarter of 2025 is 221.
[[nodiscard]] constexpr std::int32_t quarter_index(date day) noexcept {
    return static_cast<std::int32_t>(detail::floor_divide(month_index(day), 3));
}

/// The civil year itself: 2025.
[[nodiscard]] constexpr std::int32_t year_index(date day) noexcept {
    return civil(day).year;
}

} // namespace dates

namespace detail {

/// The first day of a month, given as a month index of any size; stops at the ends of the range.
[[nodiscard]] constexpr date first_day_of_month_saturated(std::int64_t index) noexcept {
    constexpr std::int64_t first = (1 - 1970) * 12;
    constexpr std::int64_t past_last = (10000 - 1970) * 12;
    if (index < first || index >= past_last) [[unlikely]] {
        return {index < first ? first_day_of_range : last_day_of_range};
    }
    // Since March of the year 0, so that each fourth year ends with its leap day; then as in `days_from_civil`.
    const auto months = static_cast<std::uint32_t>(index + 1970 * 12 - 2);
    const std::uint32_t years = months / 12;
    const std::uint32_t centuries = years / 100;
    const std::uint32_t days_of_years = 1461 * years / 4 - centuries + centuries / 4;
    const std::uint32_t days_of_months = (979 * (months % 12) + 18) / 32;
    return {static_cast<std::int32_t>(days_of_years + days_of_months) - 719468};
}

} // namespace detail

namespace dates {

/// The Monday of a week: `first_day_of_week(week_index(date::of(2025, 1, 10)))` is 2025-01-06.
[[nodiscard]] constexpr date first_day_of_week(std::int32_t index) noexcept {
    return date::saturated(std::int64_t{index} * 7 - 3);
}

/// The first day of a month: month 660 starts on 2025-01-01.
[[nodiscard]] constexpr date first_day_of_month(std::int32_t index) noexcept {
    return detail::first_day_of_month_saturated(index);
}

/// The first day of a quarter: quarter 221 starts on 2025-04-01.
[[nodiscard]] constexpr date first_day_of_quarter(std::int32_t index) noexcept {
    return detail::first_day_of_month_saturated(std::int64_t{index} * 3);
}

/// The first day of a year: year 2025 starts on 2025-01-01.
[[nodiscard]] constexpr date first_day_of_year(std::int32_t index) noexcept {
    return detail::first_day_of_month_saturated((std::int64_t{index} - 1970) * 12);
}
/// @}

} // namespace dates

namespace detail {

[[nodiscard]] constexpr date add_months(date start, std::int64_t months) noexcept {
    const dates::civil_date parts = dates::civil(start);
    const std::int64_t index = (std::int64_t{parts.year} - 1970) * 12 + parts.month - 1 + months;
    const std::int64_t year = 1970 + floor_divide(index, 12);
    if (year < 1) {
        return date::minimum();
    }
    if (year > 9999) {
        return date::maximum();
    }
    const int month = static_cast<int>(floor_modulo(index, 12)) + 1;
    const int last_day = dates::days_in_month(static_cast<int>(year), month);
    return date::saturated(days_from_civil(year, month, parts.day < last_day ? parts.day : last_day));
}

} // namespace detail

namespace dates {

/// The same day of a later (or, below zero, earlier) month; if that month is too short, its last day (S13):
/// 2025-01-31 + 1 is 2025-02-28, 2024-01-31 + 1 is 2024-02-29. Not reversible: 2025-02-28 - 1 is 2025-01-28.
/// Count from the first date, not from the last result: 2025-01-31 + 2 is 2025-03-31.
[[nodiscard]] constexpr date add_months(date start, int months) noexcept {
    return detail::add_months(start, months);
}

/// The same day of a later year; 29 February becomes 28 February if the year has none (S13).
[[nodiscard]] constexpr date add_years(date start, int years) noexcept {
    return detail::add_months(start, std::int64_t{years} * 12);
}

/// The last day of the month that a date is in: of 2024-02-10 it is 2024-02-29.
[[nodiscard]] constexpr date end_of_month(date day) noexcept {
    const civil_date parts = civil(day);
    return day + (days_in_month(parts.year, parts.month) - parts.day);
}

/// When a birthday on 29 February is kept in a year that has none (S13).
enum class leap_birthday : std::uint8_t {
    february_28,    ///< on 28 February
    march_1,        ///< on 1 March
    leap_years_only ///< not at all: only in leap years
};

/// The day on which a birthday falls in a year, or nothing: 29 February in 2025 is 2025-02-28, 2025-03-01 or none.
/// Nothing also for a day that no year has (30 February) and for years outside 1 to 9999.
[[nodiscard]] constexpr std::optional<date> birthday_in(std::uint8_t month, std::uint8_t day, int year,
                                                        leap_birthday rule) noexcept {
    if (month != 2 || day != 29 || is_leap(year)) {
        return make_date(year, month, day);
    }
    switch (rule) {
    case leap_birthday::february_28:
        return make_date(year, 2, 28);
    case leap_birthday::march_1:
        return make_date(year, 3, 1);
    case leap_birthday::leap_years_only:
        break;
    }
    return std::nullopt;
}

} // namespace dates
} // namespace loyalty
