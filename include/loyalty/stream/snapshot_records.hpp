// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/journal.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace loyalty::detail {

/// About how many bytes of items share a record; a single item may be larger.
inline constexpr std::size_t shard_record_bytes = std::size_t{1} << 16;

/// Writes the records of a snapshot, one after the other, through `write(bytes)`. Once a write fails it writes no more.
template <class Write>
class snapshot_records {
public:
    explicit snapshot_records(Write& write) : write_{write}, room_(2 * shard_record_bytes) {}

    void header(std::uint64_t of, std::uint64_t position) {
        streams::writer to{room_};
        encode_header(to, room_, worker_magic, of, position);
        pass_on(to.needed());
    }
    void begin() { size_ = streams::record_head_bytes; }
    /// Adds a value to the record.
    template <class Type>
    void add(const Type& value) {
        add_by([&](streams::writer& to) { streams::encode(to, value); });
    }
    void add_bytes(std::span<const std::byte> bytes) {
        make_room(bytes.size());
        std::copy(bytes.begin(), bytes.end(), room_.begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += bytes.size();
    }
    void end(std::uint16_t kind) {
        make_room(4);
        const std::size_t payload = size_ - streams::record_head_bytes;
        pass_on(encode_record(room_, kind, sequence_++, [&](streams::writer& to) { to.skip(payload); }));
    }

    /// Writes items, which lie in the order of their shards, as records that each begin with the shard.
    template <class Item, class ShardOf, class Add>
    void by_shard(std::uint16_t kind, const std::vector<Item>& items, ShardOf&& shard_of, Add&& add_item) {
        for (std::size_t i = 0; i < items.size();) {
            const std::uint32_t shard = shard_of(items[i]);
            begin();
            add(shard);
            for (; i < items.size() && size_ < shard_record_bytes && shard_of(items[i]) == shard; ++i) {
                add_item(items[i]);
            }
            end(kind);
        }
    }
    /// The same for items that have their shard.
    template <class Item, class Add>
    void by_shard(std::uint16_t kind, const std::vector<Item>& items, Add&& add_item) {
        by_shard(
            kind, items, [](const Item& item) { return item.shard; }, add_item);
    }

    [[nodiscard]] std::uint64_t sequence() const noexcept { return sequence_; }
    [[nodiscard]] bool right() const noexcept { return right_; }

private:
    template <class Encode>
    void add_by(Encode&& encode) {
        streams::writer to{std::span{room_}.subspan(size_)};
        encode(to);
        if (!to.fits()) {
            make_room(to.needed());
            streams::writer again{std::span{room_}.subspan(size_)};
            encode(again);
        }
        size_ += to.needed();
    }
    void make_room(std::size_t more) {
        if (room_.size() - size_ < more) {
            room_.resize(2 * room_.size() + more);
        }
    }
    void pass_on(std::size_t size) {
        right_ = right_ && write_(std::span<const std::byte>{room_}.first(size));
        size_ = 0;
    }

    Write& write_;
    std::vector<std::byte> room_;
    std::size_t size_ = 0;
    std::uint64_t sequence_ = 0;
    bool right_ = true;
};

} // namespace loyalty::detail
