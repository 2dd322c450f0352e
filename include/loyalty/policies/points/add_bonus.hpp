// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A bonus on an award.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>

#include <cstddef>
#include <string_view>

namespace loyalty {

/// Plus a bonus: `add_bonus{100_points}.when(first_purchase())`.
template <unit_type Unit, predicate When = always>
struct add_bonus {
    static constexpr auto kind = detail::stage_kind::add;
    static constexpr std::string_view name = "add";
    static constexpr std::size_t field_count = 2;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;
    using unit = Unit;

    amount<Unit> bonus{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    constexpr explicit add_bonus(amount<Unit> more, When if_ = {}) noexcept : bonus{more}, condition{if_} {}

    /// Only for purchases with a line that matches.
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return when(any_line(lines));
    }
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return add_bonus<Unit, Condition>{bonus, if_};
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject& subject, Visit& visit,
                                        no_state) const noexcept {
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

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return bonus.minor_units() <= 0 ? "add_bonus: the bonus must be above zero" : nullptr;
    }
};

} // namespace loyalty
