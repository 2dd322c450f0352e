// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Which partition of a broker holds a member. Member 7 has the logical shard 1,369 for ever; of 8 partitions number 2
/// holds it, and of 16 number 5:
///
/// @code
/// shard_of(7);                     // 1369, of 4,096
/// partition_of(7, 8);              // 2, which has the shards 1,024 to 1,535
/// partition_of(7, 16);             // 5, which has the shards 1,280 to 1,535
/// shards_of_partition(2, 8);       // {1024, 1536}
/// @endcode
///
/// A member keeps its shard, and a partition is a row of whole shards. So another number of partitions moves whole
/// shards, and a snapshot is split and merged by them.

#include <loyalty/config.hpp>

#include <cstdint>

namespace loyalty::streams {

/// The number of shards, fixed for ever: also the most partitions of one stream.
inline constexpr std::uint32_t logical_shards = 4'096;

/// The shard of a member, from 0 to `shards` - 1, the same on every machine. Keys in a row, such as card numbers, spread
/// evenly. `shards` is above zero.
[[nodiscard]] constexpr std::uint32_t shard_of(std::uint64_t member_key,
                                               std::uint32_t shards = logical_shards) noexcept {
    LOYALTY_ASSERT(shards > 0);
    // An odd constant near 2^64 over the golden ratio spreads neighbours; twice, so that each bit reaches the highest ones.
    constexpr std::uint64_t golden = 0x9E37'79B9'7F4A'7C15;
    std::uint64_t mixed = (member_key ^ (member_key >> 32)) * golden;
    mixed = (mixed ^ (mixed >> 32)) * golden;
    return static_cast<std::uint32_t>(((mixed >> 32) * shards) >> 32);
}

/// Shards in a row, from `first` to the one before `last`.
struct shard_range {
    std::uint32_t first = 0;
    std::uint32_t last = logical_shards;

    [[nodiscard]] constexpr bool holds(std::uint32_t shard) const noexcept { return first <= shard && shard < last; }
    [[nodiscard]] constexpr std::uint32_t size() const noexcept { return last - first; }
    [[nodiscard]] constexpr bool is_valid() const noexcept { return first < last && last <= logical_shards; }
    [[nodiscard]] friend constexpr bool operator==(const shard_range&, const shard_range&) = default;
};

/// The shards that two ranges share; an empty range if there are none.
[[nodiscard]] constexpr shard_range intersection(shard_range left, shard_range right) noexcept {
    const std::uint32_t first = left.first < right.first ? right.first : left.first;
    const std::uint32_t last = left.last < right.last ? left.last : right.last;
    return {first, last < first ? first : last};
}

/// Any of the shards.
class shard_set {
public:
    [[nodiscard]] constexpr bool holds_any(shard_range range) const noexcept {
        for (std::uint32_t shard = range.first; shard < range.last; ++shard) {
            if ((bits_[shard / 64] >> (shard % 64) & 1u) != 0) {
                return true;
            }
        }
        return false;
    }
    constexpr void add(shard_range range) noexcept {
        for (std::uint32_t shard = range.first; shard < range.last; ++shard) {
            bits_[shard / 64] |= std::uint64_t{1} << (shard % 64);
        }
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return !holds_any({}); }

private:
    std::uint64_t bits_[logical_shards / 64]{};
};

/// The shards of a partition: `shards_of_partition(2, 8)` is {1024, 1536}. At least 1 and at most 4,096 partitions.
[[nodiscard]] constexpr shard_range shards_of_partition(std::uint32_t partition, std::uint32_t partitions) noexcept {
    LOYALTY_ASSERT(partition < partitions && partitions <= logical_shards);
    const auto first_of = [&](std::uint32_t index) { return (index * logical_shards + partitions - 1) / partitions; };
    return {first_of(partition), first_of(partition + 1)};
}

/// The partition, of so many, that holds a shard.
[[nodiscard]] constexpr std::uint32_t partition_of_shard(std::uint32_t shard, std::uint32_t partitions) noexcept {
    LOYALTY_ASSERT(shard < logical_shards && partitions > 0 && partitions <= logical_shards);
    return shard * partitions / logical_shards;
}

/// The partition, of so many, that holds a member.
[[nodiscard]] constexpr std::uint32_t partition_of(std::uint64_t member_key, std::uint32_t partitions) noexcept {
    return partition_of_shard(shard_of(member_key), partitions);
}

} // namespace loyalty::streams
