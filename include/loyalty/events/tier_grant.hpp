// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

/// A tier set by hand (S55): until the day `until` the member has at least `tier`, and more if more is earned. Tier 0
/// takes it away. For programmes with a `tier_floor{}` behind the `tiered{...}`.
///
/// `tier_grant{.id = 1, .time = now, .tier = 2, .until = "2026-01-01"_date}`
struct tier_grant {
    static constexpr auto kind_of_event = extensions::event_kind::tier_grant;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint8_t tier = 0;
    date until = date::maximum(); ///< the first day without it

    [[nodiscard]] friend constexpr bool operator==(const tier_grant&, const tier_grant&) = default;
};

} // namespace loyalty
