// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/rounding.hpp>

#include <compare>
#include <cstdint>
#include <numeric>
#include <optional>

namespace loyalty {

/// An exact rate, multiplier or percentage: 1.5 % is `ratio{15, 1000}` or `1.5_pct`, a multiplier of 1.25 is `ratio{5,
/// 4}` or `1.25_x`. The denominator must be positive; a ratio that comes from outside is asked `valid()` first.
/// Compared by value: 2/4 equals 1/2. Nothing is normalised behind the caller's back; `reduced()` does it on demand.
struct ratio {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    /// Whether the denominator is positive, which everything else here asks for.
    [[nodiscard]] constexpr bool valid() const noexcept { return denominator > 0; }

    /// The same value in lowest terms: 2/4 becomes 1/2, 0/7 becomes 0/1. The ratio must be valid.
    [[nodiscard]] constexpr ratio reduced() const noexcept {
        LOYALTY_ASSERT(valid());
        const auto divisor =
            std::gcd(detail::magnitude(numerator), static_cast<std::uint64_t>(denominator)); // at most the denominator
        return {numerator / static_cast<std::int64_t>(divisor), denominator / static_cast<std::int64_t>(divisor)};
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

/// n * rate, rounded once: the rare path of `scale_minor_units`, whose product needs more than 64 bits.
[[nodiscard]] LOYALTY_COLD constexpr bool scale_wide(std::int64_t n, std::int64_t numerator, std::int64_t denominator,
                                                     rounding mode, std::int64_t& result) noexcept {
    return narrow(divide_rounded(wide{n} * wide{numerator}, denominator, mode), result);
}

/// n * numerator / denominator, rounded once, into `result`; false when it does not fit. The product is formed 128 bits
/// wide where 64 bits do not hold it.
[[nodiscard]] constexpr bool scale_minor_units(std::int64_t n, std::int64_t numerator, std::int64_t denominator,
                                               rounding mode, std::int64_t& result) noexcept {
    std::int64_t product = 0;
    if (multiply_overflows(n, numerator, product)) {
        return scale_wide(n, numerator, denominator, mode, result);
    }
    result = divide_rounded(product, denominator, mode);
    return true;
}

} // namespace detail

/// A share of an amount, rounded once to the unit's minor unit (S1, S2). 5 % of 83.17 USD, half up, is 4.16 USD:
/// `scale(83.17_usd, 5_pct, rounding::half_up)`. The product is never rounded before the division and never overflows.
/// Empty when the result does not fit 64 bits, or the ratio is not valid.
template <unit_type Unit>
[[nodiscard]] constexpr std::optional<amount<Unit>> scale(amount<Unit> value, ratio by, rounding mode) noexcept {
    amount<Unit> result;
    if (!by.valid() ||
        !detail::scale_minor_units(value.minor_units_, by.numerator, by.denominator, mode, result.minor_units_)) {
        return std::nullopt;
    }
    return result;
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
    amount<To> result;
    if (!detail::scale_minor_units(value.minor_units_, numerator, denominator, mode, result.minor_units_)) {
        return std::nullopt;
    }
    return result;
}

} // namespace loyalty
