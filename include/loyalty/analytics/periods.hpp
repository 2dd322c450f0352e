// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Calendar periods in a row, by which measures count.

#include <loyalty/config.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace loyalty::analytics {

/// Calendar periods in a row: 18 months from January 1997. At most 64; fewer than one counts as one.
struct periods {
    static constexpr std::size_t most = 64;

    period_unit unit = period_unit::month;
    date first{};
    std::size_t count = 1;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return std::clamp(count, std::size_t{1}, most); }
    /// The place of the period of a day; `size()` if it is none of these.
    [[nodiscard]] constexpr std::size_t place_of(date day) const noexcept {
        const std::int64_t place = std::int64_t{dates::period_index(unit, day)} - dates::period_index(unit, first);
        return place < 0 || place >= static_cast<std::int64_t>(size()) ? size() : static_cast<std::size_t>(place);
    }
    /// The first day of a period, and that of the period behind it for the next place.
    [[nodiscard]] constexpr date first_day(std::size_t place) const noexcept {
        return dates::first_day(unit, dates::period_index(unit, first) + static_cast<std::int32_t>(place));
    }

    [[nodiscard]] friend constexpr bool operator==(const periods&, const periods&) noexcept = default;
};

} // namespace loyalty::analytics
