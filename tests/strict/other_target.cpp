// SPDX-License-Identifier: BSL-1.0
//
// Every header of the core for another machine. The build compiles the static tests beside this file in the same way.
#include <strict/core_forwards.hpp>

// Where a pointer has 32 bits the compilers have no 128-bit integer, and the portable arithmetic must take its place.
static_assert(LOYALTY_HAS_INT128 == (sizeof(void*) == 8 ? 1 : 0));
