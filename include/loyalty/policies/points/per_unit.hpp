// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// An award that grows with the pieces bought.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/explain_condition.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

/// So much for each piece: `per_unit{2_points}` gives 6 points for three pieces.
template <unit_type Unit, criteria::predicate Where = criteria::always>
struct per_unit {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per_unit";
    static constexpr bool is_whole = true;
    using unit = Unit;

    amount<Unit> award{};
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<criteria::quantity, Where> counted{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"award", &per_unit::award, "the award for each piece",
                                             extensions::above_zero("per_unit: the award must be above zero")},
                           extensions::field{"counted", &per_unit::counted, "the pieces that count"});

    constexpr explicit per_unit(amount<Unit> awarded, criteria::basis<criteria::quantity, Where> of = {}) noexcept
        : award{awarded}, counted{of} {}

    /// Only purchases for which a condition holds count.
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, detail::a_condition(if_)));
    }
    /// Only lines that match count.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return per_unit<Unit, detail::condition_in<Lines>>{award, {counted.measure, detail::a_condition(lines)}};
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        const auto pieces = counted(subject, visit);
        visit.explain("pieces", pieces);
        detail::explain_nothing_counted(counted.where, pieces, subject, visit);
        // A line counts all of its pieces or none, so this division leaves no rest.
        detail::fraction<Integer> value{Integer{pieces.minor_units() / subject.pieces()}, 1};
        value.multiply(award.minor_units(), 1);
        return value;
    }
};

} // namespace loyalty
