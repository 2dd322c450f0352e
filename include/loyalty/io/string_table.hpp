// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io {

/// Gives texts small numbers, in the order in which they first appear: members, articles, shops.
///
///     string_table members;
///     members.intern("17850");        // 0
///     members.intern("13047");        // 1
///     members.intern("17850");        // 0 again
///     members.text(1);                // "13047"
///
/// Numbers are dense: those of a table of n texts are 0 to n - 1, so that they index arrays. At most 2^32 - 1 texts:
/// one more is a programmer's error and asserts. The texts that `text` returns live as long as the table. A text takes
/// its own length and some 30 bytes; twice that for a moment while the table grows.
class string_table {
public:
    string_table() = default;
    string_table(string_table&&) = default;
    string_table& operator=(string_table&&) = default;
    string_table(const string_table&) = delete; // the numbers refer to texts at their place
    string_table& operator=(const string_table&) = delete;
    ~string_table() = default;

    /// The number of `text`, a new one if it was not seen before.
    std::uint32_t intern(std::string_view text) {
        // At least a quarter of the places are free, so that each search ends soon.
        if (slots_.size() - slots_.size() / 4 <= texts_.size()) {
            grow();
        }
        std::uint32_t& slot = slots_[find_slot(text)];
        if (slot == free_slot) {
            LOYALTY_ASSERT(texts_.size() < free_slot);
            slot = static_cast<std::uint32_t>(texts_.size());
            texts_.push_back(keep(text));
        }
        return slot;
    }

    /// The number of `text`, or nothing if it was never interned.
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const {
        const std::uint32_t found = slots_.empty() ? free_slot : slots_[find_slot(text)];
        return found == free_slot ? std::nullopt : std::optional(found);
    }

    /// The text of a number that this table gave.
    [[nodiscard]] std::string_view text(std::uint32_t number) const noexcept {
        LOYALTY_ASSERT(number < texts_.size());
        return texts_[number];
    }

    [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }

private:
    static constexpr std::uint32_t free_slot = (std::numeric_limits<std::uint32_t>::max)();
    static constexpr std::size_t block_bytes = std::size_t{1} << 16U;

    /// Where the number of a text stands, or would.
    [[nodiscard]] std::size_t find_slot(std::string_view text) const noexcept {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = std::hash<std::string_view>{}(text)&mask;
        while (slots_[at] != free_slot && texts_[slots_[at]] != text) {
            at = (at + 1) & mask;
        }
        return at;
    }

    void grow() {
        constexpr std::size_t first_size = 16;
        slots_.assign(slots_.empty() ? first_size : slots_.size() * 2, free_slot);
        for (std::size_t i = 0; i < texts_.size(); ++i) {
            slots_[find_slot(texts_[i])] = static_cast<std::uint32_t>(i);
        }
    }

    /// Copies a text to where it stays: the last block, which many texts share, or if it is long a block of its own.
    [[nodiscard]] std::string_view keep(std::string_view text) {
        if (text.empty()) {
            return {};
        }
        if (text.size() > block_bytes / 4) {
            blocks_.emplace_back(text.begin(), text.end());
            const std::string_view kept(blocks_.back().data(), text.size());
            if (blocks_.size() > 1) {
                std::swap(blocks_.back(), blocks_[blocks_.size() - 2]); // their characters stay where they are
            } else {
                used_ = text.size();
            }
            return kept;
        }
        if (blocks_.empty() || text.size() > blocks_.back().size() - used_) {
            blocks_.emplace_back(block_bytes);
            used_ = 0;
        }
        char* const place = blocks_.back().data() + used_;
        std::memcpy(place, text.data(), text.size());
        used_ += text.size();
        return {place, text.size()};
    }

    std::vector<std::uint32_t> slots_; // a power of two of them; the number of a text, at its hash or behind
    std::vector<std::string_view> texts_;
    std::vector<std::vector<char>> blocks_;
    std::size_t used_ = 0; // of the last block
};

} // namespace loyalty::io
