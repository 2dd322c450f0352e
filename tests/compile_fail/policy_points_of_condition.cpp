// SPDX-License-Identifier: BSL-1.0
// expect: points{[.][.][.]} takes stages alone
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr points each{per_visit{1_points}, category_is(4)};
#else
constexpr points each{per_visit{1_points}.when(category_is(4))};
#endif

constexpr programme rules{each};

int main() {}
