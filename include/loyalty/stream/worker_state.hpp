// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/rules/quota.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/stream/partition_members.hpp>
#include <loyalty/stream/seen_ids.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/waiting_events.hpp>
#include <loyalty/time/instant.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>

namespace loyalty::streams {

/// What became of a message between members.
enum class letter_fate : std::uint8_t {
    waits,
    delivered, ///< and accepted: its receipt is kept
    refused,   ///< by the rules of its member
    cancelled, ///< withdrawn before it was due
    reversed,  ///< withdrawn after it was delivered
};

/// Where a message stands in the order of delivery; a reversal has the id of what it reverses.
struct letter_place {
    instant time{};
    std::uint64_t id = 0;
    bool is_reversal = false;

    [[nodiscard]] friend auto operator<=>(const letter_place&, const letter_place&) = default;
};

/// A message that came, as long as it is remembered.
template <class Programme>
struct known_letter {
    std::uint32_t to = 0;
    instant due{};
    letter_fate fate = letter_fate::waits;
    receipt<Programme> paper{}; ///< of one that was delivered
};

/// All that a worker knows of a partition. It is what the events of the log up to `next` give, and nothing else: so a
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
    std::map<letter_place, letter> letters{}; ///< messages that wait
    std::unordered_map<std::uint64_t, known_letter<Programme>> known_letters{};
    seen_ids seen{};
};

} // namespace loyalty::streams
