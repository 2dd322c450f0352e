// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

#include <cstdint>

namespace loyalty {

/// A paid membership starts, is renewed or ends (S43). It holds in `membership` from now on; an interval that is empty
/// ends it. For programmes with a `paid_membership{}`, which `membership_active()` reads.
///
/// `membership_change{.id = 1, .time = now, .membership = {"2025-01-10T00:00"_utc, "2026-01-10T00:00"_utc}}`
struct membership_change {
    static constexpr auto kind_of_event = extensions::event_kind::membership_change;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    instant_window membership{};

    [[nodiscard]] friend constexpr bool operator==(const membership_change&, const membership_change&) = default;
};

} // namespace loyalty
