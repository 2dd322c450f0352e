// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <cstdint>

namespace loyalty::detail {

[[nodiscard]] LOYALTY_INLINE constexpr bool add_overflows(wide a, wide b, wide& sum) noexcept {
#if LOYALTY_HAS_INT128
    return __builtin_add_overflow(a, b, &sum);
#else
    sum = a + b;
    return a.is_negative() == b.is_negative() && sum.is_negative() != a.is_negative();
#endif
}

/// The exact running value of an award between two roundings, in minor units of what is awarded.
///
/// An overflow sticks: the value is then meaningless but defined, and the caller checks once at the end. With 64 bits
/// that is the signal to compute again with 128, which hold every chain of rates in retail.
template <class Integer>
struct fraction {
    Integer numerator{0};
    std::int64_t denominator = 1;
    bool overflow = false;
    /// The sign is noted, since compilers do not conclude that a product of two numbers that are not negative is not
    /// negative either. So each division is one without a sign.
    bool may_be_negative = false;

    constexpr fraction() noexcept = default;
    LOYALTY_INLINE constexpr fraction(Integer value, std::int64_t over) noexcept
        : numerator{value}, denominator{over}, may_be_negative{value < Integer{0}} {}

    /// Times a factor that is not negative: `problem()` of every policy refuses one that is.
    LOYALTY_INLINE constexpr void multiply(std::int64_t times, std::int64_t over) noexcept {
        overflow |= multiply_overflows(numerator, times, numerator);
        overflow |= multiply_overflows(denominator, over, denominator);
    }

    LOYALTY_INLINE constexpr void multiply(ratio by) noexcept { multiply(by.numerator, by.denominator); }

    LOYALTY_INLINE constexpr void add(fraction other) noexcept {
        if (denominator != other.denominator) {
            const auto shared =
                static_cast<std::int64_t>(greatest_divisor(magnitude(denominator), magnitude(other.denominator)));
            const std::int64_t mine = other.denominator / shared;
            const std::int64_t others = denominator / shared;
            overflow |= multiply_overflows(numerator, mine, numerator);
            overflow |= multiply_overflows(denominator, mine, denominator);
            overflow |= multiply_overflows(other.numerator, others, other.numerator);
        }
        overflow |= other.overflow;
        may_be_negative |= other.may_be_negative;
        overflow |= add_overflows(numerator, other.numerator, numerator);
    }

    LOYALTY_INLINE constexpr void add_whole(std::int64_t whole) noexcept {
        Integer scaled{0};
        may_be_negative |= whole < 0;
        overflow |= multiply_overflows(Integer{whole}, denominator, scaled);
        overflow |= add_overflows(numerator, scaled, numerator);
    }

    /// At most `most`; true when that cut something off.
    LOYALTY_INLINE constexpr bool clamp(std::int64_t most) noexcept {
        Integer scaled{0};
        overflow |= multiply_overflows(Integer{most}, denominator, scaled);
        if (!(scaled < numerator)) {
            return false;
        }
        numerator = scaled;
        may_be_negative |= most < 0;
        return true;
    }

    LOYALTY_INLINE constexpr void round(rounding mode) noexcept {
        // An overflown denominator may be anything, and nothing may be divided by zero. Not `overflow ? 1 : denominator`: a
        // constant denominator would then be no constant any more, and the division a slow one.
        const std::int64_t divisor = denominator > 0 ? denominator : 1;
        if (!may_be_negative) [[likely]] {
            numerator = divide_rounded_positive(numerator, divisor, mode);
        } else {
            numerator = divide_rounded(numerator, divisor, mode);
        }
        denominator = 1;
    }

private:
    /// Awards are seldom negative, and without a sign to look after the division by a constant is shorter.
    [[nodiscard]] LOYALTY_INLINE static constexpr Integer divide_rounded_positive(Integer n, std::int64_t d,
                                                                                  rounding mode) noexcept {
        if constexpr (sizeof(Integer) == sizeof(std::int64_t)) {
            const std::uint64_t value = static_cast<std::uint64_t>(n);
            const std::uint64_t divisor = static_cast<std::uint64_t>(d);
            // The usual modes are compared first, for a mode that comes at run time.
            if (mode == rounding::floor || mode == rounding::down) {
                return static_cast<Integer>(value / divisor);
            }
            if (mode == rounding::half_even) {
                // 7 / 2: (7 + 1) / 2 is 4, a tie, and even. 5 / 2: (5 + 1) / 2 is 3, a tie, and odd: 2. The sum fits: both have 63 bits.
                const std::uint64_t raised = value + divisor / 2;
                const std::uint64_t nearest = raised / divisor;
                const bool is_tie = nearest * divisor == raised && divisor % 2 == 0;
                return static_cast<Integer>(nearest - (nearest & (is_tie ? 1u : 0u)));
            }
            const std::uint64_t quotient = value / divisor;
            const std::uint64_t rest = value % divisor;
            const cut_off cut{rest != 0 ? 1 : 0, rest > divisor - rest, rest == divisor - rest};
            const bool odd = (quotient & 1) != 0;
            const bool ends_in_0_or_5 = mode == rounding::zero_five_up && quotient % 5 == 0;
            const bool away = rounds_away(mode, cut, odd, ends_in_0_or_5);
            return static_cast<Integer>(quotient + (away ? 1 : 0));
        } else {
            return divide_rounded(n, d, mode);
        }
    }
};

} // namespace loyalty::detail
