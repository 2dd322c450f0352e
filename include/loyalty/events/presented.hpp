// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The things that a member presents at a till, and their uses by a sale.
///
/// Anna presents the code 4711, a coupon of campaign 7, and pays 20.00 USD with the gift card 815. The accepted sale uses
/// `use{.code = 4711, .campaign = 7}`, one use of the coupon, and `use{.code = 815, .taken = 20_usd}`, 20.00 of the card's
/// money.
///
/// An account of entitlements is a policy with
///
/// - `static constexpr bool keeps_entitlements = true;`,
/// - `constexpr found_thing find(const state& own, std::uint64_t code, instant time, std::uint64_t order) const
///   noexcept`, where `order` is the id of the sale: what is held for it can be used by it,
/// - `apply` for each event of which `extensions::uses_things<Event>` is true: it takes `visit.event.uses`. Each code
///   that stands there was found at the time of the event.

#include <loyalty/config.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/stored_money.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty {

namespace things {

/// A code that is presented: `presented{.code = 4711}`. In a programme without an account of entitlements the thing
/// itself comes with it, from the host's records: `carried(entitlement{.code = 4711, .campaign = 7})`.
struct presented {
    std::uint64_t code = 0;
    bool is_carried = false; ///< true if `thing` is the entitlement
    entitlement thing{};

    [[nodiscard]] friend constexpr bool operator==(const presented&, const presented&) = default;
};

[[nodiscard]] constexpr presented carried(const entitlement& thing) noexcept {
    return {thing.code, true, thing};
}

/// The use of one entitlement by an accepted sale.
struct use {
    std::uint64_t code = 0;
    stored_money taken{};       ///< money of a gift card; none for one use of any other thing
    std::uint32_t campaign = 0; ///< of a coupon

    [[nodiscard]] friend constexpr bool operator==(const use&, const use&) = default;
};

} // namespace things

namespace extensions {

/// An entitlement as it is at a time, or why there is none that can be used: `not_holder`, `already_used`,
/// `not_yet_valid`, `no_longer_valid`.
struct found_thing {
    reason why = reason::none;
    things::entitlement thing{};
};

/// True for an event with a list of uses, `uses`: a sale at which things were presented.
template <class Event>
inline constexpr bool uses_things = requires(const Event& event) {
    event.uses.size();
    event.uses[0].taken;
};

} // namespace extensions

} // namespace loyalty
