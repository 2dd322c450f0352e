// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A bonus on an award.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/explain_condition.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>

#include <cstddef>
#include <string_view>

namespace loyalty {

/// Plus a bonus: `add_bonus{100_points}.when(first_purchase())`.
template <unit_type Unit, criteria::predicate When = criteria::always>
struct add_bonus {
    static constexpr auto kind = detail::stage_kind::add;
    static constexpr std::string_view name = "add_bonus";
    static constexpr bool whole_event = true; // its condition
    using unit = Unit;

    amount<Unit> bonus{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"bonus", &add_bonus::bonus, "the amount that is added",
                                             extensions::above_zero("add_bonus: the bonus must be above zero")},
                           extensions::field{"when", &add_bonus::condition, "the events that earn it"});

    constexpr explicit add_bonus(amount<Unit> more, When if_ = {}) noexcept : bonus{more}, condition{if_} {}

    /// Only for purchases with a line that matches.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return when(criteria::any_line(detail::a_condition(lines)));
    }
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return add_bonus<Unit, detail::condition_in<Condition>>{bonus, detail::a_condition(if_)};
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject& subject, Visit& visit,
                                        extensions::no_state) const noexcept {
        detail::explain_unmet(condition, subject.line(visit), visit);
        if (condition(subject.line(visit), visit)) {
            if constexpr (detail::is_part_of_basket<Subject>) {
                detail::fraction<Integer> part{Integer{bonus.minor_units()}, 1};
                part.multiply(subject.part, subject.whole);
                value.add(part);
            } else {
                value.add_whole(bonus.minor_units());
            }
        }
    }
};

} // namespace loyalty
