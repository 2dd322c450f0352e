// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What rules demand of an event, found before anything of them is compiled for it: so that a fact that the host's type
/// lacks is one sentence, and not what follows from it deep inside.
///
/// A rule that demands something has a `template <class Visit> struct demands`, or an alias of that name, with a `static
/// constexpr bool met` and a `template <bool Met> struct sentence` that asserts `Met` and says what to do. It is found
/// wherever the rule stands: rules are made of rules through their template arguments.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/time/calendar.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

template <class Visit>
using transaction_of = std::remove_cvref_t<decltype(std::declval<const Visit&>().transaction)>;

template <class Visit>
using line_of = std::remove_cvref_t<decltype(*lines_of(std::declval<const transaction_of<Visit>&>()).begin())>;

/// Whose facts of a member are asked: the profile's where it knows them, else the transaction's.
template <class Fact, class Visit>
using source_of =
    std::conditional_t<Fact::template known<std::remove_cvref_t<decltype(std::declval<const Visit&>().profile)>>,
                       std::remove_cvref_t<decltype(std::declval<const Visit&>().profile)>, transaction_of<Visit>>;

/// The types that a rule is made of.
template <class Rule>
struct parts_of {
    using type = type_list<>;
};
template <template <class...> class Rule, class... Parts>
struct parts_of<Rule<Parts...>> {
    using type = type_list<Parts...>;
};
template <template <std::size_t, class...> class Rule, std::size_t Size, class... Parts>
struct parts_of<Rule<Size, Parts...>> {
    using type = type_list<Parts...>;
};
template <template <class, std::size_t, class...> class Rule, class First, std::size_t Size, class... Parts>
struct parts_of<Rule<First, Size, Parts...>> {
    using type = type_list<First, Parts...>;
};
template <template <class, std::size_t, class, class, class, bool> class Rule, class First, std::size_t Size,
          class Second, class Third, class Fourth, bool Flag>
struct parts_of<Rule<First, Size, Second, Third, Fourth, Flag>> {
    using type = type_list<First, Second, Third, Fourth>;
};
template <template <period_unit, class, class, bool, bool> class Rule, period_unit Unit, class First, class Second,
          bool Forgives, bool Reversible>
struct parts_of<Rule<Unit, First, Second, Forgives, Reversible>> {
    using type = type_list<First, Second>;
};

/// Whether a rule is a part, or is made of one.
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

template <class Visit, class Rule>
struct demands_of;

template <class Visit, class List>
struct demands_of_all;
template <class Visit, class... Rules>
struct demands_of_all<Visit, type_list<Rules...>> {
    using type = united<typename demands_of<Visit, Rules>::type...>;
};

/// All that the rules in a rule and it itself demand, each once.
template <class Visit, class Rule>
struct demands_of : demands_of_all<Visit, typename parts_of<Rule>::type> {};
template <class Visit, class Rule>
requires requires {
    typename Rule::template demands<Visit>;
}
struct demands_of<Visit, Rule> {
    using type = united<typename demands_of_all<Visit, typename parts_of<Rule>::type>::type,
                        type_list<typename Rule::template demands<Visit>>>;
};

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

/// Says the sentence of a demand where it is not met.
template <class Demand>
constexpr void insist() noexcept {
    static_cast<void>(typename Demand::template sentence<Demand::met>{});
}

} // namespace loyalty::detail
