// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// An amount split over few lines, as `allocate` does it: 1.00 by 7.00, 2.50 and 0.50 is 0.70, 0.25 and 0.05.
///
/// Each line gets its share cut off, and the units that are left go to the largest rests. To find these, no list is sorted: rests
/// are counted by ranges, and only those of the range in which the units end are compared with each other.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ties.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty::detail {

/// Puts the `count` largest numbers first, in any order. At most a round for each number, and on average three looks at each.
LOYALTY_INLINE constexpr void put_largest_first(std::span<std::uint64_t> numbers, std::size_t count) noexcept {
    std::size_t first = 0;
    std::size_t last = numbers.size() - 1;
    while (first < last) {
        const std::uint64_t middle = numbers[first + (last - first) / 2];
        std::size_t left = first;
        std::size_t right = last;
        while (true) {
            while (numbers[left] > middle) {
                ++left;
            }
            while (numbers[right] < middle) {
                --right;
            }
            if (left >= right) {
                break;
            }
            const std::uint64_t other = numbers[left];
            numbers[left++] = numbers[right];
            numbers[right--] = other;
        }
        if (count <= right + 1) {
            last = right;
        } else {
            first = right + 1;
        }
    }
}

/// The shares of few lines, whose products all fit 64 bits. Works on magnitudes, so that a negative total is the mirror of the
/// positive one.
struct few_lines {
    static constexpr std::size_t most_lines = 64;
    static constexpr std::int64_t most_sum = std::int64_t{1} << 57;

    /// Reads each weight once, before it writes the share of its line.
    template <unit_type Unit, class WeightAt>
    LOYALTY_INLINE static constexpr void allocate(amount<Unit> total, std::int64_t sum, std::size_t count,
                                                  WeightAt weight_at, std::span<amount<Unit>> shares,
                                                  arithmetic::ties favour) noexcept {
        const std::uint64_t whole = magnitude(total.minor_units());
        const auto by = static_cast<std::uint64_t>(sum);
        ranges_of_rests ranges{by};
        amount<Unit>* const first_share = shares.data();
        std::uint64_t left = whole;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t product = whole * static_cast<std::uint64_t>(weight_at(i));
            std::uint64_t share = 0;
            if (product != 0) { // many a discount lowers few of the lines, and a division takes long
                share = product / by;
                left -= share;
                ranges.add(i, product % by);
            }
            first_share[i].minor_units_ = static_cast<std::int64_t>(share);
        }
        if (left != 0) {
            ranges.give_to_largest(
                left, favour, [first_share](std::size_t i) LOYALTY_INLINE_LAMBDA { ++first_share[i].minor_units_; });
        }
        if (total.minor_units() < 0) {
            for (amount<Unit>& share : shares) {
                share.minor_units_ = static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(share.minor_units_));
            }
        }
    }

private:
    /// The rests of lines, each in a chain with the others of its range.
    struct ranges_of_rests {
        static constexpr std::size_t ranges = 16;

        int shift;                                 ///< the bits of a rest below those that name its range
        std::array<std::uint8_t, ranges> counts{}; ///< of the rests in each range
        std::array<std::uint8_t, ranges> first{};  ///< a line whose rest lies in it, if there is one
        std::array<std::uint8_t, most_lines> next; ///< the line behind it in its chain
        std::array<std::uint64_t, most_lines> rests;

        // Not all is set: what no chain has is not read.
        LOYALTY_INLINE constexpr explicit ranges_of_rests(std::uint64_t by) noexcept
            : shift{60 - std::countl_zero(by | (ranges - 1))} {}

        LOYALTY_INLINE constexpr void add(std::size_t line, std::uint64_t rest) noexcept {
            const auto range = static_cast<std::size_t>(rest >> shift);
            ++counts[range];
            next[line] = first[range];
            first[range] = static_cast<std::uint8_t>(line);
            rests[line] = rest;
        }

        /// Calls `give(line)` for each of the `many` largest rests, of which so many are above zero.
        template <class Give>
        LOYALTY_INLINE constexpr void give_to_largest(std::uint64_t many, arithmetic::ties favour, Give give) noexcept {
            std::size_t range = ranges - 1;
            while (counts[range] < many) {
                many -= counts[range];
                std::size_t line = first[range];
                for (std::size_t i = counts[range]; i != 0; --i) {
                    give(line);
                    line = next[line];
                }
                --range;
            }
            give_in_range(range, many, favour, give);
        }
        /// The same for the rests of one range. A key is a rest with the place of its line among equal ones: all keys differ, and of
        /// equal rests the line that is given first has the larger one.
        template <class Give>
        LOYALTY_INLINE constexpr void give_in_range(std::size_t range, std::uint64_t many, arithmetic::ties favour,
                                                    Give give) noexcept {
            const std::uint64_t mask = favour == arithmetic::ties::to_last ? 0 : most_lines - 1;
            std::array<std::uint64_t, most_lines> keys;
            const std::size_t count = counts[range];
            std::size_t line = first[range];
            for (std::size_t i = 0; i < count; ++i) {
                keys[i] = rests[line] * most_lines + (line ^ mask);
                line = next[line];
            }
            const auto more = static_cast<std::size_t>(many);
            put_largest_first(std::span{keys}.first(count), more);
            for (const std::uint64_t key : std::span{keys}.first(more)) {
                give(static_cast<std::size_t>((key % most_lines) ^ mask));
            }
        }
    };
};

} // namespace loyalty::detail
