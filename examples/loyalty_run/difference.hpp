// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `loyalty_run difference`: in what two files of rules differ, and a shortest stream of purchases on which they do.

#include "options.hpp"

#include <loyalty/explain/description.hpp>
#include <loyalty/explain/shortest_difference.hpp>

#include <memory>
#include <string>
#include <vector>

namespace loyalty_run {

using namespace loyalty::io;

/// What `difference` asks for.
struct difference_options {
    std::vector<std::string> rules; ///< two files
    std::string stream;             ///< where to write the stream; `-` is the standard output; empty: `difference.csv`
};

/// A programme of a file of rules, with one member.
struct judged_rules {
    loyalty::io::descriptions::description what;
    std::unique_ptr<loyalty::io::differences::side> side;
};

/// One file of rules in a currency; each is compiled by itself. Throws if the rules have a mistake.
[[nodiscard]] judged_rules judged_in_usd(const std::string& path, const std::string& text, const options& asked);
[[nodiscard]] judged_rules judged_in_gbp(const std::string& path, const std::string& text, const options& asked);

/// Code `done` if the programmes are the same in all that was tried, `check_failed` if they differ.
[[nodiscard]] exit_code run_difference(const options& asked, const difference_options& compared);

} // namespace loyalty_run
