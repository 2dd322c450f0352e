// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A programme out of a file of rules: `--rules shop.json`.

#include "options.hpp"

#include <loyalty/json/mistake.hpp>

#include <string>

namespace loyalty_run {

/// Runs the programme of `--rules` over a file, or with `--check-rules` or `--describe` says what the rules are. Throws if the
/// rules have a mistake.
[[nodiscard]] exit_code run_rules(const options& asked);

/// The same of a programme in one currency; each is compiled by itself.
[[nodiscard]] exit_code run_rules_in_usd(const std::string& text, const options& asked);
[[nodiscard]] exit_code run_rules_in_gbp(const std::string& text, const options& asked);

/// The text of a file of rules; throws if it cannot be read.
[[nodiscard]] std::string text_of_rules(const std::string& path);

/// Says the mistakes of a file, one in a line, and throws.
[[noreturn]] void refuse_rules(const std::string& path, const loyalty::json::mistakes& found);

} // namespace loyalty_run
