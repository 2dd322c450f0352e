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
#include <loyalty/stream/snapshot_folder.hpp>

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

/// The position of the newest snapshot of a partition whose header is right; nothing if there is none.
[[nodiscard]] inline std::optional<std::uint64_t>
snapshot_position(const std::string& root, const stream_generation& one, std::uint32_t partition, std::uint64_t of) {
    streams::snapshot_folder folder;
    std::optional<std::uint64_t> position;
    struct stat about {};
    if (const std::string path = folder_of(root, one, partition);
        ::stat(path.c_str(), &about) != 0 || folder.open(path, streams::durability::process)) {
        return position;
    }
    static_cast<void>(folder.read_newest([&](std::span<const std::byte> bytes) {
        const auto in = streams::journal_reader::of_worker_snapshot(bytes, of);
        if (!in.error()) {
            position = in.next();
        }
        return position.has_value();
    }));
    return position;
}

/// Notes that a generation has ended, so that the workers of the next one may take over. `ends[p]` is the position behind
/// the last record of partition p. Returns false, and notes nothing, as long as a partition's newest snapshot ends
/// before its log does. Read the ends after nobody writes to the logs any more but the workers themselves, and call it again
/// with newer ends until it returns true: a worker that has taken all sends nothing more.
///
/// `of` is the fingerprint of the programme.
[[nodiscard]] inline bool close_generation(const std::string& root, const stream_generation& one, std::uint64_t of,
                                           std::span<const std::uint64_t> ends) {
    if (ends.size() != one.partitions) {
        return false;
    }
    for (std::uint32_t partition = 0; partition < one.partitions; ++partition) {
        const auto position = snapshot_position(root, one, partition, of);
        if (!position || *position != ends[partition]) {
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
