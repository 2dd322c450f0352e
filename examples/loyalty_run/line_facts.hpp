// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Facts of one line of a file: its texts, its exact amount, the code of a name.

#include "events.hpp"
#include "programmes.hpp"
#include "stream_names.hpp"

#include <loyalty/io/csv.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loyalty_run {

/// The text of a fact that rules compare.
[[nodiscard]] inline std::string_view text_of(const csv_line& line, std::size_t fact) noexcept {
    switch (file_facts[fact].column) {
    case csv_fact::tier:
        return line.tier;
    case csv_fact::membership:
        return line.membership;
    case csv_fact::store:
        return line.store;
    default:
        return line.channel;
    }
}

/// Goods that come back are counted upwards.
inline void turn(sale_line& line) noexcept {
    line.quantity = -line.quantity;
    line.net = -line.net;
    line.tax = -line.tax;
    line.exact.coefficient = -line.exact.coefficient;
}

/// Quantity times price before it was rounded; nothing where the file states the amount itself, or 64 bits do not
/// hold the product with all its decimals.
[[nodiscard]] inline std::optional<decimal> exact_of(const csv_line& line) noexcept {
    const int scale = line.exact_quantity.scale + line.unit_price.scale;
    return line.amount_computed ? multiply(line.exact_quantity, line.unit_price, scale, rounding::down) : std::nullopt;
}

/// A name that the programme knows, or a number; any other text is 0, which no rule asks for.
[[nodiscard]] inline std::uint32_t code_named(std::string_view text, const programme_notes& notes) noexcept {
    for (const named_code& each : notes.categories) {
        if (each.name == text) {
            return each.code;
        }
    }
    return whole_number_of(text);
}

} // namespace loyalty_run
