// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Exact literals, checked by the compiler: `350_usd`, `23.99_usd`, `1'000.50_eur`, `500_jpy`, `100_points`,
/// `1_stamps`, `1_vouchers`, `3_visits`, `2_items`, `1.5_pct` (per cent), `5_bp` (basis points, hundredths of a per cent),
/// `1.25_x` (a multiplier).
///
/// A literal with more decimals than its unit (`1.005_usd`), beyond 64 bits, or that is no plain decimal number does
/// not compile; the name of the function in the message is the reason. Put a space before + or - after a suffix that
/// ends in e or p
/// (`1_gbp + 1_gbp`): without it the language reads `1_gbp+1_gbp` as one number.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/currency_list.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/ratio.hpp>

#include <cstdint>

namespace loyalty {
namespace detail {

// Declared and never defined: to reach one of these in a constant expression is the error, and its name the message.
void literal_has_more_decimals_than_its_unit();
void literal_does_not_fit_64_bits();
void literal_must_be_a_plain_decimal_number_such_as_23_99();

// The three readers are constexpr, not consteval, for clang 14, which evaluates a nested consteval call too early. Only
// the consteval operators below call them, so nothing of them is left at run time.
struct literal_number {
    std::int64_t coefficient = 0;
    int decimals = 0;
};

/// The characters of a literal: digits, at most one point, and the separator ' that the language has already checked.
constexpr literal_number read_literal(const char* text) {
    const bool leading_zero = text[0] == '0' && text[1] != '\0' && text[1] != '.';
    if (leading_zero) { // an octal, hexadecimal or binary number
        literal_must_be_a_plain_decimal_number_such_as_23_99();
    }
    literal_number number;
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
            literal_must_be_a_plain_decimal_number_such_as_23_99();
        }
        if (multiply_overflows(number.coefficient, 10, number.coefficient) ||
            add_overflows(number.coefficient, *at - '0', number.coefficient)) {
            literal_does_not_fit_64_bits();
        }
        number.decimals += after_point ? 1 : 0;
    }
    return number;
}

template <char... Characters>
inline constexpr char literal_text[] = {Characters..., '\0'};

template <unit_type Unit>
constexpr amount<Unit> amount_literal(const char* text) {
    literal_number number = read_literal(text);
    if (number.decimals > Unit::digits) {
        literal_has_more_decimals_than_its_unit();
    }
    if (multiply_overflows(number.coefficient, power_of_ten(Unit::digits - number.decimals), number.coefficient)) {
        literal_does_not_fit_64_bits();
    }
    return amount<Unit>::from_minor_units(number.coefficient);
}

/// The literal divided by 10^`shift`, in lowest terms.
constexpr ratio ratio_literal(const char* text, int shift) {
    const literal_number number = read_literal(text);
    if (number.decimals + shift > power_of_ten_digits_max) {
        literal_does_not_fit_64_bits();
    }
    return ratio{number.coefficient, power_of_ten(number.decimals + shift)}.reduced();
}

} // namespace detail

inline namespace literals {

// Templates, so that only the literals that are used cost compile time: there are 179 currencies.
#define LOYALTY_AMOUNT_LITERAL(unit, suffix)                                                                           \
    template <char... Characters>                                                                                      \
    [[nodiscard]] consteval auto operator""_##suffix() {                                                               \
        return detail::amount_literal<unit>(detail::literal_text<Characters...>);                                      \
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

#undef LOYALTY_CURRENCY_LITERAL
#undef LOYALTY_AMOUNT_LITERAL

/// Per cent: `1.5_pct` is 3/200.
[[nodiscard]] consteval ratio operator""_pct(const char* text) {
    return detail::ratio_literal(text, 2);
}

/// Basis points, hundredths of a per cent: `5_bp` is 1/2000.
[[nodiscard]] consteval ratio operator""_bp(const char* text) {
    return detail::ratio_literal(text, 4);
}

/// A multiplier: `1.25_x` is 5/4.
[[nodiscard]] consteval ratio operator""_x(const char* text) {
    return detail::ratio_literal(text, 0);
}

} // namespace literals
} // namespace loyalty
