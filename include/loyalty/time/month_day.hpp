// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

namespace dates {

/// A day of every year, `month_day{12, 31}`, or of every month, `month_day::monthly(15)`. A day that a month does not
/// have is its last (S13): `{2, 29}` is 28 February in 2025.
struct month_day {
    std::uint8_t month = 0; ///< 1 to 12, or 0: every month
    std::uint8_t day = 1;   ///< 1 to 31

    [[nodiscard]] static constexpr month_day monthly(std::uint8_t day) noexcept { return {0, day}; }

    [[nodiscard]] constexpr bool is_valid() const noexcept {
        return month <= 12 && day >= 1 && day <= (month == 0 ? 31 : dates::days_in_month(2024, month));
    }

    [[nodiscard]] friend constexpr bool operator==(const month_day&, const month_day&) noexcept = default;
};

} // namespace dates

namespace detail {

/// The first of the listed days on or after `from`; never if there is none.
template <std::size_t Count>
[[nodiscard]] constexpr date next_of(const dates::month_day (&days)[Count], date from) noexcept {
    const dates::civil_date parts = dates::civil(from);
    date first_of_month = from - (parts.day - 1);
    for (int month = parts.month, passed = 0; passed <= 12; month = month % 12 + 1, ++passed) {
        const date last = dates::end_of_month(first_of_month);
        date found = date::maximum();
        for (const dates::month_day& each : days) {
            const date listed = first_of_month + (each.day - 1);
            const date clamped = listed < last ? listed : last;
            const bool is_next = (each.month == 0 || each.month == month) && clamped >= from && clamped < found;
            found = is_next ? clamped : found;
        }
        if (found < date::maximum()) {
            return found;
        }
        first_of_month = last + 1;
    }
    return date::maximum();
}

template <std::size_t Count>
[[nodiscard]] constexpr bool all_valid(const dates::month_day (&days)[Count]) noexcept {
    bool valid = true;
    for (const dates::month_day& each : days) {
        valid = valid && each.is_valid();
    }
    return valid;
}

} // namespace detail
} // namespace loyalty
