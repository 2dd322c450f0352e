// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scale/stream.hpp"

#include <cstddef>
#include <vector>

namespace scale {

/// Members and shares of all partitions at the end, from the workers of their last snapshots, in the order of partitions.
struct ending {
    std::vector<member_type> members{};
    std::vector<quotas<rules_type>> shares{};

    explicit ending(std::size_t count) : members(count) {}
    void add(const worker_type& own) {
        shares.push_back(own.state().shares);
        const auto& found = own.state().members;
        for (std::size_t at = 0; at < found.size(); ++at) {
            members[found.number_of(at)] = found.by_index(at);
        }
    }
};

} // namespace scale
