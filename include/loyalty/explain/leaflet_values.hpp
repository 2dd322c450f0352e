// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Single values as a leaflet writes them: "1 points" is "1 point", "5/4" is "1.25", and "1/20" in per cent "5 %".

#include <loyalty/config.hpp>
#include <loyalty/explain/texts.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace loyalty::io::descriptions::values {

[[nodiscard]] constexpr bool is_digit(char one) noexcept {
    return '0' <= one && one <= '9';
}

/// A whole number of the text, without anything behind it. Returns false if there is none.
[[nodiscard]] inline bool whole_number(std::string_view text, std::int64_t& number) noexcept {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end && !text.empty();
}

/// Two whole numbers with a stroke between them.
struct fraction {
    bool is_one = false;
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    [[nodiscard]] static fraction of(std::string_view text) noexcept {
        fraction found;
        const std::size_t stroke = text.find('/');
        found.is_one = stroke != std::string_view::npos && whole_number(text.substr(0, stroke), found.numerator) &&
                       whole_number(text.substr(stroke + 1), found.denominator) && found.denominator > 0;
        return found;
    }

    /// The exact decimal, or the fraction as it is if it has none of 12 places.
    [[nodiscard]] std::string written(int shift, char decimal_point) const {
        std::uint64_t rest =
            numerator < 0 ? ~static_cast<std::uint64_t>(numerator) + 1 : static_cast<std::uint64_t>(numerator);
        const auto divisor = static_cast<std::uint64_t>(denominator);
        std::string digits = std::to_string(rest / divisor);
        rest %= divisor;
        std::string decimals;
        while (rest != 0 && decimals.size() < 12 && rest <= UINT64_MAX / 10) {
            rest *= 10;
            decimals += static_cast<char>('0' + rest / divisor);
            rest %= divisor;
        }
        if (rest != 0) {
            const std::string plain = std::to_string(numerator) + '/' + std::to_string(denominator);
            return shift == 0 ? plain : "100 x " + plain;
        }
        for (; shift > 0; --shift) { // per cent: two decimals become digits
            digits += decimals.empty() ? '0' : decimals.front();
            decimals.erase(0, decimals.empty() ? 0 : 1);
        }
        digits.erase(0, (std::min)(digits.find_first_not_of('0'), digits.size() - 1));
        return (numerator < 0 ? "-" : "") + digits + (decimals.empty() ? "" : decimal_point + decimals);
    }
};

/// "350.00 USD" as its number and its unit; an empty unit if it is no amount.
struct amount_text {
    std::string_view number;
    std::string_view unit;

    [[nodiscard]] static constexpr amount_text of(std::string_view text) noexcept {
        const std::size_t space = text.find(' ');
        if (space == std::string_view::npos || text.find(' ', space + 1) != std::string_view::npos) {
            return {};
        }
        const std::string_view number = text.substr(0, space);
        bool is_number = !number.empty();
        for (std::size_t i = number.front() == '-' ? 1 : 0; i < number.size(); ++i) {
            is_number = is_number && (is_digit(number[i]) || number[i] == '.');
        }
        return is_number ? amount_text{number, text.substr(space + 1)} : amount_text{};
    }
};

/// Returns true for "0 points" and "0.00 USD".
[[nodiscard]] constexpr bool is_zero(std::string_view text) noexcept {
    const amount_text amount = amount_text::of(text);
    return !amount.unit.empty() && amount.number.find_first_not_of("0.") == std::string_view::npos;
}

[[nodiscard]] inline std::string with_point(std::string_view number, const texts_of& texts) {
    std::string text(number);
    if (const std::size_t point = text.find('.'); point != std::string::npos) {
        text[point] = texts.decimal_point;
    }
    return text;
}

/// One or several of a unit. Of a unit of the host's own one is without the ending of several, "1 star".
[[nodiscard]] inline std::string unit_text(std::string_view number, std::string_view unit, const texts_of& texts) {
    const std::string_view* const both = texts.find("unit", unit);
    if (both == nullptr) {
        const std::string_view* const several = texts.find("unit", "*");
        const bool is_one = number == "1" && several != nullptr && unit.ends_with(*several);
        return std::string(is_one ? unit.substr(0, unit.size() - several->size()) : unit);
    }
    const std::size_t bar = both->find('|');
    return std::string(number == "1" ? both->substr(0, bar) : both->substr(bar + 1));
}

/// A number of seconds after midnight as a time of day.
[[nodiscard]] inline std::string time_of_day(std::string_view text) {
    std::int64_t seconds = 0;
    if (!whole_number(text, seconds) || seconds < 0) {
        return std::string(text);
    }
    const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const std::string rest = seconds % 60 == 0 ? "" : ':' + two(seconds % 60);
    return two(seconds / 3600) + ':' + two(seconds / 60 % 60) + rest;
}

/// 32 bits of a number: two texts show that it is the same one, and neither shows it. A guess can be checked against it.
[[nodiscard]] inline std::string seal_of(std::string_view text) {
    std::uint64_t state = 0xCBF2'9CE4'8422'2325u;
    for (int round = 0; round < 4; ++round) {
        for (const char each : text) {
            state = (state ^ static_cast<unsigned char>(each)) * 0x100'0000'01B3u;
            state ^= state >> 29u;
        }
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string seal;
    for (unsigned i = 0; i < 8; ++i) {
        seal += digits[(state >> (4 * i)) & 0xFu];
    }
    return seal;
}

/// A value that no phrase speaks of.
[[nodiscard]] inline std::string plain(std::string_view text, const texts_of& texts) {
    if (const auto amount = amount_text::of(text); !amount.unit.empty()) {
        return with_point(amount.number, texts) + ' ' + unit_text(amount.number, amount.unit, texts);
    }
    if (const auto ratio = fraction::of(text); ratio.is_one) {
        return ratio.written(0, texts.decimal_point);
    }
    std::string words(text);
    for (char& each : words) {
        each = each == '_' ? ' ' : each;
    }
    return words;
}

/// A ratio in per cent; an amount in its place is written as it is elsewhere.
[[nodiscard]] inline std::string per_cent(std::string_view text, const texts_of& texts) {
    const auto ratio = fraction::of(text);
    return ratio.is_one ? ratio.written(2, texts.decimal_point) + " %" : plain(text, texts);
}

} // namespace loyalty::io::descriptions::values
