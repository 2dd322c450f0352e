// SPDX-License-Identifier: BSL-1.0
// expect: a_time_literal_is_written_like_2025_01_10T23_59_with_optional_seconds_and_must_exist_in_the_calendar
// lines: 20
#include <loyalty/time/literals.hpp>

using namespace loyalty::literals;

int main() {
#if defined(LOYALTY_EXPECT_FAILURE)
    return "2025-01-10T24:00"_utc == loyalty::instant{} ? 1 : 0;
#else
    return "2025-01-11T00:00"_utc == loyalty::instant{} ? 1 : 0;
#endif
}
