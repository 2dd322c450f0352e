// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace extensions {

/// Where a business day lies in the programme's calendar: for each `period_unit` the running number of its period, and
/// the instant at which this period began. Computed once for a day, and good for every instant in it.
///
/// On 2025-03-10 (UTC) the month has the number 662 and began at 2025-03-01T00:00.
struct calendar_day {
    struct position {
        std::int32_t index = 0;
        instant starts{};
    };

    dates::business_day day{date::minimum(), instant::maximum(),
                            instant::maximum()};     ///< at first a day that holds no instant
    std::array<position, 5> positions{};             ///< by `period_unit`
    std::uint8_t shift = detail::day_shift::unknown; ///< of all instants of the day
    /// The first day of a month that was noted for all events of the day.
    struct month_ahead {
        std::int32_t months = -1; ///< to that month; less than zero if none was noted
        date first{};
    };
    std::array<month_ahead, 2> months_ahead{};

    template <dates::zone Zone>
    [[nodiscard]] LOYALTY_INLINE static constexpr calendar_day at(const calendar<Zone>& calendar,
                                                                  instant time) noexcept {
        const dates::business_day today = calendar.day_of(time);
        // The civil date once, and all five positions from it.
        const dates::civil_date parts = dates::civil(today.day);
        const std::int32_t month = parts.month - 1;
        const date first_of_month = today.day - (parts.day - 1);
        const date first_of_year = date::saturated(detail::days_from_civil(parts.year, 1, 1));
        const date first_of_quarter = date::saturated(detail::days_from_civil(parts.year, month / 3 * 3 + 1, 1));
        const date monday = today.day - (static_cast<std::int32_t>(dates::weekday_of(today.day)) - 1);
        const std::int32_t year = parts.year - 1970;
        return {today,
                {position{today.day.days_since_epoch, calendar.start_of(today.day)},
                 position{dates::week_index(today.day), calendar.start_of(monday)},
                 position{dates::month_index(today.day), calendar.start_of(first_of_month)},
                 position{year * 4 + month / 3, calendar.start_of(first_of_quarter)},
                 position{parts.year, calendar.start_of(first_of_year)}},
                calendar.shift_at(time)};
    }

    [[nodiscard]] LOYALTY_INLINE constexpr bool contains(instant time) const noexcept { return day.contains(time); }
    [[nodiscard]] LOYALTY_INLINE constexpr date today() const noexcept { return day.day; }
    [[nodiscard]] LOYALTY_INLINE constexpr std::int32_t index(period_unit unit) const noexcept {
        return position_of(unit).index;
    }
    [[nodiscard]] LOYALTY_INLINE constexpr instant starts(period_unit unit) const noexcept {
        return position_of(unit).starts;
    }

    /// Notes a month that each event of the day may need. Of more than two the last one takes the place of the second, which
    /// is then computed for each event.
    constexpr void note_month_ahead(std::int32_t months) noexcept {
        const bool is_first = months_ahead[0].months < 0 || months_ahead[0].months == months;
        months_ahead[is_first ? 0 : 1] = {months, first_of_month_ahead_of(index(period_unit::month), months)};
    }
    /// The first day of the month that lies so many months ahead: 2025-04-01 is one month ahead of 2025-03-10.
    [[nodiscard]] LOYALTY_INLINE constexpr date first_of_month_ahead(std::int32_t months) const noexcept {
        for (const month_ahead& noted : months_ahead) {
            if (noted.months == months) {
                return noted.first;
            }
        }
        return first_of_month_ahead_of(index(period_unit::month), months);
    }

private:
    /// Of numbers: a day that is passed on whole must be computed whole, also for an event by itself.
    [[nodiscard]] LOYALTY_INLINE static constexpr date first_of_month_ahead_of(std::int32_t month,
                                                                               std::int32_t months) noexcept {
        return detail::first_day_of_month_saturated(std::int64_t{month} + months);
    }
    [[nodiscard]] LOYALTY_INLINE constexpr const position& position_of(period_unit unit) const noexcept {
        return positions[static_cast<std::size_t>(unit)];
    }
};

} // namespace extensions

namespace detail {

/// The `day_shift` of a day; for zones that never change a constant of the programme. A programme from run time has none, and
/// reads the day's rather than divide at each event.
template <dates::zone Zone>
[[nodiscard]] LOYALTY_INLINE constexpr std::uint8_t
shift_of_day(const calendar<Zone>& calendar, [[maybe_unused]] const extensions::calendar_day& day) noexcept {
    if constexpr (std::is_same_v<Zone, utc> || std::is_same_v<Zone, dates::fixed_offset>) {
        if (LOYALTY_IS_CONSTANT(calendar.shift_at(instant{}))) {
            return calendar.shift_at(instant{});
        }
    }
    return day.shift;
}

/// A day that holds no instant.
inline constexpr extensions::calendar_day calendar_day_unknown{};

} // namespace detail
} // namespace loyalty
