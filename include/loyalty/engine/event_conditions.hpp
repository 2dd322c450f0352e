// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Conditions on the whole event that read a fact of its lines: one sentence before any rule is compiled for the event.
///
/// `multiply_by{2_x}.when(category_is(4))` cannot be judged of a basket with two categories; `.when(any_line(category_is(4)))` can.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/predicates/fact_is.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// A condition is judged by its rule, a line or the event.
enum class judged_by : std::uint8_t { rule, line, event };

template <class Rule>
inline constexpr bool judges_lines = requires {
    requires Rule::judges_lines;
};
template <class Rule>
inline constexpr bool judges_event = requires {
    requires Rule::whole_event;
};

/// Returns true if a rule judges the whole event by a fact that its lines alone have.
template <class Rule, class Event, judged_by By = judged_by::rule>
[[nodiscard]] consteval bool judges_event_by_lines() noexcept {
    if constexpr (!std::is_class_v<Rule>) {
        return false;
    } else if constexpr (requires { typename Rule::fact_of_line; }) {
        return By == judged_by::event && !Rule::fact_of_line::template known<Event>;
    } else {
        constexpr bool stays =
            By == judged_by::line && !std::is_same_v<typename parts_of<Rule>::type, type_list<>> && requires {
            Rule::kind;
        }; // a stage inside each_line
        constexpr judged_by next = judges_lines<Rule>             ? judged_by::line
                                   : judges_event<Rule> && !stays ? judged_by::event
                                                                  : By;
        return []<class... Parts>(type_list<Parts...>) {
            return (judges_event_by_lines<Parts, Event, next>() || ...);
        }(typename parts_of<Rule>::type{});
    }
}

/// The conditions on the whole event read no fact of its lines.
template <class Programme, class Event>
struct judged_by_own_facts {
    static constexpr bool met = !fact::lines_fact::known<Event> || !judges_event_by_lines<Programme, Event>();
    template <bool Met>
    using sentence = sentence_of_any_line<Met>;
};

} // namespace loyalty::detail
