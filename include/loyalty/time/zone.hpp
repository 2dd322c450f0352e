// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Zones: what the clock on the wall shows at an instant. UTC and fixed offsets are here; any zone database plugs in
/// with one function, `segment`. The library itself reads no clock and no database (S11, S12).
///
/// Europe/Berlin between two clock changes is one segment: from 2017-03-26T01:00Z until 2017-10-29T01:00Z, 7200 s.

#include <loyalty/config.hpp>

#include <concepts>
#include <cstdint>

#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

namespace loyalty {

namespace dates {

/// A stretch of time `[from, until)` throughout which a zone keeps one offset: local time = UTC + offset.
struct zone_segment {
    instant from = instant::minimum();
    instant until = instant::maximum();
    std::int32_t offset_seconds = 0;

    [[nodiscard]] constexpr bool contains(instant time) const noexcept { return from <= time && time < until; }

    [[nodiscard]] friend constexpr bool operator==(const zone_segment&, const zone_segment&) noexcept = default;
};

/// A zone is any type with `zone_segment segment(instant) const noexcept`, which returns the segment that the instant
/// is in. Requirements beyond the signature: the segment contains the instant (one outside the range belongs to the
/// first or last segment), segments touch, the offset is at most 26 hours either way. A segment may be cut short:
/// two neighbours may have the same offset.
template <class Z>
concept zone = requires(const Z& candidate, instant time) {
    { candidate.segment(time) }
    noexcept->std::same_as<zone_segment>;
};

} // namespace dates

namespace detail {

/// The same as a plain value: compilers print what a concept lacks in many lines.
template <class Z>
inline constexpr bool is_zone = dates::zone<Z>;

/// The largest offset that a zone may have; the largest that any zone ever had is 15:13:42.
inline constexpr std::int32_t largest_offset_seconds = 26 * 3600;

} // namespace detail

/// Coordinated universal time: the offset is zero, always.
struct utc {
    [[nodiscard]] constexpr dates::zone_segment segment(instant) const noexcept { return {}; }

    [[nodiscard]] friend constexpr bool operator==(const utc&, const utc&) noexcept = default;
};

namespace dates {

/// A clock that never changes: `fixed_offset::hours(1)` is UTC+01:00, `fixed_offset::hours(-3, -30)` is UTC-03:30.
struct fixed_offset {
    std::int32_t offset_seconds = 0;

    /// At most 26 hours either way, else it asserts. Hours and minutes carry the same sign.
    [[nodiscard]] static constexpr fixed_offset hours(int hours, int minutes = 0) noexcept {
        LOYALTY_ASSERT(hours >= -26 && hours <= 26 && minutes > -60 && minutes < 60);
        LOYALTY_ASSERT(!(hours > 0 && minutes < 0) && !(hours < 0 && minutes > 0));
        const fixed_offset result{hours * 3600 + minutes * 60};
        LOYALTY_ASSERT(result.is_valid());
        return result;
    }

    [[nodiscard]] constexpr bool is_valid() const noexcept {
        return offset_seconds >= -detail::largest_offset_seconds && offset_seconds <= detail::largest_offset_seconds;
    }

    [[nodiscard]] constexpr zone_segment segment(instant) const noexcept {
        return {instant::minimum(), instant::maximum(), offset_seconds};
    }

    [[nodiscard]] friend constexpr bool operator==(const fixed_offset&, const fixed_offset&) noexcept = default;
};

/// The local time of an instant: 2025-01-10T22:59:00Z is 2025-01-10T23:59:00 at UTC+01:00.
template <zone Zone>
[[nodiscard]] constexpr local_time to_local(const Zone& place, instant time) noexcept {
    return local_time{time.seconds_since_epoch} + dates::seconds{place.segment(time).offset_seconds};
}

/// The instant at which the clock on the wall shows a local time: the first whose local time is `local` or later.
/// If clocks go back and the local time occurs twice, that is the earlier one. If clocks go forward and it does not
/// occur at all, that is the instant of the change. One segment is looked up, or as many as begin within 52 hours.
template <zone Zone>
[[nodiscard]] constexpr instant to_instant(const Zone& place, local_time local) noexcept {
    const instant earliest = instant{local.seconds_since_epoch} - dates::seconds{detail::largest_offset_seconds};
    zone_segment current = place.segment(earliest);
    for (;;) {
        const instant candidate = instant{local.seconds_since_epoch} - dates::seconds{current.offset_seconds};
        if (candidate < current.until || current.until >= instant::maximum()) {
            return candidate < current.from ? current.from : candidate;
        }
        const zone_segment next = place.segment(current.until);
        LOYALTY_ASSERT(next.until > current.until); // a zone that stands still breaks its contract
        current = next;
    }
}

} // namespace dates
} // namespace loyalty
