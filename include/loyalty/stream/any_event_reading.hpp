// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/event_codec.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty::detail {

/// Returns true if any of the types has this kind in journals and logs.
template <class... Events>
[[nodiscard]] constexpr bool is_kind_of_any(type_list<Events...>, std::uint16_t kind) noexcept {
    return ((streams::journal_kind_of<Events>::value == kind) || ...);
}

template <class Event, class Memory, class Function>
[[nodiscard]] LOYALTY_INLINE constexpr bool read_as(std::uint16_t kind, std::span<const std::byte> payload,
                                                    const Memory& memory, Function& function) {
    if (kind != streams::journal_kind_of<Event>::value) {
        return false;
    }
    streams::reader from{payload};
    event_room<Event> room{};
    if (!room.read(from, memory) || !from.at_end()) {
        return false;
    }
    function(room.event);
    return true;
}

/// Reads an event of any of the types, and passes it on. Types of one kind, such as purchases in two currencies, are
/// tried in turn: the first that can be read counts. Returns false if it is none.
template <class... Events, class Memory, class Function>
[[nodiscard]] LOYALTY_INLINE constexpr bool read_as_one_of(type_list<Events...>, std::uint16_t kind,
                                                           std::span<const std::byte> payload, const Memory& memory,
                                                           Function&& function) {
    return (... || read_as<Events>(kind, payload, memory, function));
}

} // namespace loyalty::detail
