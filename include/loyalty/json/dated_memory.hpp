// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What the rules with dates of their own remember of a member, so that it can be carried into a version with other rules.
///
/// Version 2 has put a new `dated` before that of version 1: what the first place remembers goes on in the second.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/json/carry_over.hpp>
#include <loyalty/json/own_dates.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/rules/policy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::json {

template <class Policy>
inline constexpr bool is_dated_slot = false;
template <class List, std::size_t Days>
inline constexpr bool is_dated_slot<dated_slot<List, Days>> = true;

/// The memories of all such rules of a programme; they stand right behind the list of the others.
template <class Programme>
struct dated_memories {
    static constexpr std::size_t first = rules_at<Programme> + 1;
    static constexpr std::size_t size = [] {
        std::size_t count = 0;
        loyalty::detail::for_each_index<Programme::size>(
            [&](auto index) { count += is_dated_slot<typename Programme::template policy_type<index>> ? 1 : 0; });
        return count;
    }();
    template <std::size_t Size, bool Any = true>
    struct state_of {
        using type = loyalty::detail::state_of_t<typename Programme::template policy_type<first>>;
    };
    template <bool Any>
    struct state_of<0, Any> {
        struct type {};
    };

    std::array<typename state_of<size>::type, size> all{};

    /// `States` is that of a member, or of a receipt.
    template <class States>
    [[nodiscard]] static dated_memories of(const States& from) {
        dated_memories made;
        loyalty::detail::for_each_index<size>(
            [&](auto index) { made.all[index] = from.template policy<first + index>(); });
        return made;
    }
    template <class States>
    void write(States& to) const {
        loyalty::detail::for_each_index<size>([&](auto index) { to.template policy<first + index>() = all[index]; });
    }

    /// The same for rules of which each goes on with the memory at `from`, or begins anew.
    [[nodiscard]] dated_memories in(const std::array<std::uint8_t, most_dated>& from) const {
        dated_memories made;
        for (std::size_t i = 0; i < size; ++i) {
            made.all[i] = from[i] < size ? all[from[i]] : typename state_of<size>::type{};
        }
        return made;
    }
};

} // namespace loyalty::json
