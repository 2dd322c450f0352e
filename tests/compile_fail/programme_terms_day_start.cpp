// SPDX-License-Identifier: BSL-1.0
// expect: terms: the business day must start 0 to 86399 seconds after midnight
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{terms<>{.calendar = {{}, 86400}}, points{per_visit{1_points}}};
#else
constexpr programme rules{terms<>{.calendar = {{}, 86399}}, points{per_visit{1_points}}};
#endif

int main() {}
