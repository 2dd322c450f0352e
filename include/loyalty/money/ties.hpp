// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstdint>

namespace loyalty::arithmetic {

/// Names the line that gets a minor unit if several have the same claim. With `to_first` 1.00 in three is 0.34, 0.33,
/// 0.33 and -1.00 is -0.34, -0.33, -0.33; with `to_last` 0.33, 0.33, 0.34. Systems that round negative shares to the
/// floor and then add units from the first line on do to negative totals what `to_last` does: -5 by 7 and 3 is -3 and
/// -2.
enum class ties : std::uint8_t { to_first, to_last };

} // namespace loyalty::arithmetic
