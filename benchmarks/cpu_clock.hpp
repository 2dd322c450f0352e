// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <ctime>

namespace bench {

/// The time that this thread has been on a processor, so that waiting for one behind other work does not count. On a
/// quiet machine it is the time that passed.
struct cpu_clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<cpu_clock>;
    static constexpr bool is_steady = true;

    [[nodiscard]] static time_point now() noexcept {
#if defined(CLOCK_THREAD_CPUTIME_ID)
        std::timespec at{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
        return time_point{std::chrono::seconds{at.tv_sec} + std::chrono::nanoseconds{at.tv_nsec}};
#else
        return time_point{std::chrono::steady_clock::now().time_since_epoch()};
#endif
    }
};

} // namespace bench
