// SPDX-License-Identifier: BSL-1.0
// expect: a programme consists of policies, such as points{[.][.][.]}
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{1_points}}, 5};
#else
constexpr programme rules{points{per_visit{1_points}}};
#endif

int main() {}
