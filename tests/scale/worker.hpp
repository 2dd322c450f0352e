// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

namespace scale {

/// What a worker's process is told.
struct worker_job {
    std::string brokers{};
    std::string folder{};
    std::string name{}; ///< of its files of metrics and logs
    std::uint64_t events = 0;
    std::uint32_t partitions = 0;
    std::uint32_t closed = 0; ///< the number of partitions before; 0 if there were none
    std::uint64_t records_between_snapshots = 0;
};

/// Runs until SIGTERM. Returns what the process returns.
int run_worker(const worker_job& job);

} // namespace scale
