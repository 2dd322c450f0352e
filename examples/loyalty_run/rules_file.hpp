// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Programmes out of texts of rules: `--rules shop.json`, or one that is built in.

#include "options.hpp"
#include "programmes.hpp"

#include <loyalty/json/mistake.hpp>

#include <string>
#include <vector>

namespace loyalty_run {

/// Runs the programme of `--rules` over a file, or the one of `--programme`; with `--check-rules` or `--describe` says what the
/// rules are. Throws if they have a mistake.
[[nodiscard]] exit_code run_rules(const options& asked);

/// Says the mistakes of some texts, one in a line, and throws.
[[noreturn]] void refuse_rules(const std::vector<std::string>& names, const json::mistakes& found);

/// The text of a file of rules; throws if it cannot be read.
[[nodiscard]] std::string text_of_rules(const std::string& path);

/// What is said of each programme that is built in, in their order.
[[nodiscard]] std::vector<programme_notes> notes_of_built_in();

} // namespace loyalty_run
