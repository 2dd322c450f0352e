// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Where a stream comes from, and how its columns are understood.

#include "interruption.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "stream_text.hpp"
#include "text.hpp"

#include <loyalty/io/csv.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#else
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace loyalty_run {

using namespace loyalty::io;

/// A file that is read, the standard input, or a generated stream. A signal ends it, as its last byte does.
class input_file {
public:
    explicit input_file(const options& asked) : is_standard_(asked.input == "-") {
        if (!asked.stream.empty()) {
            generated_.emplace(stream_of(asked));
            return;
        }
        file_ = is_standard_ ? stdin : std::fopen(asked.input.c_str(), "rb");
        if (file_ == nullptr) {
            throw failure{exit_code::wrong_use, "cannot open " + asked.input + ": " + std::strerror(errno)};
        }
#if defined(_WIN32)
        static_cast<void>(_setmode(_fileno(file_), _O_BINARY));
#else
        struct stat facts {};
        const bool known = fstat(fileno(file_), &facts) == 0;
        if (known && S_ISREG(facts.st_mode)) {
            size_bytes_ = static_cast<std::uint64_t>(facts.st_size);
        }
        if (known && S_ISDIR(facts.st_mode)) {
            close();
            throw failure{exit_code::wrong_use, (is_standard_ ? "the standard input" : asked.input) +
                                                    " is a folder: name a file in it, or pipe several through - "
                                                    "(their headers once)"};
        }
#endif
    }
    input_file(const input_file&) = delete;
    input_file& operator=(const input_file&) = delete;
    ~input_file() {
        close();
    }

    [[nodiscard]] csv_source source() noexcept {
        return {this, read};
    }

    /// Whether reading broke off for another reason than the end, or a signal.
    [[nodiscard]] bool failed() const noexcept {
        return failed_;
    }

    /// How much of the input was read; nothing of nothing where its size is not known.
    [[nodiscard]] share_done done() const noexcept {
        return generated_ ? share_done{generated_->done(), generated_->from().size()}
                          : share_done{read_bytes_, size_bytes_};
    }

    /// The generated stream, if it is one.
    [[nodiscard]] const stream_text* generated() const noexcept {
        return generated_ ? &*generated_ : nullptr;
    }

private:
    static std::size_t read(void* handle, char* buffer, std::size_t size, bool& failed) {
        auto& own = *static_cast<input_file*>(handle);
        const std::size_t taken = own.generated_ ? own.generated_->read(buffer, size) : own.read_bytes(buffer, size);
        own.read_bytes_ += taken;
        failed = own.failed_;
        return taken;
    }
#if defined(_WIN32)
    [[nodiscard]] std::size_t read_bytes(char* buffer, std::size_t size) noexcept {
        const std::size_t taken = std::fread(buffer, 1, size, file_);
        failed_ = std::ferror(file_) != 0;
        return taken;
    }
#else
    /// Reads until the buffer is full: a pipe gives what it has. Waits for bytes or for a signal, whichever is first.
    [[nodiscard]] std::size_t read_bytes(char* buffer, std::size_t size) noexcept {
        std::size_t filled = 0;
        while (filled < size && interruption::wait_for(fileno(file_))) {
            const ssize_t more = ::read(fileno(file_), buffer + filled, size - filled);
            if (more == 0) {
                break;
            }
            if (more < 0 && errno != EINTR) {
                failed_ = true;
                break;
            }
            filled += more > 0 ? static_cast<std::size_t>(more) : 0U;
        }
        return filled;
    }
#endif
    void close() noexcept {
        if (!is_standard_ && file_ != nullptr) {
            std::fclose(file_);
        }
    }

    std::FILE* file_ = nullptr;
    std::uint64_t size_bytes_ = 0;
    std::uint64_t read_bytes_ = 0;
    bool is_standard_ = false;
    bool failed_ = false;
    std::optional<stream_text> generated_;
};

/// A mapping as a schema writes it.
[[nodiscard]] inline std::string schema_text(const csv_mapping& mapping) {
    std::string text(row_of(mapping.fact).name);
    text += mapping.number != 0 ? '=' + std::to_string(mapping.number) : "=\"" + mapping.column + '"';
    return text + (mapping.optional ? "?" : "") + (mapping.filled ? "!" : "");
}

/// The schema of a layout, in which the mappings of `own` replace those of the same facts.
[[nodiscard]] inline std::string merged_schema(std::string_view layout, std::string_view own) {
    csv_error error;
    const auto base = parse_csv_schema(layout, error);
    const auto mine = own.empty() ? std::optional(csv_schema{}) : parse_csv_schema(own, error);
    if (!base || !mine) {
        throw failure{exit_code::wrong_use, "--map " + error.message()};
    }
    std::string text;
    const auto put = [&](const csv_mapping& mapping) { text += (text.empty() ? "" : ",") + schema_text(mapping); };
    for (const csv_mapping& mapping : mine->mappings) {
        put(mapping);
    }
    for (const csv_mapping& mapping : base->mappings) {
        const auto same = [&](const csv_mapping& other) { return other.fact == mapping.fact; };
        if (std::none_of(mine->mappings.begin(), mine->mappings.end(), same)) {
            put(mapping);
        }
    }
    return text;
}

[[nodiscard]] inline char delimiter_of(const std::string& name) {
    if (name == "tab") {
        return '\t';
    }
    if (name == "space") {
        return csv_dialect::white_space;
    }
    if (name == "comma") {
        return ',';
    }
    if (name == "semicolon") {
        return ';';
    }
    if (name.size() != 1 || name == "\"" || name == "\n" || name == "\r") {
        throw failure{exit_code::wrong_use,
                      "--delimiter: give one character, or comma, semicolon, tab or space, not '" + name + "'"};
    }
    return name[0];
}

[[nodiscard]] inline csv_time_order time_order_of(const std::string& name) {
    if (name == "dmy") {
        return csv_time_order::day_month_year;
    }
    if (name == "mdy") {
        return csv_time_order::month_day_year;
    }
    if (name == "unix") {
        return csv_time_order::unix_seconds;
    }
    return csv_time_order::year_month_day;
}

/// The separator that `--thousands` names.
[[nodiscard]] inline char thousands_of(const std::string& name) {
    constexpr std::array<std::pair<std::string_view, char>, 4> names{
        {{"comma", ','}, {"point", '.'}, {"space", ' '}, {"apostrophe", '\''}}};
    for (const auto& [known, character] : names) {
        if (name == known || name == std::string_view(&character, 1)) {
            return character;
        }
    }
    throw failure{exit_code::wrong_use, "--thousands: give comma, point, space or apostrophe, not '" + name + "'"};
}

/// A sign that may stand at a number, and is no part of one.
[[nodiscard]] inline const std::string& checked_sign(const std::string& sign) {
    const bool padded =
        sign.find_first_of(" \t") == 0 || (!sign.empty() && (sign.back() == ' ' || sign.back() == '\t'));
    if (padded || sign.find_first_of("0123456789.,-+'\"") != std::string::npos) {
        throw failure{exit_code::wrong_use, "--currency-sign: give a sign such as $ or EUR, not '" + sign + "'"};
    }
    return sign;
}

inline void choose_numbers(const options& asked, csv_format& format) {
    if (asked.decimal_comma) {
        format.decimal_separator = ',';
        format.group_separator = '.';
    }
    if (!asked.thousands.empty()) {
        format.group_separator = thousands_of(asked.thousands);
    }
    if (format.group_separator == format.decimal_separator) {
        throw failure{
            exit_code::wrong_use,
            fmt::format("--thousands {}: that is the decimal separator; --decimal-comma changes it", asked.thousands)};
    }
    format.currency_sign = checked_sign(asked.currency_sign);
}

/// How a file is to be read: a known layout with what the command line changes. `schema` owns the text that the layout
/// refers to.
struct chosen_layout {
    chosen_layout() = default;
    chosen_layout(chosen_layout&& other) noexcept : schema(std::move(other.schema)), layout(other.layout) {
        layout.schema = schema;
    }
    chosen_layout& operator=(chosen_layout&&) = delete;
    ~chosen_layout() = default;

    std::string schema;
    csv_layout layout;
};

/// The decimals of the amounts in a file: of 2 for points, 500 redeemed are 50,000 minor units.
struct file_digits {
    int currency = 2;
    int points = 0;
};

/// `more` is a schema that comes on top, of columns to compare with.
inline void choose_layout(const options& asked, std::string_view natural, file_digits digits, const std::string& more,
                          chosen_layout& chosen) {
    const std::string_view name = asked.layout.empty() ? natural : asked.layout;
    const csv_layout* const known = find_csv_layout(name);
    if (known == nullptr) {
        throw failure{exit_code::wrong_use, fmt::format("there is no layout '{}': --list names those there are", name)};
    }
    chosen.layout = *known;
    chosen.schema = merged_schema(merged_schema(known->schema, asked.map), more);
    chosen.layout.schema = chosen.schema;
    chosen.layout.dialect.header = !asked.no_header;
    if (!asked.delimiter.empty()) {
        chosen.layout.dialect.delimiter = delimiter_of(asked.delimiter);
    }
    if (!asked.dates.empty()) {
        chosen.layout.format.time_order = time_order_of(asked.dates);
    }
    if (asked.basket_seconds) {
        chosen.layout.basket_seconds = *asked.basket_seconds;
    }
    choose_numbers(asked, chosen.layout.format);
    const auto mode = find_rounding(asked.rounding);
    if (!mode) {
        throw failure{exit_code::wrong_use, "--rounding: there is no mode '" + asked.rounding + "'"};
    }
    chosen.layout.format.line_rounding = *mode;
    chosen.layout.format.currency_digits = static_cast<std::uint8_t>(digits.currency);
    chosen.layout.format.points_digits = static_cast<std::uint8_t>(digits.points);
}

} // namespace loyalty_run
