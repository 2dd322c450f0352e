// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Conditions on lines for a whole event, and the other way round.

#include <loyalty/config.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>

#include <string_view>
#include <type_traits>

namespace loyalty {

namespace criteria {

/// Some line of the basket matches.
template <predicate Where>
struct any_line_matches {
    using is_predicate = void;
    static constexpr std::string_view name = "any_line";
    static constexpr bool judges_lines = true;
    Where where;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"on", &any_line_matches::where, "the condition on a line"});

    template <class Function>
    constexpr void for_each_condition(Function&& function) const noexcept {
        function(where);
    }
    /// Another line may have another answer, and a basket without lines has none.
    template <class Question>
    [[nodiscard]] constexpr bool may_be(const Question& asked, bool answer) const noexcept {
        return Question::of_line || !answer || detail::may_be(where, asked, true);
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        for (const auto& line : extensions::lines_of(visit.event)) {
            if (where(line, visit)) {
                return true;
            }
        }
        return false;
    }
};

/// A predicate of lines becomes one of the basket: `any_line(sku_is(17))`.
template <class Where>
[[nodiscard]] constexpr any_line_matches<detail::condition_in<Where>> any_line(Where where) noexcept {
    return {detail::a_condition(where)};
}

/// A condition on the whole event, inside a rule about lines.
template <predicate When>
struct whole_event_matches {
    using is_predicate = void;
    static constexpr std::string_view name = "when";
    static constexpr bool whole_event = true;
    LOYALTY_NO_UNIQUE_ADDRESS When condition;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"when", &whole_event_matches::condition, "the condition on the event"});

    template <class Function>
    constexpr void for_each_condition(Function&& function) const noexcept {
        function(condition);
    }
    /// A basket may have a fact of its own beside that of its lines.
    template <class Question>
    [[nodiscard]] constexpr bool may_be(const Question& asked, bool answer) const noexcept {
        return Question::of_line || detail::may_be(condition, asked, answer);
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return condition(visit.event, visit);
    }
};

} // namespace criteria

namespace detail {

/// The lines that match, if a condition on the whole event holds.
template <criteria::predicate Where, criteria::predicate When>
[[nodiscard]] constexpr auto and_when(Where where, When condition) noexcept {
    if constexpr (std::is_same_v<Where, criteria::always>) {
        return criteria::whole_event_matches<When>{condition};
    } else {
        return where && criteria::whole_event_matches<When>{condition};
    }
}

} // namespace detail

} // namespace loyalty
