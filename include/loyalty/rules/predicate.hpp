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
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <string_view>

namespace loyalty::criteria {

template <class Type>
concept predicate = requires {
    typename Type::is_predicate;
};

/// Always true: the default of every rule.
struct always {
    using is_predicate = void;
    static constexpr std::string_view name = "always";

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit&) const noexcept {
        return true;
    }
};

template <predicate Left, predicate Right>
struct both {
    using is_predicate = void;
    static constexpr std::string_view name = "both";
    LOYALTY_NO_UNIQUE_ADDRESS Left left;
    LOYALTY_NO_UNIQUE_ADDRESS Right right;

    static constexpr auto rule_fields = extensions::fields(extensions::field{"left", &both::left, "one condition"},
                                                           extensions::field{"right", &both::right, "and the other"});

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

template <predicate Negated>
[[nodiscard]] constexpr negation<Negated> operator!(Negated negated) noexcept {
    return {negated};
}

} // namespace loyalty::criteria
