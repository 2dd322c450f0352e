// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/rounding.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace loyalty {

/// An exact rate, multiplier or percentage: 1.5 % is `ratio{15, 1000}` or `1.5_pct`, a multiplier of 1.25 is `ratio{5,
/// 4}` or `1.25_x`. The denominator must be positive; check `valid()` of a ratio that comes from outside.
/// Compared by value: 2/4 equals 1/2. Nothing is normalised behind the caller's back; `reduced()` does it on demand.
struct ratio {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    /// Returns true if the denominator is positive, which everything else here requires.
    [[nodiscard]] constexpr bool valid() const noexcept { return denominator > 0; }

    /// The same value in lowest terms: 2/4 becomes 1/2, 0/7 becomes 0/1. The ratio must be valid.
    [[nodiscard]] constexpr ratio reduced() const noexcept {
        LOYALTY_ASSERT(valid());
        const auto divisor = static_cast<std::int64_t>(detail::greatest_divisor(
            static_cast<std::uint64_t>(denominator), detail::magnitude(numerator))); // at most the denominator
        return divisor == 1 ? *this : ratio{numerator / divisor, denominator / divisor};
    }

    [[nodiscard]] friend constexpr bool operator==(ratio a, ratio b) noexcept {
        return detail::wide{a.numerator} * detail::wide{b.denominator} ==
               detail::wide{b.numerator} * detail::wide{a.denominator};
    }
    [[nodiscard]] friend constexpr std::weak_ordering operator<=>(ratio a, ratio b) noexcept {
        return detail::wide{a.numerator} * detail::wide{b.denominator} <=>
               detail::wide{b.numerator} * detail::wide{a.denominator};
    }

    /// The opposite: -(1/2) is (-1)/2. Asserts that the numerator has a negative.
    [[nodiscard]] friend constexpr ratio operator-(ratio a) noexcept {
        LOYALTY_ASSERT(a.numerator != INT64_MIN);
        return {-a.numerator, a.denominator};
    }
};

namespace detail {

/// A number of the language, which is no ratio: a binary fraction is not exact, and 2 may be meant as 2 %.
template <class Number>
concept bare_number = std::is_arithmetic_v<Number>;

/// The rare path of `scale_minor_units`, whose product needs more than 64 bits. Takes and returns registers only: a
/// result by reference would keep the frequent path's in memory.
[[nodiscard]] LOYALTY_COLD constexpr std::optional<std::int64_t>
scale_wide(std::int64_t n, std::int64_t numerator, std::int64_t denominator, rounding mode) noexcept {
    std::int64_t result = 0;
    if (!narrow(divide_rounded(wide{n} * wide{numerator}, denominator, mode), result)) {
        return std::nullopt;
    }
    return result;
}

/// n * numerator / denominator, rounded once; empty when it does not fit. The product is formed 128 bits wide if 64
/// bits do not hold it.
[[nodiscard]] constexpr std::optional<std::int64_t>
scale_minor_units(std::int64_t n, std::int64_t numerator, std::int64_t denominator, rounding mode) noexcept {
    std::int64_t product = 0;
    if (multiply_overflows(n, numerator, product)) {
        return scale_wide(n, numerator, denominator, mode);
    }
    return divide_rounded(product, denominator, mode);
}

/// A count of minor units, if there is one, as an amount.
template <unit_type Unit>
[[nodiscard]] constexpr std::optional<amount<Unit>> amount_of(std::optional<std::int64_t> minor_units) noexcept {
    if (!minor_units) {
        return std::nullopt;
    }
    return amount<Unit>::from_minor_units(*minor_units);
}

} // namespace detail

namespace arithmetic {

/// A share of an amount, rounded once to the unit's minor unit (S1, S2). 5 % of 83.17 USD, half up, is 4.16 USD:
/// `scale(83.17_usd, 5_pct, rounding::half_up)`. The product is never rounded before the division and never overflows.
/// Empty when the result does not fit 64 bits, or the ratio is not valid.
template <unit_type Unit>
[[nodiscard]] constexpr std::optional<amount<Unit>> scale(amount<Unit> value, ratio by, rounding mode) noexcept {
    if (!by.valid()) {
        return std::nullopt;
    }
    return detail::amount_of<Unit>(detail::scale_minor_units(value.minor_units(), by.numerator, by.denominator, mode));
}

/// An amount of one unit in another at `rate` whole units of `To` for one whole unit of `From`, rounded once (S2). At 2
/// points a dollar 10.90 USD is 21.8 points, and floored 21: `convert<unit::points>(10.90_usd, ratio{2, 1},
/// rounding::floor)`. Empty when the result does not fit, the rate is not valid, or a term of the rate, times the power
/// of ten by which the decimals of the two units differ, does not fit 64 bits.
template <unit_type To, unit_type From>
[[nodiscard]] constexpr std::optional<amount<To>> convert(amount<From> value, ratio rate, rounding mode) noexcept {
    constexpr int shift = To::digits - From::digits;
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    if (!rate.valid() ||
        detail::multiply_overflows(rate.numerator, detail::power_of_ten(shift > 0 ? shift : 0), numerator) ||
        detail::multiply_overflows(rate.denominator, detail::power_of_ten(shift < 0 ? -shift : 0), denominator)) {
        return std::nullopt;
    }
    return detail::amount_of<To>(detail::scale_minor_units(value.minor_units(), numerator, denominator, mode));
}

/// An amount rounded to a multiple of another, as cash is: 7.13 CHF to multiples of 0.05 CHF, half up, is 7.15 CHF
/// (S2). The step is positive. Empty when the multiple does not fit, or the step is not positive.
template <unit_type Unit>
[[nodiscard]] constexpr std::optional<amount<Unit>> round_to_multiple(amount<Unit> value, amount<Unit> step,
                                                                      rounding mode) noexcept {
    amount<Unit> result;
    if (step <= amount<Unit>{} ||
        multiply_overflows(step, detail::divide_rounded(value.minor_units(), step.minor_units(), mode), result)) {
        return std::nullopt;
    }
    return result;
}

} // namespace arithmetic
} // namespace loyalty
