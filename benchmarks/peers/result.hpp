// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a peer in C++ reads from its command line and writes to its standard output; see run.py.

#include "../../examples/loyalty_run/w5.hpp"
#include "../cpu_clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <string_view>

namespace peers {

struct size_of_work {
    std::size_t transactions;
    std::size_t members;
    int passes = 1;
};

/// `<program> <transactions> <members> [<passes>]`
[[nodiscard]] inline std::optional<size_of_work> read_size(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("wanted: <transactions> <members>\n", stderr);
        return std::nullopt;
    }
    const size_of_work size{std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10),
                            argc > 3 ? std::atoi(argv[3]) : 1};
    if (size.transactions == 0 || size.members == 0) {
        std::fputs("transactions and members are to be 1 or more\n", stderr);
        return std::nullopt;
    }
    return size;
}

/// Seconds of one pass: what passed, and what the processor worked.
struct measured_pass {
    double wall = 0;
    double processor = 0;
};

class stopwatch {
public:
    [[nodiscard]] measured_pass passed() const {
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - wall_start_;
        const std::chrono::duration<double> processor = bench::cpu_clock::now() - processor_start_;
        return {wall.count(), processor.count()};
    }

private:
    std::chrono::steady_clock::time_point wall_start_ = std::chrono::steady_clock::now();
    bench::cpu_clock::time_point processor_start_ = bench::cpu_clock::now();
};

inline void print_result(std::string_view engine, std::string_view version, std::size_t transactions,
                         std::size_t members, std::span<const measured_pass> passes, const w5::sums& sums) {
    std::printf(R"({"engine": "%.*s", "version": "%.*s", "transactions": %zu, "members": %zu, "passes": [)",
                static_cast<int>(engine.size()), engine.data(), static_cast<int>(version.size()), version.data(),
                transactions, members);
    for (std::size_t i = 0; i < passes.size(); ++i) {
        std::printf(R"(%s{"seconds": %.9f, "processor_seconds": %.9f})", i == 0 ? "" : ", ", passes[i].wall,
                    passes[i].processor);
    }
    std::printf(R"(], "totals": {"points": %lld, "cashback_cents": %lld, "stamps": %lld, "badges": %lld, )"
                R"("tier_events": %lld, "members_by_tier": [%lld, %lld, %lld]}})"
                "\n",
                static_cast<long long>(sums.points), static_cast<long long>(sums.cashback_cents),
                static_cast<long long>(sums.stamps), static_cast<long long>(sums.badges),
                static_cast<long long>(sums.tier_events), static_cast<long long>(sums.members_by_tier[0]),
                static_cast<long long>(sums.members_by_tier[1]), static_cast<long long>(sums.members_by_tier[2]));
}

} // namespace peers
