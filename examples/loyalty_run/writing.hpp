// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Tables and totals, as CSV, as JSON, and for reading.

#include "options.hpp"
#include "output_file.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace loyalty_run {

/// A value of a table. A whole number stands bare in JSON, up to 2^53; money does not, because a reader of JSON may take
/// it for a binary fraction.
struct cell {
    std::string text;
    bool is_number = false;
};

[[nodiscard]] inline cell number_cell(std::uint64_t count) {
    return {std::to_string(count), true};
}

/// A field of CSV, quoted where it must be.
[[nodiscard]] inline std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string quoted = "\"";
    for (const char character : text) {
        quoted += character;
        if (character == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

/// A string of JSON. Bytes that are no UTF-8 become the replacement character.
[[nodiscard]] inline std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Whether every reader of JSON keeps a whole number: a binary fraction of 64 bits holds those up to 2^53.
/// `9007199254740992` is one, `9007199254740993` is none.
[[nodiscard]] inline bool is_exact_in_json(std::string_view number) noexcept {
    constexpr std::int64_t most = std::int64_t{1} << 53U;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    return error == std::errc{} && end == number.data() + number.size() && -most <= value && value <= most;
}

[[nodiscard]] inline std::string json_value(const cell& value) {
    return value.is_number && is_exact_in_json(value.text) ? value.text : json_string(value.text);
}

/// Rows under named columns: CSV with a header, or a JSON array of objects.
class table {
public:
    table(const std::string& path, format as, std::vector<std::string> columns)
        : file_(path), format_(as), columns_(std::move(columns)) {
        if (format_ == format::json) {
            file_.write("[");
            return;
        }
        std::string header;
        for (const std::string& column : columns_) {
            header += (header.empty() ? "" : ",") + csv_field(column);
        }
        file_.write(header + '\n');
    }

    void row(const std::vector<cell>& cells) {
        text_.clear();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            text_ += i == 0 ? "" : ",";
            text_ += format_ == format::csv ? csv_field(cells[i].text)
                                            : json_string(columns_[i]) + ':' + json_value(cells[i]);
        }
        file_.write(format_ == format::csv ? text_ + '\n' : (first_ ? "\n{" : ",\n{") + text_ + '}');
        first_ = false;
    }

    void close() {
        if (format_ == format::json) {
            file_.write(first_ ? "]\n" : "\n]\n");
        }
        file_.close();
    }

private:
    output_file file_;
    format format_;
    std::vector<std::string> columns_;
    std::string text_;
    bool first_ = true;
};

/// The totals of a run: named values in named groups.
class totals_table {
public:
    struct row {
        std::string group;
        std::string name;
        cell value;
    };

    [[nodiscard]] const std::vector<row>& rows() const noexcept { return rows_; }

    void add(std::string group, std::string name, cell value) {
        rows_.push_back({std::move(group), std::move(name), std::move(value)});
    }

    [[nodiscard]] std::string written(format as) const { return as == format::csv ? as_csv() : as_json(); }

    /// In columns, with the thousands set off.
    [[nodiscard]] std::string readable() const {
        std::string text;
        const std::string* group = nullptr;
        for (const row& each : rows_) {
            if (group == nullptr || *group != each.group) {
                text += (group == nullptr ? "" : "\n") + each.group + '\n';
                group = &each.group;
            }
            const bool is_amount = each.value.text.find_first_not_of("-0123456789.") == std::string::npos;
            text += is_amount ? fmt::format("  {:>18}  {}\n", grouped(each.value.text), each.name)
                              : fmt::format("  {}: {}\n", each.name, each.value.text);
        }
        return text;
    }

private:
    [[nodiscard]] std::string as_csv() const {
        std::string text = "group,name,value\n";
        for (const row& each : rows_) {
            text += csv_field(each.group) + ',' + csv_field(each.name) + ',' + csv_field(each.value.text) + '\n';
        }
        return text;
    }

    [[nodiscard]] std::string as_json() const {
        std::string text = "{";
        const std::string* group = nullptr;
        for (const row& each : rows_) {
            const bool opens = group == nullptr || *group != each.group;
            if (opens) {
                text += (group == nullptr ? "\n" : "\n},\n") + json_string(each.group) + ":{\n";
                group = &each.group;
            }
            text += (opens ? "  " : ",\n  ") + json_string(each.name) + ':' + json_value(each.value);
        }
        return text + (group == nullptr ? "}\n" : "\n}\n}\n");
    }

    std::vector<row> rows_;
};

} // namespace loyalty_run
