// SPDX-License-Identifier: BSL-1.0
// expect: a literal does not fit 64 bits
#include <loyalty/money/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>((92233720368547758.08_usd).minor_units());
#else
    return static_cast<int>((0_usd).minor_units());
#endif
}
