// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Computed values beside those that a file states.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace loyalty_run {

/// A computed value and a column of the file that it must equal.
struct comparison {
    std::string name;
    std::string column;
    std::size_t unit = 0;  ///< which of the programme's units
    bool is_value = false; ///< compared with the stated money, not with the stated points
    std::uint64_t rows = 0;
    std::uint64_t equal = 0;
    std::vector<std::string> differences;

    static constexpr std::size_t most_differences = 10;
};

} // namespace loyalty_run
