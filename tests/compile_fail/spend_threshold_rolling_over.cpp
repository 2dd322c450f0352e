// SPDX-License-Identifier: BSL-1.0
// expect: what lies above a threshold is carried within a window
#include <loyalty/loyalty.hpp>
#include <loyalty/rules/rollover_window.hpp>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr calendar_window year = calendar_window{};
constexpr programme rules{spend_threshold{1_vouchers, once(100_usd)}.within(year.rolling_over(100_usd))};
#else
constexpr programme rules{spend_threshold{1_vouchers, once(100_usd)}.within(calendar_window{})};
#endif

int main() {}
