// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Snapshots in the replicated bucket, with the functions of `streams::snapshot_folder`. Partition 2 has these keys:
///
/// | key             | value                                                                             |
/// |-----------------|-----------------------------------------------------------------------------------|
/// | `2.head`        | `5 17 3 16 3`: epoch 5; the newest snapshot is 5-17 in 3 pieces, before it 16 in 3  |
/// | `2.5-17.0` ...  | the pieces, of 512 KB at most, sealed by the snapshot's own checksums             |
///
/// Claims and saves write the head by compare-and-swap of its revision. So who was superseded cannot hide a newer
/// snapshot, however late it wakes up: the cluster refuses it.
///
/// An owner that dies within a snapshot leaves pieces behind that no head names. The first save of the next owner sweeps
/// them, and so does the first one after a save or a removal that failed.

#include <loyalty/adapters/nats/bucket.hpp>
#include <loyalty/adapters/nats/client.hpp>
#include <loyalty/config.hpp>
#include <loyalty/stream/snapshot_folder.hpp>
#include <loyalty/stream/store_error.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace loyalty::adapters::nats {

/// The head of a partition's snapshots.
struct snapshot_head {
    struct one {
        std::uint64_t epoch = 0;  ///< of who wrote it
        std::uint64_t number = 0; ///< counts on over all owners
        std::uint64_t pieces = 0; ///< 0: there is none

        [[nodiscard]] friend bool operator==(const one&, const one&) = default;
    };
    std::uint64_t epoch = 0; ///< of the owner
    one newest{};
    one before{};
    bool is_closed = false; ///< its generation has ended

    [[nodiscard]] friend bool operator==(const snapshot_head&, const snapshot_head&) = default;
};

[[nodiscard]] inline std::string text_of(const snapshot_head& head) {
    std::ostringstream text;
    text << head.epoch;
    for (const auto& each : {head.newest, head.before}) {
        text << ' ' << each.epoch << ' ' << each.number << ' ' << each.pieces;
    }
    text << (head.is_closed ? " closed" : "");
    return text.str();
}
/// Reads what `text_of` wrote; nothing if it is none.
[[nodiscard]] inline std::optional<snapshot_head> head_of(const std::string& text) {
    std::istringstream words{text};
    snapshot_head head;
    words >> head.epoch;
    for (auto* const each : {&head.newest, &head.before}) {
        words >> each->epoch >> each->number >> each->pieces;
    }
    if (!words) {
        return std::nullopt;
    }
    std::string last;
    head.is_closed = static_cast<bool>(words >> last) && last == "closed";
    return head;
}

/// A piece of a snapshot: `2.5-17.0` is of partition 2, snapshot 5-17, piece 0.
struct snapshot_piece {
    std::uint64_t epoch = 0;
    std::uint64_t number = 0;

    [[nodiscard]] friend bool operator==(const snapshot_piece&, const snapshot_piece&) = default;
};

/// Reads the key of a piece; nothing if it is none.
[[nodiscard]] inline std::optional<snapshot_piece> piece_of(const std::string& key) {
    unsigned long long partition = 0;
    unsigned long long epoch = 0;
    unsigned long long number = 0;
    unsigned long long piece = 0;
    int end = 0;
    if (std::sscanf(key.c_str(), "%20llu.%20llu-%20llu.%20llu%n", &partition, &epoch, &number, &piece, &end) != 4 ||
        static_cast<std::size_t>(end) != key.size()) {
        return std::nullopt;
    }
    return snapshot_piece{epoch, number};
}
/// Returns true if nobody will read a piece any more: the head does not name its snapshot, and its owner was superseded or
/// has committed a later one. Pieces of a newer owner stay, and so does one that this owner is writing.
[[nodiscard]] inline bool is_left_behind(const snapshot_piece& one, const snapshot_head& head) noexcept {
    const auto is_of = [&](const snapshot_head::one& named) {
        return named.pieces > 0 && named.epoch == one.epoch && named.number == one.number;
    };
    return !is_of(head.newest) && !is_of(head.before) &&
           (one.epoch < head.epoch || (one.epoch == head.epoch && one.number < head.newest.number));
}

/// See the top of this file.
class snapshot_bucket {
public:
    /// Names the bucket and the partition.
    void open(connection& cluster, const std::string& name, std::uint32_t partition) {
        bucket_.emplace(cluster, name);
        partition_ = std::to_string(partition);
        epoch_ = 0;
    }

    /// Becomes the owner, with the epoch behind the highest one.
    [[nodiscard]] streams::store_error claim() {
        for (int tries = 0; tries < most_tries; ++tries) {
            snapshot_head head;
            if (!read_head(head)) {
                return unanswered();
            }
            ++head.epoch;
            if (write_head(head)) {
                epoch_ = head.epoch;
                head_ = head;
                sweeps_ = true;
                return {};
            }
            std::this_thread::sleep_for(pause); // another one was faster, or the cluster is a moment behind
        }
        return {streams::store_fault::in_use};
    }
    [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }
    /// Returns true as long as nobody else has claimed since.
    [[nodiscard]] bool is_owner() {
        snapshot_head head;
        return epoch_ != 0 && read_head(head) && head.epoch == epoch_;
    }

    /// Passes on snapshots, the newest first, until `read(bytes)` returns true. If none was read and `refused` or
    /// `error` is set, the partition is not new.
    template <class Read>
    streams::snapshot_search read_newest(Read&& read) {
        streams::snapshot_search search;
        snapshot_head head = head_; // an owner knows it
        if (epoch_ == 0 && !read_head(head)) {
            search.error = unanswered();
            return search;
        }
        for (const snapshot_head::one& each : {head.newest, head.before}) {
            std::string bytes;
            if (each.pieces == 0) {
                continue;
            }
            if (read_pieces(each, bytes) && read(std::as_bytes(std::span{bytes}))) {
                search.found = true;
                return search;
            }
            ++search.refused;
        }
        return search;
    }

    /// Writes a snapshot: `write_all(write)` calls `write(bytes)`. If there is an error the snapshots are as they were.
    template <class WriteAll>
    [[nodiscard]] streams::store_error save(WriteAll&& write_all) {
        if (epoch_ == 0) {
            return {streams::store_fault::superseded};
        }
        snapshot_head next = head_;
        next.before = head_.newest;
        next.newest = {epoch_, (std::max)(head_.newest.number, tried_) + 1, 0};
        tried_ = next.newest.number; // one that was not finished keeps its number
        if (!write_pieces(next.newest, write_all)) {
            sweeps_ = true;
            return unanswered();
        }
        if (const streams::store_error error = swap(next)) {
            sweeps_ = true;
            return error;
        }
        const snapshot_head::one old = std::exchange(head_, next).before;
        if (sweeps_ || !remove(old)) {
            sweep();
        }
        return {};
    }

    /// Notes that the generation of the partition has ended.
    [[nodiscard]] bool close() {
        for (int tries = 0; tries < most_tries; ++tries) {
            snapshot_head head;
            if (read_head(head) && (head.is_closed || (head.is_closed = true, write_head(head)))) {
                return true;
            }
            std::this_thread::sleep_for(pause);
        }
        return false;
    }
    [[nodiscard]] bool is_closed() {
        snapshot_head head;
        return read_head(head) && head.is_closed;
    }

private:
    static constexpr int most_tries = 20;
    static constexpr std::chrono::milliseconds pause{100};
    static constexpr std::size_t most_piece_bytes = std::size_t{512} << 10u;

    [[nodiscard]] static streams::store_error unanswered() noexcept {
        return {streams::store_fault::system, ETIMEDOUT};
    }
    [[nodiscard]] std::string key(const std::string& what) const { return partition_ + "." + what; }
    [[nodiscard]] std::string key(const snapshot_head::one& of, std::uint64_t piece) const {
        return key(std::to_string(of.epoch) + "-" + std::to_string(of.number) + "." + std::to_string(piece));
    }

    /// Reads the head, and notes its revision.
    [[nodiscard]] bool read_head(snapshot_head& head) {
        bucket_value found;
        if (!bucket_->read(key("head"), found)) {
            return false;
        }
        revision_ = found.revision;
        const auto read = head_of(found.bytes);
        head = read.value_or(snapshot_head{});
        return read.has_value() || found.revision == 0;
    }
    [[nodiscard]] bool write_head(const snapshot_head& head) {
        const std::string text = text_of(head);
        return bucket_->replace(key("head"), std::as_bytes(std::span{text}), revision_) == bucket_answer::written;
    }
    /// Makes the head the next one. If the cluster did not answer, the present head shows the result.
    [[nodiscard]] streams::store_error swap(const snapshot_head& next) {
        for (int tries = 0; tries < most_tries; ++tries) {
            if (write_head(next)) {
                return {};
            }
            std::this_thread::sleep_for(pause);
            snapshot_head there;
            if (!read_head(there)) {
                continue;
            }
            if (there.epoch != epoch_) {
                return {streams::store_fault::superseded};
            }
            if (there.newest == next.newest) {
                return {}; // it was written
            }
        }
        return unanswered();
    }

    template <class WriteAll>
    [[nodiscard]] bool write_pieces(snapshot_head::one& to, WriteAll&& write_all) {
        std::vector<std::byte> piece;
        const auto flush = [&] {
            const bool written = bucket_->put(key(to, to.pieces), piece);
            ++to.pieces;
            piece.clear();
            return written;
        };
        return write_all([&](std::span<const std::byte> bytes) {
                   for (bool right = true; !bytes.empty();) {
                       const std::size_t room = (std::min)(bytes.size(), most_piece_bytes - piece.size());
                       piece.insert(piece.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(room));
                       bytes = bytes.subspan(room);
                       right = piece.size() < most_piece_bytes || flush();
                       if (!right) {
                           return false;
                       }
                   }
                   return true;
               }) &&
               (piece.empty() || flush());
    }
    /// A server that answers may be a moment behind, so a piece that is missing is looked for again.
    [[nodiscard]] bool read_pieces(const snapshot_head::one& of, std::string& bytes) {
        for (std::uint64_t piece = 0; piece < of.pieces; ++piece) {
            bucket_value found;
            for (int tries = 0; tries < most_tries && found.revision == 0; ++tries) {
                if (!bucket_->read_once(key(of, piece), found) || found.revision == 0) {
                    std::this_thread::sleep_for(pause);
                }
            }
            if (found.revision == 0) {
                return false;
            }
            bytes += found.bytes;
        }
        return true;
    }
    /// Removes what owners left behind who died within a snapshot, and what could not be removed. What cannot be removed now
    /// either goes after the next save.
    void sweep() {
        std::vector<std::string> left_behind;
        sweeps_ = !bucket_->for_each_key(partition_, [&](std::string key) {
            const auto one = piece_of(key);
            if (one && is_left_behind(*one, head_)) {
                left_behind.push_back(std::move(key));
            }
        });
        for (const std::string& each : left_behind) {
            sweeps_ = !bucket_->remove(each) || sweeps_;
        }
    }
    [[nodiscard]] bool remove(const snapshot_head::one& old) {
        bool removed = true;
        for (std::uint64_t piece = 0; piece < old.pieces; ++piece) {
            removed = bucket_->remove(key(old, piece)) && removed;
        }
        return removed;
    }

    std::optional<bucket> bucket_{};
    std::string partition_{};
    std::uint64_t epoch_ = 0;
    snapshot_head head_{};       ///< as the owner wrote it last
    std::uint64_t revision_ = 0; ///< of the head
    std::uint64_t tried_ = 0;    ///< the number of the snapshot that was begun last
    bool sweeps_ = false;        ///< pieces may lie there that no head names
};

/// A client whose snapshots lie in the bucket: no folder is shared.
class replicated_client : public client {
public:
    using client::client;
    using snapshot_type = snapshot_bucket;

    [[nodiscard]] streams::store_error open_snapshots(snapshot_bucket& place, const stream_generation& of,
                                                      std::uint32_t partition) {
        place.open(cluster(), bucket_of(of), partition);
        return {};
    }
    /// Returns true if each partition of a generation is closed.
    [[nodiscard]] bool is_closed(const stream_generation& of) {
        for (std::uint32_t partition = 0; partition < of.partitions; ++partition) {
            snapshot_bucket place;
            place.open(cluster(), bucket_of(of), partition);
            if (!place.is_closed()) {
                return false;
            }
        }
        return true;
    }
};

} // namespace loyalty::adapters::nats
