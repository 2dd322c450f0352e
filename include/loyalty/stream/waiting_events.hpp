// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

namespace loyalty::streams {

/// An event that waits for its turn: its place in the order, its kind, and where its bytes lie.
struct waiting_event {
    instant time{};
    std::uint64_t id = 0;
    std::size_t offset = 0;
    std::uint32_t member = 0;
    std::uint32_t size = 0;
    std::uint32_t place = 0; ///< of the member in its partition, counted from 1; 0 as long as it was not looked for
    std::uint16_t kind = 0;

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
    LOYALTY_INLINE void push(waiting_event one, std::span<const std::byte> payload) {
        if (bytes_.size() - bytes_used_ < payload.size()) {
            make_room(payload.size());
        }
        one.offset = bytes_used_;
        one.size = static_cast<std::uint32_t>(payload.size());
        one.place = 0; // it may come from another partition
        if (!payload.empty()) {
            std::memcpy(bytes_.data() + bytes_used_, payload.data(), payload.size());
        }
        bytes_used_ += payload.size();
        live_bytes_ += payload.size();
        if (first_ == last_ || in_order_[last_ - 1] < one) {
            if (last_ == in_order_.size()) {
                make_places();
            }
            in_order_[last_++] = one;
        } else {
            displace(one);
        }
    }

    [[nodiscard]] bool empty() const noexcept { return first_ == last_ && displaced_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return last_ - first_ + displaced_.size(); }
    /// The first in the order; there is one.
    [[nodiscard]] const waiting_event& front() const noexcept {
        return takes_displaced() ? displaced_.front() : in_order_[first_];
    }
    /// The first in the order if it lies before an instant, else null.
    [[nodiscard]] const waiting_event* first_before(instant time) const noexcept {
        const waiting_event* first = first_ == last_ ? nullptr : &in_order_[first_];
        if (!displaced_.empty() && (first == nullptr || displaced_.front() < *first)) {
            first = &displaced_.front();
        }
        return first != nullptr && first->time < time ? first : nullptr;
    }
    /// The event so many places behind the first of those that came in order; null if there is none.
    [[nodiscard]] waiting_event* ahead(std::size_t places) noexcept {
        return places < last_ - first_ ? &in_order_[first_ + places] : nullptr;
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
            first_ = 0;
            last_ = 0;
            bytes_used_ = 0;
        }
    }

    /// All that wait, in their order.
    [[nodiscard]] std::vector<waiting_event> sorted() const {
        const auto begin = in_order_.begin();
        std::vector<waiting_event> all{begin + static_cast<std::ptrdiff_t>(first_),
                                       begin + static_cast<std::ptrdiff_t>(last_)};
        all.insert(all.end(), displaced_.begin(), displaced_.end());
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    [[nodiscard]] static bool comes_after(const waiting_event& left, const waiting_event& right) noexcept {
        return right < left;
    }
    [[nodiscard]] bool takes_displaced() const noexcept {
        return !displaced_.empty() && (first_ == last_ || displaced_.front() < in_order_[first_]);
    }
    LOYALTY_APART void displace(const waiting_event& one) {
        displaced_.push_back(one);
        std::push_heap(displaced_.begin(), displaced_.end(), comes_after);
    }
    /// Those in order move to the front, if half of the places are of events that have gone; else there are twice as many.
    LOYALTY_COLD void make_places() {
        if (2 * first_ >= last_ && last_ > 0) {
            std::copy(in_order_.begin() + static_cast<std::ptrdiff_t>(first_),
                      in_order_.begin() + static_cast<std::ptrdiff_t>(last_), in_order_.begin());
            last_ -= first_;
            first_ = 0;
        } else {
            in_order_.resize((std::max)(least_places, 2 * in_order_.size()));
        }
    }
    /// Before the bytes take new memory, those of events that have gone are squeezed out, if they are half of all.
    LOYALTY_COLD void make_room(std::size_t more) {
        if (2 * live_bytes_ > bytes_used_ || live_bytes_ + more > bytes_.size()) {
            bytes_.resize((std::max)({least_bytes, 2 * bytes_.size(), bytes_used_ + more}));
            return;
        }
        // In the order in which they came, so that none is written over: those that came in order lie in it already.
        std::vector<waiting_event*> late;
        for (waiting_event& each : displaced_) {
            late.push_back(&each);
        }
        std::sort(late.begin(), late.end(),
                  [](const auto* left, const auto* right) { return left->offset < right->offset; });
        bytes_used_ = 0;
        const auto move = [&](waiting_event& each) {
            std::memmove(bytes_.data() + bytes_used_, bytes_.data() + each.offset, each.size);
            each.offset = bytes_used_;
            bytes_used_ += each.size;
        };
        auto next_late = late.begin();
        for (std::size_t i = first_; i < last_; ++i) {
            for (; next_late != late.end() && (*next_late)->offset < in_order_[i].offset; ++next_late) {
                move(**next_late);
            }
            move(in_order_[i]);
        }
        for (; next_late != late.end(); ++next_late) {
            move(**next_late);
        }
    }

    static constexpr std::size_t least_places = 64;
    static constexpr std::size_t least_bytes = 4'096;

    // Places and bytes are counted here and not by the vectors, whose calls cost more than a place.
    std::vector<waiting_event> in_order_{};
    std::size_t first_ = 0; ///< of those in order that still wait
    std::size_t last_ = 0;  ///< the place behind them
    std::vector<waiting_event> displaced_{};
    std::vector<std::byte> bytes_{};
    std::size_t bytes_used_ = 0;
    std::size_t live_bytes_ = 0;
};

} // namespace loyalty::streams
