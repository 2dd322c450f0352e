// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/event_key.hpp>
#include <loyalty/time/instant.hpp>

#include <compare>
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

/// Where a message stands in the order of delivery; a reversal has the id of what it reverses.
struct letter_place {
    instant time{};
    std::uint64_t id = 0;
    bool is_reversal = false;

    [[nodiscard]] friend constexpr auto operator<=>(const letter_place&, const letter_place&) = default;
};

[[nodiscard]] constexpr letter_place place_of(const letter& one) noexcept {
    return {one.what.time, one.what.id, one.is_reversal};
}

/// Returns true for the id of a message: 2^63 or more, with the lowest bit clear. An event of the host has none of these,
/// and a reversal has the one behind it.
[[nodiscard]] constexpr bool is_id_of_letter(std::uint64_t id) noexcept {
    return (id >> 63u) != 0 && (id & 1u) == 0;
}

/// The key of the event that takes a message back. The lowest bit of a message's id is clear, so a reversal has an id of
/// its own, right behind it.
[[nodiscard]] constexpr extensions::event_key key_of_reversal(const letter& one) noexcept {
    return {.id = one.what.id | 1u, .member = one.what.member, .time = one.what.time};
}

} // namespace loyalty::streams
