// SPDX-License-Identifier: BSL-1.0
// expect: put round_off.* before a cap_at over a window
#include <loyalty/loyalty.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr programme rules{points{per_amount{1_points, 1_usd}, cap_at{50_points, calendar_window{period_unit::month}},
                                 round_off{rounding::floor}}};
#else
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                                 cap_at{50_points, calendar_window{period_unit::month}}}};
#endif

int main() {}
