// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Choices without a branch, for what a processor cannot guess, such as whether a purchase is the member's first in a month:
/// a wrong guess costs far more than the choice. If the compiler sees that a number is a choice, it makes a branch of it
/// again, so it is not shown.

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// 1 if the condition holds, else 0.
[[nodiscard]] LOYALTY_INLINE constexpr std::int64_t one_if(bool condition) noexcept {
    std::size_t number = condition ? 1 : 0; // one register, whatever the machine
    if (!std::is_constant_evaluated()) {
        LOYALTY_OPAQUE(number);
    }
    return static_cast<std::int64_t>(number);
}

/// `value` if the condition holds, else 0: `value_if(false, 5)` is 0.
[[nodiscard]] LOYALTY_INLINE constexpr std::int64_t value_if(bool condition, std::int64_t value) noexcept {
    return value & -one_if(condition);
}

} // namespace loyalty::detail
