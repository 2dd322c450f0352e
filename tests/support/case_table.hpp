// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace support {

/// One row of a table of cases: the text of each column by its name.
using case_row = std::map<std::string, std::string>;

/// The folder with the tables of cases: LOYALTY_CASES_DIR, or else ../shared/cases beside the sources.
inline std::string cases_folder() {
    const char* given = std::getenv("LOYALTY_CASES_DIR");
    return given != nullptr ? given : LOYALTY_SOURCE_DIR "/../shared/cases";
}

/// Whether a test has no tables to read: it then says so, and ctest reports it as skipped. A folder that is there, or that
/// LOYALTY_CASES_DIR names, must have every table.
inline bool has_no_cases() {
    return std::getenv("LOYALTY_CASES_DIR") == nullptr && !std::filesystem::is_directory(cases_folder());
}

/// The fields of a line of comma-separated values; a field in quotation marks may hold commas and doubled marks.
inline std::vector<std::string> fields_of(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char character = line[i];
        if (quoted && character == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            fields.back() += character;
            ++i;
        } else if (character == '"') {
            quoted = !quoted;
        } else if (character == ',' && !quoted) {
            fields.emplace_back();
        } else if (character != '\r') {
            fields.back() += character;
        }
    }
    return fields;
}

/// All rows of a table; none when the file is not there.
inline std::vector<case_row> read_cases(const std::string& file_name) {
    std::ifstream file(cases_folder() + "/" + file_name);
    std::vector<case_row> rows;
    std::string line;
    if (!std::getline(file, line)) {
        return rows;
    }
    const std::vector<std::string> names = fields_of(line);
    while (std::getline(file, line)) {
        const std::vector<std::string> fields = fields_of(line);
        case_row row;
        for (std::size_t i = 0; i < names.size(); ++i) {
            row[names[i]] = i < fields.size() ? fields[i] : std::string{};
        }
        rows.push_back(row);
    }
    return rows;
}

/// The texts in quotation marks, in order: ["5",["7","3"]] gives 5, 7, 3.
inline std::vector<std::string> quoted_texts(const std::string& list) {
    std::vector<std::string> texts;
    bool inside = false;
    for (const char character : list) {
        if (character == '"') {
            inside = !inside;
            if (inside) {
                texts.emplace_back();
            }
        } else if (inside) {
            texts.back() += character;
        }
    }
    return texts;
}

} // namespace support
