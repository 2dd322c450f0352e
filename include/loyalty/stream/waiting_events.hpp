// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace loyalty::streams {

/// An event that waits for its turn: its place in the order, its kind, and where its bytes lie.
struct waiting_event {
    instant time{};
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::uint16_t kind = 0;
    std::uint32_t size = 0;
    std::size_t offset = 0;

    /// The order of (time, id), and of the members if two have the same.
    [[nodiscard]] friend bool operator<(const waiting_event& left, const waiting_event& right) noexcept {
        return left.time != right.time ? left.time < right.time
               : left.id != right.id   ? left.id < right.id
                                       : left.member < right.member;
    }
};

/// Events that wait until those before them have come, in the order of (time, id) (S10). The most come in order and cost
/// a place at the end; each other one costs a place in a heap. 40 bytes each, and those of its payload.
class waiting_events {
public:
    void push(waiting_event one, std::span<const std::byte> payload) {
        make_room(payload.size());
        one.offset = bytes_.size();
        one.size = static_cast<std::uint32_t>(payload.size());
        bytes_.insert(bytes_.end(), payload.begin(), payload.end());
        live_bytes_ += payload.size();
        if (first_ == in_order_.size() || in_order_.back() < one) {
            in_order_.push_back(one);
        } else {
            displaced_.push_back(one);
            std::push_heap(displaced_.begin(), displaced_.end(), comes_after);
        }
    }

    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return in_order_.size() - first_ + displaced_.size(); }
    /// The first in the order; there is one.
    [[nodiscard]] const waiting_event& front() const noexcept {
        return takes_displaced() ? displaced_.front() : in_order_[first_];
    }
    /// The first in the order if it lies before an instant, else null.
    [[nodiscard]] const waiting_event* first_before(instant time) const noexcept {
        const waiting_event* first = first_ == in_order_.size() ? nullptr : &in_order_[first_];
        if (!displaced_.empty() && (first == nullptr || displaced_.front() < *first)) {
            first = &displaced_.front();
        }
        return first != nullptr && first->time < time ? first : nullptr;
    }
    /// The event so many places behind the first of those that came in order; null if there is none.
    [[nodiscard]] const waiting_event* ahead(std::size_t places) const noexcept {
        return places < in_order_.size() - first_ ? &in_order_[first_ + places] : nullptr;
    }
    [[nodiscard]] std::span<const std::byte> payload_of(const waiting_event& one) const noexcept {
        return std::span{bytes_}.subspan(one.offset, one.size);
    }
    /// Removes the first.
    void pop() noexcept {
        if (takes_displaced()) {
            live_bytes_ -= displaced_.front().size;
            std::pop_heap(displaced_.begin(), displaced_.end(), comes_after);
            displaced_.pop_back();
        } else {
            live_bytes_ -= in_order_[first_].size;
            ++first_;
        }
        if (empty()) {
            in_order_.clear();
            first_ = 0;
            bytes_.clear();
        }
    }

    /// All that wait, in their order.
    [[nodiscard]] std::vector<waiting_event> sorted() const {
        std::vector<waiting_event> all{in_order_.begin() + static_cast<std::ptrdiff_t>(first_), in_order_.end()};
        all.insert(all.end(), displaced_.begin(), displaced_.end());
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    [[nodiscard]] static bool comes_after(const waiting_event& left, const waiting_event& right) noexcept {
        return right < left;
    }
    [[nodiscard]] bool takes_displaced() const noexcept {
        return !displaced_.empty() && (first_ == in_order_.size() || displaced_.front() < in_order_[first_]);
    }
    /// Before the bytes take new memory, those of events that have gone are squeezed out, if they are half of all.
    void make_room(std::size_t more) {
        if (bytes_.size() + more <= bytes_.capacity() || 2 * live_bytes_ > bytes_.size()) {
            return;
        }
        in_order_.erase(in_order_.begin(), in_order_.begin() + static_cast<std::ptrdiff_t>(first_));
        first_ = 0;
        std::vector<std::byte> kept;
        kept.reserve(bytes_.capacity());
        const auto move = [&](waiting_event& each) {
            const auto payload = payload_of(each);
            each.offset = kept.size();
            kept.insert(kept.end(), payload.begin(), payload.end());
        };
        std::for_each(in_order_.begin(), in_order_.end(), move);
        std::for_each(displaced_.begin(), displaced_.end(), move);
        bytes_ = std::move(kept);
    }

    std::vector<waiting_event> in_order_{};
    std::size_t first_ = 0; ///< of those in order that still wait
    std::vector<waiting_event> displaced_{};
    std::vector<std::byte> bytes_{};
    std::size_t live_bytes_ = 0;
};

} // namespace loyalty::streams
