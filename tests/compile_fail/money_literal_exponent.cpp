// SPDX-License-Identifier: BSL-1.0
// expect: a literal is a plain decimal number such as 23[.]99
#include <loyalty/money/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>((1e2_usd).minor_units());
#else
    return static_cast<int>((0_usd).minor_units());
#endif
}
