// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Runs several programmes over one stream, side by side.

#include "options.hpp"

#include <string>
#include <vector>

namespace loyalty_run {

/// The options of `compare` beside those of a run.
struct comparison_options {
    std::vector<std::string> rules; ///< files, two or more; one with `sweep`
    std::string sweep;   ///< a pointer into the rules and its numbers: `/rules/0/tiered/thresholds/0=300,350`
    std::string table;   ///< where to write the table; empty: for reading, to the standard output
    std::string winners; ///< where to write what each member has under each programme; empty: nowhere
    std::string page;    ///< where to write the page with plots; empty: nowhere
};

/// Runs all programmes over the input in one pass, and writes what each gives beside the first.
[[nodiscard]] exit_code run_compare(const options& asked, const comparison_options& compared);

} // namespace loyalty_run
