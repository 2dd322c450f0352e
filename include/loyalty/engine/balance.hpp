// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>

#include <concepts>
#include <cstdint>

namespace loyalty::detail {

/// How an amount lies in a member's state: 64 bits, or what the unit declares as `balance` if members never hold more;
/// an amount that does not fit refuses the event.
template <class Unit>
struct balance_of {
    using type = std::int64_t;
};
template <class Unit>
requires requires {
    typename Unit::balance;
}
struct balance_of<Unit> {
    static_assert(std::signed_integral<typename Unit::balance>, "loyalty: a unit's balance must be a signed integer");
    using type = typename Unit::balance;
};

/// And in an outcome: as in the state, or what the unit declares as `granted` if one event never gives more.
template <class Unit>
struct granted_of : balance_of<Unit> {};
template <class Unit>
requires requires {
    typename Unit::granted;
}
struct granted_of<Unit> {
    static_assert(std::signed_integral<typename Unit::granted>,
                  "loyalty: a unit's granted must be a signed integer: returns take back");
    using type = typename Unit::granted;
};

template <class Unit>
struct balance {
    typename balance_of<Unit>::type minor_units = 0;

    [[nodiscard]] friend constexpr bool operator==(const balance&, const balance&) = default;
};

template <class Unit>
struct granted {
    typename granted_of<Unit>::type minor_units = 0;

    [[nodiscard]] friend constexpr bool operator==(const granted&, const granted&) = default;
};

/// Adds to an amount in few bytes. Returns true if the sum does not fit them.
template <class Stored>
[[nodiscard]] LOYALTY_INLINE constexpr bool add_to(Stored& stored, std::int64_t more) noexcept {
    std::int64_t sum = 0;
    const bool overflow = add_overflows(stored, more, sum);
    stored = static_cast<Stored>(sum);
    return overflow || stored != sum;
}

/// Units whose balance is declared small are granted seldom, so that one question serves for all of them.
template <class Unit>
inline constexpr bool is_seldom = requires {
    typename Unit::balance;
};

} // namespace loyalty::detail
