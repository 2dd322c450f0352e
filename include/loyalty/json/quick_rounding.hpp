// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Roundings that are made ready when rules are read: what depends on the mode and the divisor alone is computed then.
///
/// 1234 hundredths half up: (1234 + 50) / 100 is 12. Half to even is the same, and one less if a tie came to an odd number:
/// (1250 + 50) / 100 is 13, a tie, and odd, so 12.

#include <loyalty/config.hpp>
#include <loyalty/money/rounding.hpp>

#include <cstdint>

namespace loyalty::json {

/// The rounding of numbers that are not negative, to whole ones, over a divisor.
struct quick_rounding {
    std::int64_t raise = 0; ///< what is added before a division that cuts off
    std::int64_t divisor = 1;
    std::uint64_t ties = 0; ///< 1 if a tie goes to the even number, and there are ties

    /// Makes it ready. Returns false for a mode that depends on more of the quotient.
    [[nodiscard]] constexpr bool prepare(rounding mode, std::int64_t over) noexcept {
        divisor = over;
        ties = mode == rounding::half_even && over % 2 == 0 ? 1 : 0;
        switch (mode) {
        case rounding::floor:
        case rounding::down:
            raise = 0;
            return over > 0;
        case rounding::ceiling:
        case rounding::up:
            raise = over - 1;
            return over > 0;
        case rounding::half_up:
        case rounding::half_ceiling:
        case rounding::half_even:
            raise = over / 2;
            return over > 0;
        case rounding::half_down:
        case rounding::half_floor:
            raise = (over - 1) / 2;
            return over > 0;
        default:
            return false;
        }
    }

    /// The whole number, without a look at ties: for a rounding that has none. Both numbers have 63 bits, so their sum has 64.
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t without_ties(std::int64_t value) const noexcept {
        LOYALTY_ASSUME(value >= 0 && raise >= 0 && divisor > 0);
        return static_cast<std::int64_t>((static_cast<std::uint64_t>(value) + static_cast<std::uint64_t>(raise)) /
                                         static_cast<std::uint64_t>(divisor));
    }
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t operator()(std::int64_t value) const noexcept {
        LOYALTY_ASSUME(value >= 0 && raise >= 0 && divisor > 0);
        const std::uint64_t raised = static_cast<std::uint64_t>(value) + static_cast<std::uint64_t>(raise);
        const std::uint64_t nearest = raised / static_cast<std::uint64_t>(divisor);
        const bool is_tie = raised % static_cast<std::uint64_t>(divisor) == 0;
        return static_cast<std::int64_t>(nearest - (nearest & ties & (is_tie ? 1U : 0U)));
    }
};

} // namespace loyalty::json
