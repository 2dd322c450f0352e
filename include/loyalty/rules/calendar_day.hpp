// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/time/calendar.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace loyalty {

/// Where a business day lies in the programme's calendar: for each `period_unit` the running number of its period, and
/// the instants at which this period and the one before began. Computed once for a day, and good for every instant
/// in it.
///
/// On 2025-03-10 (UTC) the month has the number 662, began at 2025-03-01T00:00, and the one before at 2025-02-01T00:00.
struct calendar_day {
    struct position {
        std::int32_t index = 0;
        instant starts{};
        instant previous_starts{};
    };

    business_day day{date::minimum(), instant::maximum(), instant::maximum()}; ///< at first a day that holds no instant
    std::array<position, 5> positions{};

    template <zone Zone>
    [[nodiscard]] static constexpr calendar_day at(const calendar<Zone>& calendar, instant time) noexcept {
        calendar_day result;
        result.day = calendar.day_of(time);
        for (std::size_t unit = 0; unit < result.positions.size(); ++unit) {
            const auto length = static_cast<period_unit>(unit);
            const std::int32_t index = period_index(length, result.day.day);
            result.positions[unit] = {index, calendar.start_of(first_day(length, index)),
                                      calendar.start_of(first_day(length, index - 1))};
        }
        return result;
    }

    [[nodiscard]] constexpr bool contains(instant time) const noexcept { return day.contains(time); }
    [[nodiscard]] constexpr date today() const noexcept { return day.day; }
    [[nodiscard]] constexpr std::int32_t index(period_unit unit) const noexcept { return position_of(unit).index; }
    [[nodiscard]] constexpr instant starts(period_unit unit) const noexcept { return position_of(unit).starts; }
    [[nodiscard]] constexpr instant previous_starts(period_unit unit) const noexcept {
        return position_of(unit).previous_starts;
    }

private:
    [[nodiscard]] constexpr const position& position_of(period_unit unit) const noexcept {
        return positions[static_cast<std::size_t>(unit)];
    }
};

} // namespace loyalty
