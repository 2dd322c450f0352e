// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `loyalty_run difference`: in what two files of rules differ, and a shortest stream of purchases on which they do.

#include "options.hpp"

#include <string>
#include <vector>

namespace loyalty_run {

/// The options of `difference`.
struct difference_options {
    std::vector<std::string> rules; ///< two files
    std::string stream;             ///< where to write the stream as well; empty: nowhere
};

/// Code `done` if the programmes are the same in all that was tried, `check_failed` if they differ.
[[nodiscard]] exit_code run_difference(const options& asked, const difference_options& compared);

} // namespace loyalty_run
