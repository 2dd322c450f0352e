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
    } else {
        return left == right;
    }
}

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
    using demands = typename Fact::template demanded<detail::line_of<Visit>, detail::event_type_of<Visit>>;
    static constexpr std::string_view name = Fact::predicate_name;
    Value values[Count];

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"values", &line_fact_is::values, "the codes of which one matches"});

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
    using demands = typename Fact::template demanded<detail::event_type_of<Visit>>;
    static constexpr std::string_view name = Fact::predicate_name;
    Value values[Count];

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"values", &visit_fact_is::values, "the codes of which one matches"});

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
