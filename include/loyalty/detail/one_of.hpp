// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A value of one of several types; its owner keeps which one. `std::variant` is not constexpr enough on all compilers.

#include <loyalty/config.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

/// A value with zeros behind it, so that all bytes of a union are written whichever of its members lives.
template <class Type, std::size_t Size>
struct padded {
    Type value;
    unsigned char tail[Size - sizeof(Type)]{};
};
template <class Type, std::size_t Size>
requires(Size == sizeof(Type) && !std::is_empty_v<Type>) struct padded<Type, Size> {
    Type value;
};
template <class Type, std::size_t Size>
requires std::is_empty_v<Type>
struct padded<Type, Size> {
    LOYALTY_NO_UNIQUE_ADDRESS Type value;
    unsigned char tail[Size]{};
};

template <std::size_t Size, class... Types>
union one_of;

template <std::size_t Size>
union one_of<Size> {
    unsigned char nothing[Size];
};

template <std::size_t Size, class First, class... Rest>
union one_of<Size, First, Rest...> {
    unsigned char nothing[Size];
    padded<First, Size> first;
    one_of<Size, Rest...> rest;

    constexpr one_of() noexcept : nothing{} {}
    constexpr one_of(std::integral_constant<std::size_t, 0>, const First& value) noexcept : first{value} {}
    template <std::size_t Index, class Value>
    constexpr one_of(std::integral_constant<std::size_t, Index>, const Value& value) noexcept
        : rest{std::integral_constant<std::size_t, Index - 1>{}, value} {}
};

template <class... Types>
[[nodiscard]] consteval std::size_t size_for_one_of() noexcept {
    std::size_t size = 1;
    std::size_t alignment = 1;
    ((size = sizeof(Types) > size ? sizeof(Types) : size), ...);
    ((alignment = alignof(Types) > alignment ? alignof(Types) : alignment), ...);
    return (size + alignment - 1) / alignment * alignment;
}

template <class... Types>
using any_one_of = one_of<size_for_one_of<Types...>(), Types...>;

template <std::size_t Index, class Union>
[[nodiscard]] LOYALTY_INLINE constexpr auto& held(Union& any) noexcept {
    if constexpr (Index == 0) {
        return any.first.value;
    } else {
        return held<Index - 1>(any.rest);
    }
}

template <bool Known, std::size_t Count, std::size_t Index, class Function>
LOYALTY_INLINE constexpr void call_at(Function& function) {
    if constexpr (Index < Count) {
        function(std::integral_constant<std::size_t, Index>{});
    } else if constexpr (Known) {
        LOYALTY_ASSUME(false);
    }
}

// A label cannot be computed by a template.
#define LOYALTY_DETAIL_CASE(place)                                                                                     \
    case place:                                                                                                        \
        return call_at<Known, Count, First + (place)>(function)
#define LOYALTY_DETAIL_EIGHT_CASES(from)                                                                               \
    LOYALTY_DETAIL_CASE(from);                                                                                         \
    LOYALTY_DETAIL_CASE((from) + 1);                                                                                   \
    LOYALTY_DETAIL_CASE((from) + 2);                                                                                   \
    LOYALTY_DETAIL_CASE((from) + 3);                                                                                   \
    LOYALTY_DETAIL_CASE((from) + 4);                                                                                   \
    LOYALTY_DETAIL_CASE((from) + 5);                                                                                   \
    LOYALTY_DETAIL_CASE((from) + 6);                                                                                   \
    LOYALTY_DETAIL_CASE((from) + 7)

/// Calls `function(std::integral_constant<std::size_t, index>{})`, or nothing if `index` is not below `Count`. One jump, to
/// whichever of many: `at_index<3>(kind, function)`.
template <std::size_t Count, std::size_t First = 0, bool Known = false, class Function>
LOYALTY_INLINE constexpr void at_index(std::size_t index, Function&& function) {
    if constexpr (Count <= First + 8) {
        switch (index - First) {
            LOYALTY_DETAIL_EIGHT_CASES(0);
        default:
            return call_at<Known, Count, Count>(function);
        }
    } else {
        switch (index - First) {
            LOYALTY_DETAIL_EIGHT_CASES(0);
            LOYALTY_DETAIL_EIGHT_CASES(8);
            LOYALTY_DETAIL_EIGHT_CASES(16);
            LOYALTY_DETAIL_EIGHT_CASES(24);
        default:
            if constexpr (First + 32 < Count) {
                return at_index<Count, First + 32, Known>(index, function);
            }
            return call_at<Known, Count, Count>(function);
        }
    }
}

#undef LOYALTY_DETAIL_EIGHT_CASES
#undef LOYALTY_DETAIL_CASE

/// The same for an index that is known to be below `Count`: nothing is compared.
template <std::size_t Count, class Function>
LOYALTY_INLINE constexpr void at_known_index(std::size_t index, Function&& function) {
    at_index<Count, 0, true>(index, function);
}

} // namespace loyalty::detail
