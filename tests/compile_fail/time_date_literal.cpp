// SPDX-License-Identifier: BSL-1.0
// expect: a date literal is written like
#include <loyalty/time/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return "2025-02-29"_date.days_since_epoch;
#else
    return "2024-02-29"_date.days_since_epoch - 19782;
#endif
}
