// SPDX-License-Identifier: BSL-1.0
//
// A programme that breaks a precondition. The default handler must say which, and where.
#include <loyalty/config.hpp>

constexpr int half(int even) noexcept {
#line 1234567
    LOYALTY_ASSERT(even % 2 == 0);
    return even / 2;
}

static_assert(half(4) == 2);

int main(int count, char**) {
    return half(count * 2 + 1);
}
