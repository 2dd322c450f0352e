// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The two steps of a redemption (S25): points are set aside, and then spent or freed. 100 points for a bill that comes
/// to 80 are a `reservation` of 100 and a `commitment` of 80; the other 20 are free again.

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

/// Points are set aside until the day `until`, on which they are free again, or until the instant `until_time`. An
/// account of days holds to the end of the day of that instant, a timed one to its second.
///
/// `reservation<unit::points>{.id = 8, .time = now, .hold = 1, .amount = 100_points, .until = tomorrow}`
template <unit_type Unit>
struct reservation {
    static constexpr auto kind_of_event = extensions::event_kind::reservation;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t hold = 0; ///< the host's number of the hold
    loyalty::amount<Unit> amount{};
    date until = date::maximum();            ///< the first day without the hold
    instant until_time = instant::maximum(); ///< or the first instant without it, whichever is earlier

    [[nodiscard]] friend constexpr bool operator==(const reservation&, const reservation&) = default;
};

/// Spends the points of a hold: all of them, or `amount`, and the rest is free again. More than was set aside is
/// refused (`more_than_held`), and the hold stands.
///
/// `commitment<unit::points>{.id = 9, .time = now, .hold = 1, .amount = 80_points}`
template <unit_type Unit>
struct commitment {
    static constexpr auto kind_of_event = extensions::event_kind::commitment;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t hold = 0;
    loyalty::amount<Unit> amount = ledgers::everything<Unit>;

    [[nodiscard]] friend constexpr bool operator==(const commitment&, const commitment&) = default;
};

/// Frees the points of a hold: `release<unit::points>{.id = 9, .time = now, .hold = 1}`.
template <unit_type Unit>
struct release {
    static constexpr auto kind_of_event = extensions::event_kind::release;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t hold = 0;

    [[nodiscard]] friend constexpr bool operator==(const release&, const release&) = default;
};

} // namespace loyalty
