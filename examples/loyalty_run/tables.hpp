// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The tables of tier changes and of outcomes, and their columns.

#include "exact_sum.hpp"
#include "granted.hpp"
#include "options.hpp"
#include "programmes.hpp"
#include "writing.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// The tables that were asked for.
struct tables {
    std::unique_ptr<table> tiers;
    std::unique_ptr<table> outcomes;
};

/// The columns that a stream and a programme add to the tables.
struct table_columns {
    bool from_file = false; ///< events have ids and lines
    bool returns = false;
    bool prices = false;
};

/// The classes of a unit that an account books, in the order of the columns.
inline constexpr std::array<std::string_view, 7> classes_of_account{"pending", "available",   "held", "spent",
                                                                    "expired", "clawed_back", "owed"};

[[nodiscard]] inline cell exact_cell(const exact_sum& sum) {
    const auto total = sum.total();
    return {total ? std::string(loyalty::texts::to_text(*total).view()) : "passes 64 bits"};
}

[[nodiscard]] inline std::unique_ptr<table> opened_tiers(const options& asked, const table_columns& has) {
    std::vector<std::string> columns{"time", "member", "from", "to"};
    if (has.from_file) {
        columns.insert(columns.end(), {"event", "line"});
    }
    return std::make_unique<table>(asked.tiers, asked.written(), columns);
}

[[nodiscard]] inline std::unique_ptr<table> opened_outcomes(const programme_notes& notes, const options& asked,
                                                            const table_columns& has) {
    std::vector<std::string> columns = has.from_file
                                           ? std::vector<std::string>{"line", "event", "time", "member", "refused"}
                                           : std::vector<std::string>{"time", "member", "refused"};
    if (has.returns) {
        columns.insert(columns.end() - 1, "returned");
    }
    if (has.prices) {
        columns.insert(columns.end(), {"discounted", "due"});
    }
    for (const granted_unit& each : notes.units) {
        columns.push_back(each.code);
    }
    if (!notes.tiers().empty()) {
        columns.emplace_back("tier");
    }
    return std::make_unique<table>(asked.outcomes, asked.written(), columns);
}

/// Opens the tables of a run; one that no option names is null.
[[nodiscard]] inline tables opened_tables(const programme_notes& notes, const options& asked,
                                          const table_columns& has) {
    return {asked.tiers.empty() ? nullptr : opened_tiers(asked, has),
            asked.outcomes.empty() ? nullptr : opened_outcomes(notes, asked, has)};
}

} // namespace loyalty_run
