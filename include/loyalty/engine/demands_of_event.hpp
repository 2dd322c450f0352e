// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The demands of a programme on one event type, and the sentence about the first that is not met.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/event_conditions.hpp>
#include <loyalty/engine/fact_types.hpp>
#include <loyalty/engine/paying.hpp>
#include <loyalty/engine/plain_balance.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/presented.hpp>
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
        } else if constexpr (extensions::is_opening<Event>) {
            return []<class... Units>(type_list<Units...>) {
                return ((has_account_of<Units, Programme> || has_balance_of<Units, Programme>)&&...);
            }(typename Event::units{});
        } else {
            return true;
        }
    }();
    template <bool Met>
    struct sentence {
        static_assert(Met || suits_a_balance<Event> || extensions::is_opening<Event>,
                      "loyalty: no account of this programme books this unit: add lots<Unit>{} last");
        static_assert(Met || !(suits_a_balance<Event> || extensions::is_opening<Event>),
                      "loyalty: no policy of this programme grants this unit, and no account books it");
    };
};

/// An event of things has a wallet in the programme.
template <class Programme, class Event>
struct kept_thing {
    static constexpr bool met = !extensions::is_of_things<Event> || Programme::keeps_things;
    template <bool Met>
    struct sentence {
        static_assert(
            Met, "loyalty: this programme keeps no things: add a things::wallet<8>{} behind the policies that grant");
    };
};

/// A tier set by hand, and a paid membership, have a policy that keeps them. As one event of a sum, which has every kind for every
/// programme, such an event is refused at run time instead (`reason::not_kept`); and so it is by a list of rules from run time
/// without such a rule.
template <class Programme, class Event>
struct kept_setting {
    static constexpr bool is_tier = extensions::kind_of<Event> == extensions::event_kind::tier_grant;
    static constexpr bool is_membership = extensions::kind_of<Event> == extensions::event_kind::membership_change;
    static constexpr bool met = !(is_tier || is_membership) || may_keep<Event, typename Programme::parts>;
    template <bool Met>
    struct sentence {
        static_assert(Met || !is_tier, "loyalty: no policy of this programme keeps a tier that is set by hand: add a "
                                       "tier_floor{} behind the tiered{...}");
        static_assert(Met || !is_membership,
                      "loyalty: no policy of this programme keeps a paid membership: add a paid_membership{}");
    };
};

/// If points pay a part of a purchase, a redemption rule of the programme takes them, out of an account or a plain balance. A
/// checkout names its means of payment one by one, and is refused if there is none for points.
template <class Programme, class Event>
struct taken_points {
    using unit = typename decltype(unit_of_payment<Event>())::type;
    static constexpr bool pays = !std::is_void_v<unit> && !extensions::uses_things<Event>;
    static constexpr bool has_rule = !pays || points_can_pay<Programme, Event>();
    static constexpr bool met =
        has_rule && (!pays || has_account_of<unit, Programme> || has_balance_of<unit, Programme>);
    template <bool Met>
    struct sentence {
        static_assert(Met || has_rule,
                      "loyalty: points pay this purchase, and no redemption_rule of this programme takes "
                      "them: put a redemption_rule in its currency before the account");
        static_assert(Met || !has_rule,
                      "loyalty: points pay this purchase, and members hold none: no policy grants this unit, and no "
                      "account books it");
    };
};

/// True for the two steps of a redemption and its end without one.
template <class Event>
inline constexpr bool is_of_hold = extensions::kind_of<Event> == extensions::event_kind::reservation ||
                                   extensions::kind_of<Event> == extensions::event_kind::commitment ||
                                   extensions::kind_of<Event> == extensions::event_kind::release;

/// The account of a reservation has room for one.
template <class Programme, class Event>
struct room_for_holds {
    static constexpr bool met = [] {
        if constexpr (is_of_hold<Event>) {
            return has_room_for_holds<typename Event::unit, Programme>;
        } else {
            return true;
        }
    }();
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: the account of this unit has no room for reservations: give it some, "
                           "lots<Unit>{}.max_holds<4>()");
    };
};

/// An event with a receipt is of this programme.
template <class Programme, class Event>
struct own_receipt {
    static constexpr bool met = [] {
        if constexpr (extensions::is_return<Event>) {
            return std::is_same_v<decltype(Event::receipt), receipt<Programme>*>;
        } else if constexpr (extensions::kind_of<Event> == extensions::event_kind::give_back) {
            return std::is_same_v<decltype(Event::receipt),
                                  ledgers::redemption_receipt<Programme, typename Event::unit>*>;
        } else {
            return true;
        }
    }();
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: the receipt is of another programme: return a sale where it was made");
    };
};

/// A return by shares is of a programme whose states do not count what was granted.
template <class Programme, class Event>
struct awards_by_shares {
    static constexpr bool met = [] {
        if constexpr (extensions::is_return<Event>) {
            return Event::rule == choices::return_rule::re_evaluate || !Programme::counts_grants;
        } else {
            return true;
        }
    }();
    template <bool Met>
    struct sentence {
        static_assert(Met,
                      "loyalty: a return by shares: a quota, a donation or a partner of this programme counts what was "
                      "granted, which a share does not tell it: re-evaluate, without keeping_shares");
    };
};

/// An event of two members is applied to both.
template <class Event>
struct one_member {
    static constexpr bool is_transfer = extensions::kind_of<Event> == extensions::event_kind::transfer;
    static constexpr bool met = !is_transfer && !extensions::is_merge<Event>;
    template <bool Met>
    struct sentence {
        static_assert(Met || !is_transfer,
                      "loyalty: a transfer concerns two members: call apply(programme, giver, receiver, transfer)");
        static_assert(Met || is_transfer,
                      "loyalty: a merge concerns two members: call apply(programme, from, into, member_merge)");
    };
};

/// The event on which rules make their demands: the event itself, or what it becomes before policies see it.
template <class Event>
using judged_in = typename Event::judged_as;
template <class Event>
using judged_as = typename member_type_or<judged_in, Event, Event>::type;

/// A checkout is priced before policies see it: see engine/checkout.hpp.
template <class Event>
struct checkout_way;
template <class Event>
inline constexpr bool has_checkout_way = requires {
    sizeof(checkout_way<Event>);
};
template <class Event>
inline constexpr bool is_priced_first = extensions::kind_of<Event> == extensions::event_kind::checkout;

/// The way of a checkout is there.
template <class Event>
struct way_of_checkout {
    static constexpr bool met = !is_priced_first<Event> || has_checkout_way<Event>;
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: a checkout is priced first: include <loyalty/engine/checkout.hpp>");
    };
};

template <class Programme, class Event, class Profile>
using demands_of_event =
    united<type_list<typename decltype(Programme::frame)::template demands_on<Event>, one_member<Event>,
                     own_receipt<Programme, Event>, awards_by_shares<Programme, Event>, kept_unit<Programme, Event>,
                     room_for_holds<Programme, Event>, kept_thing<Programme, Event>, kept_setting<Programme, Event>,
                     taken_points<Programme, Event>>,
           typename demands_of<extensions::visit<Programme, Event, Profile, extensions::no_sink>, Programme>::type>;

/// The first demand of a programme that an event does not meet; void if it meets all.
template <class Programme, class Event, class Profile>
using unmet_by =
    typename first_unmet<united<type_list<well_typed_facts<judged_as<Event>, Profile>, way_of_checkout<Event>>,
                                demands_of_event<value_of<Programme>, judged_as<Event>, Profile>,
                                type_list<judged_by_own_facts<value_of<Programme>, judged_as<Event>>>>>::type;

} // namespace loyalty::detail
