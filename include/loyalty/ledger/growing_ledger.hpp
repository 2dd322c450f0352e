// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Books without a bound, for programmes whose lots expire day by day over years. Chosen by name, and included by nothing
/// else here.

#include <loyalty/config.hpp>
#include <loyalty/ledger/ledger_state.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::ledgers {

/// A list that grows, over a vector.
template <class Type, template <class...> class Vector>
struct growing_list {
    using value_type = Type;
    static constexpr std::size_t capacity = SIZE_MAX;

    Vector<Type> items{};

    [[nodiscard]] constexpr std::size_t size() const noexcept { return items.size(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return items.empty(); }
    [[nodiscard]] static constexpr bool full() noexcept { return false; }

    [[nodiscard]] constexpr Type& operator[](std::size_t index) noexcept { return items[index]; }
    [[nodiscard]] constexpr const Type& operator[](std::size_t index) const noexcept { return items[index]; }
    [[nodiscard]] constexpr auto begin() noexcept { return items.begin(); }
    [[nodiscard]] constexpr auto begin() const noexcept { return items.begin(); }
    [[nodiscard]] constexpr auto end() noexcept { return items.end(); }
    [[nodiscard]] constexpr auto end() const noexcept { return items.end(); }

    [[nodiscard]] constexpr const growing_list& any_order() const noexcept { return *this; }

    constexpr void insert(std::size_t index, Type item) noexcept {
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(index), item);
    }
    constexpr void push_back(Type item) noexcept { items.push_back(item); }
    constexpr void erase(std::size_t index) noexcept {
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    }
    constexpr void clear() noexcept { items.clear(); }

    [[nodiscard]] friend constexpr bool operator==(const growing_list&, const growing_list&) noexcept = default;
};

/// Books that grow with the lots: `growing_ledger<std::vector>`, with the same operations as `ledger_state`. It allocates,
/// it is not trivially copyable, and if memory runs out the program ends: the operations throw nothing.
template <template <class...> class Vector, point_of_time Point = date>
using growing_ledger =
    ledger_books<growing_list<basic_lot_bucket<Point>, Vector>, growing_list<basic_hold<Point>, Vector>,
                 growing_list<basic_lot_slice<Point>, Vector>, growing_list<basic_lot_slice<Point>, Vector>>;

} // namespace loyalty::ledgers
