// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/prefetch.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace loyalty::streams {

/// The members of one partition by their numbers, which have gaps: the numbers between belong to other partitions. A
/// member is there from its first event on.
///
/// Members lie in blocks of 1,024 that never move, so a million takes no second million while it grows. A place in the
/// index takes 8 bytes, and at least half of the places are free.
template <class Member>
class partition_members {
public:
    /// The member of a number, who is new if the number was not seen before.
    [[nodiscard]] LOYALTY_INLINE Member& at(std::uint32_t number) {
        const std::uint64_t place = places_.empty() ? 0 : places_[place_of(number)];
        return place == 0 ? add(number) : own_by_index(static_cast<std::size_t>(static_cast<std::uint32_t>(place)) - 1);
    }
    /// The member of a number; null if it was not seen.
    [[nodiscard]] const Member* find(std::uint32_t number) const noexcept {
        const auto place = places_.empty() ? std::uint64_t{0} : places_[place_of(number)];
        return place == 0 ? nullptr : &by_index(static_cast<std::size_t>(static_cast<std::uint32_t>(place)) - 1);
    }

    /// Asks the memory for the place of a number, and later for its member.
    void ask_for_place(std::uint32_t number) const noexcept {
        if (!places_.empty()) {
            LOYALTY_PREFETCH(&places_[home_of(number)]);
        }
    }
    /// Returns its index and 1, or 0 if it was not seen.
    [[nodiscard]] LOYALTY_INLINE std::uint32_t ask_for_member(std::uint32_t number) const noexcept {
        const auto place = places_.empty() ? 0u : static_cast<std::uint32_t>(places_[place_of(number)]);
        if (place != 0) {
            detail::prefetch_at<Member>(reinterpret_cast<std::size_t>(&by_index(place - 1)));
        }
        return place;
    }
    /// The member of a number, with what `ask_for_member` returned for it.
    [[nodiscard]] LOYALTY_INLINE Member& at(std::uint32_t number, std::uint32_t place) {
        return place == 0 ? at(number) : own_by_index(place - 1);
    }

    [[nodiscard]] std::size_t size() const noexcept { return numbers_.size(); }
    /// By the order of first appearance, below `size()`.
    [[nodiscard]] const Member& by_index(std::size_t index) const noexcept {
        return blocks_[index / members_in_block][index % members_in_block];
    }
    [[nodiscard]] std::uint32_t number_of(std::size_t index) const noexcept { return numbers_[index]; }

    /// Makes room for so many members in all.
    void reserve(std::size_t members) {
        numbers_.reserve(members);
        while (places_.size() < 2 * members) {
            grow();
        }
    }

private:
    static constexpr std::size_t members_in_block = 1024;

    [[nodiscard]] LOYALTY_INLINE Member& own_by_index(std::size_t index) noexcept {
        return blocks_[index / members_in_block][index % members_in_block];
    }
    /// Numbers of one partition share the highest bits of `shard_of`, so this is another mix.
    [[nodiscard]] LOYALTY_INLINE std::size_t home_of(std::uint32_t number) const noexcept {
        return static_cast<std::size_t>((std::uint64_t{number} * 0x9E37'79B9'7F4A'7C15) >> 32) & (places_.size() - 1);
    }
    /// Where the number stands, or the free place for it. Ends since half of the places are free.
    [[nodiscard]] LOYALTY_INLINE std::size_t place_of(std::uint32_t number) const noexcept {
        std::size_t place = home_of(number);
        while (places_[place] != 0 && static_cast<std::uint32_t>(places_[place] >> 32) != number) {
            place = (place + 1) & (places_.size() - 1);
        }
        return place;
    }
    LOYALTY_APART Member& add(std::uint32_t number) {
        if (2 * (numbers_.size() + 1) > places_.size()) {
            grow();
        }
        LOYALTY_ASSERT(numbers_.size() < (std::numeric_limits<std::uint32_t>::max)());
        if (numbers_.size() % members_in_block == 0) {
            blocks_.push_back(std::make_unique<Member[]>(members_in_block));
        }
        numbers_.push_back(number);
        places_[place_of(number)] = std::uint64_t{number} << 32 | numbers_.size();
        return own_by_index(numbers_.size() - 1);
    }
    void grow() {
        places_.assign(places_.empty() ? 64 : 2 * places_.size(), 0);
        for (std::size_t index = 0; index < numbers_.size(); ++index) {
            places_[place_of(numbers_[index])] = std::uint64_t{numbers_[index]} << 32 | (index + 1);
        }
    }

    std::vector<std::uint64_t> places_{}; ///< a number and its index + 1; 0 if free; a power of two of them
    std::vector<std::uint32_t> numbers_{};
    std::vector<std::unique_ptr<Member[]>> blocks_{};
};

} // namespace loyalty::streams
