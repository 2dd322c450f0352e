// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace loyalty::detail {

/// How an amount lies in a member's state and in an outcome: 64 bits, or what the unit declares as `balance` where members
/// never hold more; what does not fit refuses the event.
template <class Unit>
struct balance_of {
    using type = std::int64_t;
};
template <class Unit>
requires requires {
    typename Unit::balance;
}
struct balance_of<Unit> {
    using type = typename Unit::balance;
};

template <class Unit>
struct balance {
    typename balance_of<Unit>::type minor_units = 0;

    [[nodiscard]] friend constexpr bool operator==(const balance&, const balance&) = default;
};

/// Units whose balance is declared small are granted seldom, so that one question serves for all of them.
template <class Unit>
inline constexpr bool is_seldom = requires {
    typename Unit::balance;
};

} // namespace loyalty::detail
