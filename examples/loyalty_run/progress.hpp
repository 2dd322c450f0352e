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

/// How much of a work is done, of how much; of nothing if that is not known.
struct share_done {
    std::uint64_t done = 0;
    std::uint64_t all = 0;

    /// In per cent; below zero if it is not known.
    [[nodiscard]] constexpr int percent() const noexcept {
        return all == 0                  ? -1
               : done > UINT64_MAX / 100 ? static_cast<int>(done / (all / 100))
                                         : static_cast<int>(done * 100 / all);
    }
};

/// How fast a work is, and how long it will still take.
struct pace {
    std::uint64_t per_second = 0;
    std::int64_t seconds_left = -1; ///< below zero if it is not known
};

/// The pace of a work of which `count` pieces took so long, at the same speed to its end. 1,024 pieces in 2 seconds, a quarter of
/// all: 512 a second, 6 seconds left.
[[nodiscard]] constexpr pace pace_of(std::uint64_t count, share_done share, std::uint64_t milliseconds) noexcept {
    const std::uint64_t took = milliseconds == 0 ? 1 : milliseconds;
    pace result{count > UINT64_MAX / 1000 ? count / took * 1000 : count * 1000 / took, -1};
    if (share.all != 0 && share.done != 0 && share.done <= share.all) {
        // In parts of 2^20, so that no product passes 64 bits before a run has taken centuries.
        std::uint64_t all = share.all;
        std::uint64_t done = share.done;
        for (; all > (std::uint64_t{1} << 20U); all /= 2) {
            done = done / 2;
        }
        const std::uint64_t part = done == 0 ? 1 : done;
        result.seconds_left = static_cast<std::int64_t>(took * (all - done) / part / 1000);
    }
    return result;
}

/// `6 s`, `2 min 05 s`, `3 h 20 min`.
[[nodiscard]] inline std::string duration_text(std::int64_t seconds) {
    return seconds < 60     ? fmt::format("{} s", seconds)
           : seconds < 3600 ? fmt::format("{} min {:02} s", seconds / 60, seconds % 60)
                            : fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

/// What stands on a line of `columns` characters, one of them kept free for the cursor:
///
///     80: [###############               ]  50 %  1,024 lines, 512 a second, 2 s left
///     60: [###############               ]  50 %  1,024 lines
///     24: 50 %  1,024 lines
///     12: 50 %
///
/// `percent` is below zero where it is not known. What does not fit is left out as a whole; at worst nothing is left.
[[nodiscard]] inline std::string progress_line(std::string_view what, std::uint64_t count, int percent, pace speed,
                                               std::size_t columns) {
    constexpr int width = 30;
    const std::string counted = fmt::format("{} {}", grouped(std::to_string(count)), what);
    const std::string left = speed.seconds_left < 0 ? "" : ", " + duration_text(speed.seconds_left) + " left";
    const std::string paced =
        fmt::format("{}, {} a second{}", counted, grouped(std::to_string(speed.per_second)), left);
    std::string share;
    std::string bar;
    if (percent >= 0) {
        const int shown = percent > 100 ? 100 : percent;
        share = fmt::format("{} %", shown);
        bar = fmt::format("[{:<{}}] {:>5}  ", std::string(static_cast<std::size_t>(shown * width / 100), '#'), width,
                          share);
    }
    const std::string begin = share.empty() ? share : share + "  ";
    for (const std::string& line :
         {bar + paced, share.empty() ? paced : bar + counted, begin + paced, begin + counted, share}) {
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
    void show(std::string_view what, std::uint64_t count, share_done share) {
        if (!shows_) {
            return;
        }
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) {
            return;
        }
        next_ = now + std::chrono::milliseconds(100);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_).count();
        const pace speed = pace_of(count, share, static_cast<std::uint64_t>(took));
        const std::string line = progress_line(what, count, share.percent(), speed, columns());
        clear();
        say(line);
        drawn_ = line.size();
    }

    /// Another work begins: its pace is its own.
    void begin() {
        clear();
        begun_ = std::chrono::steady_clock::now();
        next_ = begun_ + std::chrono::milliseconds(500);
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
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point next_ = begun_ + std::chrono::milliseconds(500);
};

} // namespace loyalty_run
