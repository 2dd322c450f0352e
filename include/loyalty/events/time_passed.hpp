// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

/// Time passes for a member and nothing else happens (S7): tiers end, windows begin anew, lots expire, and a sink is
/// called with these effects. No result waits for it (S11); it serves a host that reports on the day.
///
/// `time_passed{.id = 1, .time = "2025-03-10T12:00"_utc}`
struct time_passed {
    static constexpr auto kind_of_event = extensions::event_kind::time_passed;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};

    [[nodiscard]] friend constexpr bool operator==(const time_passed&, const time_passed&) = default;
};

} // namespace loyalty
