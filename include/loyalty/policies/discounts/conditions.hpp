// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The conditions of a discount: `.when(goods_at_least(100_usd))`, and why one does not hold.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/basket.hpp>

#include <string_view>
#include <type_traits>

namespace loyalty {

namespace prices {

/// The goods alone, without shipping, fees or deposits, reach an amount: `.when(goods_at_least(100_usd))`.
template <unit_type Unit>
struct goods_reach {
    using is_predicate = void;
    static constexpr std::string_view name = "goods_at_least";
    amount<Unit> least{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"least", &goods_reach::least, "what the goods cost at least",
                                             extensions::above_zero("goods_at_least: the amount must be above zero")});

    template <class Visit>
    [[nodiscard]] constexpr amount<Unit> sum(const Visit& visit) const noexcept {
        amount<Unit> sum{};
        for (const auto& line : extensions::lines_of(visit.event)) {
            if (criteria::components{}.contain(line) && arithmetic::add_overflows(sum, fact::net(line), sum)) {
                return amount<Unit>::largest(); // the rule that adds it refuses the event
            }
        }
        return sum;
    }
    template <class Line, class Visit>
    [[nodiscard]] constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return least <= sum(visit);
    }
};

template <unit_type Unit>
[[nodiscard]] constexpr goods_reach<Unit> goods_at_least(amount<Unit> least) noexcept {
    return {least};
}

} // namespace prices

namespace detail {

/// One condition, or both of two.
template <class First, class Second>
[[nodiscard]] constexpr auto and_also(First first, Second second) noexcept {
    if constexpr (std::is_same_v<First, criteria::always>) {
        return second;
    } else {
        return first && second;
    }
}

/// Notes why a condition does not hold, with the amounts if it is about an amount. Returns true if it holds.
template <class Condition, class Visit, class Result>
[[nodiscard]] constexpr bool holds(const Condition& condition, const Visit& visit, Result& result) noexcept {
    if (condition(visit.event, visit)) {
        return true;
    }
    result.refuse(reason::condition_not_met);
    if constexpr (requires { refuse_unmet(condition, visit, result); }) {
        refuse_unmet(condition, visit, result); // a condition from run time finds the part that does not hold
    } else if constexpr (requires { condition.sum(visit); }) {
        result.refuse(reason::below_least_basket);
        result.asked = condition.least.minor_units();
        result.there = condition.sum(visit).minor_units();
    }
    return false;
}
template <class Left, class Right, class Visit, class Result>
[[nodiscard]] constexpr bool holds(const criteria::both<Left, Right>& two, const Visit& visit,
                                   Result& result) noexcept {
    return holds(two.left, visit, result) && holds(two.right, visit, result);
}

/// Returns true if a condition takes all lines, as its type says or, from run time, its value.
template <class Where>
[[nodiscard]] constexpr bool takes_all_lines([[maybe_unused]] const Where& where) noexcept {
    if constexpr (requires { where.is_always(); }) {
        return where.is_always();
    } else {
        return std::is_same_v<Where, criteria::always>;
    }
}

} // namespace detail
} // namespace loyalty
