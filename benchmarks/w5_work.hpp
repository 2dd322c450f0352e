// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The two sizes at which W5 is measured, each made once in a process.

#include "../examples/loyalty_run/w5.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace bench {

struct workload {
    std::size_t count;
    std::size_t members;
    w5::sums expected;
    std::vector<w5::record> stream{};

    [[nodiscard]] std::span<const w5::record> records() {
        if (stream.empty()) {
            stream = w5::stream(count, members);
        }
        return stream;
    }
};

inline workload small{1'000'000, 20'000, w5::expected_20k};
inline workload large{10'000'000, 1'000'000, w5::expected_1m};

} // namespace bench
