// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>

#include <cstdint>

namespace loyalty::extensions {

/// How far a member is from the next award of a rule that counts towards one (S29). Of 250.00 with 180.00 spent:
/// `{.is_open = true, .counted = 180_usd, .needed = 250_usd, .missing = 70_usd}`.
template <unit_type Counted>
struct count_progress {
    bool is_open = false;      ///< false if no more awards can be reached: paid once, or outside the window
    amount<Counted> counted{}; ///< towards the next award; below zero after returns
    amount<Counted> needed{};
    amount<Counted> missing{}; ///< zero if it is not open

    /// In minor units.
    [[nodiscard]] static constexpr count_progress of(std::int64_t counted, std::int64_t needed, bool is_open) noexcept {
        using counted_amount = amount<Counted>;
        const std::int64_t missing = is_open && counted < needed ? needed - counted : 0;
        return {is_open, counted_amount::from_minor_units(counted), counted_amount::from_minor_units(needed),
                counted_amount::from_minor_units(missing)};
    }

    [[nodiscard]] friend constexpr bool operator==(const count_progress&, const count_progress&) = default;
};

} // namespace loyalty::extensions
