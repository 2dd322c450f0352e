// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// How far the work has come.

#include "standard_streams.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#if defined(_WIN32)
#include <io.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace loyalty_run {

/// What stands on a line of `columns` characters, one of them kept free for the cursor:
///
///     80: [###############               ]  50 %  1,024 lines
///     24: 50 %  1,024 lines
///     12: 50 %
///
/// `percent` is below zero where it is not known. What does not fit is left out as a whole; at worst nothing is left.
[[nodiscard]] inline std::string progress_line(std::string_view what, std::uint64_t count, int percent,
                                               std::size_t columns) {
    constexpr int width = 30;
    const std::string counted = fmt::format("{} {}", grouped(std::to_string(count)), what);
    std::string share;
    std::string bar;
    if (percent >= 0) {
        const int shown = percent > 100 ? 100 : percent;
        share = fmt::format("{} %", shown);
        bar = fmt::format("[{:<{}}] {:>5}  {}", std::string(static_cast<std::size_t>(shown * width / 100), '#'), width,
                          share, counted);
    }
    for (const std::string& line : {bar, share.empty() ? counted : share + "  " + counted, share}) {
        if (!line.empty() && line.size() < columns) {
            return line;
        }
    }
    return {};
}

/// A line on a terminal that says how far the work has come; silent where stderr is no terminal.
class progress_bar {
public:
    explicit progress_bar(bool wanted) noexcept {
#if !defined(_WIN32)
        shows_ = wanted && isatty(STDERR_FILENO) != 0;
#else
        shows_ = wanted && _isatty(_fileno(stderr)) != 0;
#endif
    }
    progress_bar(const progress_bar&) = delete;
    progress_bar& operator=(const progress_bar&) = delete;
    ~progress_bar() {
        clear();
    }

    /// To be called often; it draws at most ten times a second, and nothing before the first half second.
    void show(std::string_view what, std::uint64_t count, int percent) {
        if (!shows_) {
            return;
        }
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) {
            return;
        }
        next_ = now + std::chrono::milliseconds(100);
        const std::string line = progress_line(what, count, percent, columns());
        clear();
        say(line);
        drawn_ = line.size();
    }

    /// Leaves the line empty for what is written next.
    void clear() {
        if (drawn_ != 0) {
            say('\r' + std::string(drawn_, ' ') + '\r');
            drawn_ = 0;
        }
    }

private:
    /// The width of the terminal, which may change at any time.
    [[nodiscard]] static std::size_t columns() noexcept {
#if !defined(_WIN32)
        struct winsize size {};
        if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
            return size.ws_col;
        }
#endif
        return 80;
    }

    bool shows_ = false;
    std::size_t drawn_ = 0; ///< characters on the line
    std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(500);
};

} // namespace loyalty_run
