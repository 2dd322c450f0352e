// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Effects of policies that concern more than the member: shared quotas, other parties, other members. See engine/effects.hpp.

#include <loyalty/config.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::effects {

/// The award of a policy, and the part of it that a quota let it grant, in minor units of the quota's unit: 500 with
/// 200 left is `{rule, 1, 500, 200}`. Below zero for what a return gave back.
struct quota_used {
    std::uint8_t rule = 0;
    std::uint32_t number = 0;
    std::int64_t desired = 0;
    std::int64_t granted = 0;

    [[nodiscard]] friend constexpr bool operator==(const quota_used&, const quota_used&) = default;
};

/// A part of an award concerns a party (S45, S46): the charity that receives it, or the partner that pays for it. Below zero for
/// what a return takes back. 0.37 USD for charity 3 is `{rule, 3, 0.37_usd}`.
template <unit_type Unit>
struct attributed {
    std::uint8_t rule = 0;
    std::uint32_t party = 0;
    amount<Unit> part{};

    [[nodiscard]] friend constexpr bool operator==(const attributed&, const attributed&) = default;
};

/// An event sends an activity to another member (S41), at the activity's time. Its id is derived from the event, the sender and the
/// rule, so a second delivery is a duplicate. A `router` delivers it, or a host's outbox.
struct sent {
    std::uint8_t rule = 0;
    std::uint32_t from = 0; ///< the index of the sender
    activity what{};        ///< for `what.member`, due at `what.time`

    [[nodiscard]] friend constexpr bool operator==(const sent&, const sent&) = default;
};

/// A return withdraws what its sale had sent: cancelled if it is not yet due, reversed if it was delivered.
struct withdrawn {
    std::uint8_t rule = 0;
    std::uint32_t from = 0;
    std::uint64_t id = 0; ///< of the activity
    std::uint32_t to = 0; ///< its member
    instant time{};       ///< of the return

    [[nodiscard]] friend constexpr bool operator==(const withdrawn&, const withdrawn&) = default;
};

/// A wheel was spun (S33). Ticket 88 of 100, and prize 2 given: `{rule, 3, 9, number, 88, 100, 2, 2}`. Whoever has the seed computes
/// `number` again from the member and the event: see rules/draw.hpp.
struct prize_drawn {
    std::uint8_t rule = 0;
    std::uint64_t member = 0;
    std::uint64_t event = 0;   ///< its id
    std::uint64_t number = 0;  ///< of 64 bits, the first of this key
    std::uint64_t ticket = 0;  ///< from 0
    std::uint64_t tickets = 0; ///< of the wheel
    std::uint8_t drawn = 0;    ///< the place of the prize of this ticket
    std::uint8_t given = 0;    ///< the same, or the one in its place if it was out of stock

    [[nodiscard]] friend constexpr bool operator==(const prize_drawn&, const prize_drawn&) = default;
};

} // namespace loyalty::effects
