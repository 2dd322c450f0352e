// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A thing is used without a checkout, and a use is given back (S38). For programmes with a `wallet`.

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/stored_money.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::things {

/// A thing is used: a ticket at a door, 3.00 of a gift card at a machine. Of a gift card `stored` is taken, of any
/// other thing one use.
///
/// `thing_use{.id = 4, .time = now, .code = 4711}`
struct thing_use {
    static constexpr auto kind_of_event = extensions::event_kind::thing_use;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t code = 0;
    stored_money stored{};   ///< money of a gift card, of its currency; not negative
    std::uint64_t order = 0; ///< the id of the sale that it is used for; 0 if there is none: the id of this event then

    [[nodiscard]] friend constexpr bool operator==(const thing_use&, const thing_use&) = default;
};

/// The uses of an order are given back, because it was cancelled: each thing is again what it was before, as the
/// wallet's `restoring` says. A return of the whole sale does the same by itself; a refund of a part may put its share
/// back to a gift card.
///
/// `thing_restoration{.id = 5, .time = now, .order = 4}` gives back all that event 4 used, and
/// `thing_restoration{.id = 5, .time = now, .order = 4, .code = 815, .stored = 5_usd}` 5.00 to the card.
struct thing_restoration {
    static constexpr auto kind_of_event = extensions::event_kind::thing_restoration;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::uint64_t order = 0; ///< the sale, or the use, that is undone
    std::uint64_t code = 0;  ///< 0: all things that it used
    stored_money stored{};   ///< a part of what it took of the gift card `code`; 0: all that is left of it

    [[nodiscard]] friend constexpr bool operator==(const thing_restoration&, const thing_restoration&) = default;
};

} // namespace loyalty::things
