// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/ratio.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace loyalty::detail {

/// Hundredths, which most carried rests are: cents of a point a dollar.
struct hundredths {
    struct terms {
        std::uint8_t numerator = 0;
        std::uint8_t denominator = 1;
    };

    std::array<terms, 100> lowest{}; ///< 75: 3/4
    std::array<std::uint8_t, 101>
        times{}; ///< a hundred in so many parts: 25 is 4, and 3, in which it cannot be cut, is 0

    static consteval hundredths make() noexcept {
        hundredths made{};
        for (std::size_t i = 0; i < 100; ++i) {
            const ratio each = ratio{static_cast<std::int64_t>(i), 100}.reduced();
            made.lowest[i] = {static_cast<std::uint8_t>(each.numerator), static_cast<std::uint8_t>(each.denominator)};
        }
        for (std::size_t i = 1; i <= 100; ++i) {
            made.times[i] = static_cast<std::uint8_t>(100 % i == 0 ? 100 / i : 0);
        }
        return made;
    }
};
inline constexpr hundredths of_hundred = hundredths::make();

/// How often a part above zero goes into a whole above zero: 25 into 100 is 4; 0 if a rest is left, or the part is not above zero.
[[nodiscard]] LOYALTY_INLINE constexpr std::int64_t times_in(std::int64_t part, std::int64_t whole) noexcept {
    if (part <= 0 || part > whole) {
        return 0;
    }
    if (whole == 100) {
        return of_hundred.times[static_cast<std::size_t>(part)];
    }
    return whole % part == 0 ? whole / part : 0;
}

/// The same value in lowest terms, as `ratio::reduced` gives it: 75/100 becomes 3/4. Hundredths below one are looked up. If the
/// denominator divides a power of ten, as those of money and of percentages do, what can be cut is twos and fives. A
/// division by five without a rest is a multiplication by the inverse of five modulo 2^64, and its result is small exactly
/// if there is no rest.
///
/// The denominator must be above zero. At most 19 steps for a divisor of a power of ten.
[[nodiscard]] LOYALTY_INLINE constexpr ratio lowest_terms(std::int64_t numerator, std::int64_t denominator) noexcept {
    constexpr std::int64_t most_decimal = 1'000'000'000'000'000'000;
    constexpr std::uint64_t inverse_of_five = 0xCCCC'CCCC'CCCC'CCCD;
    constexpr std::uint64_t most_fives = INT64_MAX / 5;
    static_assert(inverse_of_five * 5 == 1);
    if (denominator == 100 && static_cast<std::uint64_t>(numerator) < 100) {
        const hundredths::terms found = of_hundred.lowest[static_cast<std::size_t>(numerator)];
        return {found.numerator, found.denominator};
    }
    if (most_decimal % denominator != 0) [[unlikely]] {
        return ratio{numerator, denominator}.reduced();
    }
    const auto twos = static_cast<std::uint64_t>(denominator & -denominator);
    const int halvings = std::countr_zero(static_cast<std::uint64_t>(numerator) | twos);
    ratio result{numerator >> halvings, denominator >> halvings};
    for (std::int64_t fives = denominator; fives % 5 == 0; fives /= 5) {
        const std::uint64_t fifth = static_cast<std::uint64_t>(result.numerator) * inverse_of_five;
        if (fifth + most_fives > 2 * most_fives) {
            break;
        }
        result.numerator = static_cast<std::int64_t>(fifth);
        result.denominator =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(result.denominator) * inverse_of_five);
    }
    return result;
}

} // namespace loyalty::detail
