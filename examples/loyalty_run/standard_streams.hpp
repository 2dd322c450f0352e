// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The standard streams, which may be closed, full or broken.

#include "options.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#if !defined(_WIN32)
#include <fcntl.h>
#include <unistd.h>
#endif

namespace loyalty_run {

/// Writes to stderr. Where that fails `ended` knows.
inline void say(std::string_view text) noexcept {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

/// Takes the numbers of closed standard streams, or the next file opened would get such a number and with it what is
/// meant for the stream: with `>&-` the totals would stand in the file of `--members`. What takes the number can only be
/// used the other way round, so that each use of the stream fails.
inline void hold_closed_streams() noexcept {
#if !defined(_WIN32)
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) == -1 && errno == EBADF) {
            // The lowest free number is given: all below are taken already.
            static_cast<void>(open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY));
        }
    }
#endif
}

/// The exit code at the end of a run that came to `code`: that of `wrong_use` where a byte for the standard output or
/// stderr was lost.
[[nodiscard]] inline int ended(int code) {
    constexpr int lost = static_cast<int>(exit_code::wrong_use);
    const bool had_failed = std::ferror(stdout) != 0;
    errno = 0;
    if (std::fflush(stdout) == 0 && !had_failed) {
        return std::ferror(stderr) != 0 ? lost : code;
    }
    if (code != lost) { // else the run has said what went wrong
        say(std::string("loyalty_run: cannot write the standard output") +
            (errno == 0 ? std::string() : std::string(": ") + std::strerror(errno)) + '\n');
    }
    return lost;
}

} // namespace loyalty_run
