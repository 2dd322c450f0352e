// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Kinds of rules that few programmes have. None of them lies in the way of the others: see `detail::is_rare`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/tier_grant.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/policies/paid_membership.hpp>
#include <loyalty/policies/reactivation.hpp>
#include <loyalty/policies/tier_floor.hpp>
#include <loyalty/rules/demands.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty::json {

struct membership_of : paid_membership {
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;
};

/// A tier that the programme does not have is refused, though the type has room for more.
struct floor_of : tier_floor {
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;

    std::uint8_t tiers = 1; ///< of the programme, that of everyone included

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        using event = detail::event_type_of<Visit>;
        if constexpr (std::is_same_v<event, tier_grant> || extensions::is_opening<event>) {
            visit.refuse_if(visit.event.tier >= tiers, reason::unknown_tier);
        }
        tier_floor::apply(own, visit);
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.tiers);
    }
};

/// `{"reactivation": {"award": "200 points", "days": 90}}`
struct reactivation_of : social::reactivation<awarded> {
    using parts = detail::type_list<>;
    static constexpr bool is_rare = true;
    using social::reactivation<awarded>::reactivation;
};
template <class Currency>
struct reactivation_rule : in_unit<Currency, reactivation_of> {};

} // namespace loyalty::json
