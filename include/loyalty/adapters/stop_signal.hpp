// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <atomic>
#include <csignal>

namespace loyalty::detail {

inline std::atomic<bool> stop_wanted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a handler of signals sets it");
extern "C" inline void loyalty_note_stop(int) {
    stop_wanted.store(true);
}

} // namespace loyalty::detail

namespace loyalty::adapters {

/// From now on SIGTERM and SIGINT end the loop of a driver: it writes its last snapshots, leaves the group and returns.
///
/// @code
/// own.run(stop_on_signals());
/// @endcode
inline const std::atomic<bool>& stop_on_signals() noexcept {
    static_cast<void>(std::signal(SIGTERM, detail::loyalty_note_stop));
    static_cast<void>(std::signal(SIGINT, detail::loyalty_note_stop));
    return detail::stop_wanted;
}

} // namespace loyalty::adapters
