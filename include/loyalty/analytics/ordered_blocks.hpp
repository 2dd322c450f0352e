// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/prefetch.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace loyalty::detail {

/// Keys in order, each once, with the position of each: of 3, 5, 8 the key 5 has the position 1, and so would have 4.
///
/// They lie in blocks of at most 256 keys. A search looks at the first keys of the blocks, then in one block. A Fenwick tree over
/// the sizes of the blocks counts the keys before it. A million keys have about 5,500 blocks, so a question looks at about 40
/// numbers, and a change moves at most 256 keys.
///
/// A question costs its misses of the cache. So the lines of a block at which a search may look in its first steps are fetched
/// together, and meanwhile the tree is read. Then the lines of the eighth that is left are fetched together.
template <class Key>
class ordered_blocks {
public:
    static constexpr std::size_t most = 256;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The number of keys before a key, which need not be there itself.
    [[nodiscard]] std::size_t position(const Key& key) const noexcept { return find(key).position; }
    /// Where a key lies, or would lie.
    struct location {
        std::size_t block = 0;
        std::size_t offset = 0;   ///< in the block
        std::size_t position = 0; ///< of all
    };
    [[nodiscard]] location find(const Key& key) const noexcept {
        return find_first([&key](const Key& one) noexcept { return one < key; });
    }
    /// Where the first key lies that is not before something; `before` holds for the first keys alone, up to one of them.
    template <class Before>
    [[nodiscard]] location find_first(Before before) const noexcept {
        if (blocks_.empty()) {
            return {};
        }
        const std::size_t block = last_begun(0, blocks_.size(), before);
        fetch(block);
        const std::size_t keys = keys_before(block);
        const std::size_t offset = count_in_block(block, before);
        return {block, offset, keys + offset};
    }
    /// The same for what is not behind a location: close to it in few steps.
    template <class Before>
    [[nodiscard]] location find_first_up_to(const location& from, Before before) const noexcept {
        if (from.block == 0 || before(firsts_[from.block])) {
            const std::size_t offset = count_before(blocks_[from.block].data(), from.offset, before);
            return {from.block, offset, from.position - from.offset + offset};
        }
        std::size_t above = from.block;
        std::size_t below = above - 1;
        for (std::size_t step = 1; below > 0 && !before(firsts_[below]); step *= 2) {
            above = below;
            below -= (std::min)(below, step);
        }
        const std::size_t block = last_begun(below, above, before);
        fetch(block);
        const std::size_t keys =
            block + 1 == from.block ? from.position - from.offset - blocks_[block].size() : keys_before(block);
        const std::size_t offset = count_in_block(block, before);
        return {block, offset, keys + offset};
    }
    /// The location so many keys before another one; as far as there are keys.
    [[nodiscard]] location back(location from, std::size_t count) const noexcept {
        count = (std::min)(count, from.position);
        from.position -= count;
        while (count > from.offset) {
            count -= from.offset;
            --from.block;
            from.offset = blocks_[from.block].size();
        }
        from.offset -= count;
        return from;
    }
    /// The key at a position below `size()`.
    [[nodiscard]] const Key& at(std::size_t position) const noexcept {
        LOYALTY_ASSERT(position < size_);
        const auto [block, before] = block_at(position);
        return blocks_[block][position - before];
    }
    /// Calls `function(key)` for `count` keys from a location on; all of them are there.
    template <class Function>
    void for_each(const location& first, std::size_t count, Function function) const noexcept {
        LOYALTY_ASSERT(first.position + count <= size_);
        std::size_t offset = first.offset;
        for (std::size_t block = first.block; count > 0; ++block, offset = 0) {
            for (; offset < blocks_[block].size() && count > 0; ++offset, --count) {
                function(blocks_[block][offset]);
            }
        }
    }

    /// Adds a key that is not there.
    void insert(const Key& key) {
        if (blocks_.empty()) {
            blocks_.emplace_back().reserve(most);
            firsts_.push_back(key);
            rebuild();
        }
        std::size_t block = block_of(key);
        if (blocks_[block].size() == most) {
            split(block);
            block = block_of(key);
        }
        auto& keys = blocks_[block];
        keys.insert(std::lower_bound(keys.begin(), keys.end(), key), key);
        firsts_[block] = keys.front();
        add(block, 1);
        ++size_;
    }
    /// Takes a key away that is there.
    void erase(const Key& key) noexcept {
        LOYALTY_ASSERT(size_ > 0);
        const std::size_t block = block_of(key);
        auto& keys = blocks_[block];
        const auto found = std::lower_bound(keys.begin(), keys.end(), key);
        LOYALTY_ASSERT(found != keys.end() && *found == key);
        keys.erase(found);
        --size_;
        const bool joins = block + 1 < blocks_.size() && keys.size() + blocks_[block + 1].size() <= most / 2;
        if (keys.empty()) {
            remove(block);
        } else if (joins) {
            keys.insert(keys.end(), blocks_[block + 1].begin(), blocks_[block + 1].end());
            firsts_[block] = keys.front();
            remove(block + 1);
        } else {
            firsts_[block] = keys.front();
            add(block, std::size_t{0} - 1);
        }
    }
    /// Replaces all keys by others, which are in order and each once.
    void assign(std::span<const Key> keys) {
        blocks_.clear();
        firsts_.clear();
        constexpr std::size_t filled = most * 3 / 4;
        for (std::size_t at = 0; at < keys.size(); at += filled) {
            const auto part = keys.subspan(at, (std::min)(filled, keys.size() - at));
            blocks_.emplace_back().reserve(most);
            blocks_.back().assign(part.begin(), part.end());
            firsts_.push_back(part.front());
        }
        size_ = keys.size();
        rebuild();
    }

private:
    /// How many of some keys in order come before something.
    template <class Before>
    [[nodiscard]] LOYALTY_INLINE static std::size_t count_before(const Key* keys, std::size_t count,
                                                                 Before before) noexcept {
        const Key* base = keys;
        for (; count > 1; count -= count / 2) {
            base += before(base[count / 2 - 1]) ? count / 2 : 0;
        }
        return static_cast<std::size_t>(base - keys) + (count == 1 && before(*base) ? 1U : 0U);
    }
    /// How many keys of a block, whose eighths are fetched, come before something. The part that is left after three steps is
    /// fetched as a whole, so that the steps in it do not wait for one line each.
    template <class Before>
    [[nodiscard]] LOYALTY_INLINE std::size_t count_in_block(std::size_t block, Before before) const noexcept {
        const Key* const keys = blocks_[block].data();
        const Key* base = keys;
        std::size_t count = blocks_[block].size();
        for (int step = 0; step < 3 && count > 1; ++step, count -= count / 2) {
            base += before(base[count / 2 - 1]) ? count / 2 : 0;
        }
        for (std::size_t byte = 0; byte < count * sizeof(Key); byte += cache_line_bytes) {
            LOYALTY_PREFETCH(reinterpret_cast<const char*>(base) + byte);
        }
        return static_cast<std::size_t>(base - keys) + count_before(base, count, before);
    }
    /// The last of the blocks in a range whose first key comes before something; the first of the range if there is none.
    template <class Before>
    [[nodiscard]] LOYALTY_INLINE std::size_t last_begun(std::size_t first, std::size_t end,
                                                        Before before) const noexcept {
        return first + count_before(firsts_.data() + first + 1, end - first - 1, before);
    }
    /// Fetches the keys of a block at which a search may look in its first three steps.
    LOYALTY_INLINE void fetch(std::size_t block) const noexcept {
        const auto& keys = blocks_[block];
        for (std::size_t eighth = 1; eighth < 8; ++eighth) {
            prefetch_at<Key>(reinterpret_cast<std::size_t>(&keys[keys.size() * eighth / 8]));
        }
    }
    /// The last block whose first key is not behind a key; the first block if there is none.
    [[nodiscard]] std::size_t block_of(const Key& key) const noexcept {
        const auto behind = std::upper_bound(firsts_.begin(), firsts_.end(), key);
        return behind == firsts_.begin() ? 0 : static_cast<std::size_t>(behind - firsts_.begin()) - 1;
    }
    [[nodiscard]] std::size_t keys_before(std::size_t block) const noexcept {
        std::size_t sum = 0;
        for (std::size_t i = block; i > 0; i -= i & (~i + 1)) {
            sum += counts_[i];
        }
        return sum;
    }
    /// The block of a position, and the number of keys before it.
    [[nodiscard]] std::pair<std::size_t, std::size_t> block_at(std::size_t position) const noexcept {
        std::size_t block = 0;
        std::size_t before = 0;
        for (std::size_t step = top_; step > 0; step /= 2) {
            if (block + step < counts_.size() && before + counts_[block + step] <= position) {
                block += step;
                before += counts_[block];
            }
        }
        return {block, before};
    }
    /// Adds to the size of a block, modulo 2^64.
    void add(std::size_t block, std::size_t more) noexcept {
        for (std::size_t i = block + 1; i < counts_.size(); i += i & (~i + 1)) {
            counts_[i] += more;
        }
    }
    void split(std::size_t block) {
        std::vector<Key> upper;
        upper.reserve(most);
        auto& keys = blocks_[block];
        const auto middle = keys.begin() + most / 2;
        upper.assign(middle, keys.end());
        keys.erase(middle, keys.end());
        const auto place = static_cast<std::ptrdiff_t>(block) + 1;
        firsts_.insert(firsts_.begin() + place, upper.front());
        blocks_.insert(blocks_.begin() + place, std::move(upper));
        rebuild();
    }
    void remove(std::size_t block) noexcept {
        const auto place = static_cast<std::ptrdiff_t>(block);
        firsts_.erase(firsts_.begin() + place);
        blocks_.erase(blocks_.begin() + place);
        rebuild();
    }
    /// Counts the blocks anew: once for some 100 changes, since blocks split in half and join when they are half full.
    void rebuild() {
        counts_.assign(blocks_.size() + 1, 0);
        for (std::size_t i = 1; i < counts_.size(); ++i) {
            counts_[i] += blocks_[i - 1].size();
            if (const std::size_t next = i + (i & (~i + 1)); next < counts_.size()) {
                counts_[next] += counts_[i];
            }
        }
        top_ = 1;
        while (top_ * 2 < counts_.size()) {
            top_ *= 2;
        }
    }

    std::vector<std::vector<Key>> blocks_{};
    std::vector<Key> firsts_{};
    std::vector<std::size_t> counts_{}; ///< the Fenwick tree, from index 1
    std::size_t size_ = 0;
    std::size_t top_ = 1; ///< the largest power of two that is an index of the tree
};

} // namespace loyalty::detail
