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
    Where where;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"on", &any_line_matches::where, "the condition on a line"});

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
template <predicate Where>
[[nodiscard]] constexpr any_line_matches<Where> any_line(Where where) noexcept {
    return {where};
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
