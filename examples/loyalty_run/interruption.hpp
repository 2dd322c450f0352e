// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// SIGINT (Ctrl-C) and SIGTERM end a run as the end of its input does: what is complete is evaluated and written. A second signal of
/// the same kind ends it at once.

#include "options.hpp"

#include <csignal>
#include <string_view>

#if !defined(_WIN32)
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#endif

namespace loyalty_run::interruption {

/// What a handler may touch: it runs at any moment.
inline volatile std::sig_atomic_t number_of_signal = 0;
#if !defined(_WIN32)
inline int pipe_of_signals[2]{-1, -1}; ///< a byte in it wakes who waits for input
#endif

/// The signal that came; 0 if none.
[[nodiscard]] inline int signal() noexcept {
    return static_cast<int>(number_of_signal);
}
[[nodiscard]] inline std::string_view name() noexcept {
    return signal() == SIGTERM ? "SIGTERM" : "SIGINT";
}

/// True once a signal has cut the input short: the files then hold a part, and do not take the places of complete ones.
inline bool has_cut_input = false;

#if !defined(_WIN32)

inline void handle(int number) noexcept {
    const int before = errno;
    number_of_signal = number;
    static_cast<void>(!write(pipe_of_signals[1], "", 1)); // a full pipe wakes as well
    errno = before;
}

/// Begins to listen. A signal that the parent ignores, as `nohup` does, stays ignored.
inline void listen() noexcept {
    if (pipe(pipe_of_signals) != 0) {
        return; // a signal then ends the run at once, as if nobody listened
    }
    for (const int end : pipe_of_signals) {
        static_cast<void>(fcntl(end, F_SETFL, O_NONBLOCK));
        static_cast<void>(fcntl(end, F_SETFD, FD_CLOEXEC));
    }
    for (const int number : {SIGINT, SIGTERM}) {
        struct sigaction before {};
        struct sigaction wanted {};
        wanted.sa_handler = handle;
        wanted.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART); // what is being written is written
        if (sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
            static_cast<void>(sigaction(number, &wanted, nullptr));
        }
    }
}

/// Waits until a descriptor has bytes or its end; returns false if a signal came, also one that came before.
[[nodiscard]] inline bool wait_for(int descriptor) noexcept {
    while (signal() == 0) {
        pollfd watched[2]{{descriptor, POLLIN, 0}, {pipe_of_signals[0], POLLIN, 0}};
        const int ready = poll(watched, pipe_of_signals[0] < 0 ? 1 : 2, -1);
        if (ready > 0 && watched[0].revents != 0 && signal() == 0) {
            return true;
        }
        if (ready < 0 && errno != EINTR) {
            return true; // reading says what is wrong
        }
    }
    return false;
}

#else

inline void listen() noexcept {
    std::signal(SIGINT, [](int number) { number_of_signal = number; });
}

#endif

} // namespace loyalty_run::interruption

namespace loyalty_run {

/// The exit code of a run whose input a signal cut short.
[[nodiscard]] inline exit_code exit_code_of_signal() noexcept {
    return static_cast<exit_code>(first_code_of_signals + interruption::signal());
}

} // namespace loyalty_run
