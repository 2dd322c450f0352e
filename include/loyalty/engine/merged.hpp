// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A member who was merged into another one is gone, and its state says where it went.

#include <loyalty/config.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/programme.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace detail {

/// The index of the policy that keeps where members went; `Programme::size` if there is none.
template <class Programme>
[[nodiscard]] consteval std::size_t merges_index() noexcept {
    return find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) { return keeps_merges<Policy>; }).index;
}

/// Returns true if a member was merged into another one.
template <class Programme>
[[nodiscard]] LOYALTY_INLINE constexpr bool is_gone(const member<Programme>& own) noexcept {
    if constexpr (Programme::merges_members) {
        return own.template policy<merges_index<Programme>()>().is_gone;
    } else {
        return false;
    }
}

/// Returns true if another member was merged into this one: receipts of both are then this one's.
template <class Programme>
[[nodiscard]] constexpr bool has_taken_in(const member<Programme>& own) noexcept {
    if constexpr (Programme::merges_members) {
        return own.template policy<merges_index<Programme>()>().has_taken_in;
    } else {
        return false;
    }
}

/// The index of the member who now stands for the one at an index. Ends after as many steps as there are members, also in
/// states that were read from bytes and lead in a circle.
template <class Programme>
[[nodiscard]] LOYALTY_INLINE constexpr std::size_t present_index(std::span<const member<Programme>> members,
                                                                 std::size_t index) noexcept {
    if constexpr (Programme::merges_members) {
        for (std::size_t steps = 0;
             steps < members.size() && index < members.size() && is_gone<Programme>(members[index]); ++steps) {
            index = members[index].template policy<merges_index<Programme>()>().into;
        }
    }
    return index;
}

} // namespace detail

namespace social {

/// The index of the member who now stands for the one at an index: member 0 was merged into 1 and 1 into 4, so for 0 it is 4.
/// The index itself for everyone else, and for an index that is no member's. At most as many steps as there were merges.
template <class Programme>
[[nodiscard]] constexpr std::size_t
present_member(const Programme&, std::span<const typename Programme::member_type> members, std::size_t index) noexcept {
    return detail::present_index<std::remove_cvref_t<decltype(std::declval<const Programme&>().value())>>(members,
                                                                                                          index);
}

} // namespace social
} // namespace loyalty
