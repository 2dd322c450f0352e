// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The pieces that a line which comes back takes out of lines that were sold.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// How well a line that comes back fits the purchases before it.
enum class fit : std::uint8_t {
    exact,       ///< one line of the same price, of which so many pieces are left
    in_pieces,   ///< the same price, from a larger line or from several
    other_price, ///< all of it, some at another price than was paid
    in_part,     ///< more comes back than is known to have been bought
    none,        ///< nothing is known of it
};

inline constexpr std::array<std::string_view, 5> fit_names{"matched exactly", "matched in a larger line or in several",
                                                           "matched, some of it bought at another price",
                                                           "matched in part", "without a known purchase"};

/// A line of a sale that is still kept.
struct line_place {
    std::uint32_t sale = 0;
    std::uint32_t line = 0;
};

/// So many pieces come out of a line.
struct taken_pieces {
    line_place from{};
    std::int64_t pieces = 0;
};

/// The pieces that a line which comes back takes, and how well it fits.
struct matched_line {
    std::vector<taken_pieces> taken;
    std::int64_t missing = 0; ///< pieces without a known purchase
    fit how = fit::none;
};

} // namespace loyalty_run
