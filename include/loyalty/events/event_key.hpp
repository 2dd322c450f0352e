// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::extensions {

/// The first members of every event: its id, the index of its member in a batch, its time. Events of a member are ordered
/// by time and then id (S9, S10), so ids rise within one instant, over all kinds of events.
///
/// `sold.receipt.returned({.id = 9, .time = now})`
struct event_key {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};

    [[nodiscard]] friend constexpr bool operator==(const event_key&, const event_key&) = default;
};

} // namespace loyalty::extensions
