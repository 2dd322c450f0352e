// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace loyalty::ledgers {

/// A list of at most `Capacity` elements that lie in the object itself: trivially copyable if they are, and equal when
/// the elements in use are. Places out of use hold `Type{}`, so that equal lists have equal bytes if `Type` has no
/// padding.
template <class Type, std::size_t Capacity>
struct bounded_list {
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

    [[nodiscard]] constexpr Type& operator[](std::size_t index) noexcept {
        LOYALTY_ASSERT(index < Capacity);
        return items[index];
    }
    [[nodiscard]] constexpr const Type& operator[](std::size_t index) const noexcept {
        LOYALTY_ASSERT(index < Capacity);
        return items[index];
    }
    [[nodiscard]] constexpr Type* begin() noexcept { return items; }
    [[nodiscard]] constexpr const Type* begin() const noexcept { return items; }
    [[nodiscard]] constexpr Type* end() noexcept { return items + size(); }
    [[nodiscard]] constexpr const Type* end() const noexcept { return items + size(); }

    /// Makes `item` the element at `index`; the list must not be full.
    constexpr void insert(std::size_t index, Type item) noexcept {
        LOYALTY_ASSERT(!full() && index <= count);
        move(index + 1, index, size() - index);
        items[index] = item;
        ++count;
    }
    LOYALTY_INLINE constexpr void push_back(Type item) noexcept {
        LOYALTY_ASSERT(count < Capacity);
        items[count] = item;
        ++count;
    }

    constexpr void erase(std::size_t index) noexcept {
        LOYALTY_ASSERT(index < count);
        const std::size_t last = size() - 1;
        move(index, index + 1, last - index);
        items[last] = Type{};
        count = last;
    }

    /// Removes the first element of a full list and adds one at its end.
    LOYALTY_INLINE constexpr void shift_in(const Type& item) noexcept {
        LOYALTY_ASSERT(full());
        move(0, 1, Capacity - 1);
        items[Capacity - 1] = item;
    }

    /// Removes the first elements. As many are added next: the places behind the others are not cleared.
    constexpr void drop_first(std::size_t many) noexcept {
        LOYALTY_ASSERT(many <= count);
        count -= many;
        move(0, many, size());
    }

    /// Removes all elements. Only the places in use are written.
    constexpr void clear() noexcept {
        for (Type& each : *this) {
            each = Type{};
        }
        count = 0;
    }

    [[nodiscard]] friend constexpr bool operator==(const bounded_list& left, const bounded_list& right) noexcept {
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
    /// Moves so many elements to another place of the list. As one block: a loop takes seven instructions for each.
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

/// The list that holds nothing and takes no place.
template <class Type>
struct bounded_list<Type, 0> {
    using value_type = Type;
    static constexpr std::size_t capacity = 0;

    [[nodiscard]] static constexpr std::size_t size() noexcept { return 0; }
    [[nodiscard]] static constexpr bool empty() noexcept { return true; }
    [[nodiscard]] static constexpr bool full() noexcept { return true; }
    [[nodiscard]] constexpr Type& operator[](std::size_t) const noexcept {
        LOYALTY_ASSERT(false);
        return *begin();
    }
    [[nodiscard]] static constexpr Type* begin() noexcept { return nullptr; }
    [[nodiscard]] static constexpr Type* end() noexcept { return nullptr; }
    static constexpr void insert(std::size_t, Type) noexcept { LOYALTY_ASSERT(false); }
    static constexpr void push_back(Type) noexcept { LOYALTY_ASSERT(false); }
    static constexpr void shift_in(Type) noexcept { LOYALTY_ASSERT(false); }
    static constexpr void erase(std::size_t) noexcept { LOYALTY_ASSERT(false); }
    static constexpr void drop_first(std::size_t) noexcept { LOYALTY_ASSERT(false); }
    static constexpr void clear() noexcept {}

    [[nodiscard]] friend constexpr bool operator==(const bounded_list&, const bounded_list&) noexcept { return true; }
};

} // namespace loyalty::ledgers
