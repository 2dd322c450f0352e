// SPDX-License-Identifier: BSL-1.0
// expect: literal_must_be_a_plain_decimal_number
// lines: 30
#include <loyalty/money/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>((010_points).minor_units());
#else
    return static_cast<int>((0_points).minor_units());
#endif
}
