// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The fields of a rule, listed once: name, place, meaning, bound.
///
/// `cap_at{500_points}` has the fields `most`, which must be above zero, `window` and `above`:
///
/// @code
/// static constexpr auto rule_fields = extensions::fields(
///     extensions::field{"most", &cap_at::most, "the largest award", extensions::above_zero("cap_at: the cap must be above zero")},
///     extensions::field{"window", &cap_at::window, "the events that share the cap"},
///     extensions::field{"above", &cap_at::above, "clamp or reject"});
/// @endcode
///
/// From the list come the problems of a rule (`problem_of`), the parts that it is made of, and its fingerprint.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::extensions {

/// The values that a field may have, and the sentence if it has another. A number is in minor units; an array and a `bundle`
/// have the bound for each element.
struct bound {
    /// The bound of a value: none, a number between `least` and `most`, not empty, or valid by itself.
    enum class kind : std::uint8_t { none, number, not_empty, valid };

    kind what = kind::none;
    std::int64_t least = 0;
    std::int64_t most = 0;
    const char* sentence = nullptr;
};

[[nodiscard]] constexpr bound at_least(std::int64_t least, const char* sentence) noexcept {
    return {bound::kind::number, least, (std::numeric_limits<std::int64_t>::max)(), sentence};
}
[[nodiscard]] constexpr bound above_zero(const char* sentence) noexcept {
    return at_least(1, sentence);
}
[[nodiscard]] constexpr bound zero_or_above(const char* sentence) noexcept {
    return at_least(0, sentence);
}
/// `between(1, 255, "stamp_card: a card has 1 to 255 fields")`: both ends are within.
[[nodiscard]] constexpr bound between(std::int64_t least, std::int64_t most, const char* sentence) noexcept {
    return {bound::kind::number, least, most, sentence};
}
/// For windows of time, and for sets of bits.
[[nodiscard]] constexpr bound not_empty(const char* sentence) noexcept {
    return {bound::kind::not_empty, 0, 0, sentence};
}
/// For values with an `is_valid()` of their own.
[[nodiscard]] constexpr bound valid(const char* sentence) noexcept {
    return {bound::kind::valid, 0, 0, sentence};
}

/// One field of a rule.
template <class Rule, class Type>
struct field {
    using type = Type;

    std::string_view name;    ///< as in rules that are read from text
    Type Rule::*member;       ///< its place
    std::string_view meaning; ///< a phrase for tables
    bound within{};

    constexpr field(std::string_view called, Type Rule::*place, std::string_view means, bound limits = {}) noexcept
        : name{called}, member{place}, meaning{means}, within{limits} {}
};

template <class Rule, class Type>
field(std::string_view, Type Rule::*, std::string_view) -> field<Rule, Type>;
template <class Rule, class Type>
field(std::string_view, Type Rule::*, std::string_view, bound) -> field<Rule, Type>;

/// All fields of a rule, in the order of their declaration.
template <class... Fields>
struct field_list {
    using types = detail::type_list<typename Fields::type...>;
    static constexpr std::size_t size = sizeof...(Fields);

    detail::pack<Fields...> all;
};

template <class... Fields>
[[nodiscard]] constexpr field_list<Fields...> fields(Fields... each) noexcept {
    return {{{{each}...}}};
}

} // namespace loyalty::extensions

namespace loyalty::detail {

/// Returns true if one number lies within a bound. Of a ratio the sign counts, and an invalid one never does.
template <class Type>
[[nodiscard]] constexpr bool number_lies_within(const Type& value, const extensions::bound& within) noexcept {
    if constexpr (requires { value.minor_units(); }) {
        return within.least <= value.minor_units() && value.minor_units() <= within.most;
    } else if constexpr (requires { value.none_is_negative(); }) {
        return value.none_is_negative();
    } else if constexpr (requires { value.numerator; }) {
        const std::int64_t sign = value.numerator > 0 ? 1 : value.numerator;
        return value.valid() && within.least <= sign;
    } else {
        return std::cmp_less_equal(within.least, value) && std::cmp_less_equal(value, within.most);
    }
}

/// True for what a bound of numbers can be compared with.
template <class Type>
inline constexpr bool is_number = (std::is_integral_v<Type> && !std::is_same_v<Type, bool>) ||
                                  requires(const Type& value) {
    value.minor_units();
}
|| requires(const Type& value) {
    value.numerator;
}
|| requires(const Type& value) {
    value.none_is_negative();
};

/// Returns true if a value, or each of its elements, lies within a bound.
template <class Type>
[[nodiscard]] constexpr bool lies_within(const Type& value, const extensions::bound& within) noexcept {
    if constexpr (std::is_array_v<Type>) {
        bool right = true;
        for (const auto& each : value) {
            right = right && lies_within(each, within);
        }
        return right;
    } else if constexpr (has_leaves<Type>) {
        bool right = true;
        for_each_index<Type::size>([&](auto index) { right = right && lies_within(get<index>(value), within); });
        return right;
    } else {
        switch (within.what) {
        case extensions::bound::kind::number:
            if constexpr (is_number<Type>) {
                return number_lies_within(value, within);
            }
            return false;
        case extensions::bound::kind::not_empty:
            if constexpr (requires { value.empty(); }) {
                return !value.empty();
            } else if constexpr (std::is_unsigned_v<Type>) {
                return value != 0;
            }
            return false;
        case extensions::bound::kind::valid:
            if constexpr (requires { value.is_valid(); }) {
                return value.is_valid();
            }
            return false;
        case extensions::bound::kind::none:
            break;
        }
        return true;
    }
}

} // namespace loyalty::detail
