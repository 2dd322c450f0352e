// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What is most likely wrong with a file, and the option or the command that helps.

#include "input.hpp"

#include <loyalty/io/csv.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty_run {

using namespace loyalty::io;

/// The values of `--dates` that read times: `--dates mdy`, or `--dates dmy or --dates mdy`; empty if none does.
[[nodiscard]] inline std::string dates_options(csv_time_orders orders) {
    std::string text;
    for (const std::string name : {"ymd", "dmy", "mdy", "unix"}) {
        if (orders.has(time_order_of(name))) {
            text += (text.empty() ? "--dates " : " or --dates ") + name;
        }
    }
    return text;
}

/// A word as a shell must get it: `'$'`, `USD`, `'|'`.
[[nodiscard]] inline std::string shell_word(std::string_view word) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char each) {
        return (each >= 'A' && each <= 'Z') || (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') ||
               std::string_view("./_-,:=+").find(each) != std::string_view::npos ||
               static_cast<unsigned char>(each) >= 0x80;
    });
    if (plain) {
        return std::string(word);
    }
    std::string quoted = "'";
    for (const char each : word) {
        quoted += each == '\'' ? std::string("'\\''") : std::string(1, each);
    }
    return quoted + '\'';
}

/// The options that read numbers: `--thousands comma`, or `--decimal-comma --currency-sign EUR`; empty if none does.
[[nodiscard]] inline std::string number_options(const csv_reading& reading) {
    std::string text;
    reading.for_each([&](csv_separators each) {
        std::string one = each.decimal == ',' ? " --decimal-comma" : "";
        if (each.group != '\0' && (each.decimal == '.' || each.group != '.')) {
            one += std::string(" --thousands ") + (each.group == ','   ? "comma"
                                                   : each.group == ' ' ? "space"
                                                                       : "apostrophe");
        }
        if (!reading.currency_sign.empty()) {
            one += " --currency-sign " + shell_word(reading.currency_sign);
        }
        text += (text.empty() ? "" : " or ") + one.substr(one.empty() ? 0 : 1);
    });
    return text;
}

/// What turns a file of such content into text, as a command whose output is text; empty if no command does.
[[nodiscard]] inline std::string text_command(csv_content content, const std::string& input) {
    const std::string file = input == "-" ? std::string() : ' ' + shell_word(input);
    switch (content) {
    case csv_content::utf16:
        return "iconv -f UTF-16 -t UTF-8" + file;
    case csv_content::gzip:
        return "gzip -dc" + file;
    case csv_content::xz:
        return "xz -dc" + file;
    case csv_content::bzip2:
        return "bzip2 -dc" + file;
    case csv_content::zstd:
        return "zstd -dc" + file;
    case csv_content::zip:
    case csv_content::text:
    case csv_content::empty:
        break;
    }
    return {};
}

/// Why a file is no text of columns, with the remedy.
[[nodiscard]] inline std::string content_sentence(csv_content content, const std::string& name,
                                                  const std::string& input) {
    if (content == csv_content::empty) {
        return name + " is empty: not even a header stands in it (a file of a header alone is read without an error)";
    }
    if (content == csv_content::zip) {
        return fmt::format("{} is {}: save the sheet as CSV, or unpack the archive, and give that file", name,
                           name_of(content));
    }
    return fmt::format("{} is {}: try {} | loyalty_run ... -", name, name_of(content), text_command(content, input));
}

/// How often a character stands in a line, outside quotes.
[[nodiscard]] inline std::size_t count_outside_quotes(std::string_view line, char wanted) noexcept {
    std::size_t count = 0;
    bool quoted = false;
    for (const char each : line) {
        quoted = quoted != (each == '"');
        count += !quoted && each == wanted ? 1U : 0U;
    }
    return count;
}

/// The delimiter that a file's first line has, if it is not the one that was looked for: of `id;member;amount`
/// a semicolon.
[[nodiscard]] inline std::optional<char> other_delimiter(std::string_view first_line, char looked_for) noexcept {
    const bool blanks = looked_for == csv_dialect::white_space;
    const std::size_t found = blanks ? 0 : count_outside_quotes(first_line, looked_for);
    std::optional<char> best;
    std::size_t most = found;
    for (const char each : {',', ';', '\t', '|'}) {
        const std::size_t count = blanks && each == '\t' ? 0 : count_outside_quotes(first_line, each);
        if (count > most) {
            best = each;
            most = count;
        }
    }
    // A name may have a blank in it; a line of several and nothing else has blanks for a delimiter.
    return !best && found == 0 && !blanks && count_outside_quotes(first_line, ' ') > 1 ? csv_dialect::white_space
                                                                                       : best;
}

/// `the columns are parted by semicolons: try --delimiter semicolon`
[[nodiscard]] inline std::string delimiter_sentence(char delimiter) {
    const auto [what, option] = delimiter == ','    ? std::pair{"commas", "comma"}
                                : delimiter == ';'  ? std::pair{"semicolons", "semicolon"}
                                : delimiter == '\t' ? std::pair{"tabs", "tab"}
                                : delimiter == '|'  ? std::pair{"bars", "'|'"}
                                                    : std::pair{"blanks", "space"};
    return fmt::format("its first line has {} between the columns: try --delimiter {}", what, option);
}

/// What the malformed lines of a file have in common.
class malformed_lines {
public:
    void add(const csv_error& error) {
        if (!error.read_by.empty()) {
            ++times_;
            orders_.bits = static_cast<std::uint8_t>(orders_.bits & error.read_by.bits);
        }
        if (!error.reading.empty()) {
            reading_ = numbers_ == 0 ? error.reading : reading_;
            reading_.limit_to(error.reading);
            ++numbers_;
        }
    }

    /// The option that reads what an error found; empty if there is none.
    [[nodiscard]] static std::string remedy(const csv_error& error) {
        return error.reading.empty() ? dates_options(error.read_by) : number_options(error.reading);
    }

    /// What most of `all` have in common, with the remedy; empty if that is nothing.
    [[nodiscard]] std::string in_common(std::uint64_t all) const {
        const std::string dates = dates_options(orders_);
        if (times_ * 2 > all && !dates.empty()) {
            return fmt::format("Of {} malformed lines {} write the time in another order: try {}", all, times_, dates);
        }
        const std::string numbers = number_options(reading_);
        if (numbers_ * 2 > all && !numbers.empty()) {
            return fmt::format("Of {} malformed lines {} write numbers in another way: try {}", all, numbers_, numbers);
        }
        return {};
    }

private:
    std::uint64_t times_ = 0;
    std::uint64_t numbers_ = 0;
    csv_time_orders orders_{0xFF}; ///< those that read each of the wrong times
    csv_reading reading_{};        ///< those that read each of the wrong numbers
};

} // namespace loyalty_run
