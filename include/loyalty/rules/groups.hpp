// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The groups of `once_in_group`, of which one event uses up some.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/demands.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// The groups that are used up, at most 64: bit 7 of group 7.
struct used_groups {
    static constexpr int capacity = 64;
    std::uint64_t bits = 0;

    [[nodiscard]] LOYALTY_INLINE constexpr bool is_used(int group) const noexcept { return (bits & bit(group)) != 0; }
    LOYALTY_INLINE constexpr void use_if(bool used, int group) noexcept { bits |= used ? bit(group) : 0; }

private:
    [[nodiscard]] LOYALTY_INLINE static constexpr std::uint64_t bit(int group) noexcept {
        return std::uint64_t{1} << (static_cast<unsigned>(group) % capacity);
    }
};

/// Returns true for a rule of a group, and for one that is made of such rules.
template <class Rule>
[[nodiscard]] consteval bool uses_groups() noexcept {
    if constexpr (requires { Rule::in_group; }) {
        return true;
    } else if constexpr (std::is_class_v<Rule>) {
        return []<class... Parts>(type_list<Parts...>) {
            return (uses_groups<Parts>() || ...);
        }(typename parts_of<Rule>::type{});
    } else {
        return false;
    }
}

/// Returns true if a list of rules, which are added at run time, may hold rules of a group.
template <class Policy>
[[nodiscard]] consteval bool lists_groups() noexcept {
    if constexpr (requires { Policy::capacity; }) {
        return uses_groups<Policy>();
    } else {
        return false;
    }
}

/// Looks for groups of which only one rule is seen: those in `once`, and not in `twice`.
struct group_sizes {
    used_groups once{};
    used_groups twice{};

    template <class Part>
    constexpr void operator()(const Part& part) noexcept {
        if constexpr (uses_groups<Part>()) {
            if constexpr (requires { Part::in_group; }) {
                twice.use_if(once.is_used(part.group), part.group);
                once.use_if(true, part.group);
            }
            for_each_part(part, *this);
        }
    }

    /// Returns true if a rule, or a part of it, is the only one of its group.
    template <class Rule>
    [[nodiscard]] constexpr bool has_lone(const Rule& rule) const noexcept {
        group_sizes own{};
        own(rule);
        return (own.once.bits & ~twice.bits) != 0;
    }
};

} // namespace loyalty::detail
