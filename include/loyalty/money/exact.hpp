// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The bridge to Boost.Multiprecision, for sums and rates without bound. The only header here that includes Boost; it
/// costs some two seconds of compile time, allocates, and may throw what Boost throws.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>
#include <optional>

namespace loyalty {

namespace arithmetic {

/// An amount in whole units: 23.99 USD is 2399/100.
template <unit_type Unit>
[[nodiscard]] boost::multiprecision::cpp_rational to_exact(amount<Unit> value) {
    return boost::multiprecision::cpp_rational{boost::multiprecision::cpp_int{value.minor_units()},
                                               boost::multiprecision::cpp_int{amount<Unit>::minor_units_per_whole}};
}

/// The ratio, which must be valid: `1.5_pct` is 3/200.
[[nodiscard]] inline boost::multiprecision::cpp_rational to_exact(ratio value) {
    LOYALTY_ASSERT(value.valid());
    return boost::multiprecision::cpp_rational{boost::multiprecision::cpp_int{value.numerator},
                                               boost::multiprecision::cpp_int{value.denominator}};
}

/// The number, which must be valid: {150, 2} is 3/2, {5, -3} is 5000.
[[nodiscard]] inline boost::multiprecision::cpp_rational to_exact(decimal value) {
    LOYALTY_ASSERT(value.valid());
    const boost::multiprecision::cpp_int coefficient{value.coefficient};
    const boost::multiprecision::cpp_int power{detail::power_of_ten(value.scale < 0 ? -value.scale : value.scale)};
    using boost::multiprecision::cpp_rational;
    return value.scale < 0 ? cpp_rational{coefficient * power} : cpp_rational{coefficient, power};
}

} // namespace arithmetic

namespace detail {

/// A rational rounded to a whole number; empty when it does not fit 64 bits.
[[nodiscard]] inline std::optional<std::int64_t> rounded(const boost::multiprecision::cpp_rational& value,
                                                         rounding mode) {
    using boost::multiprecision::cpp_int;
    const cpp_int numerator = boost::multiprecision::numerator(value);
    const cpp_int denominator = boost::multiprecision::denominator(value);
    cpp_int quotient;
    cpp_int rest;
    boost::multiprecision::divide_qr(numerator, denominator, quotient, rest);
    const cpp_int twice = 2 * boost::multiprecision::abs(rest);
    const cut_off cut{rest.sign(), twice > denominator, twice == denominator};
    if (rounds_away(mode, cut, quotient % 2 != 0, quotient % 5 == 0)) {
        quotient += rest.sign();
    }
    if (quotient < INT64_MIN || quotient > INT64_MAX) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(quotient);
}

template <class Value>
struct exact_reader;

template <unit_type Unit>
struct exact_reader<amount<Unit>> {
    [[nodiscard]] static std::optional<amount<Unit>> read(const boost::multiprecision::cpp_rational& value,
                                                          rounding mode) {
        const auto minor_units = rounded(value * amount<Unit>::minor_units_per_whole, mode);
        return minor_units ? std::optional{amount<Unit>::from_minor_units(*minor_units)} : std::nullopt;
    }
};

} // namespace detail

namespace arithmetic {

/// A number of whole units as an amount, rounded to its minor unit: `from_exact<amount<currency::usd>>(cpp_rational{2,
/// 3}, rounding::half_up)` is 0.67 USD. Empty when it does not fit.
template <class Amount>
[[nodiscard]] std::optional<Amount> from_exact(const boost::multiprecision::cpp_rational& value, rounding mode) {
    return detail::exact_reader<Amount>::read(value, mode);
}

} // namespace arithmetic
} // namespace loyalty
