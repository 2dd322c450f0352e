// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Looks for problems in the parts of rules that no policy knows: predicates, and measures with a limit.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/predicates.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

/// True for predicates, and for measures with numbers of their own.
template <class Type>
inline constexpr bool is_checked_part = criteria::predicate<Type> || requires {
    typename Type::is_measure;
};

/// Returns true for types that hold a part to check: only these are walked through.
template <class Type>
[[nodiscard]] consteval bool holds_checked_part() noexcept {
    if constexpr (is_checked_part<Type>) {
        return true;
    } else if constexpr (std::is_class_v<Type>) {
        return []<class... Parts>(type_list<Parts...>) {
            return (holds_checked_part<Parts>() || ...);
        }(typename parts_of<Type>::type{});
    } else {
        return false;
    }
}

/// Keeps the first problem of a part. `tiers` is the number of tiers, that of everyone included.
struct part_problem {
    std::size_t tiers = 1;
    const char* first = nullptr;

    template <class Part>
    constexpr void operator()(const Part& part) noexcept {
        if constexpr (std::is_class_v<Part>) {
            if constexpr (is_checked_part<Part>) {
                if constexpr (requires { part.problem(); }) {
                    first = first != nullptr ? first : part.problem();
                }
                if constexpr (requires { part.problem_with(tiers); }) {
                    first = first != nullptr ? first : part.problem_with(tiers);
                }
            }
            if constexpr (holds_checked_part<Part>() && !std::is_empty_v<Part>) {
                for_each_part(part, *this);
            }
        }
    }
};

} // namespace loyalty::detail
