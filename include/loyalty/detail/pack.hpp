// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

template <std::size_t Index, class Type>
struct pack_leaf {
    LOYALTY_NO_UNIQUE_ADDRESS Type value{};

    [[nodiscard]] friend constexpr bool operator==(const pack_leaf&, const pack_leaf&) = default;
};

template <class... Types>
struct type_list {
    static constexpr std::size_t size = sizeof...(Types);
};

template <class Order, class Leaves>
struct pack_base;

template <std::size_t... Index, class... Types>
struct pack_base<std::index_sequence<Index...>, type_list<Types...>> : pack_leaf<Index, Types>... {
    [[nodiscard]] friend constexpr bool operator==(const pack_base&, const pack_base&) = default;
};

/// A tuple that is trivially copyable if its members are, and can be a template argument: `std::tuple` is neither.
template <class... Types>
struct pack : pack_base<std::index_sequence_for<Types...>, type_list<Types...>> {
    using types = type_list<Types...>;
    static constexpr std::size_t size = sizeof...(Types);

    [[nodiscard]] friend constexpr bool operator==(const pack&, const pack&) = default;
};

template <std::size_t Index, class Type>
[[nodiscard]] constexpr Type& get(pack_leaf<Index, Type>& leaf) noexcept {
    return leaf.value;
}

template <std::size_t Index, class Type>
[[nodiscard]] constexpr const Type& get(const pack_leaf<Index, Type>& leaf) noexcept {
    return leaf.value;
}

/// The leaf that holds a `Type`, wherever it stands; the type must occur once.
template <class Type, std::size_t Index>
[[nodiscard]] constexpr Type& get_type(pack_leaf<Index, Type>& leaf) noexcept {
    return leaf.value;
}

template <class Type, std::size_t Index>
[[nodiscard]] constexpr const Type& get_type(const pack_leaf<Index, Type>& leaf) noexcept {
    return leaf.value;
}

/// Calls `function(std::integral_constant<std::size_t, I>{})` for each I below Count, in order.
template <std::size_t Count, class Function>
LOYALTY_INLINE constexpr void for_each_index(Function&& function) {
    [&]<std::size_t... Index>(std::index_sequence<Index...>) LOYALTY_INLINE_LAMBDA {
        (function(std::integral_constant<std::size_t, Index>{}), ...);
    }
    (std::make_index_sequence<Count>{});
}

/// The same up to the first call that says false; whether none did.
template <std::size_t Count, class Function>
[[nodiscard]] LOYALTY_INLINE constexpr bool all_of_index(Function&& function) {
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) LOYALTY_INLINE_LAMBDA {
        return (... && function(std::integral_constant<std::size_t, Index>{}));
    }
    (std::make_index_sequence<Count>{});
}

template <class Type, class... Types>
[[nodiscard]] consteval std::size_t index_of() noexcept {
    std::size_t index = 0;
    static_cast<void>((... || (std::is_same_v<Type, Types> || (static_cast<void>(++index), false))));
    return index;
}

template <class List, class... Types>
struct append_unique {
    using type = List;
};

template <class... Present, class First, class... Rest>
struct append_unique<type_list<Present...>, First, Rest...>
    : append_unique<std::conditional_t<(std::is_same_v<Present, First> || ...), type_list<Present...>,
                                       type_list<Present..., First>>,
                    Rest...> {};

template <class List, class... Lists>
struct join_unique {
    using type = List;
};

template <class... Present, class... First, class... Rest>
struct join_unique<type_list<Present...>, type_list<First...>, Rest...>
    : join_unique<typename append_unique<type_list<Present...>, First...>::type, Rest...> {};

/// The types of several lists, each once, in the order of their first appearance.
template <class... Lists>
using united = typename join_unique<type_list<>, Lists...>::type;

template <template <class...> class Template, class List>
struct rename;

template <template <class...> class Template, class... Types>
struct rename<Template, type_list<Types...>> {
    using type = Template<Types...>;
};

template <template <class...> class Template, class List>
using rename_t = typename rename<Template, List>::type;

/// `Member<Type>`, such as `Type::state`; another type if `Type` has no such member.
template <template <class> class Member, class Type, class Otherwise>
struct member_type_or {
    using type = Otherwise;
};
template <template <class> class Member, class Type, class Otherwise>
requires requires {
    typename Member<Type>;
}
struct member_type_or<Member, Type, Otherwise> {
    using type = Member<Type>;
};

template <class Type, std::size_t Bytes>
struct tail_probe {
    LOYALTY_NO_UNIQUE_ADDRESS Type value{};
    char tail[Bytes]{};
};

/// The bytes of a type that a neighbour may not share: its size less the padding at its end that the ABI lets others
/// use.
template <class Type, std::size_t Tail = 1>
[[nodiscard]] consteval std::size_t occupied_size() noexcept {
    if constexpr (std::is_empty_v<Type>) {
        return 0;
    } else if constexpr (Tail < alignof(Type) && sizeof(tail_probe<Type, Tail>) == sizeof(Type)) {
        return occupied_size<Type, Tail + 1>();
    } else {
        return sizeof(Type) - (Tail - 1);
    }
}

/// The bytes of a type that frequent operations need: all, unless it says less. The others lie behind them.
template <class Type>
inline constexpr std::size_t first_bytes = sizeof(Type);

/// The order in which types lie closest: at each offset the one that needs the least padding, of those the one with
/// the largest alignment, of those one that leaves no padding behind. Types with bytes that are seldom needed come last.
template <class... Types>
[[nodiscard]] consteval auto compact_order() noexcept {
    constexpr std::size_t count = sizeof...(Types);
    const std::array<std::size_t, count + 1> alignment{alignof(Types)..., 1};
    const std::array<std::size_t, count + 1> occupied{occupied_size<Types>()..., 0};
    const std::array<bool, count + 1> comes_last{(first_bytes<Types> < sizeof(Types))..., false};
    std::array<std::size_t, count + 1> order{};
    std::array<bool, count + 1> placed{};
    std::size_t offset = 0;
    for (std::size_t place = 0; place < count; ++place) {
        std::size_t best = count;
        auto cost = [&](std::size_t i) {
            const std::size_t padding = (alignment[i] - offset % alignment[i]) % alignment[i];
            const std::size_t closest =
                (padding * 64 + (64 - alignment[i])) * 64 + (occupied[i] % alignment[i] == 0 ? 0 : 1);
            return closest + (comes_last[i] ? std::size_t{1} << 30u : std::size_t{0});
        };
        for (std::size_t i = 0; i < count; ++i) {
            if (!placed[i] && (best == count || cost(i) < cost(best))) {
                best = i;
            }
        }
        placed[best] = true;
        order[place] = best;
        offset += (alignment[best] - offset % alignment[best]) % alignment[best] + occupied[best];
    }
    return order;
}

/// Where each type lies in this order.
template <class... Types>
[[nodiscard]] consteval auto compact_offsets() noexcept {
    constexpr std::size_t count = sizeof...(Types);
    const std::array<std::size_t, count + 1> alignment{alignof(Types)..., 1};
    const std::array<std::size_t, count + 1> occupied{occupied_size<Types>()..., 0};
    const auto order = compact_order<Types...>();
    std::array<std::size_t, count + 1> offsets{};
    std::size_t offset = 0;
    for (std::size_t place = 0; place < count; ++place) {
        const std::size_t next = order[place];
        offset += (alignment[next] - offset % alignment[next]) % alignment[next];
        offsets[next] = offset;
        offset += occupied[next];
    }
    return offsets;
}

template <std::size_t Index, class First, class... Rest>
struct type_at : type_at<Index - 1, Rest...> {};

template <class First, class... Rest>
struct type_at<0, First, Rest...> {
    using type = First;
};

/// The type at an index of a list.
template <std::size_t Index, class List>
struct type_in;
template <std::size_t Index, class... Types>
struct type_in<Index, type_list<Types...>> : type_at<Index, Types...> {};

template <class Places, class... Types>
struct compact_base;

template <std::size_t... Place, class... Types>
struct compact_base<std::index_sequence<Place...>, Types...>
    : pack_leaf<compact_order<Types...>()[Place],
                typename type_at<compact_order<Types...>()[Place], Types...>::type>... {
    [[nodiscard]] friend constexpr bool operator==(const compact_base&, const compact_base&) = default;
};

/// A `pack` whose members lie in memory in the order that needs the least padding: what the states of many members are
/// made of, since each byte counts.
template <class... Types>
struct compact_pack : compact_base<std::index_sequence_for<Types...>, Types...> {
    static constexpr std::size_t size = sizeof...(Types);

    [[nodiscard]] friend constexpr bool operator==(const compact_pack&, const compact_pack&) = default;
};

/// Returns true if none of the flags but the last is set.
template <bool... Flags>
[[nodiscard]] consteval bool only_last_may() noexcept {
    std::size_t index = 0;
    return ((++index == sizeof...(Flags) || !Flags) && ...);
}

} // namespace loyalty::detail
