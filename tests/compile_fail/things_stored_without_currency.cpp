// SPDX-License-Identifier: BSL-1.0
// expect: stored_money
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::things;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr entitlement card{.code = 815, .stored = 5000};
#else
constexpr entitlement card{.code = 815, .stored = 50_usd};
#endif

int main() {}
