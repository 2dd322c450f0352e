// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The table of event kinds. A new kind is one struct in this folder, one line here, and the rules that it concerns.
///
/// | event                          | changes                                                      | kind |
/// |--------------------------------|--------------------------------------------------------------|------|
/// | `purchase`                     | what the policies earn                                       | 1    |
/// | `basket`                       | the same, with lines                                         | 2    |
/// | `activity`                     | what rules for activities earn                               | 3    |
/// | `delivery`                     | what rules for deliveries earn                               | 4    |
/// | `membership_change`            | the interval of a paid membership                            | 5    |
/// | `tier_grant`                   | the tier that a member has at least, set by hand             | 6    |
/// | `time_passed`                  | nothing but what time itself changes                         | 7    |
/// | `redemption`                   | an account: points are spent                                 | 16   |
/// | `give_back`                    | an account: what a redemption took goes back                 | 17   |
/// | `reservation`                  | an account: points are set aside                             | 18   |
/// | `commitment`                   | an account: what was set aside is spent                      | 19   |
/// | `release`                      | an account: what was set aside is free again                 | 20   |
/// | `clawback`                     | an account or a balance: an award is taken back              | 22   |
/// | `adjustment`                   | an account or a balance: a correction by hand                | 23   |
/// | `confirmation`                 | an account: points that waited for it become active          | 25   |
/// | `transfer`                     | the accounts of two members                                  | 26   |
/// | `return_of`                    | everything that its sale changed        | 256 and the kind of the sale |
/// | `paid_with`                    | what its purchase changes, and points pay | 512 and the kind of the purchase |
/// | a purchase of the host's own type | what the policies earn                                    | from 1024 on, for journals |

#include <loyalty/config.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty {

/// What happened. The numbers stand in journals and never change.
enum class event_kind : std::uint16_t {
    purchase = 1,
    basket = 2,
    activity = 3,
    delivery = 4,
    membership_change = 5,
    tier_grant = 6,
    time_passed = 7,
    redemption = 16,
    give_back = 17,
    reservation = 18,
    commitment = 19,
    release = 20,
    clawback = 22,
    adjustment = 23,
    confirmation = 25,
    transfer = 26,
    return_of = 256,
    host_purchase = 1024
};

/// The kind of an event type. A type that names none is a purchase of the host's own; one that earns as an activity has
/// `static constexpr auto kind_of_event = loyalty::event_kind::activity;`.
template <class Event>
inline constexpr event_kind kind_of = [] {
    if constexpr (requires { Event::kind_of_event; }) {
        return Event::kind_of_event;
    } else {
        return event_kind::host_purchase;
    }
}();

template <class Event>
inline constexpr bool is_purchase = kind_of<Event> == event_kind::purchase || kind_of<Event> == event_kind::basket ||
                                    kind_of<Event> == event_kind::host_purchase;
template <class Event>
inline constexpr bool is_activity = kind_of<Event> == event_kind::activity;
template <class Event>
inline constexpr bool is_delivery = kind_of<Event> == event_kind::delivery;
template <class Event>
inline constexpr bool is_return = kind_of<Event> == event_kind::return_of;

namespace detail {

/// An event that changes one unit, such as a redemption.
template <class Event>
concept names_unit = requires {
    typename Event::unit;
    Event::kind_of_event;
};

} // namespace detail
/// Purchases, activities and deliveries: events that rules may reward.
template <class Event>
inline constexpr bool can_earn = is_purchase<Event> || is_activity<Event> || is_delivery<Event>;

} // namespace loyalty
