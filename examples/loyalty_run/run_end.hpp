// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The end of a run: its totals, and how fast it went.

#include "options.hpp"
#include "output_file.hpp"
#include "text.hpp"
#include "writing.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace loyalty_run {

/// Writes the totals where they belong: to a file as CSV or JSON, else readable to the standard output, or to stderr where
/// a table takes that.
inline void write_totals(const totals_table& totals, const options& asked) {
    if (!asked.totals.empty()) {
        output_file file(asked.totals);
        file.write(totals.written(asked.written()));
        file.close();
        return;
    }
    if (asked.quiet) {
        return;
    }
    const bool taken = asked.members == "-" || asked.tiers == "-" || asked.outcomes == "-" || asked.liability == "-" ||
                       asked.page == "-";
    const std::string text = totals.readable();
    std::fwrite(text.data(), 1, text.size(), taken ? stderr : stdout);
}

inline void show_speed(const options& asked, std::uint64_t count, std::string_view what,
                       std::chrono::steady_clock::time_point begun) {
    if (asked.show_time) {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
        const auto milliseconds = static_cast<std::uint64_t>(took > 0 ? took : 1);
        fmt::print(stderr, "{} {} in {} ms: {} a second\n", grouped(std::to_string(count)), what, milliseconds,
                   grouped(std::to_string(count * 1000 / milliseconds)));
    }
}

} // namespace loyalty_run
