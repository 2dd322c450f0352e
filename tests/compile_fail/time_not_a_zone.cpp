// SPDX-License-Identifier: BSL-1.0
// expect: a zone has a member `zone_segment segment[(]instant[)] const noexcept`
#include <loyalty/time/calendar.hpp>

using namespace loyalty;
using namespace loyalty::dates;

struct berlin {
#if defined(LOYALTY_EXPECT_FAILURE)
    constexpr int offset(instant) const noexcept {
        return 3600;
    }
#else
    constexpr zone_segment segment(instant) const noexcept {
        return {instant::minimum(), instant::maximum(), 3600};
    }
#endif
};

constexpr calendar<berlin> programme_calendar{};

int main() {
    return programme_calendar.day_start_seconds;
}
