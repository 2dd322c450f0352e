// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Changes that are no purchase, return or redemption: goods come back without a sale, somebody corrects a mistake, the
/// event comes for which points waited. Policies do not count them: no tier, threshold or cap changes.

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

/// An award whose sale is unknown is taken back: `amount` points that count as earned on the day `earned_on`, from the
/// lot of that day first and then as the account says (S26). The default day is that of the event. A plain balance
/// gives all of it, below zero if need be.
///
/// `clawback<unit::points>{.id = 12, .time = now, .amount = 23_points}`
template <unit_type Unit>
struct clawback {
    static constexpr auto kind_of_event = extensions::event_kind::clawback;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    loyalty::amount<Unit> amount{};   ///< not negative
    date earned_on = date::maximum(); ///< `date::maximum()`: today

    [[nodiscard]] friend constexpr bool operator==(const clawback&, const clawback&) = default;
};

/// A correction by hand: up like an award, or down from the available points and never below them (`insufficient_balance`).
///
/// `adjustment<unit::points>{.id = 13, .time = now, .amount = 500_points}`
template <unit_type Unit>
struct adjustment {
    static constexpr auto kind_of_event = extensions::event_kind::adjustment;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    loyalty::amount<Unit> amount{}; ///< negative to take

    [[nodiscard]] friend constexpr bool operator==(const adjustment&, const adjustment&) = default;
};

/// The event came for which points earned on a day were waiting (S23), such as a stay that took place: so many of them
/// are active from today on. More than wait, or after their deadline: `insufficient_pending`.
///
/// `confirmation<unit::points>{.id = 14, .time = now, .amount = 23_points, .earned_on = "2025-03-01"_date}`
template <unit_type Unit>
struct confirmation {
    static constexpr auto kind_of_event = extensions::event_kind::confirmation;
    using unit = Unit;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    loyalty::amount<Unit> amount{};
    date earned_on{};

    [[nodiscard]] friend constexpr bool operator==(const confirmation&, const confirmation&) = default;
};

} // namespace loyalty
