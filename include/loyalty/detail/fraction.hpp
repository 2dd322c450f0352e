// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <cstdint>
#include <numeric>

namespace loyalty::detail {

[[nodiscard]] constexpr bool add_overflows(wide a, wide b, wide& sum) noexcept {
#if LOYALTY_HAS_INT128
    return __builtin_add_overflow(a, b, &sum);
#else
    sum = a + b;
    return a.is_negative() == b.is_negative() && sum.is_negative() != a.is_negative();
#endif
}

/// The exact running value of an award between two roundings, in minor units of what is awarded.
///
/// An overflow sticks: the value is then meaningless but defined, and whoever started the computation asks once at its
/// end. With 64 bits that is the signal to do it again with 128, which hold every chain of rates that retail knows.
template <class Integer>
struct fraction {
    Integer numerator{0};
    std::int64_t denominator = 1;
    bool overflow = false;

    constexpr void multiply(std::int64_t times, std::int64_t over) noexcept {
        overflow |= multiply_overflows(numerator, times, numerator);
        overflow |= multiply_overflows(denominator, over, denominator);
    }

    constexpr void multiply(ratio by) noexcept { multiply(by.numerator, by.denominator); }

    constexpr void add(fraction other) noexcept {
        if (denominator != other.denominator) {
            const std::int64_t shared = std::gcd(denominator, other.denominator);
            const std::int64_t mine = other.denominator / shared;
            const std::int64_t others = denominator / shared;
            overflow |= multiply_overflows(numerator, mine, numerator);
            overflow |= multiply_overflows(denominator, mine, denominator);
            overflow |= multiply_overflows(other.numerator, others, other.numerator);
        }
        overflow |= other.overflow;
        overflow |= add_overflows(numerator, other.numerator, numerator);
    }

    constexpr void add_whole(std::int64_t whole) noexcept {
        Integer scaled{0};
        overflow |= multiply_overflows(Integer{whole}, denominator, scaled);
        overflow |= add_overflows(numerator, scaled, numerator);
    }

    /// At most `most`; true when that cut something off.
    constexpr bool clamp(std::int64_t most) noexcept {
        Integer scaled{0};
        overflow |= multiply_overflows(Integer{most}, denominator, scaled);
        if (!(scaled < numerator)) {
            return false;
        }
        numerator = scaled;
        return true;
    }

    constexpr void round(rounding mode) noexcept {
        // An overflown denominator may be anything, and nothing may be divided by zero.
        numerator = divide_rounded(numerator, overflow ? 1 : denominator, mode);
        denominator = 1;
    }
};

} // namespace loyalty::detail
