// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Finds conditions that never hold.
///
/// `day_of_week_is(weekday::monday) && day_of_week_is(weekday::tuesday)` holds on no day: its rule would never act, and nothing
/// would say so. A predicate answers questions about one fact, such as "does it hold on 2025-05-01?", and suggests the few
/// questions that decide. Together they decide for all days: the days on which a condition holds begin at one of its dates, so the
/// week before and the week behind each date are enough. If the whole condition holds for none of them, it is dead.
///
/// A predicate that answers no questions, such as one of your own, may always hold. So a condition that is reported is dead; a dead
/// one of several facts at once may pass.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// The kinds of questions. `of_line` is true if the lines of one basket may have several answers.
namespace questions {

struct on_day {
    using kind = on_day;
    static constexpr bool of_line = false;
    static constexpr const char* sentence = "condition: no day meets all of it, so it never holds: give it dates and "
                                            "days of the week that meet, or write ||";
    date day{};
};
struct at_second {
    using kind = at_second;
    static constexpr bool of_line = false;
    static constexpr const char* sentence =
        "condition: no time of day meets all of it, so it never holds: give it times that overlap, or write ||";
    std::int32_t second = 0;
};
struct at_tier {
    using kind = at_tier;
    static constexpr bool of_line = false;
    static constexpr const char* sentence =
        "condition: a member has one tier, and none meets all of it, so it never holds: "
        "write tier_is(1, 2) for one of two tiers";
    unsigned tier = 0;
};
template <class Unit>
struct with_sum {
    using kind = with_sum;
    static constexpr bool of_line = false;
    static constexpr const char* sentence =
        "condition: no sum of the purchase meets all of it, so it never holds: give it amounts that overlap";
    std::int64_t minor_units = 0;
};
/// Of a condition with two answers, such as the first purchase.
template <class Condition>
struct whether {
    using kind = whether;
    static constexpr bool of_line = false;
    static constexpr const char* sentence =
        "condition: one part of it is the contrary of another, so it never holds: remove one of them, or write ||";
    bool holds = false;
};
template <class Fact, bool OfLine>
struct codes_of {
    static constexpr bool of_line = OfLine;
    static constexpr const char* sentence =
        "condition: a fact has one value, and none meets all of it, so it never holds: "
        "write category_is(4, 7) for one of two values, or ||";
};
template <class Fact, bool OfLine, class Value>
struct with_code : codes_of<Fact, OfLine> {
    using kind = codes_of<Fact, OfLine>;
    Value value;
};
/// A code that no predicate names.
template <class Fact, bool OfLine>
struct with_another_code : codes_of<Fact, OfLine> {
    using kind = codes_of<Fact, OfLine>;
};

} // namespace questions

/// Returns true if a condition may have an answer to a question.
template <class Question, class Condition>
[[nodiscard]] constexpr bool may_be(const Condition& condition, const Question& asked, bool answer) noexcept {
    if constexpr (requires { condition.may_be(asked, answer); }) {
        return condition.may_be(asked, answer);
    } else if constexpr (requires { condition.is_met(asked); }) {
        return condition.is_met(asked) == answer;
    } else {
        return true;
    }
}

/// Calls `function(predicate)` for each predicate of a condition that suggests questions.
template <class Condition, class Function>
constexpr void for_each_asked(const Condition& condition, Function&& function) noexcept {
    if constexpr (requires { typename Condition::asked; }) {
        function(condition);
    } else if constexpr (requires { condition.for_each_condition(function); }) {
        condition.for_each_condition([&](const auto& part) { for_each_asked(part, function); });
    }
}

/// Suggests the days around a date: one of each day of the week before it, and from it on.
template <class Function>
constexpr void suggest_days_around(date day, Function&& ask) noexcept {
    for (std::int32_t i = -7; i < 7; ++i) {
        if (day + i < date::maximum()) { // which stands for no end
            ask(questions::on_day{day + i});
        }
    }
}

/// Returns true if a condition may hold for some question of a kind, and a day of the window if the kind is of days.
template <class Kind, class Condition>
[[nodiscard]] constexpr bool may_hold(const Condition& condition, date_window valid = {}) noexcept {
    bool found = false;
    const auto ask = [&]<class Question>(const Question& asked) {
        if constexpr (std::is_same_v<Kind, questions::on_day> && std::is_same_v<Question, questions::on_day>) {
            found = found || (valid.contains(asked.day) && may_be(condition, asked, true));
        } else if constexpr (std::is_same_v<typename Question::kind, Kind>) {
            found = found || may_be(condition, asked, true);
        }
    };
    for_each_asked(condition, [&]<class Part>(const Part& part) {
        if constexpr (std::is_same_v<typename Part::asked, Kind>) {
            part.suggest(ask);
        }
    });
    if constexpr (std::is_same_v<Kind, questions::on_day>) {
        suggest_days_around(valid.from, ask); // also if the condition has no dates
    }
    return found;
}

/// Returns a sentence if a condition never holds, else null.
template <class Condition>
[[nodiscard]] constexpr const char* problem_of_condition(const Condition& condition) noexcept {
    const char* first = nullptr;
    for_each_asked(condition, [&]<class Part>(const Part&) {
        using kind = typename Part::asked;
        if (first == nullptr && !may_hold<kind>(condition)) {
            first = kind::sentence;
        }
    });
    return first;
}

// The days on which a programme is in force.

/// Returns true if a rule, or a part of it, acts on some days alone.
template <class Rule>
[[nodiscard]] consteval bool names_days() noexcept {
    if constexpr (std::is_array_v<Rule>) {
        return names_days<std::remove_cvref_t<decltype(std::declval<Rule&>()[0])>>();
    } else if constexpr (!std::is_class_v<Rule>) {
        return false;
    } else if constexpr (requires(const Rule& rule) { rule.open_days(); }) {
        return true;
    } else if constexpr (requires { typename Rule::asked; }) {
        return std::is_same_v<typename Rule::asked, questions::on_day>;
    } else {
        return []<class... Parts>(type_list<Parts...>) {
            return (names_days<Parts>() || ...);
        }(typename parts_of<Rule>::type{});
    }
}

/// Finds a condition or a campaign that meets no day of a window.
struct days_finder {
    date_window valid;
    bool meets = true;

    template <class Part>
    constexpr void operator()(const Part& part) noexcept {
        if constexpr (names_days<Part>()) {
            if constexpr (requires { part.open_days(); }) {
                meets = meets && !dates::intersection(part.open_days(), valid).empty();
            } else if constexpr (requires { typename Part::is_predicate; }) {
                meets = meets && may_hold<questions::on_day>(part, valid);
            } else {
                for_each_part(part, *this);
            }
        }
    }
};

inline constexpr const char* outside_of_programme = "terms: a condition or a campaign of this rule meets no day on "
                                                    "which the programme is in force, so the rule never acts: "
                                                    "give it other dates";

/// Returns a sentence if a part of a rule meets no day on which its programme is in force, else null.
template <class Rule>
[[nodiscard]] constexpr const char* problem_of_days(const Rule& rule, date_window valid) noexcept {
    if constexpr (names_days<Rule>()) {
        days_finder found{valid};
        found(rule);
        return found.meets ? nullptr : outside_of_programme;
    } else {
        return nullptr;
    }
}

} // namespace loyalty::detail
