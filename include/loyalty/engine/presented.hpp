// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Finds an entitlement that is presented: in the member's account of entitlements, or as the presentation carries it.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/member.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace detail {

/// The index of the account of entitlements; `Programme::size` if there is none.
template <class Programme>
[[nodiscard]] consteval std::size_t wallet_index() noexcept {
    return find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) { return keeps_entitlements<Policy>; })
        .index;
}

/// An entitlement that the presentation carries, or why it cannot be used.
[[nodiscard]] constexpr extensions::found_thing find_carried(const things::entitlement& thing, instant time) noexcept {
    const reason why = !thing.is_card() && thing.uses == 0 ? reason::already_used
                       : time < thing.from                 ? reason::not_yet_valid
                       : time >= thing.until               ? reason::no_longer_valid
                                                           : reason::none;
    return {why, thing};
}

} // namespace detail

namespace extensions {

/// Finds a presented thing, as it is at a time. `own` is the member, settled up to that time. A programme with an account of
/// entitlements looks only there. Things held for the sale `order` can be used by it. `has_holds` is false if it is known that
/// nothing in the account is held.
template <class Programme>
[[nodiscard]] constexpr found_thing find_presented(const Programme& programme, const member<Programme>& own,
                                                   const things::presented& shown, instant time, std::uint64_t order,
                                                   bool has_holds = true) noexcept {
    constexpr std::size_t index = detail::wallet_index<Programme>();
    if constexpr (index < Programme::size) {
        const auto& wallet = detail::get<index>(programme.policies);
        const auto& state = own.template policy<index>();
        if constexpr (requires { wallet.find_unheld(state, shown.code, time); }) {
            return has_holds ? wallet.find(state, shown.code, time, order)
                             : wallet.find_unheld(state, shown.code, time);
        } else {
            return wallet.find(state, shown.code, time, order);
        }
    } else {
        return shown.is_carried ? detail::find_carried(shown.thing, time) : found_thing{reason::not_holder, {}};
    }
}
/// Returns false if it is known that the member holds no thing for an order.
template <class Programme>
[[nodiscard]] constexpr bool may_hold_things(const Programme& programme, const member<Programme>& own) noexcept {
    constexpr std::size_t index = detail::wallet_index<Programme>();
    if constexpr (index < Programme::size) {
        if constexpr (requires { detail::get<index>(programme.policies).has_holds(own.template policy<index>()); }) {
            return detail::get<index>(programme.policies).has_holds(own.template policy<index>());
        }
    }
    return true;
}

} // namespace extensions
} // namespace loyalty
