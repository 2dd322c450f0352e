// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_number.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loyalty {

namespace io {

/// Which characters part the digits of a number.
struct csv_separators {
    char decimal = '.';
    char group = '\0'; ///< NUL: none
};

/// The ways in which files write numbers: 1234.56, 1,234.56, 1.234,56, 1 234.56, 1 234,56, 1'234.56, 1'234,56.
inline constexpr std::array<csv_separators, 7> csv_separators_list{
    {{'.', '\0'}, {'.', ','}, {',', '.'}, {'.', ' '}, {',', ' '}, {'.', '\''}, {',', '\''}}};

/// How an amount could be read that the format of a layout does not read. `1,234` has two readings: nothing in the text
/// decides, so the layout must name one.
struct csv_reading {
    /// A bit for each of `csv_separators_list`.
    std::uint8_t separators = 0;
    /// Two of them give two numbers.
    bool is_ambiguous = false;
    /// The sign before or behind the number: `$`, or USD, or a sign of another alphabet.
    std::string currency_sign = {};

    [[nodiscard]] constexpr bool has(std::size_t index) const noexcept { return ((separators >> index) & 1U) != 0; }
    [[nodiscard]] constexpr bool empty() const noexcept { return separators == 0; }

    /// Keeps the readings that read the texts of both, of this one and of `other`.
    void limit_to(const csv_reading& other) {
        separators = static_cast<std::uint8_t>(separators & other.separators);
        is_ambiguous = is_ambiguous || other.is_ambiguous;
        if (currency_sign.empty()) {
            currency_sign = other.currency_sign;
        } else if (!other.currency_sign.empty() && currency_sign != other.currency_sign) {
            separators = 0; // money of two currencies
        }
    }

    /// Calls `function` with the simplest separators that read the text, and with the simplest that have the other
    /// decimal separator if they read another number.
    template <class Function>
    void for_each(Function function) const {
        char told = '\0';
        for (std::size_t i = 0; i < csv_separators_list.size(); ++i) {
            const csv_separators each = csv_separators_list[i];
            if (has(i) && each.decimal != told) {
                function(each);
                if (told != '\0' || !is_ambiguous) {
                    return;
                }
                told = each.decimal;
            }
        }
    }
};

} // namespace io

namespace detail {

/// Returns true if a text may be a currency sign: `$`, three capitals, or characters beyond ASCII.
[[nodiscard]] constexpr bool is_csv_sign(std::string_view text) noexcept {
    std::size_t capitals = 0;
    std::size_t others = 0;
    for (const char each : text) {
        capitals += each >= 'A' && each <= 'Z' ? 1U : 0U;
        others += static_cast<unsigned char>(each) >= 0x80 ? 1U : 0U;
    }
    return text == "$" || (text.size() == 3 && capitals == 3) ||
           (!text.empty() && text.size() <= 4 && others == text.size());
}

/// The characters before the first digit of a text or behind its last one, less a minus; empty if they are no sign.
[[nodiscard]] constexpr std::string_view find_csv_sign(std::string_view text) noexcept {
    constexpr std::string_view digits = "0123456789";
    const std::size_t first = text.find_first_of(digits);
    if (first == std::string_view::npos) {
        return {};
    }
    std::string_view before = csv_trimmed(text.substr(0, first));
    if (before.starts_with('-')) {
        before.remove_prefix(1);
    }
    if (before.ends_with('-')) {
        before.remove_suffix(1);
    }
    before = csv_trimmed(before);
    const std::string_view behind = csv_trimmed(text.substr(text.find_last_of(digits) + 1));
    return is_csv_sign(before) ? before : is_csv_sign(behind) ? behind : std::string_view{};
}

} // namespace detail

namespace io {

/// How a text could be read as a number, or with `may_have_sign` as an amount. Of `1,234.56` with group separators, of
/// `$5.00` with a sign, of `12,3x` not at all.
[[nodiscard]] inline csv_reading csv_readings_of(std::string_view text, bool may_have_sign) {
    csv_reading found;
    const std::string_view sign = may_have_sign ? detail::find_csv_sign(text) : std::string_view{};
    std::optional<arithmetic::decimal> first;
    for (std::size_t i = 0; i < csv_separators_list.size(); ++i) {
        const auto number = parse_csv_amount(text, sign, csv_separators_list[i].decimal, csv_separators_list[i].group);
        if (number) {
            found.separators = static_cast<std::uint8_t>(found.separators | (1U << i));
            found.is_ambiguous = found.is_ambiguous || (first && !(*first == *number));
            first = first ? first : number;
        }
    }
    found.currency_sign = found.empty() ? std::string_view{} : sign;
    return found;
}

} // namespace io
} // namespace loyalty
