// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The demands of a programme on one event type, and the sentence about the first that is not met.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/plain_balance.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/points_payment.hpp>

#include <cstddef>
#include <type_traits>

namespace loyalty::detail {

template <class Programme>
concept has_members = requires {
    typename Programme::member_type;
};

/// The state is that of a member of this programme, and can change.
template <class Programme, class Member>
struct own_member {
    static constexpr bool met = std::is_same_v<Member, typename Programme::member_type>;
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: the member is of another programme, or const: declare it as "
                           "`member<decltype(your_programme)>`");
    };
};

/// The unit of an event has an account in the programme, or a plain balance that the event can change.
template <class Programme, class Event>
struct kept_unit {
    static constexpr bool met = [] {
        if constexpr (names_unit<Event>) {
            using unit = typename Event::unit;
            return has_account_of<unit, Programme> || (suits_a_balance<Event> && has_balance_of<unit, Programme>);
        } else {
            return true;
        }
    }();
    template <bool Met>
    struct sentence {
        static_assert(Met || suits_a_balance<Event>,
                      "loyalty: no account of this programme books this unit: add lots<Unit>{} last");
        static_assert(Met || !suits_a_balance<Event>,
                      "loyalty: no policy of this programme grants this unit, and no account books it");
    };
};

/// If points pay a part of a purchase, a redemption rule of the programme takes them, out of an account or a plain balance.
template <class Programme, class Event>
struct taken_points {
    static constexpr bool pays = is_purchase<Event> && fact::points_paid_fact::known<Event>;
    static constexpr bool has_rule = [] {
        if constexpr (pays && Programme::points_pay) {
            return pays_with_points<Event, typename Programme::paid_unit>();
        } else {
            return !pays;
        }
    }();
    static constexpr bool met = has_rule && [] {
        if constexpr (pays && has_rule) {
            using unit = typename Programme::paid_unit;
            return has_account_of<unit, Programme> || has_balance_of<unit, Programme>;
        } else {
            return true;
        }
    }();
    template <bool Met>
    struct sentence {
        static_assert(Met || has_rule, "loyalty: points pay this purchase, and no redemption_rule of this programme takes "
                                       "them: put redemption_rule{...}.paying_for(net{}) first");
        static_assert(Met || !has_rule,
                      "loyalty: points pay this purchase, and members hold none: no policy grants this unit, and no "
                      "account books it");
    };
};

/// An event with a receipt is of this programme.
template <class Programme, class Event>
struct own_receipt {
    static constexpr bool met = [] {
        if constexpr (is_return<Event>) {
            return std::is_same_v<decltype(Event::receipt), receipt<Programme>*>;
        } else if constexpr (kind_of<Event> == event_kind::give_back) {
            return std::is_same_v<decltype(Event::receipt), redemption_receipt<Programme, typename Event::unit>*>;
        } else {
            return true;
        }
    }();
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: the receipt is of another programme: return a sale where it was made");
    };
};

/// An event of two members is applied to both.
template <class Event>
struct one_member {
    static constexpr bool met = kind_of<Event> != event_kind::transfer;
    template <bool Met>
    struct sentence {
        static_assert(Met,
                      "loyalty: a transfer concerns two members: call apply(programme, giver, receiver, transfer)");
    };
};

template <class Programme, class Event, class Profile>
using demands_of_event =
    united<type_list<typename decltype(Programme::frame)::template demands_on<Event>, one_member<Event>,
                     own_receipt<Programme, Event>, kept_unit<Programme, Event>, taken_points<Programme, Event>>,
           typename demands_of<visit<Programme, Event, Profile, no_sink>, Programme>::type>;

/// The first demand of a programme that an event does not meet; void if it meets all.
template <class Programme, class Event, class Profile>
using unmet_by = typename first_unmet<demands_of_event<value_of<Programme>, Event, Profile>>::type;

} // namespace loyalty::detail
