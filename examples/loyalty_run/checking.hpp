// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The columns that `--check` compares.

#include "options.hpp"
#include "programmes.hpp"
#include "recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

/// Takes `points=COLUMN,cost=COLUMN` apart. A name is that of a unit of the programme, or `cost` for its money.
[[nodiscard]] inline std::vector<comparison> comparisons_of(const std::string& text, const programme_notes& notes) {
    std::vector<comparison> result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string part = text.substr(at, end - at);
        const std::size_t equals = part.find('=');
        comparison next;
        next.name = part.substr(0, equals);
        next.column = equals == std::string::npos ? std::string() : part.substr(equals + 1);
        const auto& units = notes.units;
        next.unit = units.size();
        std::string names;
        for (std::size_t i = 0; i < units.size(); ++i) {
            const std::string_view name = units[i].is_money ? std::string_view("cost") : units[i].code;
            names += (names.empty() ? "" : ", ") + std::string(name);
            if (next.name == units[i].code || next.name == name) {
                next.unit = i;
                next.is_value = units[i].is_money;
            }
        }
        if (next.unit == units.size() || next.column.empty()) {
            throw failure{exit_code::wrong_use,
                          fmt::format("--check: expected NAME=COLUMN where NAME is one of {}, found "
                                      "'{}'",
                                      names, part)};
        }
        for (const comparison& other : result) {
            if (other.is_value == next.is_value) {
                throw failure{exit_code::wrong_use, "--check: one column of money and one of points at the most"};
            }
        }
        result.push_back(std::move(next));
        at = end + 1;
    }
    return result;
}

/// The columns to compare with, as a schema.
[[nodiscard]] inline std::string schema_of(const std::vector<comparison>& comparisons) {
    std::string schema;
    for (const comparison& each : comparisons) {
        schema += (schema.empty() ? "" : ",") + std::string(each.is_value ? "redeemed_value" : "points_earned") +
                  "=\"" + each.column + '"';
    }
    return schema;
}

} // namespace loyalty_run
