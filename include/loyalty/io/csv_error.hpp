// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_reading.hpp>
#include <loyalty/io/csv_time.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty {

namespace io {

/// One error in a file: its place, the expected and the found text.
///
/// Lines and columns count from 1; a column counts characters (UTF-8 code points), as an editor shows them.
/// `expected` and `found` are ready to print. Text of the file stands in single quotes, cut after 40 characters. Bytes
/// that cannot be printed are a backslash, x and two digits.
struct csv_error {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
    std::string expected;
    std::string found;
    /// Of a time that the order of the layout does not read: the orders that would.
    csv_time_orders read_by = {};
    /// Of a number that the format of the layout does not read: the separators and the currency sign that would.
    csv_reading reading = {};

    /// `events.csv:17:23: expected an amount such as 12.34, found '12,3x'`
    [[nodiscard]] std::string message() const {
        return file + ':' + std::to_string(line) + ':' + std::to_string(column) + ": expected " + expected +
               ", found " + found + orders() + readings();
    }

private:
    /// `, which the time order month_day_year reads`
    [[nodiscard]] std::string orders() const {
        std::string names;
        for (const csv_time_order order : csv_time_order_list) {
            if (read_by.has(order)) {
                names += (names.empty() ? "" : " or ") + std::string(name_of(order));
            }
        }
        return names.empty() ? names : ", which the time order " + names + " reads";
    }

    /// `, which is a number with the group separator ','`
    [[nodiscard]] std::string readings() const {
        std::string text;
        reading.for_each([&](csv_separators each) {
            std::string one = each.decimal == '.' ? "" : " the decimal separator ','";
            if (each.group != '\0' && (each.decimal == '.' || each.group != '.')) {
                one += (one.empty() ? "" : " and") + std::string(" the group separator '") + each.group + '\'';
            }
            if (!reading.currency_sign.empty()) {
                one += (one.empty() ? "" : " and") + std::string(" the currency sign '") + reading.currency_sign + '\'';
            }
            text += (text.empty() ? "" : " or") + one;
        });
        return text.empty() ? text : ", which is a number with" + text;
    }
};

/// The errors of one reading: all of them counted, the first `limit` of them kept, so that a file of nothing but
/// errors costs no more memory than a good one. `on_error`, if set, is called for each as it happens.
struct csv_error_log {
    std::vector<csv_error> kept;
    std::size_t count = 0;
    std::size_t limit = 1000;
    std::function<void(const csv_error&)> on_error;

    void add(csv_error error) {
        ++count;
        if (on_error) {
            on_error(error);
        }
        if (kept.size() < limit) {
            kept.push_back(std::move(error));
        }
    }
};

} // namespace io

namespace detail {

/// The length of the UTF-8 character that `text` begins with, or 0 if it begins with something else. It reads the
/// shape of the bytes only, and not whether a terminal can show the character.
[[nodiscard]] constexpr std::size_t utf8_length(std::string_view text) noexcept {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length == 0 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    return length;
}

/// Text out of a file as an error shows it: `'12,3x'`. A terminal gets no control characters from a stranger's file.
[[nodiscard]] inline std::string csv_shown(std::string_view text) {
    constexpr std::size_t character_limit = 40;
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string shown = "'";
    for (std::size_t characters = 0; !text.empty(); ++characters) {
        if (characters == character_limit) {
            return shown + "...'";
        }
        const std::size_t length = utf8_length(text);
        const auto byte = static_cast<unsigned char>(text.front());
        if (length == 0 || byte < 0x20 || byte == 0x7F) {
            shown += {'\\', 'x', digits[byte >> 4U], digits[byte & 15U]};
            text.remove_prefix(1);
        } else {
            shown += text.substr(0, length);
            text.remove_prefix(length);
        }
    }
    return shown + '\'';
}

} // namespace detail
} // namespace loyalty
