// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Which part of a condition does not hold, for explanations (S35).
///
/// Of `basket_at_least(50_usd) && birthday()` and a purchase of 37.60 on another day an explanation has two steps: 12.40 USD more
/// reach the basket, and `birthday` does not hold.

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/subject.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::detail {

template <class Predicate>
[[nodiscard]] consteval std::string_view name_of_predicate() noexcept {
    if constexpr (requires { std::string_view{Predicate::name}; }) {
        return Predicate::name;
    } else {
        return "condition";
    }
}

template <class Condition, class Line, class Visit>
constexpr void explain_part(const Condition& condition, const Line& line, Visit& visit) noexcept {
    if (condition(line, visit)) {
        return;
    }
    if constexpr (requires { explain_condition(condition, line, visit); }) {
        explain_condition(condition, line, visit); // of a condition from run time
    } else if constexpr (requires {
                             condition.left;
                             condition.right;
                             Condition::name == std::string_view{"both"};
                         }) {
        if constexpr (std::string_view{Condition::name} == "both") {
            explain_part(condition.left, line, visit);
            explain_part(condition.right, line, visit);
        } else {
            visit.explain("condition not met", ratio{0, 1}, name_of_predicate<Condition>());
        }
    } else if constexpr (requires { Condition::whole_event; }) {
        explain_part(condition.condition, visit.event, visit);
    } else if constexpr (requires { condition.least - condition.sum(visit); }) {
        visit.explain("missing to the basket", condition.least - condition.sum(visit));
    } else if constexpr (requires {
                             condition.window.from;
                             condition.window.until;
                         }) {
        const auto today = visit.today();
        if (today < condition.window.from) {
            visit.explain("days to the beginning", ratio{std::int64_t{condition.window.from - today}, 1}, "days");
        } else {
            visit.explain("condition not met", ratio{0, 1}, name_of_predicate<Condition>());
        }
    } else {
        visit.explain("condition not met", ratio{0, 1}, name_of_predicate<Condition>());
    }
}

/// Explains a condition that does not hold; nothing if it holds, or if no sink takes explanations.
template <class Condition, class Line, class Visit>
LOYALTY_INLINE constexpr void explain_unmet([[maybe_unused]] const Condition& condition,
                                            [[maybe_unused]] const Line& line, [[maybe_unused]] Visit& visit) noexcept {
    if constexpr (Visit::explains && !std::is_same_v<Condition, criteria::always>) {
        explain_part(condition, line, visit);
    }
}

/// The parts of a condition on lines that are about the event as a whole; of the others that no line counts.
template <class Condition, class Visit>
constexpr void explain_part_of_event(const Condition& condition, Visit& visit) noexcept {
    if constexpr (requires { explain_condition(condition, visit.event, visit); }) {
        explain_part(condition, visit.event, visit);
    } else if constexpr (requires { Condition::whole_event; }) {
        explain_part(condition.condition, visit.event, visit);
    } else if constexpr (requires {
                             condition.left;
                             condition.right;
                         }) {
        explain_part_of_event(condition.left, visit);
        explain_part_of_event(condition.right, visit);
    } else {
        visit.explain("no line counts", ratio{0, 1}, name_of_predicate<Condition>());
    }
}

/// Explains why a basis counted nothing of an event as a whole.
template <class Condition, class Counted, class Subject, class Visit>
LOYALTY_INLINE constexpr void explain_nothing_counted([[maybe_unused]] const Condition& condition,
                                                      [[maybe_unused]] const Counted& counted, const Subject&,
                                                      [[maybe_unused]] Visit& visit) noexcept {
    if constexpr (Visit::explains && std::is_same_v<Subject, criteria::whole_basket> &&
                  !std::is_same_v<Condition, criteria::always>) {
        if (counted.minor_units() == 0) {
            explain_part_of_event(condition, visit);
        }
    }
}

} // namespace loyalty::detail
