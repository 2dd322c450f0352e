// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace loyalty {

namespace streams {

/// An event that was taken: its id, its member, and the checksum of its record. 16 bytes.
struct seen_id {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::uint32_t sum = 0;

    [[nodiscard]] friend constexpr bool operator==(const seen_id&, const seen_id&) = default;
};

} // namespace streams

namespace detail {

/// A set of seen ids by (id, member), in one block of memory that is at most half full. A sum of 0 marks a free place, so
/// a sum that is 0 is noted as 1.
class seen_table {
public:
    /// The place of an id; null if it is not there.
    [[nodiscard]] LOYALTY_INLINE const streams::seen_id* find(std::uint64_t id, std::uint32_t member) const noexcept {
        if (places_.empty()) {
            return nullptr;
        }
        const streams::seen_id& found = places_[place_of(id, member)];
        return found.sum == 0 ? nullptr : &found;
    }
    /// The place of an id. If it was not there it is added, and the answer is null.
    [[nodiscard]] LOYALTY_INLINE const streams::seen_id* find_or_add(streams::seen_id one) {
        if (2 * (count_ + 1) > places_.size()) [[unlikely]] {
            grow();
        }
        streams::seen_id& place = places_[place_of(one.id, one.member)];
        if (place.sum != 0) {
            return &place;
        }
        place = one;
        ++count_;
        return nullptr;
    }
    /// Adds an id that is not there.
    void add(streams::seen_id one) { static_cast<void>(find_or_add(one)); }
    /// Forgets all ids, and keeps the memory.
    void clear() noexcept {
        places_.assign(places_.size(), streams::seen_id{});
        count_ = 0;
    }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }

    template <class Function>
    void for_each(Function&& function) const {
        for (const streams::seen_id& each : places_) {
            if (each.sum != 0) {
                function(each);
            }
        }
    }

private:
    /// Where the id stands, or the free place for it. Ends since half of the places are free.
    [[nodiscard]] LOYALTY_INLINE std::size_t place_of(std::uint64_t id, std::uint32_t member) const noexcept {
        const std::uint64_t mixed = (id ^ (std::uint64_t{member} << 32)) * 0x9E37'79B9'7F4A'7C15;
        auto place = static_cast<std::size_t>(mixed >> 32) & (places_.size() - 1);
        while (places_[place].sum != 0 && !(places_[place].id == id && places_[place].member == member)) {
            place = (place + 1) & (places_.size() - 1);
        }
        return place;
    }
    LOYALTY_COLD void grow() {
        std::vector<streams::seen_id> before(places_.empty() ? 64 : 2 * places_.size());
        before.swap(places_);
        for (const streams::seen_id& each : before) {
            if (each.sum != 0) {
                places_[place_of(each.id, each.member)] = each;
            }
        }
    }

    std::vector<streams::seen_id> places_{}; ///< a power of two of them
    std::size_t count_ = 0;
};

} // namespace detail

namespace streams {

/// The ids of the events that were taken not long ago (S9), in two generations. With a memory of a day an id is known for
/// one day at least and two at most, and the set holds the events of two days, 32 to 64 bytes each.
class seen_ids {
public:
    enum class answer : std::uint8_t { unseen, same, other };

    /// Returns whether an event of this id and member was taken, with this checksum or with another.
    [[nodiscard]] answer look(seen_id one) const noexcept {
        const seen_id* found = young_.find(one.id, one.member);
        found = found == nullptr ? old_.find(one.id, one.member) : found;
        return answer_of(found, one);
    }
    /// The same, and notes the event if it is unseen: the young generation is looked through once.
    [[nodiscard]] LOYALTY_INLINE answer look_and_note(seen_id one) {
        one.sum = noted_sum(one);
        const seen_id* found = old_.find(one.id, one.member);
        found = found == nullptr ? young_.find_or_add(one) : found;
        return answer_of(found, one);
    }
    /// Notes an event that is unseen.
    void note(seen_id one) {
        one.sum = noted_sum(one);
        young_.add(one);
    }
    /// The young generation becomes the old one, which is forgotten.
    void turn() noexcept {
        std::swap(young_, old_);
        young_.clear();
    }
    [[nodiscard]] std::size_t size() const noexcept { return young_.size() + old_.size(); }

    /// Calls `function(seen_id, is_old)` for each, in no order.
    template <class Function>
    void for_each(Function&& function) const {
        young_.for_each([&](const seen_id& each) { function(each, false); });
        old_.for_each([&](const seen_id& each) { function(each, true); });
    }
    /// Puts back what `for_each` gave.
    void restore(seen_id one, bool is_old) { (is_old ? old_ : young_).add(one); }

private:
    [[nodiscard]] LOYALTY_INLINE static answer answer_of(const seen_id* found, seen_id one) noexcept {
        return found == nullptr ? answer::unseen : found->sum == noted_sum(one) ? answer::same : answer::other;
    }
    [[nodiscard]] static std::uint32_t noted_sum(seen_id one) noexcept { return one.sum == 0 ? 1 : one.sum; }

    detail::seen_table young_{};
    detail::seen_table old_{};
};

} // namespace streams
} // namespace loyalty
