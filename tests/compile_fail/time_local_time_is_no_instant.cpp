// SPDX-License-Identifier: BSL-1.0
// expect: local_time
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/literals.hpp>

using namespace loyalty;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr date day = calendar<>{}.business_date("2025-01-10T23:59"_local);
#else
constexpr date day = calendar<>{}.business_date("2025-01-10T23:59"_utc);
#endif

int main() {
    return day.days_since_epoch == 20098 ? 0 : 1;
}
