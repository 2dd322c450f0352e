// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Rules written by hand, as the floor that a programme is measured against: every constant in its place, the member's
/// line asked for ahead as in the library's batches, sums checked for overflow, a late event refused.

#include "expected.hpp"
#include "w5_by_hand.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace by_hand {

using bench::totals;
using w5::by_hand::day_fields;
using w5::by_hand::half_even;

inline constexpr std::size_t look_ahead = 24;

[[nodiscard]] constexpr std::int64_t seconds_of(const w5::record& event) noexcept {
    return event.time;
}
template <class Transaction>
requires requires(const Transaction& event) {
    event.time.seconds_since_epoch;
}
[[nodiscard]] constexpr std::int64_t seconds_of(const Transaction& event) noexcept {
    return event.time.seconds_since_epoch;
}

/// What every state has.
struct common_state {
    std::int64_t last_time = INT64_MIN;
    std::int64_t points = 0;
};

/// Runs `rule(own, event, day, sums)` over a stream; it says false where it overflowed.
template <bool NeedsDay = true, class State, class Transaction, class Rule>
[[nodiscard]] inline totals drive(std::span<State> members, std::span<const Transaction> stream, Rule rule) noexcept {
    totals sum{};
    bool fits = true;
    day_fields day;
    const std::size_t count = stream.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i + look_ahead < count) {
            __builtin_prefetch(&members[stream[i + look_ahead].member], 1);
        }
        const Transaction& event = stream[i];
        const std::int64_t time = seconds_of(event);
        if (NeedsDay && time >= day.until) {
            day.move_to(time);
        }
        State& own = members[event.member];
        if (time < own.last_time) {
            ++sum.refused;
            continue;
        }
        fits = rule(own, event, day, sum) && fits;
        own.last_time = time;
    }
    return fits ? sum : totals{-1, -1, -1, -1, -1, -1};
}

/// Adds to a balance and to its sum; false on overflow.
[[nodiscard, gnu::always_inline]] inline bool give(std::int64_t& balance, std::int64_t& sum,
                                                   std::int64_t more) noexcept {
    sum += more;
    return !__builtin_add_overflow(balance, more, &balance);
}

/// A tier by the spend of a calendar year, held to the end of the next.
struct tier_state {
    std::int64_t spent_this_year = 0;
    std::uint8_t earned_last_year = 0;
    std::uint8_t tier = 0;
};

template <std::int64_t First, std::int64_t Second>
struct two_tiers {
    [[nodiscard]] static std::uint8_t reached(std::int64_t spent) noexcept {
        return static_cast<std::uint8_t>((spent >= First) + (spent >= Second));
    }

    /// Before the purchase: what a new year does. Gives the tier that the purchase earns at.
    [[nodiscard, gnu::always_inline]] static inline std::uint8_t
    begin(tier_state& own, std::int64_t last_time, const day_fields& day, std::int64_t& changes) noexcept {
        std::uint8_t tier = own.tier;
        if (last_time < day.year_from) {
            own.earned_last_year = last_time >= day.last_year_from ? reached(own.spent_this_year) : std::uint8_t{0};
            own.spent_this_year = 0;
            changes += own.earned_last_year != tier;
            tier = own.earned_last_year;
        }
        return tier;
    }

    [[nodiscard, gnu::always_inline]] static inline bool end(tier_state& own, std::uint8_t tier, std::int64_t cents,
                                                             std::int64_t& changes) noexcept {
        constexpr std::int64_t next[3]{First, Second, INT64_MAX};
        const bool fits = !__builtin_add_overflow(own.spent_this_year, cents, &own.spent_this_year);
        own.tier = tier;
        if (own.spent_this_year >= next[tier]) [[unlikely]] {
            own.tier = reached(own.spent_this_year);
            ++changes;
        }
        return fits;
    }
};

} // namespace by_hand
