// SPDX-License-Identifier: BSL-1.0
// expect: deleted
#include <loyalty/money/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return static_cast<int>((loyalty::money<loyalty::currency::usd>(23.99)).minor_units());
#else
    return static_cast<int>((loyalty::money<loyalty::currency::usd>()).minor_units());
#endif
}
