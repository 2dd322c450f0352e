// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A code of the line or the event is one of some values: `category_is(4, 7)`.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/predicate.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace detail {

/// A host's own types may be codes too, where they compare; an address or a binary fraction never is one.
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

} // namespace detail

/// A fact of the line is one of some values.
template <class Fact, class Value, std::size_t Count>
struct line_fact_is {
    using is_predicate = void;
    template <class Visit>
    using demands = typename Fact::template demanded<detail::line_of<Visit>, detail::event_type_of<Visit>>;
    static_assert(
        detail::is_code<Value>,
        "loyalty: a predicate compares codes, integers or enumerators such as category_is(4): not text in quotes");
    Value values[Count];

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit&) const noexcept {
        for (const Value& value : values) {
            if (detail::same_code(Fact{}(line), value)) {
                return true;
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
    static_assert(
        detail::is_code<Value>,
        "loyalty: a predicate compares codes, integers or enumerators such as category_is(4): not text in quotes");
    Value values[Count];

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

#define LOYALTY_DETAIL_FACT_IS(SCOPE, NAME)                                                                            \
    template <std::equality_comparable First, std::same_as<First>... Rest>                                             \
    [[nodiscard]] constexpr SCOPE##_fact_is<fact::NAME##_fact, First, 1 + sizeof...(Rest)> NAME##_is(                  \
        First first, Rest... rest) noexcept {                                                                          \
        return {{first, rest...}};                                                                                     \
    }

/// The line's category is one of these: `category_is(4)`, `category_is(4, 7)`. Likewise for the other facts.
LOYALTY_DETAIL_FACT_IS(line, category)
LOYALTY_DETAIL_FACT_IS(line, sku)
LOYALTY_DETAIL_FACT_IS(line, brand)
LOYALTY_DETAIL_FACT_IS(line, component)
LOYALTY_DETAIL_FACT_IS(visit, store)
LOYALTY_DETAIL_FACT_IS(visit, channel)
/// The activity's kind is one of these: `kind_is(2)`.
LOYALTY_DETAIL_FACT_IS(visit, kind)
LOYALTY_DETAIL_FACT_IS(visit, reference)

#undef LOYALTY_DETAIL_FACT_IS

} // namespace loyalty
