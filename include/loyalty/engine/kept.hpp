// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Finds out if a policy of a programme keeps the value that an event sets: a tier, or a membership.
///
/// A `tier_floor` in a programme keeps a `tier_grant`. A list of rules from run time keeps it if one of its rules is a `tier_floor`: its
/// type names this kind for every text.

#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/policy.hpp>

#include <type_traits>

namespace loyalty::detail {

/// True if a policy of the type of a programme keeps what events of a type set.
template <class Event, class Policies>
inline constexpr bool may_keep = false;
template <class Event, class... Policies>
inline constexpr bool may_keep<Event, type_list<Policies...>> = (concerns<Policies, Event>() || ...);

/// Called with the rules of a list, finds one for events of a type.
template <class Event>
struct rule_for {
    bool found = false;

    template <class Number>
    requires std::is_integral_v<Number>
    constexpr void operator()(const Number&) const noexcept {} // the kind, which the type says
    template <class Rule>
    requires std::is_class_v<Rule>
    constexpr void operator()(const Rule&) noexcept { found = found || concerns<Rule, Event>(); }
};

template <class Event, class Policy>
[[nodiscard]] constexpr bool policy_keeps([[maybe_unused]] const Policy& policy) noexcept {
    if constexpr (concerns<Policy, Event>() && requires { Policy::capacity; }) {
        rule_for<Event> one{};
        Policy::for_each_field(policy, one);
        return one.found;
    } else {
        return concerns<Policy, Event>();
    }
}

/// Returns true if a policy of a programme keeps what events of a type set.
template <class Event, class Programme>
[[nodiscard]] constexpr bool keeps([[maybe_unused]] const Programme& programme) noexcept {
    bool found = false;
    for_each_index<Programme::size>(
        [&](auto index) { found = found || policy_keeps<Event>(get<index>(programme.policies)); });
    return found;
}

} // namespace loyalty::detail
