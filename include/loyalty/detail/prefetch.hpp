// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

inline constexpr std::size_t cache_line_bytes = 64;
inline constexpr std::size_t most_lines_to_prefetch = 6;

/// The number of cache lines that are fetched of an object: at most six. Parts that few members need stand last in
/// their books.
template <class Object>
[[nodiscard]] consteval std::size_t lines_to_prefetch() noexcept {
    constexpr std::size_t lines = (sizeof(Object) + cache_line_bytes - 1) / cache_line_bytes;
    return lines < most_lines_to_prefetch ? lines : most_lines_to_prefetch;
}

/// A byte in each line that is fetched of an object.
struct bytes_to_fetch {
    std::array<std::size_t, most_lines_to_prefetch> at{};
    std::size_t count = 0;

    /// Adds the lines between two bytes of an object with so much alignment, which may begin anywhere in a line.
    constexpr void add(std::size_t begin, std::size_t end, std::size_t alignment) noexcept {
        for (std::size_t next = begin; next < end && count < at.size(); next += cache_line_bytes) {
            at[count++] = next;
        }
        const std::size_t last = end - 1;
        if (count < at.size() && at[count - 1] / alignment != last / alignment) {
            at[count++] = last;
        }
    }
};

/// The bytes of a `compact_pack` that frequent operations need. Bytes less than a line apart are fetched as one piece.
template <std::size_t Alignment, class... Types>
[[nodiscard]] consteval bytes_to_fetch first_lines() noexcept {
    constexpr std::size_t count = sizeof...(Types);
    const std::array<std::size_t, count + 1> needed{(std::is_empty_v<Types> ? 0 : first_bytes<Types>)..., 0};
    const auto order = compact_order<Types...>();
    const auto offsets = compact_offsets<Types...>();
    bytes_to_fetch all{};
    std::size_t begin = 0;
    std::size_t end = 0;
    for (std::size_t place = 0; place < count; ++place) {
        const std::size_t next = order[place];
        if (needed[next] == 0) {
            continue;
        }
        if (end != 0 && offsets[next] > end + cache_line_bytes) {
            all.add(begin, end, Alignment);
            begin = offsets[next];
        }
        end = offsets[next] + needed[next];
    }
    if (end != 0) {
        all.add(begin, end, Alignment);
    }
    return all;
}

/// Fetches the first lines of an object that will be needed soon. It takes a number, not a pointer, since the address
/// may be that of no object.
template <class Object>
LOYALTY_INLINE void prefetch_at(std::size_t address) noexcept {
    for_each_index<lines_to_prefetch<Object>()>([&](auto index) LOYALTY_INLINE_LAMBDA {
        LOYALTY_PREFETCH(reinterpret_cast<const void*>(address + index * cache_line_bytes));
    });
}

/// Fetches what frequent operations need of an object that says it, `Object::lines_to_earn`; of any other the first lines.
template <class Object>
LOYALTY_INLINE void prefetch_first_at(std::size_t address) noexcept {
    if constexpr (requires { Object::lines_to_earn; }) {
        for_each_index<Object::lines_to_earn.count>([&](auto index) LOYALTY_INLINE_LAMBDA {
            LOYALTY_PREFETCH(reinterpret_cast<const void*>(address + Object::lines_to_earn.at[index]));
        });
    } else {
        prefetch_at<Object>(address);
    }
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

/// Fetches an element of an array that will be read soon. `many` elements behind `from` may be no element any more. It asks for the
/// lines in which elements begin, and of larger elements for those that lie inside: elements in a row then ask for every line.
/// Small elements share lines, and are left to the processor: 1 of 167 instructions of W5 would ask for 24 bytes.
template <class Object>
LOYALTY_INLINE constexpr void prefetch_to_read(const Object* from, std::size_t many) noexcept {
    if (2 * sizeof(Object) > cache_line_bytes && !std::is_constant_evaluated()) {
        const std::size_t address = reinterpret_cast<std::size_t>(from) + many * sizeof(Object);
        for_each_index<lines_to_prefetch<Object>()>([&](auto index) LOYALTY_INLINE_LAMBDA {
            LOYALTY_PREFETCH_TO_READ(reinterpret_cast<const void*>(address + index * cache_line_bytes));
        });
    }
}

} // namespace loyalty::detail
