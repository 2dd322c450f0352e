// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

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

/// CRC-32C (Castagnoli; RFC 3720): 0xE3069283 of "123456789". Goes on where `before` is the sum of what came before.
/// Detects every error in up to 32 bits in a row. No protection from intent.
[[nodiscard]] constexpr std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0) noexcept {
    std::uint32_t crc = ~before;
    const auto at = [&](std::size_t index) { return static_cast<std::uint32_t>(bytes[index]); };
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        const std::uint32_t low = crc ^ (at(i) | at(i + 1) << 8 | at(i + 2) << 16 | at(i + 3) << 24);
        crc = crc32c_table[7][low & 0xFFu] ^ crc32c_table[6][(low >> 8) & 0xFFu] ^
              crc32c_table[5][(low >> 16) & 0xFFu] ^ crc32c_table[4][low >> 24] ^ crc32c_table[3][at(i + 4)] ^
              crc32c_table[2][at(i + 5)] ^ crc32c_table[1][at(i + 6)] ^ crc32c_table[0][at(i + 7)];
    }
    for (; i < bytes.size(); ++i) {
        crc = (crc >> 8) ^ crc32c_table[0][(crc ^ at(i)) & 0xFFu];
    }
    return ~crc;
}

} // namespace loyalty::detail
