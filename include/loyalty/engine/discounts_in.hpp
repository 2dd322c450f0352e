// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/policies/discounts.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

/// The `discounts` of a programme.
template <class Programme>
[[nodiscard]] consteval found_policy discounts_in() noexcept {
    return find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) { return lowers_prices<Policy>; });
}
template <class Programme>
[[nodiscard]] consteval std::size_t discount_rule_count() noexcept {
    constexpr std::size_t index = discounts_in<Programme>().index;
    static_assert(discounts_in<Programme>().count <= 1,
                  "loyalty: a programme has one discounts{...}: put all discounts into it");
    static_assert(index >= Programme::size || index < Programme::first_account,
                  "loyalty: put the discounts{...} before the accounts: they decide what is paid for a sale that may "
                  "come back");
    if constexpr (index < Programme::size) {
        return Programme::template policy_type<index>::rule_count;
    } else {
        return 0;
    }
}

} // namespace loyalty::detail
