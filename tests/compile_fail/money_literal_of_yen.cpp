// SPDX-License-Identifier: BSL-1.0
// expect: a literal has more decimals than its unit
#include <loyalty/money/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>((1.5_jpy).minor_units());
#else
    return static_cast<int>((15_jpy - 15_jpy).minor_units());
#endif
}
