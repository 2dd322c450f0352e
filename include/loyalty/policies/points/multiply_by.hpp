// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Factors on an award: one for all, or one for each tier.

#include <loyalty/config.hpp>
#include <loyalty/detail/choice.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/explain_condition.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/member.hpp>
#include <loyalty/rules/tier_standing.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// Times a factor: `multiply_by{5_x}`, `multiply_by{3_x}.when(category_is(4))`.
template <criteria::predicate When = criteria::always>
struct multiply_by {
    static constexpr auto kind = detail::stage_kind::multiply;
    static constexpr std::string_view name = "multiply_by";
    static constexpr bool whole_event = true; // its condition
    static constexpr bool is_factor_for_a_tier = detail::mentions<criteria::tier_matches, When>();

    ratio factor{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"factor", &multiply_by::factor, "the factor",
                          extensions::zero_or_above("multiply_by: the factor must be a ratio of zero or above")},
        extensions::field{"when", &multiply_by::condition,
                          "the events, or inside each_line the lines, that are multiplied"});

    constexpr explicit multiply_by(ratio by, When if_ = {}) noexcept : factor{by}, condition{if_} {}
    template <detail::bare_number Number>
    constexpr explicit multiply_by(Number) noexcept {
        static_assert(!detail::bare_number<Number>,
                      "loyalty: multiply_by: a factor is exact: write 2_x, 1.5_x or ratio{3, 2}");
    }

    /// Lines have no factor of their own outside each_line{...}.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines) const noexcept {
        static_assert(std::is_void_v<Lines>,
                      "loyalty: multiply_by: write .when(...) for a condition on the purchase; to "
                      "multiply some lines only, write each_line{..., multiply_by{...}.when(...)}");
        return *this;
    }
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return multiply_by<detail::condition_in<Condition>>{factor, detail::a_condition(if_)};
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject& subject, Visit& visit,
                                        extensions::no_state) const noexcept {
        // One denominator either way: the rounding after it then divides by a constant.
        const std::int64_t more = factor.numerator - factor.denominator;
        detail::explain_unmet(condition, subject.line(visit), visit);
        value.multiply(factor.denominator + detail::one_if(condition(subject.line(visit), visit)) * more,
                       factor.denominator);
    }
};

multiply_by(ratio)->multiply_by<criteria::always>;
template <detail::bare_number Number>
multiply_by(Number) -> multiply_by<criteria::always>;

/// Times the factor of the member's tier, the lowest first: `multiply_by_tier{1_x, 1.25_x, 1.5_x}`. Needs a `tiered`
/// before it, with one tier less than factors; which tier the crossing purchase earns at is the `tiered`'s (S19).
template <std::size_t Count>
struct multiply_by_tier {
    static constexpr auto kind = detail::stage_kind::multiply;
    static constexpr std::string_view name = "multiply_by_tier";
    static constexpr bool reads_tier = true;
    static constexpr std::size_t tiers_named = Count;

    detail::shared_ratios<Count> factors{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"factors", &multiply_by_tier::factors, "the factor of each tier, that of everyone first",
                          extensions::zero_or_above("multiply_by_tier: the factors must be ratios of zero or above")});

    template <std::same_as<ratio>... Ratio>
    constexpr explicit multiply_by_tier(Ratio... by_tier) noexcept : factors{by_tier...} {}
    template <class... Number>
    requires(detail::bare_number<Number> || ...) constexpr explicit multiply_by_tier(Number...) noexcept {
        static_assert(sizeof...(Number) == 0,
                      "loyalty: multiply_by_tier: a factor is exact: write 2_x, 1.5_x or ratio{3, 2}");
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit& visit,
                                        extensions::no_state) const noexcept {
        if (visit.tier.is_split) {
            const ratio blended = extensions::blend(visit.tier, factors);
            value.overflow |= !blended.valid();
            value.multiply(blended);
        } else {
            value.multiply(factors.numerators[visit.tier.earning], factors.denominator);
        }
    }
};

template <std::same_as<ratio>... Ratio>
multiply_by_tier(Ratio...) -> multiply_by_tier<sizeof...(Ratio)>;
template <class... Number>
requires(detail::bare_number<Number> || ...) multiply_by_tier(Number...)
->multiply_by_tier<sizeof...(Number)>;

} // namespace loyalty
