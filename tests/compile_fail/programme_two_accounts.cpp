// SPDX-License-Identifier: BSL-1.0
// expect: two accounts book the same unit
#include <loyalty/ledger/lots.hpp>
#include <loyalty/loyalty.hpp>

using namespace loyalty;

constexpr auto earning = points{per_visit{1_points}};

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{earning, lots<unit::points>{}, lots<unit::points>{}};
#else
constexpr programme rules{earning, lots<unit::points>{}};
#endif

int main() {}
