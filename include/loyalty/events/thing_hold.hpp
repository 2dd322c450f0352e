// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A thing is set aside for an order that is not yet paid, then used or released (S38). For programmes with a
/// `wallet`.

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/stored_money.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::things {

/// One use of a thing, or `stored` of a gift card, is set aside for an order: until then no other order uses it, and it
/// does not expire. From `until` on it counts as released.
///
/// `thing_hold{.id = 6, .time = now, .code = 4711, .order = 90, .until = "2025-03-10T12:30"_utc}`
struct thing_hold {
    static constexpr auto kind_of_event = extensions::event_kind::thing_hold;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t code = 0;
    std::uint64_t order = 0; ///< the id that the sale will have
    stored_money stored{};   ///< money of a gift card, of its currency; not negative
    instant until = instant::maximum();

    [[nodiscard]] friend constexpr bool operator==(const thing_hold&, const thing_hold&) = default;
};

/// An order is paid: what was set aside for it is used.
///
/// `thing_commitment{.id = 7, .time = now, .order = 90}`
struct thing_commitment {
    static constexpr auto kind_of_event = extensions::event_kind::thing_commitment;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t order = 0;
    std::uint64_t code = 0; ///< 0: all that is held for the order

    [[nodiscard]] friend constexpr bool operator==(const thing_commitment&, const thing_commitment&) = default;
};

/// An order is not paid: what was set aside for it is free again.
///
/// `thing_release{.id = 7, .time = now, .order = 90}`
struct thing_release {
    static constexpr auto kind_of_event = extensions::event_kind::thing_release;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t order = 0;
    std::uint64_t code = 0; ///< 0: all that is held for the order

    [[nodiscard]] friend constexpr bool operator==(const thing_release&, const thing_release&) = default;
};

} // namespace loyalty::things
