// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/detail/checked.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

/// The most tiers above the base that one `tiered` may have.
inline constexpr std::size_t most_tiers = 8;

/// What a `tiered` tells the policies after it about the member, for one event. Tier 0 is everyone's.
struct tier_standing {
    std::uint8_t told = 0;                   ///< as of the member's previous event
    std::uint8_t before = 0;                 ///< now, before this event counts
    std::uint8_t after = 0;                  ///< with this event
    std::uint8_t earning = 0;                ///< what this event earns at (S19)
    bool is_split = false;                   ///< it earns part at one tier, part at the next: see `portions`
    std::int64_t portions[most_tiers + 1]{}; ///< how much of the qualifying amount lies in each tier

    /// The factor of a purchase that is split at thresholds: the factors weighed by the portions. 500.00 at 1x and
    /// 500.00 at 2x are 3/2. Not valid where it does not fit 64 bits.
    template <std::size_t Count>
    [[nodiscard]] constexpr ratio blend(const detail::shared_ratios<Count>& factors) const noexcept {
        std::int64_t weighed = 0;
        std::int64_t all = 0;
        bool overflow = false;
        for (std::size_t tier = 0; tier < Count && tier <= most_tiers; ++tier) {
            std::int64_t part = 0;
            overflow |= detail::multiply_overflows(portions[tier], factors.numerators[tier], part);
            overflow |= detail::add_overflows(weighed, part, weighed);
            overflow |= detail::add_overflows(all, portions[tier], all);
        }
        overflow |= detail::multiply_overflows(all, factors.denominator, all);
        return overflow || all <= 0 ? ratio{0, 0} : ratio{weighed, all}.reduced();
    }

    [[nodiscard]] friend constexpr bool operator==(const tier_standing&, const tier_standing&) = default;
};

} // namespace loyalty
