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
/// | `checkout`                     | a basket that is priced first, then as a basket              | 8    |
/// | `redemption`                   | an account: points are spent                                 | 16   |
/// | `give_back`                    | an account: what a redemption took goes back                 | 17   |
/// | `reservation`                  | an account: points are set aside                             | 18   |
/// | `commitment`                   | an account: what was set aside is spent                      | 19   |
/// | `release`                      | an account: what was set aside is free again                 | 20   |
/// | `pool_share`                   | an account: a member's part of a redemption of its household | 21   |
/// | `clawback`                     | an account or a balance: an award is taken back              | 22   |
/// | `adjustment`                   | an account or a balance: a correction by hand                | 23   |
/// | `confirmation`                 | an account: points that waited for it become active          | 25   |
/// | `transfer`                     | the accounts of two members                                  | 26   |
/// | `member_merge`                 | two members: one takes in all that the other has             | 27   |
/// | `opening`                      | balances and tier that a member brings from another system   | 28   |
/// | `thing_issue`                  | a wallet: a member gets a thing                              | 32   |
/// | `thing_use`                    | a wallet: a thing is used without a checkout                 | 33   |
/// | `thing_hold`                   | a wallet: a thing is set aside for an order                  | 34   |
/// | `thing_commitment`             | a wallet: what was set aside is used                         | 35   |
/// | `thing_release`                | a wallet: what was set aside is free again                   | 36   |
/// | `thing_cancellation`           | a wallet: a thing is taken away                              | 37   |
/// | `thing_restoration`            | a wallet: the uses of an order are given back                | 38   |
/// | `thing_top_up`                 | a wallet: money is added to a gift card                      | 39   |
/// | `paid_with`                    | what its purchase changes, and points pay a part | 128 and the kind of the purchase |
/// | `return_of`                    | everything that its sale changed        | 256 and the kind of the sale |
/// | `return_of` by shares          | the same                                | 512 and the kind of the sale |
/// | a purchase of the host's own   | what the policies earn                         | from 1024 on, for journals |

#include <loyalty/config.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace extensions {

/// The kind of an event. The numbers stand in journals and never change.
enum class event_kind : std::uint16_t {
    purchase = 1,
    basket = 2,
    activity = 3,
    delivery = 4,
    membership_change = 5,
    tier_grant = 6,
    time_passed = 7,
    checkout = 8,
    redemption = 16,
    give_back = 17,
    reservation = 18,
    commitment = 19,
    release = 20,
    pool_share = 21,
    clawback = 22,
    adjustment = 23,
    confirmation = 25,
    transfer = 26,
    member_merge = 27,
    opening = 28,
    thing_issue = 32,
    thing_use = 33,
    thing_hold = 34,
    thing_commitment = 35,
    thing_release = 36,
    thing_cancellation = 37,
    thing_restoration = 38,
    thing_top_up = 39,
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
template <class Event>
inline constexpr bool is_merge = kind_of<Event> == event_kind::member_merge;
template <class Event>
inline constexpr bool is_opening = kind_of<Event> == event_kind::opening;
/// True for the events of things: they need a `wallet`.
template <class Event>
inline constexpr bool is_of_things =
    event_kind::thing_issue <= kind_of<Event>&& kind_of<Event> <= event_kind::thing_top_up;

} // namespace extensions

namespace detail {

/// An event that changes one unit, such as a redemption.
template <class Event>
concept names_unit = requires {
    typename Event::unit;
    Event::kind_of_event;
};

/// An event while it is evaluated: a small one is a copy, so that the compiler can see that no write into the member's state
/// changes it.
template <class Event>
using seen_as =
    std::conditional_t<std::is_trivially_copyable_v<Event> && sizeof(Event) <= 64, const Event, const Event&>;

} // namespace detail

namespace extensions {

/// Purchases, activities and deliveries: events that rules may reward.
template <class Event>
inline constexpr bool can_earn = is_purchase<Event> || is_activity<Event> || is_delivery<Event>;

} // namespace extensions
} // namespace loyalty
