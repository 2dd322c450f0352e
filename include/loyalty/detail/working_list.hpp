// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A list in a result that is computed and read, and not kept: the 20 lines of a bill that has room for 64.

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>

namespace loyalty::detail {

/// A list of at most `Capacity` elements that lie in the object itself. Making one takes no time: places out of use hold nothing, and
/// may not be read. A list that is kept, compared by bytes or written is a `bounded_list`.
template <class Type, std::size_t Capacity>
class working_list {
public:
    using value_type = Type;
    static constexpr std::size_t capacity = Capacity;

    /// In a constant all places hold something: a list is then copied whole.
    constexpr working_list() noexcept {
        if (std::is_constant_evaluated()) {
            places_ = places{known{}};
        }
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return count_ < Capacity ? count_ : Capacity; }
    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }

    [[nodiscard]] constexpr Type& operator[](std::size_t index) noexcept {
        LOYALTY_ASSERT(index < count_);
        return places_.items[index];
    }
    [[nodiscard]] constexpr const Type& operator[](std::size_t index) const noexcept {
        LOYALTY_ASSERT(index < count_);
        return places_.items[index];
    }
    [[nodiscard]] constexpr Type* begin() noexcept { return places_.items; }
    [[nodiscard]] constexpr const Type* begin() const noexcept { return places_.items; }
    [[nodiscard]] constexpr Type* end() noexcept { return places_.items + size(); }
    [[nodiscard]] constexpr const Type* end() const noexcept { return places_.items + size(); }

    LOYALTY_INLINE constexpr void push_back(const Type& item) noexcept {
        LOYALTY_ASSERT(count_ < Capacity);
        places_.items[count_] = item;
        ++count_;
    }
    /// The list has `count` elements, and each that was not there is set before it is read.
    LOYALTY_INLINE constexpr void resize(std::size_t count) noexcept {
        LOYALTY_ASSERT(count <= Capacity);
        count_ = count;
    }

    LOYALTY_INLINE constexpr void clear() noexcept { count_ = 0; }

    /// The list has these elements, copied as one block.
    LOYALTY_INLINE constexpr void assign(std::span<const Type> items) noexcept {
        resize(items.size());
        if (std::is_constant_evaluated()) {
            for (std::size_t i = 0; i < items.size(); ++i) {
                places_.items[i] = items[i];
            }
        } else if (!items.empty()) {
            LOYALTY_MEMORY(memcpy)(places_.items, items.data(), items.size() * sizeof(Type));
        }
    }

    [[nodiscard]] friend constexpr bool operator==(const working_list& left, const working_list& right) noexcept {
        bool equal = left.count_ == right.count_;
        for (std::size_t i = 0; equal && i < left.count_; ++i) {
            equal = left[i] == right[i];
        }
        return equal;
    }

private:
    static_assert(std::is_trivially_copyable_v<Type>);

    struct known {};
    union places {
        known none;
        Type items[Capacity];

        constexpr places() noexcept : none{} {}
        constexpr explicit places(known) noexcept : items{} {}
    };

    std::size_t count_ = 0;
    places places_{};
};

} // namespace loyalty::detail
