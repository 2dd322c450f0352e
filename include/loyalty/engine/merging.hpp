// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The way of a merge through the policies, and its demands on a programme. engine/member_merge.hpp has the call.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail {

/// A merge as an event of the member who stays: `from` is the other one, up to whose last event time has passed.
template <class Programme>
struct merge_here {
    static constexpr auto kind_of_event = extensions::event_kind::member_merge;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::uint32_t gone = 0;
    instant time{};
    const loyalty::member<Programme>* from = nullptr;
};

/// True if each policy of a programme says how two states become one.
template <class Programme>
inline constexpr bool merges_states = false;
template <class Terms, class... Policies>
inline constexpr bool merges_states<programme<Terms, Policies...>> = (can_merge<Policies> && ...);

/// Adds the plain balances of the member who goes. Returns true if the sums fit.
template <class Programme, class Visit, unit_type... Units>
[[nodiscard]] constexpr bool add_balances(member<Programme>& own, Visit& visit, type_list<Units...>) noexcept {
    bool fits = true;
    for_each_index<sizeof...(Units)>([&](auto index) {
        fits = fits &&
               !add_to(get<1 + index>(own).minor_units, std::int64_t{get<1 + index>(*visit.event.from).minor_units});
    });
    visit.refuse_if(!fits, reason::amount_overflow);
    return fits;
}

/// 255 and more purchases are 255, and stay so.
template <class Clock>
constexpr void add_purchases(Clock& own, const Clock& from) noexcept {
    if constexpr (Clock::counts_purchases) {
        const int sum = own.purchases + from.purchases;
        own.purchases = static_cast<std::uint8_t>(sum < 255 ? sum : 255);
    }
}

/// Takes what another member has into each policy and balance. Returns false if one refuses: the member is then put back.
template <class Programme, class Visit>
[[nodiscard]] constexpr bool run_merge(const Programme& programme, member<Programme>& own, Visit& visit) noexcept {
    const bool accepted = all_of_index<Programme::size>([&](auto index) {
        visit.template enter<index>();
        merge(get<index>(programme.policies), own.template policy<index>(), visit.event.from->template policy<index>(),
              visit);
        note_tier_behind<index>(visit);
        return !visit.refused();
    });
    if (!accepted) {
        return false;
    }
    visit.enter_rule(effects::rule_of_engine, "engine");
    add_purchases(own.clock(), visit.event.from->clock());
    return add_balances<Programme>(own, visit, typename Programme::plain_units_type{}) &&
           settle<Programme>(own, visit.event, visit);
}

} // namespace loyalty::detail
