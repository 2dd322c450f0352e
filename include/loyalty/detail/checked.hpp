// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstdint>

namespace loyalty::detail {

/// a + b into `sum`; true when that does not fit, and `sum` then holds it modulo 2^64, so with the wrong sign. 2 + 3:
/// false, 5.
[[nodiscard]] constexpr bool add_overflows(std::int64_t a, std::int64_t b, std::int64_t& sum) noexcept {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_add_overflow(a, b, &sum);
#else
    sum = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
    return (a < 0) == (b < 0) && (sum < 0) != (a < 0);
#endif
}

/// a - b into `difference`; true when that does not fit, and `difference` then holds some valid value. 2 - 3: false,
/// -1.
[[nodiscard]] constexpr bool subtract_overflows(std::int64_t a, std::int64_t b, std::int64_t& difference) noexcept {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_sub_overflow(a, b, &difference);
#else
    difference = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
    return (a < 0) != (b < 0) && (difference < 0) != (a < 0);
#endif
}

/// Takes `with` out of a value and puts `without` in, as a return does; true when that does not fit, and `value` is then as before.
/// 10 with 3 for 5: false, 8.
[[nodiscard]] constexpr bool exchange_overflows(std::int64_t& value, std::int64_t with, std::int64_t without) noexcept {
    std::int64_t change = 0;
    std::int64_t changed = 0;
    if (subtract_overflows(without, with, change) || add_overflows(value, change, changed)) {
        return true;
    }
    value = changed;
    return false;
}

/// |a| as an unsigned number, also for the smallest value, which has no positive counterpart. -5: 5.
[[nodiscard]] constexpr std::uint64_t magnitude(std::int64_t a) noexcept {
    return a < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(a) : static_cast<std::uint64_t>(a);
}

/// The greatest common divisor, by Euclid: denominators of rates mostly divide each other, and are found in one or two steps. 12 and
/// 18: 6; 0 and 7: 7. At most 93 steps.
[[nodiscard]] constexpr std::uint64_t greatest_divisor(std::uint64_t a, std::uint64_t b) noexcept {
    while (b != 0) {
        const std::uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/// The portable half of `multiply_overflows`, by division of the limit: always compiled, so that it is tested
/// everywhere.
[[nodiscard]] constexpr bool multiply_overflows_portable(std::int64_t a, std::int64_t b,
                                                         std::int64_t& product) noexcept {
    product = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
    const bool negative = (a < 0) != (b < 0);
    const std::uint64_t limit = static_cast<std::uint64_t>(INT64_MAX) + (negative ? 1 : 0);
    return a != 0 && magnitude(b) > limit / magnitude(a);
}

/// a * b into `product`; true when that does not fit, and `product` then holds some valid value. 2 * 3: false, 6.
[[nodiscard]] constexpr bool multiply_overflows(std::int64_t a, std::int64_t b, std::int64_t& product) noexcept {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_mul_overflow(a, b, &product);
#else
    return multiply_overflows_portable(a, b, product);
#endif
}

/// The most digits whose power of ten fits 64 bits with a sign: 10^18.
inline constexpr int power_of_ten_digits_max = 18;

/// 10 to the power of `digits`, 0 to 18. 3: 1000.
[[nodiscard]] constexpr std::int64_t power_of_ten(int digits) noexcept {
    LOYALTY_ASSERT(digits >= 0 && digits <= power_of_ten_digits_max);
    std::int64_t power = 1;
    for (int i = 0; i < digits; ++i) {
        power *= 10;
    }
    return power;
}

} // namespace loyalty::detail
