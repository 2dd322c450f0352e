// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Tables and totals, as CSV, as JSON, and for reading.

#include "options.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

/// A value of a table. A number stands bare in JSON; money does not, because a reader of JSON may take it for a binary
/// fraction.
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

[[nodiscard]] inline std::string json_value(const cell& value) {
    return value.is_number ? value.text : json_string(value.text);
}

/// A file that is written from its first byte to its last; `-` is the standard output.
class output_file {
public:
    explicit output_file(const std::string& path) : path_(path), is_standard_(path == "-") {
        file_ = is_standard_ ? stdout : std::fopen(path.c_str(), "wb");
        if (file_ == nullptr) {
            throw failure{exit_code::wrong_use, "cannot write " + path + ": " + std::strerror(errno)};
        }
    }
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;
    ~output_file() {
        if (!is_standard_ && file_ != nullptr) {
            std::fclose(file_);
        }
    }

    void write(std::string_view text) {
        failed_ = std::fwrite(text.data(), 1, text.size(), file_) != text.size() || failed_;
    }

    /// Throws where a byte did not reach the disk.
    void close() {
        const bool flushed = std::fflush(file_) == 0 && !failed_;
        const bool closed = is_standard_ || std::fclose(file_) == 0;
        file_ = is_standard_ ? file_ : nullptr;
        if (!flushed || !closed) {
            throw failure{exit_code::wrong_use, "cannot write " + path_ + ": " + std::strerror(errno)};
        }
    }

private:
    std::string path_;
    bool is_standard_ = false;
    bool failed_ = false;
    std::FILE* file_ = nullptr;
};

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
    struct row {
        std::string group;
        std::string name;
        cell value;
    };

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
