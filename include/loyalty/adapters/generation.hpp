// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Where the snapshots of a stream lie, and how one number of partitions follows another:
///
///     /var/lib/stars/stars-of-8/2/5-17.snapshot     partition 2 of 8, snapshot 17 of the owner with epoch 5
///     /var/lib/stars/stars-of-8/closed              all its records were taken: the workers of 16 may take over

#include <loyalty/adapters/driver_options.hpp>
#include <loyalty/config.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/stream/file.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/snapshot_folder.hpp>
#include <loyalty/stream/worker_snapshot.hpp>
#include <loyalty/time/instant.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <sys/stat.h>

namespace loyalty::adapters {

/// `folder_of("/var/lib/stars", {"stars", 8})` is "/var/lib/stars/stars-of-8".
[[nodiscard]] inline std::string folder_of(const std::string& root, const stream_generation& one) {
    return root + "/" + one.stream + "-of-" + std::to_string(one.partitions);
}
[[nodiscard]] inline std::string folder_of(const std::string& root, const stream_generation& one,
                                           std::uint32_t partition) {
    return folder_of(root, one) + "/" + std::to_string(partition);
}

/// Makes the folders of a generation, above those of its partitions.
[[nodiscard]] inline streams::store_error make_folders(const std::string& root, const stream_generation& one,
                                                       streams::durability safe) {
    const bool made = detail::make_folder(root, safe) && detail::make_folder(folder_of(root, one), safe);
    return made ? streams::store_error{} : streams::store_error{streams::store_fault::system, errno};
}

/// How far a partition is on disk.
struct snapshot_place {
    std::uint64_t position = 0;             ///< of the first record of its log that is not in the snapshot
    instant watermark = instant::minimum(); ///< events before it are applied, and what they gave is safe
};

/// The place of the newest snapshot of a partition that begins as it should; nothing if there is none. `of` is the
/// fingerprint of the programme.
[[nodiscard]] inline std::optional<snapshot_place> find_snapshot(const std::string& root, const stream_generation& one,
                                                                 std::uint32_t partition, std::uint64_t of) {
    streams::snapshot_folder folder;
    std::optional<snapshot_place> place;
    struct stat about {};
    if (const std::string path = folder_of(root, one, partition);
        ::stat(path.c_str(), &about) != 0 || folder.open(path, streams::durability::process)) {
        return place;
    }
    static_cast<void>(folder.read_newest([&](std::span<const std::byte> bytes) {
        auto in = streams::journal_reader::of_worker_snapshot(bytes, of);
        const std::uint64_t position = in.next();
        in.number_from(0);
        streams::record_view record{};
        streams::shard_range shards{};
        instant watermark{};
        if (in.next(record) && record.kind == detail::kind_of_partition) {
            streams::reader from{record.payload};
            if (streams::decode(from, shards) && streams::decode(from, watermark)) {
                place = {position, watermark};
            }
        }
        return place.has_value();
    }));
    return place;
}

/// Notes that a generation has ended, so that the workers of the next one may take over. `ends[p]` is the position behind
/// the last record of partition p. Returns false, and notes nothing, as long as a partition's newest snapshot ends
/// before its log does. Read the ends when only the workers themselves still write to the logs. Call it again with
/// newer ends until it returns true: a worker that has taken all sends nothing more.
[[nodiscard]] inline bool close_generation(const std::string& root, const stream_generation& one, std::uint64_t of,
                                           std::span<const std::uint64_t> ends) {
    if (ends.size() != one.partitions) {
        return false;
    }
    for (std::uint32_t partition = 0; partition < one.partitions; ++partition) {
        const auto found = find_snapshot(root, one, partition, of);
        if (!found || found->position != ends[partition]) {
            return false;
        }
    }
    return detail::replace_file(folder_of(root, one), "closed", streams::durability::disk,
                                [](const detail::file_handle&) { return true; });
}

/// Returns true if `close_generation` did.
[[nodiscard]] inline bool is_closed(const std::string& root, const stream_generation& one) {
    struct stat about {};
    return ::stat((folder_of(root, one) + "/closed").c_str(), &about) == 0;
}

} // namespace loyalty::adapters

#endif
