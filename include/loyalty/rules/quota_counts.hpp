// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The counts of quotas in the state of a policy, wherever they stand.
///
/// `once_in_group{3, limited{quota<1>(150_points), visit}}.within(day)` holds one quota, and its state has one count:
/// `state.policy.taken`. A policy around another one has nothing to do for it: its state is looked through.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/quota.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

template <class Type>
inline constexpr bool is_quota_rule = false;
template <std::uint32_t Number, class Unit>
inline constexpr bool is_quota_rule<quota_rule<Number, Unit>> = true;

/// How many quotas a rule and its parts hold; one that stands in two parts counts twice.
template <class Rule>
[[nodiscard]] consteval std::size_t quotas_held_by() noexcept {
    if constexpr (is_quota_rule<Rule>) {
        return 1;
    } else if constexpr (std::is_class_v<Rule>) {
        return []<class... Parts>(type_list<Parts...>) {
            return (std::size_t{0} + ... + quotas_held_by<Parts>());
        }(typename parts_of<Rule>::type{});
    } else {
        return 0;
    }
}

/// Stands for any function in the test whether a state lists its fields itself.
struct any_function {};

/// A state that keeps one of several others in each of its slots: `rule_list`.
template <class State>
concept has_slots = requires {
    typename State::memories;
};

/// The types of the leaves of a pack.
template <class Pack, std::size_t... Leaf>
[[nodiscard]] constexpr auto leaf_types(std::index_sequence<Leaf...>) noexcept
    -> type_list<std::remove_cvref_t<decltype(get<Leaf>(std::declval<Pack&>()))>...>;

/// The types of which a state visibly consists; none of a number, and of a state that lists its fields itself.
template <class State>
struct state_parts : std::conditional_t<std::is_aggregate_v<State> && !std::is_empty_v<State>, member_types<State>,
                                        std::type_identity<type_list<>>> {};
template <class State>
requires(!has_slots<State> && lists_its_fields<State, any_function>) struct state_parts<State> {
    using type = type_list<>;
};
template <class State>
requires has_slots<State>
struct state_parts<State> {
    using type = typename State::memories;
};
template <class State>
requires has_leaves<State>
struct state_parts<State> {
    using type = decltype(leaf_types<State>(decltype(leaves_of(static_cast<const State*>(nullptr))){}));
};

/// How many counts of quotas a state shows.
template <class State>
[[nodiscard]] consteval std::size_t counts_shown_by() noexcept {
    if constexpr (std::is_same_v<State, extensions::taken_of_quota>) {
        return 1;
    } else if constexpr (std::is_array_v<State>) {
        return std::extent_v<State> * counts_shown_by<std::remove_extent_t<State>>();
    } else if constexpr (is_array<State>) {
        using element = std::remove_cvref_t<decltype(std::declval<const State&>()[0])>;
        return std::tuple_size<State>::value * counts_shown_by<element>();
    } else if constexpr (std::is_class_v<State>) {
        return []<class... Parts>(type_list<Parts...>) {
            return (std::size_t{0} + ... + counts_shown_by<Parts>());
        }(typename state_parts<State>::type{});
    } else {
        return 0;
    }
}

/// Returns true if the state of a policy shows a count for each quota that the policy holds.
template <class Policy>
[[nodiscard]] consteval bool shows_quotas() noexcept {
    if constexpr (quotas_held_by<Policy>() == 0) {
        return true;
    } else {
        return quotas_held_by<Policy>() == counts_shown_by<state_of_t<Policy>>();
    }
}

/// Calls `function(count, the same count of another state)` for each count of a quota.
template <class State, class Function>
constexpr void for_each_count(State& own, const State& other, Function& function) noexcept {
    if constexpr (counts_shown_by<State>() == 0) {
        return;
    } else if constexpr (std::is_same_v<State, extensions::taken_of_quota>) {
        function(own, other);
    } else if constexpr (has_slots<State>) {
        State::for_each_pair(own, other,
                             [&](auto& mine, const auto& theirs) { for_each_count(mine, theirs, function); });
    } else if constexpr (std::is_array_v<State> || is_array<State>) {
        for (std::size_t i = 0; i < std::size(own); ++i) {
            for_each_count(own[i], other[i], function);
        }
    } else if constexpr (has_leaves<State>) {
        [&]<std::size_t... Leaf>(std::index_sequence<Leaf...>) {
            (for_each_count(get<Leaf>(own), get<Leaf>(other), function), ...);
        }
        (decltype(leaves_of(static_cast<const State*>(nullptr))){});
    } else {
        constexpr std::size_t count = field_count_of<State>();
        with_members<count>(own, [&](auto&... mine) {
            with_members<count>(other, [&](const auto&... theirs) { (for_each_count(mine, theirs, function), ...); });
        });
    }
}

} // namespace loyalty::detail
