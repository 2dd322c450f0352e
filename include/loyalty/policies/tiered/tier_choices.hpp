// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The choices of a `tiered`.

#include <loyalty/config.hpp>

#include <cstdint>

namespace loyalty::choices {

/// The rate of the purchase that reaches a tier (S19).
enum class earns_at : std::uint8_t { old_rate, new_rate, split };

/// When a tier that was reached begins (S28).
enum class upgrade : std::uint8_t { at_once, next_period };

/// The effect of a return on a tier that only the returned goods had earned (S31): it is kept to the end of its hold,
/// or lost at once.
enum class on_return : std::uint8_t { keeps_tier, loses_tier };

/// The change when a held tier ends (S28): to the tier that was earned since, one step down for another hold, or none.
enum class drop : std::uint8_t { to_earned, one_step, never };

} // namespace loyalty::choices
