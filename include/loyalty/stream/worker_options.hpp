// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/stream/log_record.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty::streams {

/// A record of a log, as the broker delivers it.
struct log_entry {
    std::uint64_t position = 0;
    std::span<const std::byte> bytes{};
    instant stamp = instant::maximum(); ///< when the broker took it; an event far after it has a wrong time
};

/// The rules of a partition. Results depend on them, so all workers of a stream have the same.
struct worker_options {
    dates::seconds delay{3'600};               ///< how much later than others an event may come
    dates::seconds transit{86'400};            ///< how long a message takes at least; see below
    dates::seconds id_memory{86'400};          ///< how long at least the ids of events are known
    dates::seconds letter_memory{90 * 86'400}; ///< how long messages are known and can be reversed
    dates::seconds most_ahead{86'400};         ///< how far an event may lie after the stamp of its record
    std::size_t most_bytes = most_record_bytes;
    std::size_t most_waiting = std::size_t{1} << 20; ///< events; if more wait, the delay gets shorter
    bool stops_at_fault = false;                     ///< stops before a record at fault, and does not go on
};
// A message whose source lies at time t is due at t + transit at the earliest, and so is its reversal. It comes in time as
// long as no partition is more than that behind another, in the time of events. One that does not is applied at the
// earliest time that is still open, and counted.

/// The counts of a worker since it was made, for metrics.
struct worker_counts {
    std::uint64_t accepted = 0;                        ///< events and messages
    std::uint64_t refused = 0;                         ///< by the rules
    std::uint64_t skipped = 0;                         ///< records below the next position
    std::uint64_t hurried = 0;                         ///< how often too many events waited
    std::uint64_t delayed = 0;                         ///< messages that came after their time
    std::array<std::uint64_t, record_faults> faults{}; ///< by `record_fault`
};

} // namespace loyalty::streams
