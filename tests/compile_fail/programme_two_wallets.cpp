// SPDX-License-Identifier: BSL-1.0
// expect: a programme has one things::wallet
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::things;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{wallet<4>{}, wallet<8>{}};
#else
constexpr programme rules{wallet<8>{}};
#endif

int main() {}
