// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What each file of results says of its own making: compiler, flags, version, machine, commit.

#include <loyalty/version.hpp>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace bench {

/// The processor's name, as Linux tells it.
[[nodiscard]] inline std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (const auto colon = line.find(": "); line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "unknown";
}

/// `LOYALTY_COMMIT` in the environment names the commit; a build cannot know it, because it may be older.
inline void add_context() {
    const char* const commit = std::getenv("LOYALTY_COMMIT");
    benchmark::AddCustomContext("compiler", LOYALTY_BENCHMARK_COMPILER);
    benchmark::AddCustomContext("compiler_flags", LOYALTY_BENCHMARK_FLAGS);
    benchmark::AddCustomContext("loyalty_version", std::string(loyalty::version));
    benchmark::AddCustomContext("processor", processor());
    benchmark::AddCustomContext("commit", commit != nullptr ? commit : "unknown");
}

/// Runs what was registered, as the arguments say, and gives what `main` returns.
inline int run_registered(int argc, char** argv) {
    add_context();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

} // namespace bench
