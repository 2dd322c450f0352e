// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/little_endian.hpp>
#include <loyalty/detail/pack.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty::detail {

/// For each byte, what it leaves in the remainder when 0 to 7 further bytes have passed behind it.
[[nodiscard]] consteval std::array<std::array<std::uint32_t, 256>, 8> crc32c_remainders() noexcept {
    std::array<std::array<std::uint32_t, 256>, 8> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t remainder = byte;
        for (int bit = 0; bit < 8; ++bit) {
            remainder = (remainder >> 1) ^ ((remainder & 1u) != 0 ? 0x82F63B78u : 0u);
        }
        table[0][byte] = remainder;
    }
    for (std::size_t behind = 1; behind < 8; ++behind) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = table[behind - 1][byte];
            table[behind][byte] = (before >> 8) ^ table[0][before & 0xFFu];
        }
    }
    return table;
}

inline constexpr std::array<std::array<std::uint32_t, 256>, 8> crc32c_table = crc32c_remainders();

/// Takes a whole word into a remainder. Each byte has the table for the number of bytes of the word behind it.
template <std::unsigned_integral Word>
[[nodiscard]] LOYALTY_INLINE constexpr std::uint32_t crc32c_step(std::uint32_t remainder, Word word) noexcept {
#if defined(__SSE4_2__) && defined(__x86_64__)
    if (!std::is_constant_evaluated()) {
        if constexpr (sizeof(Word) == 8) {
            return static_cast<std::uint32_t>(__builtin_ia32_crc32di(remainder, word));
        } else if constexpr (sizeof(Word) == 4) {
            return __builtin_ia32_crc32si(remainder, word);
        } else {
            return __builtin_ia32_crc32qi(remainder, word);
        }
    }
#endif
    const std::uint64_t mixed = std::uint64_t{word} ^ remainder;
    std::uint32_t next = 0;
    for_each_index<sizeof(Word)>([&](auto byte) LOYALTY_INLINE_LAMBDA {
        next ^= crc32c_table[sizeof(Word) - 1 - byte][static_cast<std::uint8_t>(mixed >> (8 * byte))];
    });
    // The remainder has four bytes: a shorter word leaves the others, which move on.
    return sizeof(Word) < 4 ? next ^ static_cast<std::uint32_t>(mixed >> (8 * sizeof(Word) % 32)) : next;
}

/// CRC-32C (Castagnoli; RFC 3720): 0xE3069283 of "123456789". Goes on if `before` is the sum of what came before.
/// Detects every error in up to 32 bits in a row. No protection from intent. With SSE 4.2 the processor computes the same.
[[nodiscard]] constexpr std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0) noexcept {
    std::uint32_t remainder = ~before;
    const std::byte* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) {
        remainder = crc32c_step(remainder, load_little<std::uint64_t>(at));
    }
    if (left >= 4) {
        remainder = crc32c_step(remainder, load_little<std::uint32_t>(at));
        left -= 4;
        at += 4;
    }
    for (; left > 0; --left, ++at) {
        remainder = crc32c_step(remainder, load_little<std::uint8_t>(at));
    }
    return ~remainder;
}

/// The sum of any bytes and of their own sum behind them, which is the same for all. The bytes behind a correct sum go
/// on from here.
inline constexpr std::uint32_t crc32c_of_summed = crc32c(std::array<std::byte, 4>{});

} // namespace loyalty::detail
