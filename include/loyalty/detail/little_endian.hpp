// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace loyalty::detail {

/// Reads a word whose first byte is its lowest. On a little-endian machine this is one load: not every compiler makes one of the
/// loop, which constant expressions and other machines use.
template <std::unsigned_integral Word>
[[nodiscard]] LOYALTY_INLINE constexpr Word load_little(const std::byte* from) noexcept {
    if (std::endian::native == std::endian::little && !std::is_constant_evaluated()) {
        Word word = 0;
        std::memcpy(&word, from, sizeof(Word));
        return word;
    }
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < sizeof(Word); ++i) {
        word |= static_cast<std::uint64_t>(from[i]) << (8 * i);
    }
    return static_cast<Word>(word);
}

/// Writes a word, its lowest byte first.
template <std::unsigned_integral Word>
LOYALTY_INLINE constexpr void store_little(std::byte* to, Word word) noexcept {
    if (std::endian::native == std::endian::little && !std::is_constant_evaluated()) {
        std::memcpy(to, &word, sizeof(Word));
        return;
    }
    for (std::size_t i = 0; i < sizeof(Word); ++i) {
        to[i] = static_cast<std::byte>((std::uint64_t{word} >> (8 * i)) & 0xFFu);
    }
}

} // namespace loyalty::detail
