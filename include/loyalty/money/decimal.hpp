// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/natural.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <compare>
#include <cstdint>
#include <optional>

namespace loyalty {

namespace arithmetic {

/// The decimals of a `decimal` go from minus this to this.
inline constexpr std::int32_t decimal_scale_max = 18;

/// An exact decimal number whose count of decimals is known only at run time: coefficient * 10^-scale. 23.99 is {2399,
/// 2}, 5000 may be {5, -3}. The coefficient has 64 bits, the scale goes from -18 to 18. For prices and rates that come
/// as text or from a database; if the unit is known, `amount` is smaller and faster.
///
/// Equality and order are by value: {150, 2} equals {15, 1}. Every operation below is exact inside (up to 512 bits),
/// rounds once, to the named scale and in the named mode, and is empty if the result does not fit or an operand is
/// not valid.
struct decimal {
    std::int64_t coefficient = 0;
    std::int32_t scale = 0;

    /// Returns true if the scale is one that a decimal may have.
    [[nodiscard]] constexpr bool valid() const noexcept {
        return scale >= -decimal_scale_max && scale <= decimal_scale_max;
    }
};

} // namespace arithmetic

namespace detail {

/// A whole number with a sign, wide enough for every intermediate of `decimal`.
struct signed_natural {
    bool negative = false;
    natural size{};
};

/// The coefficient that `value` has at `scale`, which is not below its own.
[[nodiscard]] constexpr signed_natural coefficient_at(arithmetic::decimal value, int scale) noexcept {
    return {value.coefficient < 0, natural{magnitude(value.coefficient)}.times_power_of_ten(scale - value.scale)};
}

[[nodiscard]] constexpr signed_natural operator+(const signed_natural& a, const signed_natural& b) noexcept {
    if (a.negative == b.negative) {
        return {a.negative, a.size + b.size};
    }
    return a.size >= b.size ? signed_natural{a.negative, a.size - b.size} : signed_natural{b.negative, b.size - a.size};
}

[[nodiscard]] constexpr signed_natural operator-(const signed_natural& a) noexcept {
    return {!a.negative, a.size};
}

/// A magnitude with its sign as a 64-bit number; empty when it does not fit.
[[nodiscard]] constexpr std::optional<std::int64_t> with_sign(bool negative, std::uint64_t size) noexcept {
    const auto limit = static_cast<std::uint64_t>(INT64_MAX);
    if (size > limit + (negative ? 1 : 0)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(negative ? std::uint64_t{0} - size : size);
}

/// numerator / denominator, rounded to a whole number; empty when that does not fit 64 bits. The denominator is not
/// zero.
[[nodiscard]] constexpr std::optional<std::int64_t>
rounded_quotient(const signed_natural& numerator, const natural& denominator, rounding mode) noexcept {
    const natural::division parts = divide(numerator.size, denominator);
    if (!parts.quotient.fits_64_bits()) {
        return std::nullopt;
    }
    cut_off cut;
    if (!parts.remainder.is_zero()) {
        const std::strong_ordering half = parts.remainder <=> denominator - parts.remainder;
        cut = {numerator.negative ? -1 : 1, std::is_gt(half), std::is_eq(half)};
    }
    std::uint64_t size = parts.quotient.low_64_bits();
    if (rounds_away(mode, cut, size % 2 != 0, size % 5 == 0)) {
        if (size == UINT64_MAX) {
            return std::nullopt;
        }
        ++size;
    }
    return with_sign(numerator.negative, size);
}

/// numerator / denominator * 10^shift as a decimal of this scale.
[[nodiscard]] constexpr std::optional<arithmetic::decimal> decimal_quotient(const signed_natural& numerator,
                                                                            const natural& denominator, int shift,
                                                                            std::int32_t scale,
                                                                            rounding mode) noexcept {
    const int up = shift > 0 ? shift : 0;
    const int down = shift < 0 ? -shift : 0;
    const auto coefficient = rounded_quotient(signed_natural{numerator.negative, numerator.size.times_power_of_ten(up)},
                                              denominator.times_power_of_ten(down), mode);
    return coefficient ? std::optional<arithmetic::decimal>{arithmetic::decimal{*coefficient, scale}} : std::nullopt;
}

/// A number at scale `from`, rounded to scale `to`.
[[nodiscard]] constexpr std::optional<arithmetic::decimal> at_scale(const signed_natural& value, int from,
                                                                    std::int32_t to, rounding mode) noexcept {
    return decimal_quotient(value, natural{1}, to - from, to, mode);
}

/// Returns true if all operands and the scale of the result are in range.
template <class... Decimals>
[[nodiscard]] constexpr bool decimals_valid(std::int32_t scale, Decimals... operands) noexcept {
    return arithmetic::decimal{0, scale}.valid() && (operands.valid() && ...);
}

[[nodiscard]] constexpr int larger(int a, int b) noexcept {
    return a < b ? b : a;
}

} // namespace detail

namespace arithmetic {

/// By value: 0.10 equals 0.1. Both must be valid.
[[nodiscard]] constexpr std::weak_ordering operator<=>(decimal a, decimal b) noexcept {
    LOYALTY_ASSERT(a.valid() && b.valid());
    if (a.scale == b.scale) {
        return a.coefficient <=> b.coefficient;
    }
    const int scale = detail::larger(a.scale, b.scale);
    const detail::signed_natural difference = detail::coefficient_at(a, scale) + -detail::coefficient_at(b, scale);
    if (difference.size.is_zero()) {
        return std::weak_ordering::equivalent;
    }
    return difference.negative ? std::weak_ordering::less : std::weak_ordering::greater;
}

[[nodiscard]] constexpr bool operator==(decimal a, decimal b) noexcept {
    return std::is_eq(a <=> b);
}

/// The same number with another count of decimals, rounded: 2.345 at scale 2, half even, is 2.34; 1234 at scale -2 is
/// 1200.
[[nodiscard]] constexpr std::optional<decimal> rescale(decimal value, std::int32_t scale, rounding mode) noexcept {
    if (!detail::decimals_valid(scale, value)) {
        return std::nullopt;
    }
    const int shift = scale - value.scale;
    if (shift <= 0 && shift >= -detail::power_of_ten_digits_max) { // the common case needs no more than 64 bits
        return decimal{detail::divide_rounded(value.coefficient, detail::power_of_ten(-shift), mode), scale};
    }
    return detail::at_scale(detail::coefficient_at(value, value.scale), value.scale, scale, mode);
}

/// a + b: 1.30 + 0.005 at scale 2, half up, is 1.31.
[[nodiscard]] constexpr std::optional<decimal> add(decimal a, decimal b, std::int32_t scale, rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b)) {
        return std::nullopt;
    }
    std::int64_t sum = 0;
    if (a.scale == b.scale && !detail::add_overflows(a.coefficient, b.coefficient, sum)) {
        return rescale(decimal{sum, a.scale}, scale, mode);
    }
    const int common = detail::larger(a.scale, b.scale);
    return detail::at_scale(detail::coefficient_at(a, common) + detail::coefficient_at(b, common), common, scale, mode);
}

/// a - b: 1.30 - 1.20 at scale 2 is 0.10.
[[nodiscard]] constexpr std::optional<decimal> subtract(decimal a, decimal b, std::int32_t scale,
                                                        rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b)) {
        return std::nullopt;
    }
    std::int64_t difference = 0;
    if (a.scale == b.scale && !detail::subtract_overflows(a.coefficient, b.coefficient, difference)) {
        return rescale(decimal{difference, a.scale}, scale, mode);
    }
    const int common = detail::larger(a.scale, b.scale);
    return detail::at_scale(detail::coefficient_at(a, common) + -detail::coefficient_at(b, common), common, scale,
                            mode);
}

/// a * b: 23.99 * 0.015 at scale 2, half up, is 0.36.
[[nodiscard]] constexpr std::optional<decimal> multiply(decimal a, decimal b, std::int32_t scale,
                                                        rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b)) {
        return std::nullopt;
    }
    std::int64_t product = 0;
    const decimal exact{0, a.scale + b.scale};
    if (exact.valid() && !detail::multiply_overflows(a.coefficient, b.coefficient, product)) {
        return rescale(decimal{product, exact.scale}, scale, mode);
    }
    const detail::signed_natural wide_product{(a.coefficient < 0) != (b.coefficient < 0),
                                              detail::natural{detail::magnitude(a.coefficient)} *
                                                  detail::natural{detail::magnitude(b.coefficient)}};
    return detail::at_scale(wide_product, exact.scale, scale, mode);
}

/// a / b: 1 / 3 at scale 9, half up, is 0.333333333. Empty also when b is zero.
[[nodiscard]] constexpr std::optional<decimal> divide(decimal a, decimal b, std::int32_t scale,
                                                      rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b) || b.coefficient == 0) {
        return std::nullopt;
    }
    const detail::signed_natural dividend{(a.coefficient < 0) != (b.coefficient < 0),
                                          detail::natural{detail::magnitude(a.coefficient)}};
    return detail::decimal_quotient(dividend, detail::natural{detail::magnitude(b.coefficient)},
                                    scale - a.scale + b.scale, scale, mode);
}

/// a * b + c, rounded only once: 1.5 * 1.5 + 0.005 at scale 2, half up, is 2.26 (2.255), while two roundings would lose
/// it.
[[nodiscard]] constexpr std::optional<decimal> fused_multiply_add(decimal a, decimal b, decimal c, std::int32_t scale,
                                                                  rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b, c)) {
        return std::nullopt;
    }
    const int product_scale = a.scale + b.scale;
    const int common = detail::larger(product_scale, c.scale);
    const detail::natural product =
        detail::natural{detail::magnitude(a.coefficient)} * detail::natural{detail::magnitude(b.coefficient)};
    const detail::signed_natural aligned{(a.coefficient < 0) != (b.coefficient < 0),
                                         product.times_power_of_ten(common - product_scale)};
    return detail::at_scale(aligned + detail::coefficient_at(c, common), common, scale, mode);
}

/// The whole part of a / b: 7 / 2 is 3, -7 / 2 is -3. `mode` matters only to a negative scale, since a whole number has
/// no decimals to round. Empty also when b is zero.
[[nodiscard]] constexpr std::optional<decimal> divide_integer(decimal a, decimal b, std::int32_t scale,
                                                              rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b) || b.coefficient == 0) {
        return std::nullopt;
    }
    const int common = detail::larger(a.scale, b.scale);
    const detail::signed_natural dividend = detail::coefficient_at(a, common);
    const detail::signed_natural divisor = detail::coefficient_at(b, common);
    const detail::signed_natural quotient{dividend.negative != divisor.negative,
                                          detail::divide(dividend.size, divisor.size).quotient};
    return detail::at_scale(quotient, 0, scale, mode);
}

/// The remainder of the whole part of a / b, with the sign of a: 11 % 5 is 1, -13 % 5 is -3, 13 % -5 is 3. Empty also when b
/// is zero.
[[nodiscard]] constexpr std::optional<decimal> remainder(decimal a, decimal b, std::int32_t scale,
                                                         rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b) || b.coefficient == 0) {
        return std::nullopt;
    }
    const int common = detail::larger(a.scale, b.scale);
    const detail::signed_natural dividend = detail::coefficient_at(a, common);
    const detail::signed_natural rest{dividend.negative,
                                      detail::divide(dividend.size, detail::coefficient_at(b, common).size).remainder};
    return detail::at_scale(rest, common, scale, mode);
}

/// The opposite, rounded to `scale`: -(2.345) at scale 2, floor, is -2.35.
[[nodiscard]] constexpr std::optional<decimal> negate(decimal value, std::int32_t scale, rounding mode) noexcept {
    return subtract(decimal{0, value.scale}, value, scale, mode);
}

/// The distance from zero, rounded to `scale`: abs(-2) is 2.
[[nodiscard]] constexpr std::optional<decimal> abs(decimal value, std::int32_t scale, rounding mode) noexcept {
    return value.coefficient < 0 ? negate(value, scale, mode) : rescale(value, scale, mode);
}

/// The smaller by value, the first where they are equal, rounded to `scale`: min(1, 0.5) is 0.5. The name stands in
/// parentheses because some platforms define a macro min.
[[nodiscard]] constexpr std::optional<decimal>(min)(decimal a, decimal b, std::int32_t scale, rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b)) {
        return std::nullopt;
    }
    return rescale(b < a ? b : a, scale, mode);
}

/// The larger by value, the first where they are equal, rounded to `scale`: max(1, 0.5) is 1.
[[nodiscard]] constexpr std::optional<decimal>(max)(decimal a, decimal b, std::int32_t scale, rounding mode) noexcept {
    if (!detail::decimals_valid(scale, a, b)) {
        return std::nullopt;
    }
    return rescale(a < b ? b : a, scale, mode);
}

/// The same number without trailing zeros: {56260, 4} becomes {5626, 3}, {5000, 0} becomes {5, -3}, zero becomes {0,
/// 0}. The value must be valid; the scale stays at -18 at the least.
[[nodiscard]] constexpr decimal reduce(decimal value) noexcept {
    LOYALTY_ASSERT(value.valid());
    if (value.coefficient == 0) {
        return decimal{};
    }
    while (value.coefficient % 10 == 0 && value.scale > -decimal_scale_max) {
        value.coefficient /= 10;
        --value.scale;
    }
    return value;
}

/// The same number as a ratio in lowest terms: 1.25 is 5/4. Empty when the numerator does not fit 64 bits, which only a
/// negative scale can bring about.
[[nodiscard]] constexpr std::optional<ratio> to_ratio(decimal value) noexcept {
    if (!value.valid()) {
        return std::nullopt;
    }
    ratio result{value.coefficient, detail::power_of_ten(value.scale > 0 ? value.scale : 0)};
    if (value.scale < 0 &&
        detail::multiply_overflows(value.coefficient, detail::power_of_ten(-value.scale), result.numerator)) {
        return std::nullopt;
    }
    return result.reduced();
}

/// A number as an amount, rounded to the unit's minor unit: 1.995 half up is 2.00 USD. Empty when it does not fit.
template <unit_type Unit>
[[nodiscard]] constexpr std::optional<amount<Unit>> amount_from(decimal value, rounding mode) noexcept {
    const std::optional<decimal> minor_units = rescale(value, Unit::digits, mode);
    if (!minor_units) {
        return std::nullopt;
    }
    return amount<Unit>::from_minor_units(minor_units->coefficient);
}

/// An amount as a number of whole units: 23.99 USD is {2399, 2}.
template <unit_type Unit>
[[nodiscard]] constexpr decimal to_decimal(amount<Unit> value) noexcept {
    return {value.minor_units(), Unit::digits};
}

} // namespace arithmetic
} // namespace loyalty
