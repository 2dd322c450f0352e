// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loyalty_run {

/// Whole numbers in a row, each in as few bytes as it needs: one from -64 to 63, two to 8191, at most ten. They are read from the
/// first on.
class packed_numbers {
public:
    void push(std::int64_t number) {
        // The sign goes to the lowest bit, so that small numbers below zero are short as well.
        const auto twice = static_cast<std::uint64_t>(number) << 1U;
        std::uint64_t rest = number < 0 ? ~twice : twice;
        for (; rest >= more; rest >>= 7U) {
            bytes_.push_back(static_cast<std::uint8_t>(rest | more));
        }
        bytes_.push_back(static_cast<std::uint8_t>(rest));
    }
    /// No number follows: gives back the room that was kept for more.
    void close() { bytes_.shrink_to_fit(); }

    [[nodiscard]] std::size_t room() const noexcept { return bytes_.capacity(); }

    /// Reads the numbers in their order. As many can be read as were pushed.
    class reader {
    public:
        explicit reader(const packed_numbers& from) noexcept : at_(from.bytes_.data()) {}

        [[nodiscard]] std::int64_t next() noexcept {
            std::uint64_t all = 0;
            for (unsigned shift = 0;; shift += 7U) {
                const std::uint64_t byte = *at_++;
                all |= (byte & (more - 1U)) << shift;
                if (byte < more) {
                    break;
                }
            }
            return static_cast<std::int64_t>((all & 1U) != 0 ? ~(all >> 1U) : all >> 1U);
        }

    private:
        const std::uint8_t* at_;
    };

private:
    static constexpr std::uint64_t more = 0x80; ///< another byte follows

    std::vector<std::uint8_t> bytes_;
};

} // namespace loyalty_run
