// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The kinds of rules that a list may hold, under a name of their own.
///
/// A list from text has some 60 kinds, and their names together have more than a thousand letters. They would stand in the name of
/// each function of each programme with such a list. So a list has one type, `Kinds`, of which `types` are the kinds.

#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

/// Kinds that are named where they are used: of a `rule_list`.
template <class... Policies>
struct kinds_of_list {
    using types = type_list<Policies...>;
};

/// The tiers that all of several policies tell which tell any; a number that no policy names where they differ.
template <class... Policies>
[[nodiscard]] consteval std::size_t tiers_told_by() noexcept {
    std::size_t shared = 0;
    (
        [&] {
            if constexpr (tells_tier_of<Policies>()) {
                shared = shared == 0 || shared == Policies::tiers ? Policies::tiers : static_cast<std::size_t>(-1);
            }
        }(),
        ...);
    return shared;
}

template <class Types>
struct facts_of_kinds;

/// Facts of kinds of rules, computed from their list.
template <class... Policies>
struct facts_of_kinds<type_list<Policies...>> {
    static constexpr std::size_t count = sizeof...(Policies);
    static_assert(0 < count && count <= 64, "loyalty: rule_list: name the 1 to 64 kinds of policies that it may hold");
    static_assert((names_rewards<Policies> && ...),
                  "loyalty: a policy misses `using rewards = loyalty::units<...>;`: name the units that it may grant");
    static_assert((can_apply<Policies>() && ...),
                  "loyalty: a policy misses `template <class Visit> constexpr void apply(state& own, Visit& visit) "
                  "const`: without a state of its own, write loyalty::extensions::no_state for state");
    static_assert((std::is_trivially_copyable_v<Policies> && ...),
                  "loyalty: rule_list: a policy must be trivially copyable: numbers, no strings or vectors");
    static_assert((std::is_trivially_copyable_v<state_of_t<Policies>> && ...),
                  "loyalty: the `struct state` of a policy must be trivially copyable: no strings, vectors or pointers "
                  "that own");

    template <std::size_t Kind>
    using at = typename type_at<Kind, Policies...>::type;
    template <class Policy>
    static constexpr std::size_t index = index_of<Policy, Policies...>();
    using any_rule = any_one_of<Policies...>;
    using any_memory = any_one_of<state_of_t<Policies>...>;

    using rewards = united<rewards_of<Policies>...>;
    using debits = united<debits_of<Policies>...>;
    using memories = type_list<state_of_t<Policies>...>;
    template <class Event>
    static constexpr bool concerns = (detail::concerns<Policies, Event>() || ...);
    static constexpr bool can_merge = (detail::can_merge<Policies> && ...);
    static constexpr bool tells_tier = (tells_tier_of<Policies>() || ...);
    static constexpr std::size_t tiers = tiers_told_by<Policies...>();
    static constexpr bool reads_tier = !tells_tier && (reads_tier_of<Policies>() || ...);
    static constexpr std::size_t tiers_named = reads_tier ? tiers_named_by<Policies...>() : 0;
    static constexpr bool keeps_membership = (detail::keeps_membership<Policies> || ...);
};

} // namespace loyalty::detail
