// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/stored_money.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::things {

/// A thing that a member holds (S38): a coupon, a free item, a waived fee, the money of a gift card. The rule of its
/// campaign in the programme says what it gives. The thing itself says whose it is, how often and when it can be used.
///
/// `entitlement{.code = 4711, .campaign = 7, .until = "2025-06-01T00:00"_utc}` is one coupon of campaign 7, for one
/// use; `entitlement{.code = 815, .stored = 50_usd}` is a gift card.
struct entitlement {
    std::uint64_t code = 0;            ///< unique for the member: the host's, or derived from (seed, member, event)
    std::uint32_t campaign = 0;        ///< the number by which rules name it
    std::uint16_t uses = 1;            ///< that are left
    instant from = instant::minimum(); ///< of `[from, until)`
    instant until = instant::maximum();
    stored_money stored{}; ///< the money of a gift card; without a currency for all others

    /// Returns true for a gift card: its money counts, and not its uses.
    [[nodiscard]] constexpr bool is_card() const noexcept { return stored.has_currency(); }

    [[nodiscard]] friend constexpr bool operator==(const entitlement&, const entitlement&) = default;
};

} // namespace loyalty::things
