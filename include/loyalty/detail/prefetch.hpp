// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

inline constexpr std::size_t cache_line_bytes = 64;

/// The number of cache lines that are fetched of an object: at most six. Parts that few members need stand last in
/// their books.
template <class Object>
[[nodiscard]] consteval std::size_t lines_to_prefetch() noexcept {
    constexpr std::size_t most = 6;
    constexpr std::size_t lines = (sizeof(Object) + cache_line_bytes - 1) / cache_line_bytes;
    return lines < most ? lines : most;
}

/// Fetches the first lines of an object that will be needed soon. It takes a number, not a pointer, since the address
/// may be that of no object.
template <class Object>
LOYALTY_INLINE void prefetch_at(std::size_t address) noexcept {
    for_each_index<lines_to_prefetch<Object>()>([&](auto index) LOYALTY_INLINE_LAMBDA {
        LOYALTY_PREFETCH(reinterpret_cast<const void*>(address + index * cache_line_bytes));
    });
}

/// The same for an object that is read at once: of one line there is then nothing to fetch. Does nothing in a constant
/// expression.
template <class Object>
LOYALTY_INLINE constexpr void prefetch(const Object& object) noexcept {
    if constexpr (lines_to_prefetch<Object>() > 1) {
        if (!std::is_constant_evaluated()) {
            prefetch_at<Object>(reinterpret_cast<std::size_t>(&object));
        }
    }
}

} // namespace loyalty::detail
