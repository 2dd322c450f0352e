// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/rules/quota.hpp>
#include <loyalty/stream/letter_book.hpp>
#include <loyalty/stream/partition_members.hpp>
#include <loyalty/stream/seen_ids.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/waiting_events.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>

namespace loyalty::streams {

/// The state of a worker for a partition. It follows from the events of the log up to `next`, and from nothing else: so a
/// worker that starts from it and goes on with record `next` ends in the same state, on any machine.
template <class Programme>
struct worker_state {
    using member_type = typename Programme::member_type;

    shard_range shards{};
    std::uint64_t next = 0;                 ///< the position of the first record of the log that is not in it
    instant watermark = instant::minimum(); ///< all events before it have come, as far as the allowed delay holds
    quotas<Programme> shares{};             ///< what is left of the partition's shares
    partition_members<member_type> members{};
    waiting_events waiting{};
    letter_book<Programme> letters{};
    seen_ids seen{};
};

} // namespace loyalty::streams
