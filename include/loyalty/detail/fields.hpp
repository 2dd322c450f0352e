// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The members of a value, one after the other, so that what a policy remembers can be written down without the policy
/// knowing of it.
///
/// | a type                                                          | its parts                              |
/// |-----------------------------------------------------------------|----------------------------------------|
/// | aggregate of at most 12 members, each with a default            | its members, counted by the compiler   |
/// | class with `static constexpr auto rule_fields = extensions::fields(...)` | the fields of the list: see rules/field.hpp |
/// | class with `template <class Self, class Function> static constexpr void for_each_field(Self&, Function&&)` | what it says |
/// | array, `pack`, amount                                           | elements, leaves, minor units          |
///
/// All members must be public, and all of them in the class itself or in one base of it.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

template <class Type, std::size_t Count>
[[nodiscard]] consteval bool is_made_of() noexcept {
    static_assert(Count <= 12);
    if constexpr (Count == 1) {
        return requires {
            Type{{}};
        };
    } else if constexpr (Count == 2) {
        return requires {
            Type{{}, {}};
        };
    } else if constexpr (Count == 3) {
        return requires {
            Type{{}, {}, {}};
        };
    } else if constexpr (Count == 4) {
        return requires {
            Type{{}, {}, {}, {}};
        };
    } else if constexpr (Count == 5) {
        return requires {
            Type{{}, {}, {}, {}, {}};
        };
    } else if constexpr (Count == 6) {
        return requires {
            Type{{}, {}, {}, {}, {}, {}};
        };
    } else if constexpr (Count == 7) {
        return requires {
            Type{{}, {}, {}, {}, {}, {}, {}};
        };
    } else if constexpr (Count == 8) {
        return requires {
            Type{{}, {}, {}, {}, {}, {}, {}, {}};
        };
    } else if constexpr (Count == 9) {
        return requires {
            Type{{}, {}, {}, {}, {}, {}, {}, {}, {}};
        };
    } else if constexpr (Count == 10) {
        return requires {
            Type{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
        };
    } else if constexpr (Count == 11) {
        return requires {
            Type{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
        };
    } else if constexpr (Count == 12) {
        return requires {
            Type{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
        };
    } else {
        return false;
    }
}

/// How many `{}` an aggregate takes at most. With braces around each, an array is one member.
template <class Type, std::size_t Count = 12>
[[nodiscard]] consteval std::size_t count_of_members() noexcept {
    if constexpr (Count == 0 || is_made_of<Type, Count>()) {
        return Count;
    } else {
        return count_of_members<Type, Count - 1>();
    }
}

template <class Type>
[[nodiscard]] consteval std::size_t field_count_of() noexcept {
    if constexpr (std::is_aggregate_v<Type> && !std::is_empty_v<Type>) {
        return count_of_members<Type>();
    } else {
        return 0;
    }
}

template <class... Types>
std::index_sequence_for<Types...> leaves_of(const pack<Types...>*);
template <class... Types>
std::index_sequence_for<Types...> leaves_of(const compact_pack<Types...>*);

template <class Type>
concept has_leaves = requires(const Type* value) {
    leaves_of(value);
};

template <class Type>
concept is_array = requires(const Type& value) {
    std::tuple_size<Type>::value;
    value[0];
};

/// A list that grows and shrinks within a capacity. Its elements are written behind their number.
template <class Type>
concept is_list = requires(Type& list, const typename std::remove_cvref_t<decltype(list.items[0])>& item) {
    Type::capacity;
    list.push_back(item);
    list.clear();
    list.full();
};

/// A type that lists or chooses its members itself.
template <class Type, class Function>
concept lists_its_fields = requires(Type& value, Function& function) {
    std::remove_const_t<Type>::for_each_field(value, function);
};

/// A rule that lists its fields.
template <class Type>
concept lists_rule_fields = requires {
    std::remove_const_t<Type>::rule_fields.all;
};

/// Calls `function(members...)` with all members of a class at once, in the order of declaration. A class that has not so many
/// members does not compile.
template <std::size_t Count, class Type, class Function>
LOYALTY_INLINE constexpr decltype(auto) with_members(Type& value, Function&& function) noexcept {
    constexpr std::size_t count = Count;
    if constexpr (count == 1) {
        auto& [a] = value;
        return function(a);
    } else if constexpr (count == 2) {
        auto& [a, b] = value;
        return function(a, b);
    } else if constexpr (count == 3) {
        auto& [a, b, c] = value;
        return function(a, b, c);
    } else if constexpr (count == 4) {
        auto& [a, b, c, d] = value;
        return function(a, b, c, d);
    } else if constexpr (count == 5) {
        auto& [a, b, c, d, e] = value;
        return function(a, b, c, d, e);
    } else if constexpr (count == 6) {
        auto& [a, b, c, d, e, f] = value;
        return function(a, b, c, d, e, f);
    } else if constexpr (count == 7) {
        auto& [a, b, c, d, e, f, g] = value;
        return function(a, b, c, d, e, f, g);
    } else if constexpr (count == 8) {
        auto& [a, b, c, d, e, f, g, h] = value;
        return function(a, b, c, d, e, f, g, h);
    } else if constexpr (count == 9) {
        auto& [a, b, c, d, e, f, g, h, i] = value;
        return function(a, b, c, d, e, f, g, h, i);
    } else if constexpr (count == 10) {
        auto& [a, b, c, d, e, f, g, h, i, j] = value;
        return function(a, b, c, d, e, f, g, h, i, j);
    } else if constexpr (count == 11) {
        auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
        return function(a, b, c, d, e, f, g, h, i, j, k);
    } else if constexpr (count == 12) {
        auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
        return function(a, b, c, d, e, f, g, h, i, j, k, l);
    } else {
        return function();
    }
}

/// Calls `function(member)` for each member of a class, in the order of declaration.
template <class Type, class Function>
LOYALTY_INLINE constexpr void for_each_member(Type& value, Function& function) noexcept {
    if constexpr (lists_rule_fields<Type>) {
        constexpr auto& list = std::remove_const_t<Type>::rule_fields;
        with_members<list.size>(value,
                                [](auto&...) LOYALTY_INLINE_LAMBDA {}); // a list that misses a field does not compile
        for_each_index<list.size>([&](auto index)
                                      LOYALTY_INLINE_LAMBDA { function(value.*get<index>(list.all).member); });
    } else {
        constexpr std::size_t count = field_count_of<std::remove_const_t<Type>>();
        constexpr bool known = (count != 0 || std::is_empty_v<Type>)&&count <= 12;
        static_assert(known, "loyalty: the members of a class cannot be seen: give each a default, at most 12, or list "
                             "them with `static constexpr auto rule_fields = loyalty::extensions::fields(...);`");
        with_members<count>(value, [&](auto&... fields) LOYALTY_INLINE_LAMBDA { (function(fields), ...); });
    }
}

/// The types of the members of a class; none if they cannot be seen.
template <class Type>
struct member_types {
    using type = decltype(with_members<field_count_of<std::remove_const_t<Type>>()>(
        std::declval<Type&>(), [](auto&... fields) { return type_list<std::remove_cvref_t<decltype(fields)>...>{}; }));
};

/// Calls `function(part)` for each part of a value that is no number itself.
template <class Type, class Function>
LOYALTY_INLINE constexpr void for_each_part(Type& value, Function& function) noexcept {
    using plain = std::remove_const_t<Type>;
    static_assert(!std::is_pointer_v<plain> && !std::is_floating_point_v<plain> && !std::is_member_pointer_v<plain>,
                  "loyalty: only whole numbers, and what is made of them, can be written down: no pointers, no "
                  "fractions");
    if constexpr (lists_its_fields<Type, Function>) {
        plain::for_each_field(value, function);
    } else if constexpr (std::is_array_v<plain> || is_array<plain>) {
        for (auto& each : value) {
            function(each);
        }
    } else if constexpr (has_leaves<plain>) {
        [&]<std::size_t... Leaf>(std::index_sequence<Leaf...>) LOYALTY_INLINE_LAMBDA {
            (function(get<Leaf>(value)), ...);
        }
        (decltype(leaves_of(static_cast<const plain*>(nullptr))){});
    } else if constexpr (requires { value.minor_units_; }) {
        function(value.minor_units_);
    } else {
        for_each_member(value, function);
    }
}

} // namespace loyalty::detail
