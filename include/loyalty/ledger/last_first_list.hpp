// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace loyalty::ledgers {

/// A `bounded_list` in another order of memory: the last element lies first, then all others in their order. The lots of a member
/// take 15 * 16 bytes, and an award mostly joins the last: it then lies beside the totals, and the other lines of the cache
/// are not needed. Indices are those of the order: of 1, 2, 3 the memory has 3, 1, 2, and `list[2] == 3`.
///
/// Trivially copyable if the elements are. Places out of use hold `Type{}`.
template <class Type, std::size_t Capacity>
struct last_first_list {
    static_assert(Capacity > 0, "loyalty: a list of lots has a place at least");
    using value_type = Type;
    static constexpr std::size_t capacity = Capacity;

    std::uint64_t count = 0; ///< first, so that it lies beside what an owner has before the list
    Type items[Capacity]{};

    /// Never above the capacity, which is said here for compilers that warn of what they cannot rule out.
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        return count < Capacity ? static_cast<std::size_t>(count) : Capacity;
    }
    [[nodiscard]] constexpr bool empty() const noexcept { return count == 0; }
    [[nodiscard]] constexpr bool full() const noexcept { return count == Capacity; }

    [[nodiscard]] LOYALTY_INLINE constexpr Type& operator[](std::size_t index) noexcept {
        return items[place_of(index)];
    }
    [[nodiscard]] LOYALTY_INLINE constexpr const Type& operator[](std::size_t index) const noexcept {
        return items[place_of(index)];
    }

    /// Goes over the elements in their order.
    struct const_iterator {
        const last_first_list* list = nullptr;
        std::size_t index = 0;

        [[nodiscard]] constexpr const Type& operator*() const noexcept { return (*list)[index]; }
        constexpr const_iterator& operator++() noexcept {
            ++index;
            return *this;
        }
        [[nodiscard]] friend constexpr bool operator==(const const_iterator&, const const_iterator&) noexcept = default;
    };
    [[nodiscard]] constexpr const_iterator begin() const noexcept { return {this, 0}; }
    [[nodiscard]] constexpr const_iterator end() const noexcept { return {this, size()}; }

    /// The elements as they lie in memory, for sums.
    struct unordered {
        const Type* first = nullptr;
        std::size_t count = 0;

        [[nodiscard]] constexpr const Type* begin() const noexcept { return first; }
        [[nodiscard]] constexpr const Type* end() const noexcept { return first + count; }
    };
    [[nodiscard]] constexpr unordered any_order() const noexcept { return {items, size()}; }

    /// Makes `item` the element at `index`; the list must not be full.
    constexpr void insert(std::size_t index, Type item) noexcept {
        LOYALTY_ASSERT(!full() && index <= count);
        if (index == count) {
            push_back(item);
            return;
        }
        move(index + 2, index + 1, size() - index - 1);
        items[index + 1] = item;
        ++count;
    }
    LOYALTY_INLINE constexpr void push_back(Type item) noexcept {
        LOYALTY_ASSERT(count < Capacity);
        items[size()] = items[0]; // of an empty list to itself
        items[0] = item;
        ++count;
    }

    constexpr void erase(std::size_t index) noexcept {
        LOYALTY_ASSERT(index < count);
        const std::size_t last = size() - 1;
        if (index == last) {
            items[0] = items[last];
        } else {
            move(index + 1, index + 2, last - index - 1);
        }
        items[last] = Type{};
        count = last;
    }

    constexpr void clear() noexcept { *this = last_first_list{}; }

    [[nodiscard]] friend constexpr bool operator==(const last_first_list& left, const last_first_list& right) noexcept {
        if (left.count != right.count) {
            return false;
        }
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (!(left.items[i] == right.items[i])) {
                return false;
            }
        }
        return true;
    }

private:
    // Compared with `size()`, from which the index of the last is computed, so that the compiler knows its place.
    [[nodiscard]] LOYALTY_INLINE constexpr std::size_t place_of(std::size_t index) const noexcept {
        LOYALTY_ASSERT(index < size());
        return index + 1 == size() ? 0 : index + 1;
    }
    /// Moves so many elements to another place. As one block: a loop takes seven instructions for each.
    constexpr void move(std::size_t to, std::size_t from, std::size_t many) noexcept {
        LOYALTY_ASSERT(to + many <= Capacity && from + many <= Capacity);
        if (std::is_constant_evaluated()) {
            for (std::size_t i = 0; i < many; ++i) {
                const std::size_t each = to < from ? i : many - 1 - i;
                items[to + each] = items[from + each];
            }
        } else {
            LOYALTY_MEMORY(memmove)(items + to, items + from, many * sizeof(Type));
        }
    }
};

} // namespace loyalty::ledgers
