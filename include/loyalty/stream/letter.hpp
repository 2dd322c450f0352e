// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/activity.hpp>

#include <cstdint>

namespace loyalty::streams {

/// How deep messages may answer messages.
inline constexpr std::uint16_t most_hops = 16;

/// An activity under way to another member, or the reversal of one that was delivered.
struct letter {
    activity what{};        ///< for a reversal the id and the member of what is reversed, at the time of the return
    std::uint32_t from = 0; ///< the index of the sender
    std::uint16_t hops = 0; ///< how many messages lie between it and an event of the host
    bool is_reversal = false;

    [[nodiscard]] friend constexpr bool operator==(const letter&, const letter&) = default;
};

} // namespace loyalty::streams
