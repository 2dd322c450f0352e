// SPDX-License-Identifier: BSL-1.0
// expect: deleted
#include <loyalty/money/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>((1_usd * 1_usd).minor_units());
#else
    return static_cast<int>((0_usd * 1).minor_units());
#endif
}
