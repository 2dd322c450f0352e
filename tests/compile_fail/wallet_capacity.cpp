// SPDX-License-Identifier: BSL-1.0
// expect: its rules keep more things alive at once than it has places
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::things;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{wallet<2>{}.issuing(vouchers{7}.at_most(3))};
#else
constexpr programme rules{wallet<3>{}.issuing(vouchers{7}.at_most(3))};
#endif

int main() {}
