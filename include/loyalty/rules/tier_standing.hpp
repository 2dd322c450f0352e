// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

namespace extensions {

/// The most tiers above the base that one `tiered` may have.
inline constexpr std::size_t most_tiers = 8;

/// The tier of a member for one event, as a `tiered` passes it to the policies after it. Tier 0 is everyone's.
struct tier_standing {
    std::uint8_t told = 0;    ///< as of the member's previous event
    std::uint8_t before = 0;  ///< now, before this event counts
    std::uint8_t after = 0;   ///< with this event
    std::uint8_t earning = 0; ///< what this event earns at (S19)
    std::uint8_t earned = 0;  ///< now, without a floor that was set by hand (S55)
    bool is_split = false;    ///< it earns part at one tier and part at the next
    std::int64_t from = 0;    ///< with `split`: the count before this event
    std::int64_t until = 0;   ///< and what has with it
    const std::int64_t* thresholds = nullptr;

    [[nodiscard]] friend constexpr bool operator==(const tier_standing&, const tier_standing&) = default;
};

} // namespace extensions

namespace detail {

/// The work of `blend`. Out of line, since splits are rare, and given numbers: what is passed as a struct must lie in memory,
/// and the whole visit with it.
template <std::size_t Count>
[[nodiscard]] LOYALTY_COLD constexpr ratio blend_split(std::uint8_t before, std::int64_t from, std::int64_t until,
                                                       const std::int64_t* thresholds,
                                                       shared_ratios<Count> factors) noexcept {
    std::int64_t weighed = 0;
    std::int64_t low = from;
    bool overflow = false;
    for (std::size_t tier = 0; tier < Count; ++tier) {
        const bool ends = tier + 1 < Count && thresholds[tier] < until;
        const std::int64_t end = ends ? thresholds[tier] : until;
        const std::int64_t high = end > low ? end : low;
        std::int64_t part = 0;
        overflow |= multiply_overflows(high - low, factors.numerators[tier < before ? before : tier], part);
        overflow |= add_overflows(weighed, part, weighed);
        low = high;
    }
    std::int64_t all = 0;
    overflow |= multiply_overflows(until - from, factors.denominator, all);
    return overflow || all <= 0 ? ratio{0, 0} : ratio{weighed, all}.reduced();
}

} // namespace detail

namespace extensions {

/// The factor of a purchase that is split at thresholds: the factors weighed by how much of it lies in each tier. 500.00 at
/// 1x and 500.00 at 2x are 3/2. Not valid if it does not fit 64 bits.
template <std::size_t Count>
[[nodiscard]] LOYALTY_INLINE constexpr ratio blend(const tier_standing& standing,
                                                   const detail::shared_ratios<Count>& factors) noexcept {
    return detail::blend_split(standing.before, standing.from, standing.until, standing.thresholds, factors);
}

} // namespace extensions
} // namespace loyalty
