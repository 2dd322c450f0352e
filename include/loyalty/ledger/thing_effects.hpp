// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/events/stored_money.hpp>

#include <cstdint>

namespace loyalty {

namespace things {

/// The change of a thing.
enum class change : std::uint8_t {
    issued,
    used,         ///< one use, or `stored` of a gift card
    held,         ///< set aside for an order
    released,     ///< free again
    restored,     ///< a use was given back
    topped_up,    ///< `stored` was added
    cancelled,    ///< taken away by the host, or because its award was taken back
    expired,      ///< its window ended since the previous event
    gave_way,     ///< it left the wallet for another thing, or found no place in it; `count` things of its campaign
    not_recorded, ///< the use stays, and can no longer be given back: the wallet has no place for the record
    set_off       ///< granted and not issued, since used ones are owed; `count` things of its campaign
};

} // namespace things

namespace effects {

/// Something happened to a thing of a member. Order 90 pays 20.00 USD with gift card 815, which had 50.00:
/// `{rule, things::change::used, {.code = 815, .stored = 30_usd}, 90, 20_usd}`.
struct thing_change {
    std::uint8_t rule = 0;
    things::change what = things::change::issued;
    things::entitlement thing{};   ///< after the change
    std::uint64_t order = 0;       ///< that uses it, holds it or gives it back; else 0
    things::stored_money stored{}; ///< the money of a gift card that moved
    std::uint32_t count = 1;

    [[nodiscard]] friend constexpr bool operator==(const thing_change&, const thing_change&) = default;
};

} // namespace effects
} // namespace loyalty
