// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/io/csv_error.hpp>
#include <loyalty/io/csv_fact.hpp>
#include <loyalty/io/csv_number.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty {

namespace io {

/// Which column holds a fact.
struct csv_mapping {
    csv_fact fact{};
    std::string column;     ///< its name in the header, compared without regard to case; empty if `number` is set
    std::size_t number = 0; ///< its place, from 1; 0 if it is named
    bool optional = false;  ///< the file may lack the column
    bool filled = false;    ///< no record may leave it empty
    std::size_t at = 1;     ///< where it stands in the text of the schema, from 1
};

/// Which columns hold which facts.
struct csv_schema {
    std::vector<csv_mapping> mappings;
};

/// A column of a file that is known to exist. `index` counts from 0.
struct csv_column {
    csv_fact fact{};
    std::size_t index = 0;
    bool filled = false;
};

} // namespace io

namespace detail {

[[nodiscard]] constexpr char csv_lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Equal but for the case of the letters A to Z.
[[nodiscard]] constexpr bool csv_same_name(std::string_view left, std::string_view right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return csv_lower(a) == csv_lower(b); });
}

[[nodiscard]] inline std::string csv_fact_names() {
    std::string names;
    for (const io::csv_fact_row& row : io::csv_fact_table) {
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    return names;
}

/// Takes the text of a schema apart; if it is wrong, the reason is in `error`.
class csv_schema_parser {
public:
    explicit csv_schema_parser(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] std::optional<io::csv_schema> parse(io::csv_error& error) {
        io::csv_schema schema;
        for (;;) {
            io::csv_mapping mapping;
            if (!parse_mapping(mapping, error)) {
                return std::nullopt;
            }
            for (const io::csv_mapping& earlier : schema.mappings) {
                if (earlier.fact == mapping.fact) {
                    error = wrong(mapping.at, "each fact once", std::string(io::row_of(mapping.fact).name) + " again");
                    return std::nullopt;
                }
            }
            schema.mappings.push_back(std::move(mapping));
            if (at_ == text_.size()) {
                return schema;
            }
            ++at_; // the comma
        }
    }

private:
    [[nodiscard]] bool parse_mapping(io::csv_mapping& mapping, io::csv_error& error) {
        skip_blanks();
        mapping.at = at_ + 1;
        const std::string_view name = take_until("=,?!");
        const auto* const row =
            std::find_if(io::csv_fact_table.begin(), io::csv_fact_table.end(), [&](const auto& candidate) {
                return csv_same_name(candidate.name, name) || (!name.empty() && csv_same_name(candidate.also, name));
            });
        if (row == io::csv_fact_table.end()) {
            error = wrong(mapping.at, "one of " + csv_fact_names(), name.empty() ? "nothing" : csv_shown(name));
            return false;
        }
        mapping.fact = row->fact;
        mapping.column = name;
        if (at_ < text_.size() && text_[at_] == '=') {
            ++at_;
            if (!parse_column(mapping, error)) {
                return false;
            }
        }
        while (at_ < text_.size() && (text_[at_] == '?' || text_[at_] == '!')) {
            (text_[at_] == '?' ? mapping.optional : mapping.filled) = true;
            ++at_;
            skip_blanks();
        }
        if (at_ < text_.size() && text_[at_] != ',') {
            error = wrong(at_ + 1, "a comma or the end of the schema", csv_shown(text_.substr(at_)));
            return false;
        }
        return true;
    }

    [[nodiscard]] bool parse_column(io::csv_mapping& mapping, io::csv_error& error) {
        skip_blanks();
        const std::size_t start = at_;
        if (at_ < text_.size() && text_[at_] == '"') {
            const std::size_t close = text_.find('"', at_ + 1);
            if (close == std::string_view::npos) {
                error = wrong(start + 1, "a closing quote for the name that opens here", "the end of the schema");
                return false;
            }
            mapping.column = text_.substr(start + 1, close - start - 1);
            at_ = close + 1;
            skip_blanks();
            return true;
        }
        mapping.column = take_until(",?!");
        if (mapping.column.empty()) {
            error = wrong(start + 1, "the name or the number of a column", "nothing");
            return false;
        }
        if (mapping.column.find_first_not_of("0123456789") == std::string::npos) {
            return parse_number(mapping, start, error);
        }
        return true;
    }

    [[nodiscard]] static bool parse_number(io::csv_mapping& mapping, std::size_t start, io::csv_error& error) {
        constexpr std::size_t most = 65535;
        for (const char digit : mapping.column) {
            mapping.number = (std::min)(mapping.number * 10 + static_cast<std::size_t>(digit - '0'), most + 1);
        }
        if (mapping.number == 0 || mapping.number > most) {
            error = wrong(start + 1, "the number of a column, 1 to 65535", csv_shown(mapping.column));
            return false;
        }
        mapping.column.clear();
        return true;
    }

    [[nodiscard]] static io::csv_error wrong(std::size_t column, std::string expected, std::string found) {
        return {"schema", 1, column, std::move(expected), std::move(found), {}, {}};
    }

    [[nodiscard]] std::string_view take_until(std::string_view ends) noexcept {
        const std::size_t start = at_;
        at_ = (std::min)(text_.find_first_of(ends, at_), text_.size());
        return csv_trimmed(text_.substr(start, at_ - start));
    }

    void skip_blanks() noexcept {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
            ++at_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

} // namespace detail

namespace io {

/// The names of a header as an error lists them: the first 50, so that a wide file does not flood a terminal.
[[nodiscard]] inline std::string csv_listed(const std::vector<std::string>& header) {
    constexpr std::size_t most = 50;
    std::string list;
    for (std::size_t i = 0; i < (std::min)(header.size(), most); ++i) {
        list += (i == 0 ? "" : ", ") + detail::csv_shown(header[i]);
    }
    return header.size() > most ? list + ", ..." : list;
}

/// Reads a schema: mappings `fact=column`, parted by commas.
///
///     member=CustomerID, time=InvoiceDate, id=InvoiceNo, quantity=Quantity, unit_price=UnitPrice, sku=2
///
/// A column is named as in the header, without regard to case (in double quotes if its name has a comma, a mark or
/// only digits), or numbered from 1. `fact` alone stands for `fact=fact`. After the column, `?` says that the file may
/// lack it and `!` that no record may leave it empty. On an unknown fact the result is empty and `error` lists those
/// that exist; its column is the byte in `text`.
[[nodiscard]] inline std::optional<csv_schema> parse_csv_schema(std::string_view text, csv_error& error) {
    return detail::csv_schema_parser(text).parse(error);
}

/// Finds the columns of a schema in a file, by its header. If one is missing, or a name stands for two, the result
/// is empty and `error` lists what the file has. Without a header only numbers can be found; whether the file is that
/// wide shows with each record.
[[nodiscard]] inline std::optional<std::vector<csv_column>> find_csv_columns(const csv_schema& schema,
                                                                             const std::string& file,
                                                                             const std::vector<std::string>& header,
                                                                             csv_error& error) {
    const auto wrong = [&](std::string expected, std::string found) {
        error = {file, 1, 1, std::move(expected), std::move(found), {}, {}};
        return std::nullopt;
    };
    std::vector<csv_column> columns;
    for (const csv_mapping& mapping : schema.mappings) {
        const std::string fact(row_of(mapping.fact).name);
        if (mapping.number != 0) {
            if (header.empty() || mapping.number <= header.size()) {
                columns.push_back({mapping.fact, mapping.number - 1, mapping.filled});
            } else if (!mapping.optional) {
                return wrong("a column " + std::to_string(mapping.number) + " for " + fact,
                             "columns " + csv_listed(header));
            }
            continue;
        }
        std::size_t matches = 0;
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (detail::csv_same_name(detail::csv_trimmed(header[i]), mapping.column)) {
                ++matches;
                columns.push_back({mapping.fact, i, mapping.filled});
            }
        }
        if (matches > 1) {
            return wrong("one column " + detail::csv_shown(mapping.column) + " for " + fact + " (or its number)",
                         std::to_string(matches) + " of that name");
        }
        if (matches == 0 && !mapping.optional) {
            return wrong("a column " + detail::csv_shown(mapping.column) + " for " + fact,
                         header.empty() ? "no header" : "columns " + csv_listed(header));
        }
    }
    return columns;
}

} // namespace io
} // namespace loyalty
