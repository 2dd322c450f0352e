// SPDX-License-Identifier: BSL-1.0
// expect: a time literal is written like
#include <loyalty/time/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return "2025-01-10T24:00"_utc == loyalty::instant{} ? 1 : 0;
#else
    return "2025-01-11T00:00"_utc == loyalty::instant{} ? 1 : 0;
#endif
}
