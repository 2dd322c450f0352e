// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/policies/spend_threshold.hpp>

namespace loyalty {

/// A target to reach in a window, paid once (S32): three visits in May for 200 points is
///
/// @code
/// mission(200_points, 3_visits, {"2025-05-01"_date, "2025-06-01"_date}).of(visits{})
/// @endcode
///
/// A mission is a threshold that pays once, so it has all that `spend_threshold` has: `.of(measure)`, `.on(predicate)`.
template <unit_type Unit, unit_type Counted>
[[nodiscard]] constexpr spend_threshold<Unit, once<Counted>, criteria::campaign>
mission(amount<Unit> award, amount<Counted> target, date_window window) noexcept {
    return {award, once{target}, criteria::campaign{window}};
}

/// A badge for reaching a target, once in a lifetime (S32): `badge(100_visits).of(visits{})`.
template <unit_type Counted>
[[nodiscard]] constexpr spend_threshold<unit::badges, once<Counted>> badge(amount<Counted> target) noexcept {
    return {amount<unit::badges>::from_minor_units(1), once{target}};
}

} // namespace loyalty
