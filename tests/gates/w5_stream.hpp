// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The stream of W5 as the work of a gate.

#include "../../examples/loyalty_run/w5.hpp"
#include "gate.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace gate {

struct w5_stream {
    std::vector<w5::record> records;
    std::size_t members = 0;

    [[nodiscard]] std::span<const w5::record> span() const noexcept { return records; }
};

inline void make_w5_stream(w5_stream& work, std::size_t transactions, std::size_t members) {
    work = {w5::stream(transactions, members), members};
}

} // namespace gate
