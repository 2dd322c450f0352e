// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/money/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loyalty {

namespace io {

/// The most decimals that a number of a file may have, trailing zeros aside: a product of two such is still exact.
inline constexpr int csv_decimals_limit = 9;

} // namespace io

namespace detail {

[[nodiscard]] constexpr std::string_view csv_trimmed(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

/// The text of a number as `parse_decimal` reads it: without group separators, with a point. Empty if the groups are
/// wrong (1,23.50 is a typing error, not 123.50) or the text is too long to be a number.
struct csv_plain_number {
    std::array<char, 40> characters{};
    std::size_t size = 0;

    constexpr csv_plain_number(std::string_view text, char decimal_separator, char group_separator) noexcept {
        std::size_t digits = 0; // since the last separator
        bool grouped = false;
        bool fraction = false;
        for (const char character : text) {
            const bool ends_group = !fraction && (character == group_separator || character == decimal_separator);
            if (size == characters.size() || (ends_group && grouped && digits != 3)) {
                size = 0;
                return;
            }
            if (character == group_separator && group_separator != '\0') {
                if (fraction || digits == 0 || digits > 3) {
                    size = 0;
                    return;
                }
                grouped = true;
                digits = 0;
            } else if (character == decimal_separator) {
                fraction = true;
                characters[size++] = '.';
            } else {
                // a point that is no separator here must not become one
                characters[size++] = character == '.' ? '?' : character;
                digits += character >= '0' && character <= '9' ? 1U : 0U;
            }
        }
        size = grouped && !fraction && digits != 3 ? 0 : size;
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters.data(), size}; }
};

} // namespace detail

namespace io {

/// The number that a field states, exactly, or nothing: `-12.34`, `2`, `.5`, `007`, with other separators `1.234,50`.
/// At most 9 decimals (trailing zeros aside), and 64 bits.
[[nodiscard]] constexpr std::optional<arithmetic::decimal>
parse_csv_number(std::string_view text, char decimal_separator = '.', char group_separator = '\0') noexcept {
    const bool plain = decimal_separator == '.' && group_separator == '\0';
    const detail::csv_plain_number translated(plain ? std::string_view{} : text, decimal_separator, group_separator);
    const std::string_view digits = plain ? text : translated.view();
    const auto number = texts::parse_decimal(digits, {.excess = {}, .lenient = true});
    if (digits.empty() || !number) {
        return std::nullopt;
    }
    arithmetic::decimal value = number.value;
    while (value.scale > csv_decimals_limit && value.coefficient % 10 == 0) {
        value.coefficient /= 10;
        --value.scale;
    }
    return value.scale < 0 || value.scale > csv_decimals_limit ? std::nullopt : std::optional(value);
}

/// An amount with its currency sign or without: with the sign `$`, `$5.00`, `5.00 $`, `-$5.00`, `$-5.00` and `5.00`. Of
/// another sign nothing is read: `EUR 5.00` may be money of another currency.
[[nodiscard]] constexpr std::optional<arithmetic::decimal> parse_csv_amount(std::string_view text,
                                                                            std::string_view currency_sign,
                                                                            char decimal_separator = '.',
                                                                            char group_separator = '\0') noexcept {
    const bool negative = text.starts_with('-');
    std::string_view rest = negative ? text.substr(1) : text;
    if (currency_sign.empty() || (!rest.starts_with(currency_sign) && !rest.ends_with(currency_sign))) {
        return parse_csv_number(text, decimal_separator, group_separator);
    }
    if (rest.starts_with(currency_sign)) {
        rest.remove_prefix(currency_sign.size());
    } else {
        rest.remove_suffix(currency_sign.size());
    }
    rest = detail::csv_trimmed(rest);
    const auto number = parse_csv_number(rest, decimal_separator, group_separator);
    if (!number || (negative && rest.starts_with('-'))) {
        return std::nullopt;
    }
    // No negation overflows: without its sign the least coefficient is not read.
    return negative ? arithmetic::decimal{-number->coefficient, number->scale} : *number;
}

/// A number as a count of units of 10^-digits.
struct csv_scaled {
    std::int64_t units = 0;
    bool rounded = false;
};

/// `left` times `right` in units of 10^-digits, formed 128 bits wide and rounded once; nothing if it does not fit 64
/// bits. 3 times 0.125 at 2 digits is 38 rounded half up, 37 rounded down. Both have 0 to 9 decimals, `digits` is 0 to
/// 9.
[[nodiscard]] constexpr std::optional<csv_scaled> scale_csv_product(arithmetic::decimal left, arithmetic::decimal right,
                                                                    int digits, rounding mode) noexcept {
    const int surplus = left.scale + right.scale - digits;
    detail::wide product = detail::wide{left.coefficient} * detail::wide{right.coefficient};
    csv_scaled scaled;
    if (surplus < 0) {
        if (detail::multiply_overflows(product, detail::power_of_ten(-surplus), product)) {
            return std::nullopt;
        }
    } else if (surplus > 0) {
        const std::int64_t divisor = detail::power_of_ten(surplus);
        scaled.rounded = product % divisor != detail::wide{0};
        product = detail::divide_rounded(product, divisor, mode);
    }
    return detail::narrow(product, scaled.units) ? std::optional(scaled) : std::nullopt;
}

} // namespace io
} // namespace loyalty
