// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes a generated stream as a file.

#include "interruption.hpp"
#include "options.hpp"
#include "output_file.hpp"
#include "progress.hpp"
#include "stream_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace loyalty_run {

/// Throws if the options of a stream do not fit.
inline void check_stream(options& asked) {
    if (!asked.input.empty()) {
        throw failure{exit_code::wrong_use,
                      fmt::format("--stream {} and the file {}: give one of them", asked.stream, asked.input)};
    }
    if (!asked.layout.empty()) {
        throw failure{exit_code::wrong_use, "--layout means nothing here: a generated stream has the layout default"};
    }
    asked.layout = "default";
    static_cast<void>(stream_of(asked));
}

[[nodiscard]] inline std::string text_of_totals(const stream_totals& all) {
    std::string text;
    const auto row = [&](std::string_view name, const std::string& value) {
        text += fmt::format("  {:>18}  {}\n", grouped(value), name);
    };
    row("lines", std::to_string(all.lines));
    row("purchases", std::to_string(all.purchases));
    row("returns", std::to_string(all.returns));
    row("redemptions", std::to_string(all.redemptions));
    row("submitted again", std::to_string(all.repeats));
    row("bought", units_of(all.bought_cents, 2));
    row("given back", units_of(all.returned_cents, 2));
    row("points asked for", std::to_string(all.points_asked));
    return text;
}

/// Writes the stream of the options; says what it holds, on stderr if the standard output has the file.
[[nodiscard]] inline exit_code write_stream(const options& asked, const std::string& path) {
    if (asked.stream.empty()) {
        throw failure{exit_code::wrong_use,
                      "generate: which stream? --stream shop, or another of docs/benchmark_card.md"};
    }
    stream_text text(stream_of(asked));
    output_file file(path);
    progress_bar bar(!asked.quiet);
    std::array<char, 65'536> buffer{};
    std::size_t size = buffer.size();
    while (size == buffer.size()) {
        size = text.read(buffer.data(), buffer.size());
        if (interruption::signal() != 0 && size == buffer.size()) {
            if (path == "-") {
                file.write(std::string_view(buffer.data(), size));
                file.write(text.rest_of_event());
                file.close();
            }
            throw failure{exit_code_of_signal(),
                          fmt::format("stopped by {} after {} of {} events: {}", interruption::name(), text.done(),
                                      text.from().size(),
                                      path == "-" ? std::string("these are complete") : path + " is as it was")};
        }
        file.write(std::string_view(buffer.data(), size));
        bar.show("events", text.done(), {text.done(), text.from().size()});
    }
    bar.clear();
    file.close();
    if (!asked.quiet) {
        const std::string said = text_of_totals(text.totals());
        std::fwrite(said.data(), 1, said.size(), path == "-" ? stderr : stdout);
    }
    return exit_code::done;
}

} // namespace loyalty_run
