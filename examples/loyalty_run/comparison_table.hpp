// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Programmes side by side: a row for each figure, a column for each programme.

#include "comparison.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace loyalty_run {

/// Who has more of a unit than under the first programme, who has less, and how much in sum, in minor units.
struct shift {
    std::uint64_t winners = 0;
    std::uint64_t losers = 0;
    std::uint64_t equal = 0;
    bounded_sum gained{};
    bounded_sum lost{};

    void add(std::int64_t before, std::int64_t after) noexcept;
};

/// Some of the members: those of a tier under the first programme, or a fifth by what they spent.
struct segment {
    std::string name;
    std::vector<std::uint32_t> members;
};

/// The tiers under the first programme that have members, and the fifths by what members spent, from the least.
[[nodiscard]] std::vector<segment> segments_of(const comparison_result& compared);

/// The column of a unit; null if a programme has none of this code.
[[nodiscard]] const unit_column* column_of(const lane_result& lane, const std::string& code) noexcept;

/// The change for members from the first programme to another, in one unit.
[[nodiscard]] shift shift_of(const comparison_result& compared, std::size_t lane, const std::string& unit,
                             const segment* of = nullptr);

/// A sum with the digits of its unit; `passes 64 bits` if it does.
[[nodiscard]] std::string text_of(const bounded_sum& sum, int digits);

struct comparison_table {
    std::vector<std::string> columns; ///< `figure` and the programmes
    std::vector<std::vector<std::string>> rows;

    /// In columns, with the thousands set off.
    [[nodiscard]] std::string readable() const;
};

[[nodiscard]] comparison_table table_of(const comparison_result& compared);

} // namespace loyalty_run
