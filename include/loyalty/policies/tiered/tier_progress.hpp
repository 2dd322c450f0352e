// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// How far a member is from the next tier, and from losing the present one.

#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>

namespace loyalty::extensions {

/// The distance of a member from tiers (S29).
template <unit_type Counted>
struct tier_progress {
    std::uint8_t tier = 0; ///< the tier at the time of the question
    bool has_next = false;
    amount<Counted> missing_to_next{}; ///< zero at the top
    amount<Counted> missing_to_keep{}; ///< to hold the tier beyond `held_until`; zero if it is earned already
    date qualifies_until{};            ///< the first day on which what was counted so far no longer counts
    date held_until{};                 ///< the first day without the tier, grace included, unless it is earned again

    [[nodiscard]] friend constexpr bool operator==(const tier_progress&, const tier_progress&) = default;
};

} // namespace loyalty::extensions
