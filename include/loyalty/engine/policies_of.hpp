// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <utility>

namespace loyalty::detail {

/// Lets time pass for every policy, up to the event.
template <class Programme, class Visit>
LOYALTY_INLINE constexpr void pass_time(const Programme& programme, member<Programme>& own, Visit& visit) noexcept {
    for_each_index<Programme::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
        visit.template enter<index>();
        advance(get<index>(programme.policies), own.template policy<index>(), visit);
    });
}

/// Passes on the change of the tier as soon as the last policy that sets it has acted.
template <std::size_t Index, class Visit>
LOYALTY_INLINE constexpr void note_tier_behind(Visit& visit) noexcept {
    if constexpr (Index == Visit::last_tier_policy) {
        visit.note_tier(visit.tier.before, visit.tier.after);
    }
}

/// Applies the policies from `First` to before `Last` that the event concerns, up to one that refuses. Returns true if none
/// does.
template <std::size_t First, std::size_t Last, class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run_policies(const Programme& programme, member<Programme>& own,
                                                         Visit& visit) noexcept {
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) LOYALTY_INLINE_LAMBDA {
        return (... && (visit.template enter<First + Index>(),
                        apply(get<First + Index>(programme.policies), own.template policy<First + Index>(), visit),
                        note_tier_behind<First + Index>(visit), !visit.refused()));
    }
    (std::make_index_sequence<Last - First>{});
}

} // namespace loyalty::detail
