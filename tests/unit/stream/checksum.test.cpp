// SPDX-License-Identifier: BSL-1.0
//
// The sums that guard journals and receipts, against published values.
#include <loyalty/detail/crc32c.hpp>
#include <loyalty/detail/hash.hpp>
#include <loyalty/detail/little_endian.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

using namespace loyalty;

namespace {

std::array<std::byte, 64> filled(int first, int step) {
    std::array<std::byte, 64> bytes{};
    for (int i = 0; i < 64; ++i) {
        bytes[static_cast<std::size_t>(i)] = static_cast<std::byte>((first + step * i) & 0xFF);
    }
    return bytes;
}

std::uint64_t siphash_of_first(std::size_t count) {
    detail::keyed_hash hash{0x0706'0504'0302'0100u, 0x0F0E'0D0C'0B0A'0908u};
    for (std::size_t i = 0; i < count; ++i) {
        hash.word(static_cast<std::uint8_t>(i));
    }
    return hash.value();
}

// The first 16 and the last of the 64 vectors of the reference implementation: key 00 to 0f, message 00, 01, 02, ...
constexpr std::array<std::uint64_t, 16> siphash_vectors{
    0x726fdb47dd0e0e31, 0x74f839c593dc67fd, 0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d,
    0xcf2794e0277187b7, 0x18765564cd99a68d, 0xcbc9466e58fee3ce, 0xab0200f58b01d137,
    0x93f5f5799a932462, 0x9e0082df0ba9e4b0, 0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7,
    0x751e8fbc860ee5fb, 0x14ea5627c0843d90, 0xf723ca908e7af2ee, 0xa129ca6149be45e5};

} // namespace

TEST_CASE("CRC-32C of RFC 3720, B.4") {
    const auto first_32 = [](const std::array<std::byte, 64>& bytes) {
        return detail::crc32c(std::span<const std::byte>{bytes}.first(32));
    };
    CHECK(first_32(filled(0, 0)) == 0x8A9136AAu);
    CHECK(first_32(filled(255, 0)) == 0x62A8AB43u);
    CHECK(first_32(filled(0, 1)) == 0x46DD794Eu);
    CHECK(first_32(filled(31, -1)) == 0x113FDB5Cu);
    const auto digits = filled('1', 1);
    CHECK(detail::crc32c(std::span<const std::byte>{digits}.first(9)) == 0xE3069283u);
    CHECK(detail::crc32c({}) == 0u);
}

TEST_CASE("a checksum goes on where it stopped, wherever that is") {
    const auto bytes = filled(7, 3);
    const std::span<const std::byte> all{bytes};
    for (std::size_t at = 0; at <= all.size(); ++at) {
        CHECK(detail::crc32c(all.subspan(at), detail::crc32c(all.first(at))) == detail::crc32c(all));
    }
}

TEST_CASE("a sum comes out the same of every length in a constant expression and at run time") {
    constexpr auto of_first = [](std::size_t count) {
        std::array<std::byte, 64> bytes{};
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::byte>((11 + 29 * i) & 0xFFu);
        }
        return detail::crc32c(std::span<const std::byte>{bytes}.first(count));
    };
    constexpr auto right = [=] {
        std::array<std::uint32_t, 65> sums{};
        for (std::size_t count = 0; count < sums.size(); ++count) {
            sums[count] = of_first(count);
        }
        return sums;
    }();
    for (std::size_t count = 0; count < right.size(); ++count) {
        CAPTURE(count);
        CHECK(of_first(count) == right[count]);
    }
}

TEST_CASE("whatever has its own sum behind it has one and the same sum") {
    auto bytes = filled(7, 3);
    for (std::size_t count = 0; count + 4 <= bytes.size(); ++count) {
        CAPTURE(count);
        bytes = filled(7, 3);
        detail::store_little(bytes.data() + count, detail::crc32c(std::span<const std::byte>{bytes}.first(count)));
        CHECK(detail::crc32c(std::span<const std::byte>{bytes}.first(count + 4)) == detail::crc32c_of_summed);
    }
}

TEST_CASE("words are stored with their lowest byte first, and loaded again") {
    constexpr auto stored = [](auto word) {
        std::array<std::byte, 8> bytes{};
        detail::store_little(bytes.data(), word);
        return bytes;
    };
    constexpr auto right = stored(std::uint64_t{0x0807'0605'0403'0201});
    for (std::size_t i = 0; i < right.size(); ++i) {
        CHECK(right[i] == static_cast<std::byte>(i + 1));
    }
    static_assert(detail::load_little<std::uint64_t>(right.data()) == 0x0807'0605'0403'0201);
    CHECK(stored(std::uint64_t{0x0807'0605'0403'0201}) == right);
    CHECK(detail::load_little<std::uint64_t>(right.data()) == 0x0807'0605'0403'0201u);
    CHECK(detail::load_little<std::uint32_t>(right.data() + 1) == 0x0504'0302u);
    CHECK(detail::load_little<std::uint16_t>(right.data() + 5) == 0x0706u);
    CHECK(detail::load_little<std::uint8_t>(right.data() + 7) == 8u);
}

TEST_CASE("SipHash-2-4 of its reference implementation") {
    for (std::size_t i = 0; i < siphash_vectors.size(); ++i) {
        CAPTURE(i);
        CHECK(siphash_of_first(i) == siphash_vectors[i]);
    }
    CHECK(siphash_of_first(63) == 0x958a324ceb064572);
}

TEST_CASE("words are hashed as their little-endian bytes") {
    detail::keyed_hash words{1, 2};
    detail::keyed_hash bytes{1, 2};
    words.word(std::uint32_t{0x04030201});
    words.word(std::uint16_t{0x0605});
    words.word(std::uint64_t{0x0E0D0C0B0A090807});
    for (std::uint8_t byte = 1; byte <= 14; ++byte) {
        bytes.word(byte);
    }
    CHECK(words.value() == bytes.value());

    // FNV-1a of "foobar", from the list of its authors.
    detail::plain_hash fnv;
    for (const char each : {'f', 'o', 'o', 'b', 'a', 'r'}) {
        fnv.word(static_cast<std::uint8_t>(each));
    }
    CHECK(fnv.value() == 0x85944171f73967e8);
}
