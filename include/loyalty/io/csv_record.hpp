// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty {

namespace io {

/// How a file of records is written. The default is RFC 4180 with a header.
struct csv_dialect {
    /// Stands for `delimiter`: fields are parted by runs of blanks and tabs, and those at either end of a line count
    /// for nothing.
    static constexpr char white_space = ' ';
    /// Stands for `quote`: a quote is a character like any other.
    static constexpr char no_quote = '\0';

    char delimiter = ',';
    char quote = '"';
    /// The first record names the columns.
    bool header = true;
    /// How many fields each record must have; 0: as many as the first.
    std::size_t fields = 0;
    /// The most bytes that one record may take in the file. A longer one is an error, and bounds what a lost quote can
    /// cost: 1 MiB.
    std::size_t record_limit_bytes = std::size_t{1} << 20U;
};

/// A place in a file, both counted from 1; a column counts characters, not bytes.
struct csv_position {
    std::size_t line = 0;
    std::size_t column = 0;
    [[nodiscard]] friend constexpr bool operator==(csv_position, csv_position) = default;
};

} // namespace io

namespace detail {

/// The place of `text[offset]`, where `text` begins at column 1 of `first_line`. LF, CR and CRLF each end a line.
[[nodiscard]] constexpr io::csv_position csv_locate(std::string_view text, std::size_t offset,
                                                    std::size_t first_line) noexcept {
    io::csv_position position{first_line, 1};
    for (std::size_t i = 0; i < offset; ++i) {
        const bool split_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (text[i] == '\n' || (text[i] == '\r' && !split_pair)) {
            position = {position.line + 1, 1};
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            ++position.column;
        }
    }
    return position;
}

[[nodiscard]] constexpr bool csv_is_line_end(char character) noexcept {
    return character == '\n' || character == '\r';
}

[[nodiscard]] constexpr const char* csv_end_of_line(const char* at, const char* stop) noexcept {
    while (at != stop && !csv_is_line_end(*at)) {
        ++at;
    }
    return at;
}

[[nodiscard]] constexpr const char* csv_skip_blanks(const char* at, const char* stop) noexcept {
    while (at != stop && (*at == ' ' || *at == '\t')) {
        ++at;
    }
    return at;
}

[[nodiscard]] inline const char* csv_find(const char* at, const char* stop, char wanted) noexcept {
    const void* const found = std::memchr(at, wanted, static_cast<std::size_t>(stop - at));
    return found == nullptr ? stop : static_cast<const char*>(found);
}

[[nodiscard]] inline std::string csv_field_count(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " field" : " fields");
}

} // namespace detail

namespace io {

/// One record: its fields, and where each of them stands. Its texts live until the next `read`.
class csv_record {
public:
    [[nodiscard]] std::size_t size() const noexcept { return fields_.size(); }

    /// The text of a field, without its quotes and with doubled quotes made single. `index` counts from 0.
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept { return fields_[index].text; }

    /// The line on which the record begins.
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

    /// Where a field begins (at its opening quote, if it has one).
    [[nodiscard]] csv_position position(std::size_t index) const noexcept {
        return detail::csv_locate(raw_, fields_[index].offset, line_);
    }

    [[nodiscard]] std::size_t column(std::size_t index) const noexcept { return position(index).column; }

    /// Where the record ends: one past its last character.
    [[nodiscard]] csv_position end() const noexcept { return detail::csv_locate(raw_, raw_.size(), line_); }

    /// The record as it stands in the file, without the end of its line.

private:
    friend class csv_reader;

    struct field {
        std::string_view text;
        std::size_t offset = 0;
        bool escaped = false; // it holds doubled quotes
    };

    std::vector<field> fields_;
    std::string_view raw_;
    std::size_t line_ = 0;
};

} // namespace io
} // namespace loyalty
