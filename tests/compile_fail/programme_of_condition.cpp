// SPDX-License-Identifier: BSL-1.0
// expect: a condition such as category_is[(]4[)] is no policy
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}, category_is(4)};
#else
constexpr programme rules{points{per_visit{1_points}.on(category_is(4))}};
#endif

int main() {}
