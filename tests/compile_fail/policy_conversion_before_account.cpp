// SPDX-License-Identifier: BSL-1.0
// expect: a conversion stands before the account that keeps what it spends: put it behind it
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_visit{10_points}}, conversion{100_points, 1_usd}, lots<unit::points>{}};
#else
constexpr programme rules{points{per_visit{10_points}}, lots<unit::points>{}, conversion{100_points, 1_usd}};
#endif

int main() {
    return static_cast<int>(rules.size);
}
