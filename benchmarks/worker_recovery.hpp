// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A process of workers that starts again: a worker back from its snapshot and the tail of the log, to its next snapshot.

#include "worker_work.hpp"

#include <loyalty/stream/snapshot_folder.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace worker_work {

/// What a process that ended left: a snapshot, and the records behind it.
struct saved_worker {
    std::vector<numbered> events;
    sums right;    ///< of all events
    sums before{}; ///< of those in the snapshot
    std::vector<std::byte> snapshot{};
    std::vector<log_entry> tail{};
    std::vector<std::byte> tail_bytes{};
    std::size_t members;

    /// Each member once, then so many events, of which the last `in_tail` are not in the snapshot.
    saved_worker(std::size_t of_members, std::size_t count, std::size_t in_tail)
        : events{stream_of_known(of_members, count)}, right{right_sums(events, of_members)}, members{of_members} {
        const log_of_records log{events};
        const std::span<const log_entry> all{log.entries};
        const std::size_t in_snapshot = events.size() - in_tail;
        worker_type own{lifted<w5::rules>, {}, options};
        for_each_batch(all.first(in_snapshot), [&](auto batch) { own.take(batch, before); });
        static_cast<void>(own.snapshot([&](std::span<const std::byte> bytes) {
            snapshot.insert(snapshot.end(), bytes.begin(), bytes.end());
            return true;
        }));
        for (const log_entry& each : all.subspan(in_snapshot)) {
            tail_bytes.insert(tail_bytes.end(), each.bytes.begin(), each.bytes.end());
        }
        const std::size_t each = all.front().bytes.size();
        for (std::size_t at = 0; at < tail_bytes.size(); at += each) {
            const auto bytes = std::span{tail_bytes}.subspan(at, (std::min)(each, tail_bytes.size() - at));
            tail.push_back({in_snapshot + tail.size(), bytes});
        }
    }
    saved_worker(const saved_worker&) = delete; // the tail points into it
    saved_worker& operator=(const saved_worker&) = delete;
};

/// The most memory that a partition may take: that of the states of its members, and 64 MB.
[[nodiscard]] constexpr std::size_t most_memory(std::size_t members) noexcept {
    return sizeof(w5::member_type) * members + 64'000'000;
}

/// The next process. Its snapshots lie below `root` until it is destroyed.
class recovery {
public:
    recovery(const saved_worker& saved, const std::string& root) : saved_{saved}, place_{root + "/loyalty_recovery"} {
        std::filesystem::remove_all(place_);
        snapshot_folder folder;
        is_ready_ = !folder.open(place_, durability::process) && !folder.claim() &&
                    !folder.save([&](auto&& write) { return write(std::span{saved_.snapshot}); });
    }
    recovery(const recovery&) = delete;
    recovery& operator=(const recovery&) = delete;
    ~recovery() { std::filesystem::remove_all(place_); }

    /// Claims the folder, reads the snapshot, and takes the tail. Returns true if all totals are reached.
    [[nodiscard, gnu::noinline]] bool start() {
        own_ = std::make_unique<worker_type>(lifted<w5::rules>, shard_range{}, options);
        const bool read =
            is_ready_ && !folder_.open(place_, durability::process) && !folder_.claim() &&
            folder_.read_newest([&](std::span<const std::byte> bytes) { return bool(own_->restore(bytes)); });
        sums found = saved_.before;
        for_each_batch(std::span<const log_entry>{saved_.tail}, [&](auto batch) { own_->take(batch, found); });
        return read && found == saved_.right && own_->state().members.size() == saved_.members;
    }
    /// Writes the next snapshot.
    [[nodiscard]] bool save() {
        return !folder_.save([&](auto&& write) { return own_->snapshot(write); });
    }

private:
    const saved_worker& saved_;
    std::string place_;
    bool is_ready_ = false;
    snapshot_folder folder_{};
    std::unique_ptr<worker_type> own_{};
};

} // namespace worker_work
