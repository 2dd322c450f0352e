// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// How much of what a rule remembers of rolling windows lies in a member.
///
/// A count in a rolling window has the sums of 366 periods. A window of 30 days uses 30 of them, so a member has these 240 bytes and the
/// 16 that say which days they are, rather than 2,944.

#include <loyalty/config.hpp>
#include <loyalty/json/any_window.hpp>
#include <loyalty/json/rolling.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace loyalty::json {

/// True for the memory of a rule that counts in one rolling window: of its periods, which stand first, only those lie in the room
/// that the window has.
template <class State>
concept counts_periods = requires(const State& memory) {
    requires std::is_same_v<std::remove_cvref_t<decltype(memory.count)>, rolling_sum>;
};

/// How many sums of rolling windows a kind of rule remembers at most; they stand first.
template <class Policy>
inline constexpr std::size_t most_rolling_sums = counts_periods<detail::state_of_t<Policy>> ? 1 : 0;
template <class Policy>
requires requires {
    Policy::most_rolling_sums;
}
inline constexpr std::size_t most_rolling_sums<Policy> = Policy::most_rolling_sums;
template <class Policy>
requires requires {
    decltype(Policy::policy)::most_rolling_sums;
}
inline constexpr std::size_t most_rolling_sums<Policy> = decltype(Policy::policy)::most_rolling_sums;

/// The sums that a rule counts in, and the periods of its longest window.
template <class Policy>
[[nodiscard]] constexpr rolling_use rolling_use_of(const Policy& rule) noexcept {
    if constexpr (requires { rule.rolling(); }) {
        return rule.rolling();
    } else if constexpr (requires { rule.window.periods; }) {
        return {1, rule.window.periods, {rule.window.periods}};
    } else {
        return {1, rule.policy.window.periods, {rule.policy.window.periods}};
    }
}

/// True for a kind of rule that few texts have: it has room for all its sums, each of 31 or of 366 periods.
template <class Policy>
inline constexpr bool has_few_rooms = requires {
    requires Policy::has_few_rooms;
};

/// The shapes of a kind that counts in rolling windows: one for each number of sums and each room for periods.
template <class Policy>
struct rolling_shape {
    static constexpr std::size_t most = most_rolling_sums<Policy>;
    static constexpr std::size_t count = has_few_rooms<Policy> ? 2 : most * rolling_room_count;

    [[nodiscard]] static constexpr std::size_t number_of(const rolling_use& use) noexcept {
        return has_few_rooms<Policy> ? (use.periods <= few_periods ? 0U : 1U)
                                     : (use.sums - 1) * rolling_room_count + rolling_room_of(use.periods);
    }
    [[nodiscard]] static constexpr std::size_t sums_at(std::size_t number) noexcept {
        return has_few_rooms<Policy> ? most : number / rolling_room_count + 1;
    }
    [[nodiscard]] static constexpr std::size_t periods_at(std::size_t number) noexcept {
        return static_cast<std::size_t>(!has_few_rooms<Policy> ? rolling_rooms[number % rolling_room_count]
                                        : number == 0          ? few_periods
                                                               : most_rolling_periods);
    }

private:
    static constexpr std::int32_t few_periods = 31;
};

/// Which part of a memory with up to `Most` sums of rolling windows lies in the room. Of a sum that is not there, and of the periods
/// of one for which there is no room, the bytes are those of a new memory.
template <class State, std::size_t Most>
struct rolling_memory {
    static constexpr std::size_t periods_end = sizeof(rolling_sum::sums);
    static constexpr std::size_t behind = sizeof(rolling_sum) - periods_end; ///< the periods of a sum
    static constexpr std::size_t rest = sizeof(State) - Most * sizeof(rolling_sum);

    [[nodiscard]] static constexpr std::size_t bytes(std::size_t sums, std::size_t periods) noexcept {
        return sums * (periods * 8 + behind) + rest;
    }
    /// Copies from a memory into the room.
    LOYALTY_INLINE static void store(const State& memory, unsigned char* room, std::size_t sums,
                                     std::size_t periods) noexcept {
        const auto* const from = reinterpret_cast<const unsigned char*>(&memory);
        for_each_part(sums, periods, [&](std::size_t in_memory, std::size_t in_room, std::size_t size) {
            std::memcpy(room + in_room, from + in_memory, size);
        });
    }
    /// Copies out of the room into a new memory.
    LOYALTY_INLINE static void load(State& memory, const unsigned char* room, std::size_t sums,
                                    std::size_t periods) noexcept {
        auto* const to = reinterpret_cast<unsigned char*>(&memory);
        for_each_part(sums, periods, [&](std::size_t in_memory, std::size_t in_room, std::size_t size) {
            std::memcpy(to + in_memory, room + in_room, size);
        });
    }
    /// Returns true if the sums use no more periods than there is room for: 20 do not lie in a room for 12.
    [[nodiscard]] static bool has_room(const State& memory, std::size_t sums, std::size_t periods) noexcept {
        bool right = true;
        for (std::size_t i = 0; i < sums; ++i) {
            const std::int32_t used = sum_at(memory, i).used_slots;
            right = right && 0 <= used && used <= static_cast<std::int32_t>(periods);
        }
        return right;
    }

    /// Returns true if no sum has more slots than the window in which it counts.
    [[nodiscard]] static bool fits(const State& memory, const rolling_use& use) noexcept {
        bool right = true;
        for (std::size_t i = 0; i < use.sums; ++i) {
            right = right && sum_at(memory, i).used_slots <= use.slots_of[i];
        }
        return right;
    }

private:
    [[nodiscard]] static rolling_sum sum_at(const State& memory, std::size_t index) noexcept {
        rolling_sum one{};
        std::memcpy(static_cast<void*>(&one),
                    reinterpret_cast<const unsigned char*>(&memory) + index * sizeof(rolling_sum), sizeof(rolling_sum));
        return one;
    }

    static_assert(std::is_trivially_copyable_v<State> && offsetof(rolling_sum, sums) == 0);

    template <class Copy>
    LOYALTY_INLINE static void for_each_part(std::size_t sums, std::size_t periods, Copy copy) noexcept {
        std::size_t in_room = 0;
        for (std::size_t i = 0; i < sums; ++i) {
            const std::size_t in_memory = i * sizeof(rolling_sum);
            copy(in_memory, in_room, periods * 8);
            copy(in_memory + periods_end, in_room + periods * 8, behind);
            in_room += periods * 8 + behind;
        }
        if constexpr (rest != 0) {
            copy(Most * sizeof(rolling_sum), in_room, rest);
        }
    }
};

/// A sentence about what a rule cannot have left in a member: sums of more periods than its window has. Else null.
template <class Policy>
requires(most_rolling_sums<Policy> != 0) [[nodiscard]] const
    char* problem_in(const Policy& rule, const detail::state_of_t<Policy>& memory) noexcept {
    return rolling_memory<detail::state_of_t<Policy>, most_rolling_sums<Policy>>::fits(memory, rolling_use_of(rule))
               ? nullptr
               : "used_slots of a rolling count: more than the periods of its rule's window";
}

} // namespace loyalty::json
