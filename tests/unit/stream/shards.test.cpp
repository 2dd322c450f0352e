// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/shards.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

using namespace loyalty::streams;

TEST_CASE("the shard of a member is the same for ever") {
    // Computed apart from the library, by the definition, in integers without a bound.
    struct row {
        std::uint64_t key;
        std::uint32_t shard;
    };
    static constexpr row rows[] = {{0, 0},
                                   {1, 2737},
                                   {2, 3438},
                                   {7, 1369},
                                   {1000, 3343},
                                   {0xFFFF'FFFF, 1807},
                                   {0x1'0000'0000, 779},
                                   {0xFFFF'FFFF'FFFF'FFFF, 2587},
                                   {4'006'381'333'931, 2467}};
    for (const row& each : rows) {
        CAPTURE(each.key);
        CHECK(shard_of(each.key) == each.shard);
    }
    static_assert(shard_of(7) == 1369 && shard_of(7, 1) == 0 && shard_of(1000, 16) == 13);
}

TEST_CASE("a partition is a row of whole shards, and twice as many partitions halve each") {
    static_assert(shards_of_partition(2, 8) == shard_range{1024, 1536});
    static_assert(partition_of(7, 8) == 2 && partition_of(7, 16) == 5);
    static_assert(shards_of_partition(0, 3) == shard_range{0, 1366} && shards_of_partition(1, 3).last == 2731);
    for (const std::uint32_t partitions : {1u, 3u, 8u, 16u, 1000u, 4096u}) {
        std::uint32_t next = 0;
        for (std::uint32_t partition = 0; partition < partitions; ++partition) {
            const shard_range own = shards_of_partition(partition, partitions);
            CHECK(own.first == next);
            CHECK(own.is_valid());
            CHECK(partition_of_shard(own.first, partitions) == partition);
            CHECK(partition_of_shard(own.last - 1, partitions) == partition);
            next = own.last;
        }
        CHECK(next == 4096);
    }
    for (std::uint64_t member = 0; member < 1000; ++member) {
        CHECK(partition_of(member, 16) / 2 == partition_of(member, 8));
    }
}

TEST_CASE("members in a row spread over the shards evenly") {
    // 1,048,576 members are 256 a shard; by chance alone some have 60 fewer or more.
    for (const std::uint64_t step : {1u, 64u, 4096u}) {
        std::array<std::uint32_t, 4096> members{};
        for (std::uint64_t i = 0; i < 1'048'576; ++i) {
            ++members[shard_of(i * step)];
        }
        CHECK(*std::min_element(members.begin(), members.end()) > 180);
        CHECK(*std::max_element(members.begin(), members.end()) < 340);
    }
}
