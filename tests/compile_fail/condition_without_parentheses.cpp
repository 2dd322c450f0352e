// SPDX-License-Identifier: BSL-1.0
// expect: a rule takes a condition here, such as category_is[(]4[)]
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr auto first = tiered{350_usd}.when(first_purchase);
#else
constexpr auto first = tiered{350_usd}.when(first_purchase());
#endif

constexpr programme rules{first};

int main() {}
