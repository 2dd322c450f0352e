// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Whole numbers: sums and products that say if 64 bits do not hold them, and how they are read.

#include <loyalty/money/decimal.hpp>

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <system_error>

namespace loyalty_run {

/// Adds to a sum. False, and the sum as before, if 64 bits do not hold the new one.
[[nodiscard]] constexpr bool add_to(std::int64_t& sum, std::int64_t more) noexcept {
    using limits = std::numeric_limits<std::int64_t>;
    if (more < 0 ? sum < limits::min() - more : sum > limits::max() - more) {
        return false;
    }
    sum += more;
    return true;
}

/// Multiplies a number. False, and the number as before, if 64 bits do not hold the product.
[[nodiscard]] constexpr bool multiply_in_place(std::int64_t& number, std::int64_t by) noexcept {
    const auto product = loyalty::arithmetic::multiply({number, 0}, {by, 0}, 0, loyalty::rounding::down);
    number = product ? product->coefficient : number;
    return product.has_value();
}

/// Reads a text that is a whole number and nothing else; returns false if it is not, or is too large.
template <class Number>
[[nodiscard]] bool read_whole(std::string_view text, Number& to) noexcept {
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return false;
    }
    to = value;
    return true;
}

} // namespace loyalty_run
