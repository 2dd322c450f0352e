// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/stream/file.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/stream/worker_options.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace loyalty::adapters {

/// A stream with its number of partitions. If the number changes, the logs of before are closed, and the workers of
/// the new ones take over from the last snapshots: see docs/workers.md.
struct stream_generation {
    std::string stream{}; ///< letters, digits, `_`, `.` and `-`; at most 70 of them
    std::uint32_t partitions = 0;
};

/// The settings of a driver, from its host. Times are of the clock on the wall.
struct driver_options {
    stream_generation own{.stream = "loyalty", .partitions = 1};
    stream_generation closed{}; ///< the generation before; without partitions there was none
    std::string folder = ".";   ///< snapshots lie in `folder/stream-of-partitions/partition`; all owners share it
    streams::durability safe = streams::durability::disk;
    streams::worker_options worker{};

    std::chrono::milliseconds poll_for{100};           ///< the longest wait for records
    std::chrono::milliseconds snapshot_every{10'000};  ///< at the latest, for a partition with new records
    std::uint64_t records_between_snapshots = 200'000; ///< at the latest
    std::chrono::milliseconds safe_within{30'000};     ///< how long the broker has to keep what was sent
    std::uint32_t most_restarts = 10;                  ///< in a row, of partitions whose output the broker did not keep
    bool positions_are_dense = true;                   ///< a position that is left out is a gap; false if senders use
                                                       ///< transactions, which take positions of their own

    std::string metrics_file{};   ///< Prometheus text, replaced at once; none if empty
    std::string readiness_file{}; ///< there as long as all partitions that were assigned are taken; none if empty
    std::chrono::milliseconds metrics_every{1'000};
    std::function<void(std::string_view)> log{}; ///< takes a line of JSON, without its line end
};

} // namespace loyalty::adapters

#endif
