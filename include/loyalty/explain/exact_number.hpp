// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Exact numbers for readers: 17375/100 minor units of a unit with 2 decimals are "1.7375".

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/money/text.hpp>

#include <cstdint>
#include <string>

namespace loyalty::io::explanations {

/// The exact value of a ratio of minor units: `173.75`, or `173 and 1/3` if no decimal is exact. At most 12 decimals.
[[nodiscard]] inline std::string exact_text(ratio minor_units, int digits) {
    const ratio value = minor_units.reduced();
    std::int64_t whole = value.numerator;
    std::int64_t over = value.denominator;
    int decimals = digits;
    // Twos and fives of the denominator become decimals, as long as 64 bits and a readable length allow.
    while (over > 1 && decimals < 12) {
        const std::int64_t step = over % 10 == 0 ? 10 : over % 5 == 0 ? 5 : over % 2 == 0 ? 2 : 0;
        if (step == 0 || detail::multiply_overflows(whole, 10 / step, whole)) {
            break;
        }
        over /= step;
        ++decimals;
    }
    const auto per_whole = arithmetic::rescale(arithmetic::decimal{value.denominator, 0}, digits, rounding::down);
    if (over > 1 && per_whole) {
        const ratio parts = ratio{value.numerator, per_whole->coefficient}.reduced();
        const std::int64_t rest = parts.numerator % parts.denominator;
        return std::to_string(parts.numerator / parts.denominator) + " and " + std::to_string(rest < 0 ? -rest : rest) +
               '/' + std::to_string(parts.denominator);
    }
    if (over > 1) {
        return std::to_string(value.numerator) + '/' + std::to_string(value.denominator) + " of a minor unit";
    }
    while (decimals > digits && whole % 10 == 0) {
        whole /= 10;
        --decimals;
    }
    return std::string(texts::to_text(arithmetic::decimal{whole, decimals}).view());
}

} // namespace loyalty::io::explanations
