// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// When a rule holds. A predicate is a value; `&&`, `||` and `!` compose predicates:
///
/// @code
/// category_is(4, 7) && !store_is(12) && day_of_week_is(weekday::tuesday)
/// @endcode
///
/// A predicate is called with a line and the visit that it belongs to. One of your own is a struct with
/// `using is_predicate = void;` and `template <class Line, class Visit> constexpr bool operator()(const Line&, const
/// Visit&) const`.

#include <loyalty/config.hpp>
#include <loyalty/rules/dead_condition.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <string_view>
#include <type_traits>

namespace loyalty::criteria {

template <class Type>
concept predicate = requires {
    typename Type::is_predicate;
};

/// Always true: the default of every rule.
struct always {
    using is_predicate = void;
    static constexpr std::string_view name = "always";

    template <class Question>
    [[nodiscard]] constexpr bool is_met(const Question&) const noexcept {
        return true;
    }
    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit&) const noexcept {
        return true;
    }
};

} // namespace loyalty::criteria

namespace loyalty::detail {

template <class Given>
inline constexpr bool is_condition = criteria::predicate<Given>;

/// The type of a condition; of anything else `always`, so that the sentence of `a_condition` is all that the compiler says.
template <class Given>
using condition_in = std::conditional_t<is_condition<Given>, Given, criteria::always>;

/// Returns the condition that `.on(...)` or `.when(...)` is given.
template <class Given>
[[nodiscard]] LOYALTY_INLINE constexpr condition_in<Given> a_condition([[maybe_unused]] const Given& given) noexcept {
    static_assert(is_condition<Given>,
                  "loyalty: a rule takes a condition here, such as category_is(4), or first_purchase() with its "
                  "parentheses: a number, a lambda and a rule are none; one of your own is a struct with `using "
                  "is_predicate = void;`");
    if constexpr (is_condition<Given>) {
        return given;
    } else {
        return {};
    }
}

} // namespace loyalty::detail

namespace loyalty::criteria {

template <predicate Left, predicate Right>
struct both {
    using is_predicate = void;
    static constexpr std::string_view name = "both";
    LOYALTY_NO_UNIQUE_ADDRESS Left left;
    LOYALTY_NO_UNIQUE_ADDRESS Right right;

    static constexpr auto rule_fields = extensions::fields(extensions::field{"left", &both::left, "one condition"},
                                                           extensions::field{"right", &both::right, "and the other"});

    [[nodiscard]] constexpr const char* problem() const noexcept { return detail::problem_of_condition(*this); }
    template <class Function>
    constexpr void for_each_condition(Function&& function) const noexcept {
        function(left);
        function(right);
    }
    template <class Question>
    [[nodiscard]] constexpr bool may_be(const Question& asked, bool answer) const noexcept {
        const bool one = detail::may_be(left, asked, answer);
        const bool other = detail::may_be(right, asked, answer);
        return answer ? one && other : one || other;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        return left(line, visit) && right(line, visit);
    }
};

template <predicate Left, predicate Right>
struct either {
    using is_predicate = void;
    static constexpr std::string_view name = "either";
    LOYALTY_NO_UNIQUE_ADDRESS Left left;
    LOYALTY_NO_UNIQUE_ADDRESS Right right;

    static constexpr auto rule_fields = extensions::fields(extensions::field{"left", &either::left, "one condition"},
                                                           extensions::field{"right", &either::right, "or the other"});

    template <class Function>
    constexpr void for_each_condition(Function&& function) const noexcept {
        function(left);
        function(right);
    }
    template <class Question>
    [[nodiscard]] constexpr bool may_be(const Question& asked, bool answer) const noexcept {
        const bool one = detail::may_be(left, asked, answer);
        const bool other = detail::may_be(right, asked, answer);
        return answer ? one || other : one && other;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        return left(line, visit) || right(line, visit);
    }
};

template <predicate Negated>
struct negation {
    using is_predicate = void;
    static constexpr std::string_view name = "negation";
    LOYALTY_NO_UNIQUE_ADDRESS Negated negated;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"negated", &negation::negated, "the condition that must not hold"});

    [[nodiscard]] constexpr const char* problem() const noexcept { return detail::problem_of_condition(*this); }
    template <class Function>
    constexpr void for_each_condition(Function&& function) const noexcept {
        function(negated);
    }
    template <class Question>
    [[nodiscard]] constexpr bool may_be(const Question& asked, bool answer) const noexcept {
        return detail::may_be(negated, asked, !answer);
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        return !negated(line, visit);
    }
};

template <predicate Left, predicate Right>
[[nodiscard]] constexpr both<Left, Right> operator&&(Left left, Right right) noexcept {
    return {left, right};
}

template <predicate Left, predicate Right>
[[nodiscard]] constexpr either<Left, Right> operator||(Left left, Right right) noexcept {
    return {left, right};
}

/// A condition and something else, as one sentence.
template <class Left, class Right>
requires(detail::is_condition<Left> != detail::is_condition<Right>) [[nodiscard]] constexpr auto
operator&&(Left left, Right right) noexcept {
    return detail::a_condition(left) && detail::a_condition(right);
}
template <class Left, class Right>
requires(detail::is_condition<Left> != detail::is_condition<Right>) [[nodiscard]] constexpr auto
operator||(Left left, Right right) noexcept {
    return detail::a_condition(left) || detail::a_condition(right);
}

template <predicate Negated>
[[nodiscard]] constexpr negation<Negated> operator!(Negated negated) noexcept {
    return {negated};
}

} // namespace loyalty::criteria
