// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Where a conversion stands in a programme: behind the rules that grant what it takes, and behind the account that keeps it.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace loyalty::detail {

/// True for a policy that converts units of which accounts keep the balance.
template <class Policy, class Booked>
inline constexpr bool converts_from = false;
template <class Policy, class Booked>
requires requires(const Policy& policy) {
    policy.converted_of(std::int64_t{});
}
inline constexpr bool converts_from<Policy, Booked> = spends_from<Policy, Booked>();

/// Returns true if no conversion stands before the account whose balance it converts.
template <class First = void, class... Rest>
[[nodiscard]] consteval bool conversions_come_after_accounts() noexcept {
    if constexpr (sizeof...(Rest) == 0) {
        return true;
    } else {
        return !(converts_from<First, booked_by<Rest>> || ...) && conversions_come_after_accounts<Rest...>();
    }
}

/// Returns true if the policy at an index converts nothing, or a unit that the policies before it grant or keep.
template <std::size_t Index, class... Policies>
[[nodiscard]] consteval bool finds_something() noexcept {
    using policy = typename type_at<Index, Policies..., void>::type;
    if constexpr (requires(const policy& one) { one.converted_of(std::int64_t{}); }) {
        return []<std::size_t... Before>(std::index_sequence<Before...>) {
            using there = united<rewards_of<typename type_at<Before, Policies..., void>::type>...,
                                 booked_by<typename type_at<Before, Policies..., void>::type>...>;
            return is_part_of<debits_of<policy>, there>;
        }
        (std::make_index_sequence<Index>{});
    } else {
        return true;
    }
}

/// Returns true if every conversion takes units that a policy before it grants, or an account before it keeps: into an account
/// they also come by hand.
template <class... Policies>
[[nodiscard]] consteval bool conversions_find_something() noexcept {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (... && finds_something<Index, Policies...>());
    }
    (std::index_sequence_for<Policies...>{});
}

} // namespace loyalty::detail
