// SPDX-License-Identifier: BSL-1.0
#pragma once

// What every fuzz target shares: numbers out of the fuzzer's bytes, and a word when something is not as it must be.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

namespace fuzz {

/// Stops the run, so that the fuzzer keeps its input.
inline void insist(bool right, const char* what) {
    if (!right) {
        std::fprintf(stderr, "not so: %s\n", what);
        std::abort();
    }
}

/// The fuzzer's bytes as numbers; zeros after their end.
class numbers {
public:
    explicit numbers(std::span<const std::byte> bytes) : bytes_{bytes} {}

    [[nodiscard]] bool empty() const { return bytes_.empty(); }

    std::uint64_t word(std::size_t size) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size && !bytes_.empty(); ++i) {
            value |= static_cast<std::uint64_t>(bytes_.front()) << (8 * i);
            bytes_ = bytes_.subspan(1);
        }
        return value;
    }
    std::uint8_t byte() { return static_cast<std::uint8_t>(word(1)); }

    /// A number of 16 bits mostly, and of 64 in one case of four.
    std::int64_t number() {
        const bool large = byte() % 4 == 0;
        return large ? static_cast<std::int64_t>(word(8)) : static_cast<std::int16_t>(word(2));
    }
    /// A number as above; 100 if the bytes have ended.
    std::int64_t number_or_100() { return number() ^ 100; }
    /// The next so many bytes, or all that are left.
    std::span<const std::byte> part(std::size_t size) {
        const auto taken = bytes_.first(size < bytes_.size() ? size : bytes_.size());
        bytes_ = bytes_.subspan(taken.size());
        return taken;
    }
    std::span<const std::byte> rest() { return part(bytes_.size()); }

private:
    std::span<const std::byte> bytes_;
};

[[nodiscard]] inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}
[[nodiscard]] inline std::span<const std::byte> bytes_of(const std::uint8_t* data, std::size_t size) {
    return std::as_bytes(std::span{data, size});
}

} // namespace fuzz
