// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Exact literals, checked by the compiler: `350_usd`, `23.99_usd`, `1'000.50_eur`, `500_jpy`, `100_points`,
/// `1_stamps`, `1_vouchers`, `3_visits`, `2_items`, `2_redemptions`, `1.5_pct` (per cent), `5_bp` (basis points, hundredths of a per
/// cent), `1.25_x` (a multiplier).
///
/// A literal with more decimals than its unit (`1.005_usd`), beyond 64 bits, or that is no plain decimal number does
/// not compile. Put a space before + or - after a suffix that ends in e or p (`1_gbp + 1_gbp`): without it the language
/// reads `1_gbp+1_gbp` as one number.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/currency_list.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/ratio.hpp>

#include <cstdint>

namespace loyalty {
namespace detail {

enum class literal_fault : std::uint8_t { none, not_plain, too_many_decimals, too_large };

/// 23.9 is the coefficient 239 with 1 decimal.
struct literal_number {
    std::int64_t coefficient = 0;
    int decimals = 0;
    literal_fault fault = literal_fault::none;
};

template <class Value>
struct literal_value {
    Value value{};
    literal_fault fault = literal_fault::none;
};

/// The characters of a literal: digits, at most one point, and the separator ' that the language has already checked.
constexpr literal_number read_literal(const char* text) {
    literal_number number;
    const bool leading_zero = text[0] == '0' && text[1] != '\0' && text[1] != '.';
    if (leading_zero) { // an octal, hexadecimal or binary number
        return {.fault = literal_fault::not_plain};
    }
    bool after_point = false;
    for (const char* at = text; *at != '\0'; ++at) {
        if (*at == '.') {
            after_point = true;
            continue;
        }
        if (*at == '\'') {
            continue;
        }
        if (*at < '0' || *at > '9') { // an exponent
            return {.fault = literal_fault::not_plain};
        }
        if (multiply_overflows(number.coefficient, 10, number.coefficient) ||
            add_overflows(number.coefficient, *at - '0', number.coefficient)) {
            return {.fault = literal_fault::too_large};
        }
        number.decimals += after_point ? 1 : 0;
    }
    return number;
}

/// Makes an amount of a number: 2399 minor units of 23.99 USD.
template <unit_type Unit>
struct amount_literal {
    static constexpr literal_value<amount<Unit>> of(literal_number number) {
        if (number.fault != literal_fault::none) {
            return {.fault = number.fault};
        }
        if (number.decimals > Unit::digits) {
            return {.fault = literal_fault::too_many_decimals};
        }
        std::int64_t minor_units = 0;
        if (multiply_overflows(number.coefficient, power_of_ten(Unit::digits - number.decimals), minor_units)) {
            return {.fault = literal_fault::too_large};
        }
        return {.value = amount<Unit>::from_minor_units(minor_units)};
    }
};

/// Makes a ratio of a number divided by 10^`Shift`, in lowest terms: 3/200 of 1.5 with a shift of 2.
template <int Shift>
struct ratio_literal {
    static constexpr literal_value<ratio> of(literal_number number) {
        if (number.fault != literal_fault::none) {
            return {.fault = number.fault};
        }
        if (number.decimals + Shift > power_of_ten_digits_max) {
            return {.fault = literal_fault::too_large};
        }
        return {.value = ratio{number.coefficient, power_of_ten(number.decimals + Shift)}.reduced()};
    }
};

template <char... Characters>
inline constexpr char literal_text[] = {Characters..., '\0'};

/// The value of a literal. Each of its faults is one sentence.
template <class Literal, char... Characters>
constexpr auto value_of_literal() noexcept {
    constexpr auto read = Literal::of(read_literal(literal_text<Characters...>));
    static_assert(read.fault != literal_fault::not_plain,
                  "loyalty: a literal is a plain decimal number such as 23.99: it has no exponent and no leading zero");
    static_assert(read.fault != literal_fault::too_many_decimals, "loyalty: a literal has more decimals than its unit");
    static_assert(read.fault != literal_fault::too_large, "loyalty: a literal does not fit 64 bits");
    return read.value;
}

} // namespace detail

inline namespace literals {

// Templates, so that only the literals that are used cost compile time: there are 179 currencies. constexpr, not
// consteval: clang 14 does not link a consteval literal that stands in a template.
#define LOYALTY_AMOUNT_LITERAL(unit, suffix)                                                                           \
    template <char... Characters>                                                                                      \
    [[nodiscard]] constexpr auto operator""_##suffix() noexcept {                                                      \
        return detail::value_of_literal<detail::amount_literal<unit>, Characters...>();                                \
    }
#define LOYALTY_CURRENCY_LITERAL(identifier, suffix, alphabetic, number, decimals)                                     \
    LOYALTY_AMOUNT_LITERAL(currency::identifier, suffix)

// One for each currency: 23.99_usd, 500_jpy, 1.250_kwd; the lira's is 10_try.
LOYALTY_FOR_EACH_CURRENCY(LOYALTY_CURRENCY_LITERAL)

LOYALTY_AMOUNT_LITERAL(unit::points, points)
LOYALTY_AMOUNT_LITERAL(unit::qualifying_points, qualifying_points)
LOYALTY_AMOUNT_LITERAL(unit::stamps, stamps)
LOYALTY_AMOUNT_LITERAL(unit::badges, badges)
LOYALTY_AMOUNT_LITERAL(unit::vouchers, vouchers)
LOYALTY_AMOUNT_LITERAL(unit::visits, visits)
LOYALTY_AMOUNT_LITERAL(unit::items, items)
LOYALTY_AMOUNT_LITERAL(unit::redemptions, redemptions)

#undef LOYALTY_CURRENCY_LITERAL
#undef LOYALTY_AMOUNT_LITERAL

/// Per cent: `1.5_pct` is 3/200.
template <char... Characters>
[[nodiscard]] constexpr ratio operator""_pct() noexcept {
    return detail::value_of_literal<detail::ratio_literal<2>, Characters...>();
}

/// Basis points, hundredths of a per cent: `5_bp` is 1/2000.
template <char... Characters>
[[nodiscard]] constexpr ratio operator""_bp() noexcept {
    return detail::value_of_literal<detail::ratio_literal<4>, Characters...>();
}

/// A multiplier: `1.25_x` is 5/4.
template <char... Characters>
[[nodiscard]] constexpr ratio operator""_x() noexcept {
    return detail::value_of_literal<detail::ratio_literal<0>, Characters...>();
}

} // namespace literals
} // namespace loyalty
