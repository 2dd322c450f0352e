// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The first thing in a rule that cannot be right (S36), from the bounds of its fields, and of the parts in them.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty {

namespace detail {

/// True for types that have something to check by themselves.
template <class Type>
concept has_own_checks = lists_rule_fields<Type> || requires(const Type& part) {
    part.problem();
} || requires(const Type& part) {
    part.problem_with(std::size_t{});
} || requires(const Type& part) {
    part.first_defect(std::size_t{});
};

template <class Type>
[[nodiscard]] consteval bool holds_checks() noexcept;

template <class Type>
[[nodiscard]] consteval bool holds_checks_in_parts() noexcept {
    return []<class... Parts>(type_list<Parts...>) {
        return (holds_checks<Parts>() || ...);
    }(typename parts_of<Type>::type{});
}

/// Returns true for types that have something to check, or hold it: only these are walked through.
template <class Type>
[[nodiscard]] consteval bool holds_checks() noexcept {
    if constexpr (std::is_array_v<Type>) {
        return holds_checks<std::remove_cvref_t<decltype(std::declval<Type&>()[0])>>();
    } else if constexpr (!std::is_class_v<Type>) {
        return false;
    } else if constexpr (has_own_checks<Type>) {
        return true;
    } else {
        return holds_checks_in_parts<Type>();
    }
}

/// Keeps the first problem of a rule: its fields in their order, each with its parts, then the rule as a whole. `tiers` is the
/// number of tiers of the programme, that of everyone included; 0 if it is not known.
struct problem_finder {
    std::size_t tiers = 0;
    const char* first = nullptr;

    template <class Part>
    constexpr void operator()(const Part& part) noexcept {
        if constexpr (holds_checks<Part>()) {
            if (first != nullptr) {
                return;
            }
            if constexpr (std::is_array_v<Part>) {
                for (const auto& each : part) {
                    (*this)(each);
                }
            } else if constexpr (requires { part.first_defect(tiers); }) {
                first = part.first_defect(tiers).sentence;
            } else {
                look_into(part);
                look_at(part);
            }
        }
    }

private:
    template <class Part>
    constexpr void look_into(const Part& part) noexcept {
        if constexpr (lists_rule_fields<Part>) {
            for_each_index<Part::rule_fields.size>([&](auto index) {
                const auto& field = get<index>(Part::rule_fields.all);
                const auto& value = part.*field.member;
                first = first == nullptr && !lies_within(value, field.within) ? field.within.sentence : first;
                (*this)(value);
            });
        } else if constexpr (!std::is_empty_v<Part> && holds_checks_in_parts<Part>()) {
            for_each_part(part, *this);
        }
    }
    template <class Part>
    constexpr void look_at(const Part& part) noexcept {
        if constexpr (requires { part.problem(); }) {
            first = first != nullptr ? first : part.problem();
        }
        if constexpr (requires { part.problem_with(tiers); }) {
            first = first != nullptr || tiers == 0 ? first : part.problem_with(tiers);
        }
    }
};

} // namespace detail

/// A sentence if the numbers of a rule cannot be right, else null (S36): `problem_of(cap_at{0_points})` is
/// "cap_at: the cap must be above zero". `tiers` is the number of tiers of its programme, if it is known.
template <class Rule>
[[nodiscard]] constexpr const char* problem_of(const Rule& rule, std::size_t tiers = 0) noexcept {
    detail::problem_finder found{tiers};
    found(rule);
    return found.first;
}

} // namespace loyalty
