// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Whole numbers that say if 64 bits do not hold a result.

#include <loyalty/money/decimal.hpp>

#include <cstdint>
#include <limits>

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

} // namespace loyalty_run
