// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

namespace choices {

/// The identity of the events of a member (S9, S10): time and then id. For streams without ids it is time alone, and
/// events at one instant keep the order in which they come.
enum class identity : std::uint8_t { by_time_and_id, by_time };

} // namespace choices

namespace detail {

/// The time of a member's last event, and its id, to compare the next event with it. `ById` and `OfPurchases` name
/// members that only some programmes need.
template <bool ById, bool OfPurchases>
struct event_clock {
    static constexpr bool counts_purchases = OfPurchases;

    std::int64_t last_seconds = instant::minimum().seconds_since_epoch;
    LOYALTY_NO_UNIQUE_ADDRESS field_if<ById, std::uint64_t, 1> last_id{};
    /// How many purchases stand, without those that came back whole. 255 and more are 255, and stay so.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<OfPurchases, std::uint8_t, 2> purchases{};

    [[nodiscard]] friend constexpr bool operator==(const event_clock&, const event_clock&) = default;
};

template <class Clock>
LOYALTY_INLINE constexpr void count_purchase(Clock& clock) noexcept {
    if constexpr (Clock::counts_purchases) {
        clock.purchases = static_cast<std::uint8_t>(clock.purchases + (clock.purchases < 255 ? 1 : 0));
    }
}

/// Counts a purchase less, which came back whole.
template <class Clock>
constexpr void forget_purchase(Clock& clock) noexcept {
    if constexpr (Clock::counts_purchases) {
        const bool known = 0 < clock.purchases && clock.purchases < 255;
        clock.purchases = static_cast<std::uint8_t>(clock.purchases - (known ? 1 : 0));
    }
}

/// Dates the last event of a member for a calendar other than the one that dated it. Another version of the programme, in another
/// zone, may have booked the last event: 22:30 UTC on 30 September stays in September, although it is October then at UTC+02:00.
/// Returns the seconds of an instant of the day on which it was booked; `kept_shift`, that of the last event, becomes that of the
/// event at `now_seconds`. Rare, and so out of line, with numbers: an `instant` that is passed by value lies in memory.
template <class Calendar>
[[nodiscard]] LOYALTY_COLD constexpr std::int64_t redate(Calendar calendar, std::int64_t last_seconds,
                                                         std::uint8_t& kept_shift, std::int64_t now_seconds,
                                                         std::uint8_t shift) noexcept {
    const instant last{last_seconds};
    const instant now{now_seconds};
    const std::uint8_t last_shift = kept_shift;
    kept_shift = shift;
    if (last_shift == day_shift::unknown || last == instant::minimum()) {
        return last_seconds;
    }
    const date booked = day_shift::date_of(last, last_shift);
    // Days do not go back: an event that this calendar dates before the booked day belongs to that day.
    while (kept_shift != day_shift::unknown && day_shift::date_of(now, kept_shift) < booked) {
        kept_shift = day_shift::next(kept_shift); // at most 254 times
    }
    const instant from = calendar.start_of(booked);
    const instant until = calendar.start_of(booked + 1);
    return (last < from ? from : last < until ? last : until - dates::seconds{1}).seconds_since_epoch;
}

} // namespace detail
} // namespace loyalty
