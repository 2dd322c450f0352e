// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The results of several programmes over one stream, without their types: numbers and names.

#include "options.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace loyalty_run {

/// A sum in minor units, or that it passes 64 bits.
struct bounded_sum {
    std::int64_t minor_units = 0;
    bool overflow = false;
};

/// The balances of the members in a unit at the end of the stream.
struct unit_column {
    std::string code;
    int digits = 0;
    bool is_money = false;
    std::vector<std::int64_t> of_member; ///< in minor units
    bounded_sum granted{};               ///< less what returns took back
    bounded_sum balance{};               ///< of all members
};

/// The results of one programme.
struct lane_result {
    std::string name;
    std::vector<std::pair<std::string, std::string>> figures; ///< `granted, points` and its value
    std::vector<unit_column> units;
    std::vector<std::string> tier_names;
    std::vector<std::uint8_t> tier_of_member;
    std::size_t shown_unit = 0; ///< whose cost and liability are shown: points, if the programme has them
    std::string value{};        ///< of the balance, in money; empty if no value of a point was said
    std::string cost{};         ///< of what was granted, in money, and of the money granted; empty likewise
};

/// A programme to compare: what it is called, the file of its rules, and their text.
struct variant {
    std::string name;
    std::string path;
    std::string rules;
};

/// All programmes over a stream.
struct comparison_result {
    std::vector<lane_result> lanes;
    std::vector<std::string> members;
    std::vector<std::int64_t> spent; ///< by member, what the purchases in the stream come to
    bool spent_overflow = false;
    std::string currency;
    int currency_digits = 2;
    std::string swept; ///< what a sweep changes; empty without one
};

/// Runs all programmes over the input in one pass.
[[nodiscard]] comparison_result compare_all(const std::vector<variant>& variants, const options& asked);

/// The page of a comparison, complete in itself.
[[nodiscard]] std::string page_of(const comparison_result& shown, const options& asked);

} // namespace loyalty_run
