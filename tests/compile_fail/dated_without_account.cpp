// SPDX-License-Identifier: BSL-1.0
// expect: dated: no account of this programme books what the policy grants: add lots<Unit>
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::ledgers;

constexpr auto bonus = dated{points{per_visit{100_points}}}.expiring(ledgers::expires_after_days<30>{30});

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{bonus, points{per_visit{1_points}}};
#else
constexpr programme rules{bonus, lots<unit::points>{}.spare_buckets<30>()};
#endif

int main() {}
