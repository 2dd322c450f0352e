// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checked.hpp"
#include "text.hpp"

#include <loyalty/money/decimal.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace loyalty_run {

/// Sums of exact decimals, by their scale, so that each addition is one of whole numbers.
class exact_sum {
public:
    void add(decimal value) noexcept {
        decimal& sum = by_scale_[static_cast<std::size_t>(value.scale)];
        overflow_ = !add_to(sum.coefficient, value.coefficient) || overflow_;
    }
    [[nodiscard]] friend exact_sum operator+(exact_sum left, const exact_sum& right) noexcept {
        for (const decimal& each : right.by_scale_) {
            left.add({each.coefficient, static_cast<std::int32_t>(&each - right.by_scale_.data())});
        }
        left.overflow_ = left.overflow_ || right.overflow_;
        return left;
    }
    /// Nothing where 64 bits did not hold it.
    [[nodiscard]] std::optional<decimal> total() const noexcept {
        decimal sum{};
        for (std::size_t scale = 0; scale < by_scale_.size(); ++scale) {
            const auto part = decimal{by_scale_[scale].coefficient, static_cast<std::int32_t>(scale)};
            const auto more =
                loyalty::arithmetic::add(sum, part, part.coefficient == 0 ? sum.scale : part.scale, rounding::down);
            if (overflow_ || !more) {
                return std::nullopt;
            }
            sum = *more;
        }
        return sum;
    }

private:
    std::array<decimal, decimal_scale_max + 1> by_scale_{};
    bool overflow_ = false;
};

} // namespace loyalty_run
