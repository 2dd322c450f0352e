// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The demands of rules on an event. They are checked before any rule is compiled for the event, so that a missing fact is
/// one sentence, and not a list of errors from deep inside.
///
/// A rule that demands something has a `template <class Visit> struct demands`, or an alias of that name, with a `static
/// constexpr bool met` and a `template <bool Met> struct sentence` that asserts `Met` and names the remedy. It is found
/// wherever the rule stands: in the template arguments of other rules, or among their members.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

template <class Visit>
using event_type_of = std::remove_cvref_t<decltype(std::declval<const Visit&>().event)>;

template <class Visit>
using line_of =
    std::remove_cvref_t<decltype(*extensions::lines_of(std::declval<const event_type_of<Visit>&>()).begin())>;

template <class Visit>
using profile_of = std::remove_cvref_t<decltype(std::declval<const Visit&>().profile)>;

/// Demands a fact of the member: of the profile, or of the event.
template <class Fact, class Visit>
using demanded_of_member = typename Fact::template demanded<profile_of<Visit>, event_type_of<Visit>>;

/// The template arguments of a rule, or the types of its members.
template <class Rule>
struct visible_parts {
    using type = typename std::conditional_t<std::is_class_v<Rule> && !std::is_empty_v<Rule>, member_types<Rule>,
                                             std::type_identity<type_list<>>>::type;
};
template <template <class...> class Rule, class... Parts>
struct visible_parts<Rule<Parts...>> {
    using type = type_list<Parts...>;
};
template <template <std::size_t, class...> class Rule, std::size_t Size, class... Parts>
struct visible_parts<Rule<Size, Parts...>> {
    using type = type_list<Parts...>;
};

/// The types that a rule is made of: as it says itself (`using parts = type_list<...>`), of the fields that it lists, or as they
/// are visible.
template <class Rule>
struct parts_of : visible_parts<Rule> {};
template <class Rule>
requires(lists_rule_fields<Rule> && !requires { typename Rule::parts; }) struct parts_of<Rule> {
    using type = typename std::remove_cvref_t<decltype(Rule::rule_fields)>::types;
};
template <class Rule>
requires requires {
    typename Rule::parts;
}
struct parts_of<Rule> {
    using type = typename Rule::parts;
};

/// Returns true if a rule is a part, or is made of one.
template <class Part, class Rule>
[[nodiscard]] consteval bool mentions() noexcept {
    if constexpr (std::is_same_v<Part, Rule>) {
        return true;
    } else {
        return []<class... Parts>(type_list<Parts...>) {
            return (mentions<Part, Parts>() || ...);
        }(typename parts_of<Rule>::type{});
    }
}

/// Returns true if a rule is applied to an event of some type: as it says itself, or else if the event is a purchase.
template <class Rule, class Event>
[[nodiscard]] consteval bool concerns() noexcept {
    if constexpr (requires { Rule::template concerns<Event>; }) {
        return Rule::template concerns<Event>;
    } else {
        return extensions::is_purchase<Event>;
    }
}

/// Returns true if a rule names the events that concern it, and this is none of them.
template <class Rule, class Event>
[[nodiscard]] consteval bool is_unconcerned() noexcept {
    if constexpr (requires { Rule::template concerns<Event>; }) {
        return !Rule::template concerns<Event>;
    } else {
        return false;
    }
}

/// A window: it counts, and time passes for it.
template <class Rule>
concept counts_in_a_window = requires {
    typename Rule::count;
};

template <class Rule>
concept holds_policies = requires {
    requires Rule::holds_policies;
};

template <class Visit, class Rule, bool OnlyTime>
struct demands_in;

template <class Visit, class List, bool OnlyTime>
struct demands_in_all;
template <class Visit, class... Rules, bool OnlyTime>
struct demands_in_all<Visit, type_list<Rules...>, OnlyTime> {
    using type = united<typename demands_in<Visit, Rules, OnlyTime>::type...>;
};

template <class Visit, class Rule, bool OnlyTime>
struct own_demands {
    using type = type_list<>;
};
template <class Visit, class Rule, bool OnlyTime>
requires(!OnlyTime || counts_in_a_window<Rule>) && requires {
    typename Rule::template demands<Visit>;
}
struct own_demands<Visit, Rule, OnlyTime> {
    using type = type_list<typename Rule::template demands<Visit>>;
};

template <class Visit, class Rule, bool OnlyTime>
struct demands_in {
    using type = united<typename demands_in_all<Visit, typename parts_of<Rule>::type, OnlyTime>::type,
                        typename own_demands<Visit, Rule, OnlyTime>::type>;
};
// A rule that an event does not concern demands nothing of it.
template <class Visit, class Rule>
requires(is_unconcerned<Rule, event_type_of<Visit>>()) struct demands_in<Visit, Rule, false> {
    using type = type_list<>;
};
// A policy inside a policy waits for its facts by itself, and demands them only of events that concern it.
template <class Visit, holds_policies Rule>
struct demands_in<Visit, Rule, true> {
    using type = type_list<>;
};
template <class Visit, class List>
struct demands_of_concerned;
template <class Visit, class... Policies>
struct demands_of_concerned<Visit, type_list<Policies...>> {
    using type = united<
        typename std::conditional_t<concerns<Policies, event_type_of<Visit>>(), demands_in<Visit, Policies, false>,
                                    std::type_identity<type_list<>>>::type...>;
};
template <class Visit, holds_policies Rule>
requires(!is_unconcerned<Rule, event_type_of<Visit>>()) struct demands_in<Visit, Rule, false>
    : demands_of_concerned<Visit, typename parts_of<Rule>::type> {
};

/// All demands of a rule and of its parts on an event that concerns it, each once.
template <class Visit, class Rule>
struct demands_of : demands_in<Visit, Rule, false> {};

/// The demands of its windows alone, which the passing of time has at every event.
template <class Visit, class Rule>
struct time_demands_of : demands_in<Visit, Rule, true> {};

template <class List>
inline constexpr bool facts_are_there = true;
template <class... Demands>
inline constexpr bool facts_are_there<type_list<Demands...>> = (Demands::met && ...);

/// The first of several demands that is not met, or void.
template <class List>
struct first_unmet {
    using type = void;
};
template <class First, class... Rest>
struct first_unmet<type_list<First, Rest...>>
    : std::conditional_t<First::met, first_unmet<type_list<Rest...>>, std::type_identity<First>> {};

/// Says the sentence of a demand that is not met.
template <class Demand>
constexpr void insist() noexcept {
    static_cast<void>(typename Demand::template sentence<Demand::met>{});
}

} // namespace loyalty::detail
