// SPDX-License-Identifier: BSL-1.0
// expect: campaign: the window ends before it starts: give a later end
#include <loyalty/loyalty.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{mission(5_points, 50_usd, {"2025-06-01"_date, "2025-05-01"_date})};
#else
constexpr programme rules{mission(5_points, 50_usd, {"2025-05-01"_date, "2025-06-01"_date})};
#endif

int main() {}
