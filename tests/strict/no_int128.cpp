// SPDX-License-Identifier: BSL-1.0
//
// The library on the portable 128-bit arithmetic. The build compiles the static tests beside this file in the same way.
#include <loyalty/config.hpp>
#include <strict/core_forwards.hpp>

static_assert(LOYALTY_HAS_INT128 == 0);
