// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace loyalty_run {

/// Elements in runs, each of which lies in one piece: the lines of a purchase. A run stays where it is once the next one
/// has begun, so that many runs need no more memory than their elements, and no copy while they grow.
template <class Value>
class run_store {
public:
    /// Begins another run, of the values that are pushed from now on.
    void begin() noexcept { first_ = blocks_.empty() ? 0 : blocks_.back().size(); }

    /// Adds to the run, and returns all of it. The span that was returned before for the same run holds no longer.
    std::span<Value> push(const Value& value) {
        if (blocks_.empty() || blocks_.back().size() == blocks_.back().capacity()) {
            open_block();
        }
        blocks_.back().push_back(value);
        return std::span(blocks_.back()).subspan(first_);
    }

    /// The elements of a run of this store, to be changed.
    [[nodiscard]] static std::span<Value> writable(std::span<const Value> run) noexcept {
        return {const_cast<Value*>(run.data()), run.size()}; // what is pushed here is no constant
    }

    void clear() noexcept {
        if (!blocks_.empty()) {
            blocks_.erase(blocks_.begin() + 1, blocks_.end());
            blocks_.front().clear();
        }
        first_ = 0;
    }

private:
    static constexpr std::size_t block_size = 16'384;

    /// Takes the run along, so that it stays in one piece.
    void open_block() {
        std::vector<Value> next;
        if (!blocks_.empty()) {
            std::vector<Value>& full = blocks_.back();
            const std::size_t length = full.size() - first_;
            next.reserve(length < block_size / 2 ? block_size : 2 * length);
            next.assign(full.begin() + static_cast<std::ptrdiff_t>(first_), full.end());
            full.resize(first_);
            if (full.empty()) {
                blocks_.pop_back();
            }
        } else {
            next.reserve(block_size);
        }
        blocks_.push_back(std::move(next));
        first_ = 0;
    }

    std::vector<std::vector<Value>> blocks_;
    std::size_t first_ = 0; ///< of the run, in the last block
};

} // namespace loyalty_run
