// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A code of the line or the event is one of some values: `category_is(4, 7)`.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// A host's own types may be codes too, if they compare; an address or a binary fraction never is one.
template <class Value>
inline constexpr bool is_code = !std::is_pointer_v<Value> && !std::is_floating_point_v<Value>;

/// Codes compare by value, whatever their integer types: `category_is(4)` is right for a `std::uint32_t`.
template <class Left, class Right>
[[nodiscard]] LOYALTY_INLINE constexpr bool same_code(const Left& left, const Right& right) noexcept {
    if constexpr (std::integral<Left> && std::integral<Right>) {
        const bool one_is_negative =
            (std::signed_integral<Left> && left < Left{}) != (std::signed_integral<Right> && right < Right{});
        return !one_is_negative && static_cast<std::uint64_t>(left) == static_cast<std::uint64_t>(right);
    } else if constexpr (requires { left == right; }) {
        return left == right;
    } else {
        return false; // the demands of the predicate have a sentence
    }
}

/// True if a type has not the fact, or has it in a type that compares with codes of another.
template <class Fact, class Value, class Type>
inline constexpr bool compares_fact = true;
template <class Fact, class Value, class Type>
requires(Fact::template known<Type>) inline constexpr bool compares_fact<Fact, Value, Type> =
    requires(const Type& known, const Value& value) {
    Fact{}(known) == value;
};

/// A fact that a predicate compares with codes: it is there, and it compares with them.
template <class Fact, class Value, class Type, class Other = Type>
struct demanded_code {
    using there = typename Fact::template demanded<Type, Other>;
    static constexpr bool compared = compares_fact<Fact, Value, Type> && compares_fact<Fact, Value, Other>;
    static constexpr bool met = there::met && compared;

    template <bool Met>
    struct sentence_of_code {
        static_assert(
            Met || compared,
            "loyalty: a predicate compares a code of the event with one of another type: compare whole numbers "
            "with whole numbers: number texts by a loyalty::io::string_table, category_is(food)");
    };
    template <bool Met>
    using sentence = std::conditional_t<there::met, sentence_of_code<Met>, typename there::template sentence<Met>>;
};

template <bool Met>
struct sentence_of_any_line {
    static_assert(Met, "loyalty: .when(...) sees the whole purchase, and this predicate reads its lines: write "
                       ".when(any_line(category_is(4))), or each_line{..., multiply_by{...}.when(category_is(4))}");
};

} // namespace detail

namespace criteria {

/// A fact of the line is one of some values.
template <class Fact, class Value, std::size_t Count>
struct line_fact_is {
    using is_predicate = void;
    template <class Visit>
    using demands = detail::demanded_code<Fact, Value, detail::line_of<Visit>, detail::event_type_of<Visit>>;
    static constexpr std::string_view name = Fact::predicate_name;
    Value values[Count];

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"values", &line_fact_is::values, "the codes of which one matches"});

    using fact_of_line = Fact;
    using asked = detail::questions::codes_of<Fact, true>;
    template <class Other>
    requires requires(const Value& own, const Other& other) { detail::same_code(other, own); }
    [[nodiscard]] constexpr bool is_met(const detail::questions::with_code<Fact, true, Other>& one) const noexcept {
        for (const Value& value : values) {
            if (detail::same_code(one.value, value)) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] constexpr bool is_met(const detail::questions::with_another_code<Fact, true>&) const noexcept {
        return false;
    }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        for (const Value& value : values) {
            ask(detail::questions::with_code<Fact, true, Value>{{}, value});
        }
        ask(detail::questions::with_another_code<Fact, true>{});
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit&) const noexcept {
        if constexpr (!Fact::template known<Line> && fact::lines_fact::known<Line>) {
            static_cast<void>(detail::sentence_of_any_line<Fact::template known<Line>>{});
        } else {
            for (const Value& value : values) {
                if (detail::same_code(Fact{}(line), value)) {
                    return true;
                }
            }
        }
        return false;
    }
};

/// A fact of the whole transaction is one of some values.
template <class Fact, class Value, std::size_t Count>
struct visit_fact_is {
    using is_predicate = void;
    template <class Visit>
    using demands = detail::demanded_code<Fact, Value, detail::event_type_of<Visit>>;
    static constexpr std::string_view name = Fact::predicate_name;
    Value values[Count];

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"values", &visit_fact_is::values, "the codes of which one matches"});

    using asked = detail::questions::codes_of<Fact, false>;
    template <class Other>
    requires requires(const Value& own, const Other& other) { detail::same_code(other, own); }
    [[nodiscard]] constexpr bool is_met(const detail::questions::with_code<Fact, false, Other>& one) const noexcept {
        for (const Value& value : values) {
            if (detail::same_code(one.value, value)) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] constexpr bool is_met(const detail::questions::with_another_code<Fact, false>&) const noexcept {
        return false;
    }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        for (const Value& value : values) {
            ask(detail::questions::with_code<Fact, false, Value>{{}, value});
        }
        ask(detail::questions::with_another_code<Fact, false>{});
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        for (const Value& value : values) {
            if (detail::same_code(Fact{}(visit.event), value)) {
                return true;
            }
        }
        return false;
    }
};

} // namespace criteria

namespace detail {

/// Makes the predicate from the values: `category_is(4, 7)`.
template <template <class, class, std::size_t> class Predicate, class Fact>
struct fact_is {
    template <std::equality_comparable First, std::same_as<First>... Rest>
    [[nodiscard]] constexpr auto operator()(First first, Rest... rest) const noexcept {
        static_assert(
            is_code<First>,
            "loyalty: a predicate compares codes, integers or enumerators such as category_is(4): not text in quotes");
        if constexpr (is_code<First>) {
            return Predicate<Fact, First, 1 + sizeof...(Rest)>{{first, rest...}};
        } else {
            return criteria::always{}; // so that the sentence is all that the compiler says
        }
    }
};

} // namespace detail

namespace criteria {

/// Facts of the line: its category is one of these, `category_is(4)` or `category_is(4, 7)`; likewise the others.
inline constexpr detail::fact_is<line_fact_is, fact::category_fact> category_is{};
inline constexpr detail::fact_is<line_fact_is, fact::sku_fact> sku_is{};
inline constexpr detail::fact_is<line_fact_is, fact::brand_fact> brand_is{};
inline constexpr detail::fact_is<line_fact_is, fact::component_fact> component_is{};

/// Facts of the event: `store_is(12)`; an activity's kind is one of these, `kind_is(2)`.
inline constexpr detail::fact_is<visit_fact_is, fact::store_fact> store_is{};
inline constexpr detail::fact_is<visit_fact_is, fact::channel_fact> channel_is{};
inline constexpr detail::fact_is<visit_fact_is, fact::kind_fact> kind_is{};
inline constexpr detail::fact_is<visit_fact_is, fact::reference_fact> reference_is{};

} // namespace criteria
} // namespace loyalty
