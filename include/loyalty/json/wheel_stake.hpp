// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Stakes of a wheel from text out of an account, which come back with a return.
///
/// A spin for 6 points takes them out of the lots that expire first; if the spin comes back, these lots have them again. The rules of a
/// text are one policy of the programme, for which the receipt of a spin has two places: so two wheels of a text may take their stakes
/// out of one account, which the reader checks.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/rule_list.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/json/packed.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

/// A list of rules gives back what one of its kinds gives back.
template <std::size_t Capacity, std::size_t Bytes, class Kinds>
inline constexpr bool loyalty::detail::spending_comes_back<
    loyalty::detail::list_of_rules<loyalty::json::packed<Capacity, Bytes>, Kinds>> =
    []<class... Policies>(loyalty::detail::type_list<Policies...>) {
        return (loyalty::detail::spending_comes_back<Policies> || ...);
    }(typename Kinds::types{});

namespace loyalty::json {

/// The index among the policies of the list whose rule acts; that is the first list.
template <class Visit>
struct list_of_visit;
template <class Programme, class Event, class Profile, class Sink>
struct list_of_visit<extensions::visit<Programme, Event, Profile, Sink>> {
    static constexpr std::size_t index = detail::find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) {
                                             return requires {
                                                 requires Policy::holds_policies;
                                             };
                                         }).index;
};

/// Takes a stake. The receipt of the event keeps the lots that gave it, under the number of the list.
template <class Unit, class Visit>
constexpr void take_stake(Visit& visit, std::int64_t cost) noexcept {
    if constexpr (Visit::template notes<detail::spending_of_sale<Unit, detail::no_account::taken>>) {
        detail::spending_of_sale<Unit, typename Visit::template lots_of<Unit>> one{
            static_cast<std::uint8_t>(list_of_visit<Visit>::index), cost, {}, 0, visit.rule};
        if constexpr (!Visit::is_repeated) { // a spin that is evaluated again has paid
            one.found = visit.template available<Unit>().minor_units();
            visit.template spend<Unit>(amount<Unit>::from_minor_units(cost), one.lots);
        }
        if (!visit.refused()) {
            visit.note(one);
        }
    } else {
        visit.template spend<Unit>(amount<Unit>::from_minor_units(cost));
    }
}

} // namespace loyalty::json
