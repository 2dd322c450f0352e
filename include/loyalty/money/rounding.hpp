// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstdint>

namespace loyalty {

/// The treatment of a fraction that the result cannot hold (S2). There is no default: each rounding names its mode.
///
/// | mode           | 2.5 |-2.5 | 2.4 |-2.4 | 2.6 |-2.6 | 3.5 | 5.1 | in words |
/// |----------------|-----|-----|-----|-----|-----|-----|-----|-----|----------|
/// | `down`         |   2 |  -2 |   2 |  -2 |   2 |  -2 |   3 |   5 | towards zero |
/// | `up`           |   3 |  -3 |   3 |  -3 |   3 |  -3 |   4 |   6 | away from zero |
/// | `floor`        |   2 |  -3 |   2 |  -3 |   2 |  -3 |   3 |   5 | towards minus infinity |
/// | `ceiling`      |   3 |  -2 |   3 |  -2 |   3 |  -2 |   4 |   6 | towards plus infinity |
/// | `half_up`      |   3 |  -3 |   2 |  -2 |   3 |  -3 |   4 |   5 | to the nearest, a tie away from zero |
/// | `half_down`    |   2 |  -2 |   2 |  -2 |   3 |  -3 |   3 |   5 | to the nearest, a tie towards zero |
/// | `half_even`    |   2 |  -2 |   2 |  -2 |   3 |  -3 |   4 |   5 | to the nearest, a tie to the even neighbour |
/// | `half_odd`     |   3 |  -3 |   2 |  -2 |   3 |  -3 |   3 |   5 | to the nearest, a tie to the odd neighbour |
/// | `half_ceiling` |   3 |  -2 |   2 |  -2 |   3 |  -3 |   4 |   5 | to the nearest, a tie towards plus infinity |
/// | `half_floor`   |   2 |  -3 |   2 |  -2 |   3 |  -3 |   3 |   5 | to the nearest, a tie towards minus infinity |
/// | `zero_five_up` |   2 |  -2 |   2 |  -2 |   2 |  -2 |   3 |   6 | towards zero, but away from a last digit 0 or 5 |
enum class rounding : std::uint8_t {
    down,
    up,
    floor,
    ceiling,
    half_up,
    half_down,
    half_even,
    half_odd,
    half_ceiling,
    half_floor,
    zero_five_up,
};

namespace detail {

/// The part that a division cut off at zero, as rounding needs it: nothing (`sign` 0) or a part of a unit with its
/// sign, and how that part compares with one half.
struct cut_off {
    int sign = 0;
    bool above_half = false;
    bool half = false;
};

/// Returns true if the quotient that was cut off at zero moves one away from zero. Written without branches on the
/// numbers, so that with a constant mode little more than one comparison is left.
[[nodiscard]] LOYALTY_INLINE constexpr bool rounds_away(rounding mode, cut_off cut, bool odd,
                                                        bool ends_in_0_or_5) noexcept {
    switch (mode) {
    case rounding::down:
        return false;
    case rounding::up:
        return cut.sign != 0;
    case rounding::floor:
        return cut.sign < 0;
    case rounding::ceiling:
        return cut.sign > 0;
    case rounding::half_up:
        return cut.above_half | cut.half;
    case rounding::half_down:
        return cut.above_half;
    case rounding::half_even:
        return cut.above_half | (cut.half & odd);
    case rounding::half_odd:
        return cut.above_half | (cut.half & !odd);
    case rounding::half_ceiling:
        return cut.above_half | (cut.half & (cut.sign > 0));
    case rounding::half_floor:
        return cut.above_half | (cut.half & (cut.sign < 0));
    case rounding::zero_five_up:
        return (cut.sign != 0) & ends_in_0_or_5;
    }
    LOYALTY_ASSERT(false);
    return false;
}

/// n / d, rounded; d > 0. `divide_rounded(std::int64_t{2399}, 100, rounding::half_up)` is 24. Cannot overflow: a
/// quotient moves away from zero only when something was cut off, so d is at least 2. `Integer` is 64 bits or wide; the
/// divisor has 64 bits.
template <class Integer>
[[nodiscard]] LOYALTY_INLINE constexpr Integer divide_rounded(Integer n, std::int64_t d, rounding mode) noexcept {
    LOYALTY_ASSERT(d > 0);
    const Integer quotient = n / d;
    const auto rest = static_cast<std::int64_t>(n % d);
    const std::int64_t part = rest < 0 ? -rest : rest;
    const std::int64_t left = d - part; // compared instead of twice the part, which might not fit
    const cut_off cut{rest < 0 ? -1 : (rest > 0 ? 1 : 0), part > left, part == left};
    const bool odd = (static_cast<std::int64_t>(quotient) & 1) != 0;
    const bool ends_in_0_or_5 = mode == rounding::zero_five_up && quotient % 5 == Integer{0};
    const bool away = rounds_away(mode, cut, odd, ends_in_0_or_5);
    const Integer one{away ? 1 : 0};
    return rest < 0 ? quotient - one : quotient + one;
}

} // namespace detail
} // namespace loyalty
