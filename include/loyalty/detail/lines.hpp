// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

/// How many of a cache's lines an object lies in, of those that are worth asking for: where books take more, the rest is
/// seldom needed.
template <class Object>
[[nodiscard]] consteval std::size_t lines_asked_for() noexcept {
    constexpr std::size_t line = 64;
    constexpr std::size_t most = 6;
    constexpr std::size_t lines = (sizeof(Object) + line - 1) / line;
    return lines < most ? lines : most;
}

/// Asks the memory for the lines of an object that will be needed soon. By a number, not a pointer: an address that is no
/// object's may not be read, only asked for.
template <class Object>
LOYALTY_INLINE void ask_for(std::size_t address) noexcept {
    for_each_index<lines_asked_for<Object>()>([&](auto index) LOYALTY_INLINE_LAMBDA {
        LOYALTY_PREFETCH(reinterpret_cast<const void*>(address + index * 64));
    });
}

/// Asks for all lines of an object whose first will be read at once; not in a constant expression.
template <class Object>
LOYALTY_INLINE constexpr void ask_for_all_of(const Object& object) noexcept {
    if constexpr (lines_asked_for<Object>() > 1) {
        if (!std::is_constant_evaluated()) {
            ask_for<Object>(reinterpret_cast<std::size_t>(&object));
        }
    }
}

} // namespace loyalty::detail
