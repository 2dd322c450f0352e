// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// An award of one size for each purchase.

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

namespace detail {

/// An award of one size for an event for which a condition holds: what `per_visit` and `per_activity` share.
template <unit_type Unit, criteria::predicate When>
struct flat_award {
    static constexpr auto kind = stage_kind::base;
    static constexpr bool is_whole = true;
    static constexpr bool whole_event = true; // its condition
    using unit = Unit;

    amount<Unit> award{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    constexpr flat_award(amount<Unit> awarded, When if_) noexcept : award{awarded}, condition{if_} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr fraction<Integer> start(const Subject& subject,
                                                                   Visit& visit) const noexcept {
        fraction<Integer> value{Integer{condition(subject.line(visit), visit) ? award.minor_units() : 0}, 1};
        explain_unmet(condition, subject.line(visit), visit);
        if constexpr (is_part_of_basket<Subject>) {
            value.multiply(subject.part, subject.whole);
        }
        return value;
    }
};

} // namespace detail

/// So much for a purchase: `per_visit{1_stamps}`.
template <unit_type Unit, criteria::predicate When = criteria::always>
struct per_visit : detail::flat_award<Unit, When> {
    static constexpr std::string_view name = "per_visit";
    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"award", &per_visit::award, "the award for an event",
                                             extensions::above_zero("per_visit: the award must be above zero")},
                           extensions::field{"when", &per_visit::condition, "the events that earn it"});

    constexpr explicit per_visit(amount<Unit> awarded, When if_ = {}) noexcept
        : detail::flat_award<Unit, When>{awarded, if_} {}

    /// Only for purchases with a line that matches.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return when(criteria::any_line(detail::a_condition(lines)));
    }
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return per_visit<Unit, detail::condition_in<Condition>>{this->award, detail::a_condition(if_)};
    }
};

} // namespace loyalty
