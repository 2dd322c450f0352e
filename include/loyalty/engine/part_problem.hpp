// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Looks for problems in the parts of rules that no policy knows: the predicates.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/predicates.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

/// True for types that hold a predicate somewhere: only these are walked through.
template <class Type>
[[nodiscard]] consteval bool holds_predicate() noexcept {
    if constexpr (predicate<Type>) {
        return true;
    } else if constexpr (std::is_class_v<Type>) {
        return []<class... Parts>(type_list<Parts...>) {
            return (holds_predicate<Parts>() || ...);
        }(typename parts_of<Type>::type{});
    } else {
        return false;
    }
}

/// Keeps the first problem of a predicate. `tiers` is the number of tiers, that of everyone included.
struct part_problem {
    std::size_t tiers = 1;
    const char* first = nullptr;

    template <class Part>
    constexpr void operator()(const Part& part) noexcept {
        if constexpr (std::is_class_v<Part>) {
            if constexpr (predicate<Part>) {
                if constexpr (requires { part.problem(); }) {
                    first = first != nullptr ? first : part.problem();
                }
                if constexpr (requires { part.problem_with(tiers); }) {
                    first = first != nullptr ? first : part.problem_with(tiers);
                }
            }
            if constexpr (holds_predicate<Part>() && !std::is_empty_v<Part>) {
                for_each_part(part, *this);
            }
        }
    }
};

} // namespace loyalty::detail
