// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

/// Something that a member did, without money (S37): a review, a share, a check-in, a quiz. It earns by rules for
/// activities, such as `per_activity{50_points}`. It is no purchase: it uses up no `first_purchase()`, stamps no card
/// and starts no streak unless a rule counts `activities{}`.
///
/// `activity{.id = 1, .time = "2025-03-10T12:00"_utc, .kind = 1}`
struct activity {
    static constexpr auto kind_of_event = extensions::event_kind::activity;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint32_t kind = 0;      ///< the host's code: a review, a gym visit, ...
    std::int64_t score = 1;      ///< how much of it: minutes, correct answers; not negative
    std::uint64_t reference = 0; ///< the host's own: a campaign, a product, another member

    [[nodiscard]] friend constexpr bool operator==(const activity&, const activity&) = default;
};

} // namespace loyalty
