// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

/// Lets time pass for every policy, up to the event.
template <class Programme, class Visit>
LOYALTY_INLINE constexpr void pass_time(const Programme& programme, member<Programme>& own, Visit& visit) noexcept {
    for_each_index<Programme::size>([&](auto index) LOYALTY_INLINE_LAMBDA {
        visit.template enter<index>();
        advance(get<index>(programme.policies), own.template policy<index>(), visit);
    });
}

template <class Policy>
inline constexpr bool passes_time_on_only = requires {
    requires !Policy::advances_silently;
};

/// Returns true if no policy of a programme changes what it keeps as time passes: it keeps nothing, or its `advance` only passes on
/// effects.
template <class Programme>
[[nodiscard]] consteval bool stays_as_time_passes() noexcept {
    return all_of_index<Programme::size>([](auto index) {
        using policy = typename Programme::template policy_type<index>;
        return passes_time_on_only<policy> || std::is_empty_v<state_of_t<policy>>;
    });
}

/// Passes on the change of the tier as soon as the last policy that sets it has acted.
template <std::size_t Index, class Visit>
LOYALTY_INLINE constexpr void note_tier_behind(Visit& visit) noexcept {
    if constexpr (Index == Visit::last_tier_policy) {
        visit.note_tier(visit.tier.before, visit.tier.after);
    }
}

/// Applies one policy. Returns true if it does not refuse.
template <std::size_t Index, class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run_policy(const Programme& programme, member<Programme>& own,
                                                       Visit& visit) noexcept {
    visit.template enter<Index>();
    visit.note(effects::rule_begun{visit.rule, visit.policy,
                                   concerns<typename Programme::template policy_type<Index>, event_type_of<Visit>>()});
    act_apart<Index>(visit, [&]() LOYALTY_INLINE_LAMBDA {
        apply(get<Index>(programme.policies), own.template policy<Index>(), visit);
    });
    note_tier_behind<Index>(visit);
    return !visit.refused();
}

/// Applies those policies from `First` to before `Last` that act in their order, or those that act last.
template <bool ActsLast, std::size_t First, std::size_t Last, class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run_those(const Programme& programme, member<Programme>& own,
                                                      Visit& visit) noexcept {
    return all_of_index<Last - First>([&](auto index) LOYALTY_INLINE_LAMBDA {
        if constexpr (Programme::template acts_last<First + index> == ActsLast) {
            return run_policy<First + index>(programme, own, visit);
        } else {
            return true;
        }
    });
}

/// Applies the policies from `First` to before `Last` that the event concerns, up to one that refuses: in their order, and then
/// those that count what the others granted. Returns true if none refuses.
template <std::size_t First, std::size_t Last, class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run_policies(const Programme& programme, member<Programme>& own,
                                                         Visit& visit) noexcept {
    return run_those<false, First, Last>(programme, own, visit) && run_those<true, First, Last>(programme, own, visit);
}

/// Names what each policy does at an event. `apply` names it before the way of an event: a compiler shows the functions that led
/// to an error in a policy, and these are few.
template <class Programme, class Visit>
inline constexpr bool names_policies = true;
template <class Terms, class... Policies, class Visit>
inline constexpr bool
    names_policies<programme<Terms, Policies...>, Visit> = (..., (static_cast<void>(&apply<Policies, Visit>), true));

} // namespace loyalty::detail
