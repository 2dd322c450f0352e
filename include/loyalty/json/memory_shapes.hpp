// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The shapes that the memories of rules from text may have: how many bytes, and where they may lie.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/rolling.hpp>
#include <loyalty/json/rolling_memory.hpp>
#include <loyalty/rules/policy.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::json {

/// A rule of which not each one remembers all: of its state it needs the first `memory_words()` words of 8 bytes. The others
/// are those of a new state.
template <class Policy>
concept remembers_in_part = requires(const Policy& rule) {
    { rule.memory_words() } -> std::same_as<std::size_t>;
};

/// The shapes that the memory of a rule may have, numbered from 1: of most kinds one, of one that remembers in part one for
/// each number of words.
template <class Types>
struct memory_shapes;
template <class... Policies>
struct memory_shapes<detail::type_list<Policies...>> {
    static constexpr std::size_t kinds = sizeof...(Policies);

    template <class Policy>
    [[nodiscard]] static consteval std::size_t count_of() noexcept {
        return most_rolling_sums<Policy> != 0 ? rolling_shape<Policy>::count
               : remembers_in_part<Policy>    ? sizeof(detail::state_of_t<Policy>) / 8 + 1
                                              : 1;
    }

    struct shape {
        std::uint8_t kind = 0;
        std::uint8_t alignment = 1;
        std::uint16_t bytes = 0;
    };
    static constexpr std::size_t count = 1 + (0 + ... + count_of<Policies>());
    static_assert(count <= 256);

    static constexpr std::array<std::uint8_t, kinds> first_of = [] {
        std::array<std::uint8_t, kinds> first{};
        std::size_t next = 1;
        std::size_t kind = 0;
        ((first[kind++] = static_cast<std::uint8_t>(next), next += count_of<Policies>()), ...);
        return first;
    }();

    static constexpr std::array<shape, count> all = [] {
        std::array<shape, count> list{};
        std::size_t next = 1;
        std::uint8_t kind = 0;
        const auto add = [&]<class Policy>(std::type_identity<Policy>) {
            using state = detail::state_of_t<Policy>;
            for (std::size_t i = 0; i < count_of<Policy>(); ++i) {
                std::size_t bytes = remembers_in_part<Policy> ? i * 8 : std::is_empty_v<state> ? 0 : sizeof(state);
                if constexpr (most_rolling_sums<Policy> != 0) {
                    bytes = rolling_memory<state, most_rolling_sums<Policy>>::bytes(
                        rolling_shape<Policy>::sums_at(i), rolling_shape<Policy>::periods_at(i));
                }
                list[next++] = {kind, bytes == 0 ? std::uint8_t{1} : std::uint8_t{alignof(state)},
                                static_cast<std::uint16_t>(bytes)};
            }
            ++kind;
        };
        (add(std::type_identity<Policies>{}), ...);
        return list;
    }();

    /// The first byte behind `end` at which a shape may lie.
    [[nodiscard]] static constexpr std::size_t place(std::size_t end, std::uint8_t number) noexcept {
        const std::size_t alignment = all[number].alignment;
        return (end + alignment - 1) / alignment * alignment;
    }
};

} // namespace loyalty::json
