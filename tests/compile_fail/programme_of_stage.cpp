// SPDX-License-Identifier: BSL-1.0
// expect: a stage such as per_amount{[.][.][.]} stands in points{[.][.][.]}
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{per_visit{1_points}};
#else
constexpr programme rules{points{per_visit{1_points}}};
#endif

int main() {}
