// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/balance.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty {

/// The outcome of one event: an amount for each unit that the programme can grant, and the member's tier around it. The outcome
/// of a refused event has no amounts, and names the reason and the rule. A stream writes many, so amounts take no more room
/// than the unit's `granted` or `balance` says.
template <unit_type... Units>
struct outcome {
    LOYALTY_NO_UNIQUE_ADDRESS detail::compact_pack<detail::granted<Units>...> granted_{};
    reason refused = reason::none;
    std::uint8_t tier_told = 0; ///< after the member's previous event
    std::uint8_t tier_before =
        0; ///< once the time between had passed; of a refused event the rule, see `refusing_rule`
    std::uint8_t tier_after = 0;

    [[nodiscard]] constexpr bool accepted() const noexcept { return refused == reason::none; }

    /// The index of the policy that refused the event, or `rule_of_engine`, `rule_of_return`, `rule_of_correction`.
    [[nodiscard]] constexpr std::uint8_t refusing_rule() const noexcept { return tier_before; }

    /// For an accepted event: how many of the two steps between the three changed the tier.
    [[nodiscard]] LOYALTY_INLINE constexpr unsigned tier_changes() const noexcept {
        return (tier_told != tier_before ? 1u : 0u) + (tier_before != tier_after ? 1u : 0u);
    }

    /// `granted<unit::points>()`; zero for a unit that the programme never grants is a compile error, not a surprise.
    template <unit_type Unit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> granted() const noexcept {
        constexpr bool grants = (std::is_same_v<Unit, Units> || ...);
        static_assert(grants, "loyalty: no policy of this programme grants this unit");
        if constexpr (grants) {
            return amount<Unit>::from_minor_units(detail::get_type<detail::granted<Unit>>(granted_).minor_units);
        } else {
            return {};
        }
    }

    [[nodiscard]] friend constexpr bool operator==(const outcome&, const outcome&) = default;
};

namespace detail {

/// Returns true if anything was granted of the units that are granted seldom. `Gave` is an outcome, or a visit that will give one.
template <unit_type... Units, class Gave>
[[nodiscard]] LOYALTY_INLINE constexpr bool any_seldom(type_list<Units...>, const Gave& gave) noexcept {
    std::int64_t bits = 0;
    for_each_index<sizeof...(Units)>([&](auto index) LOYALTY_INLINE_LAMBDA {
        using unit = typename type_at<index, Units..., void>::type;
        if constexpr (is_seldom<unit>) {
            bits |= gave.template granted<unit>().minor_units();
        }
    });
    return bits != 0;
}

/// Copies member by member what lies in registers: as a whole it would have to lie in memory first.
template <unit_type... Units>
LOYALTY_INLINE constexpr void copy_outcome(outcome<Units...>& to, const outcome<Units...>& from) noexcept {
    for_each_index<sizeof...(Units)>(
        [&](auto index) LOYALTY_INLINE_LAMBDA { get<index>(to.granted_) = get<index>(from.granted_); });
    to.refused = from.refused;
    to.tier_told = from.tier_told;
    to.tier_before = from.tier_before;
    to.tier_after = from.tier_after;
}

} // namespace detail
} // namespace loyalty
