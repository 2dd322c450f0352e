// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The closed sum of the events of a programme, for streams that mix them.
///
/// @code
/// using event = event_of<decltype(stars), sale>;
/// std::vector<event> stream{sale{.id = 1, .time = t1, .net = 20_usd},
///                           redemption<unit::points>{.id = 2, .time = t2, .amount = 10_points},
///                           activity{.id = 3, .time = t3, .kind = 1}};
/// apply_all(stars, members, std::span<const event>{stream}, sink);
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/transfer.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/correction.hpp>
#include <loyalty/events/delivery.hpp>
#include <loyalty/events/event_key.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/member_merge.hpp>
#include <loyalty/events/membership_change.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/events/return_of.hpp>
#include <loyalty/events/thing_hold.hpp>
#include <loyalty/events/thing_issue.hpp>
#include <loyalty/events/thing_use.hpp>
#include <loyalty/events/tier_grant.hpp>
#include <loyalty/events/time_passed.hpp>
#include <loyalty/events/transfer.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>

namespace loyalty {

namespace streams {

/// One event of several types.
template <class... Events>
struct any_event {
    using types = detail::type_list<Events...>;
    template <class Event>
    static constexpr bool can_be = (std::is_same_v<Event, Events> || ...);

    std::variant<Events...> value{};

    constexpr any_event() = default;
    template <class Event>
    requires(can_be<Event>) constexpr any_event(const Event& event)
        : value{event} {} // NOLINT: an event is any of its kind

    /// Calls `function(event)` with the event of its own type.
    template <class Function>
    LOYALTY_INLINE constexpr decltype(auto) visit(Function&& function) const noexcept {
        return visit_from<0>(function);
    }

    /// Returns true if the event is of the first type, which is the most frequent one. Then `first` is the event.
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_of_first_type() const noexcept { return value.index() == 0; }
    [[nodiscard]] LOYALTY_INLINE constexpr const auto& first() const noexcept { return *std::get_if<0>(&value); }
    /// The same as `visit` for an event that is not of the first type.
    template <class Function>
    LOYALTY_INLINE constexpr decltype(auto) visit_others(Function&& function) const noexcept {
        return visit_from<1>(function);
    }

    /// Its id, member and time.
    [[nodiscard]] LOYALTY_INLINE constexpr extensions::event_key key() const noexcept {
        return visit([](const auto& event) LOYALTY_INLINE_LAMBDA { return key_of(event); });
    }

    [[nodiscard]] friend constexpr bool operator==(const any_event& left, const any_event& right) {
        return left.value == right.value;
    }

private:
    template <class Event>
    [[nodiscard]] static constexpr extensions::event_key key_of(const Event& event) noexcept {
        extensions::event_key key{.time = fact::time(event)};
        if constexpr (fact::id_fact::known<Event>) {
            key.id = static_cast<std::uint64_t>(fact::id(event));
        }
        if constexpr (fact::member_fact::known<Event>) {
            key.member = static_cast<std::uint32_t>(fact::member(event));
        }
        return key;
    }

    template <std::size_t Index, class Function>
    LOYALTY_INLINE constexpr decltype(auto) visit_from(Function& function) const noexcept {
        if constexpr (Index + 1 < sizeof...(Events)) {
            if (value.index() != Index) {
                return visit_from<Index + 1>(function);
            }
        }
        return function(*std::get_if<Index>(&value));
    }
};

} // namespace streams

template <class... Events>
struct facts<streams::any_event<Events...>> {
    using event = streams::any_event<Events...>;

    [[nodiscard]] LOYALTY_INLINE static constexpr std::uint64_t id(const event& of) noexcept { return of.key().id; }
    [[nodiscard]] LOYALTY_INLINE static constexpr std::uint32_t member(const event& of) noexcept {
        return of.key().member;
    }
    [[nodiscard]] LOYALTY_INLINE static constexpr instant time(const event& of) noexcept { return of.key().time; }
};

namespace detail {

template <class Event>
inline constexpr bool is_any_event = false;
template <class... Events>
inline constexpr bool is_any_event<streams::any_event<Events...>> = true;

/// The merge of two members in a programme that keeps where members went.
template <bool MergesMembers>
using merges_of = std::conditional_t<MergesMembers, type_list<social::member_merge>, type_list<>>;

/// The events of things in a programme that keeps them.
template <bool KeepsThings>
struct events_of_things {
    using type = type_list<>;
};
template <>
struct events_of_things<true> {
    using type =
        type_list<things::thing_issue, things::thing_use, things::thing_hold, things::thing_commitment,
                  things::thing_release, things::thing_cancellation, things::thing_restoration, things::thing_top_up>;
};

/// The unit of the first rule that redeems points; `unit::points` if there is none.
template <class... Policies>
struct points_that_pay {
    using type = unit::points;
};
template <class First, class... Rest>
struct points_that_pay<First, Rest...> : points_that_pay<Rest...> {};
template <class First, class... Rest>
requires requires {
    typename First::redeemed_unit;
}
struct points_that_pay<First, Rest...> {
    using type = typename First::redeemed_unit;
};

/// The checkouts of a programme that has discounts, in the currency of its purchases; none of any other.
template <class Purchase, class... Policies>
struct checkouts_of {
    using type = type_list<>;
};
template <class Purchase, class... Policies>
requires((lowers_prices<Policies> || ...)) struct checkouts_of<Purchase, Policies...> {
    using line_type = std::remove_cvref_t<decltype(*extensions::lines_of(std::declval<const Purchase&>()).begin())>;
    using currency = typename std::remove_cvref_t<decltype(fact::net(std::declval<const line_type&>()))>::unit;
    using type = type_list<prices::checkout<currency, typename points_that_pay<Policies...>::type>>;
};

template <class Purchase, class Policies>
struct checkouts_of_list;
template <class Purchase, class... Policies>
struct checkouts_of_list<Purchase, type_list<Policies...>> : checkouts_of<Purchase, Policies...> {};

template <class Programme, class Booked>
struct units_with_holds;
template <class Programme, class... Booked>
struct units_with_holds<Programme, type_list<Booked...>> {
    using type = united<std::conditional_t<has_room_for_holds<Booked, Programme>, type_list<Booked>, type_list<>>...>;
};

template <class Programme, class Purchase, class Booked, class Held, class Plain, class OfThings, class Checkouts,
          class... More>
struct event_sum;
template <class Programme, class Purchase, class... Booked, class... Held, class... Plain, class... OfThings,
          class... Checkouts, class... More>
struct event_sum<Programme, Purchase, type_list<Booked...>, type_list<Held...>, type_list<Plain...>,
                 type_list<OfThings...>, type_list<Checkouts...>, More...> {
    using type =
        streams::any_event<Purchase, activity, redemption<Booked>..., redemption<Plain>...,
                           return_of<Programme, Purchase>, give_back<Programme, Booked>..., reservation<Held>...,
                           commitment<Held>..., release<Held>..., clawback<Booked>..., clawback<Plain>...,
                           adjustment<Booked>..., adjustment<Plain>..., confirmation<Booked>..., transfer<Booked>...,
                           delivery, membership_change, tier_grant, time_passed, OfThings..., Checkouts..., More...>;
};

} // namespace detail

/// All events of a programme, with purchases of one type. Reservations are among them if the account has
/// room for some. `More` are further types of the host: purchases of a second
/// type, or returns by shares, `event_of<shop, sale, kept_return_of<shop, sale>>`.
template <class Programme, class Purchase, class... More>
using event_of = typename detail::event_sum<
    detail::value_of<Programme>, Purchase, typename detail::value_of<Programme>::booked_type,
    typename detail::units_with_holds<detail::value_of<Programme>,
                                      typename detail::value_of<Programme>::booked_type>::type,
    typename detail::value_of<Programme>::plain_units_type,
    detail::united<typename detail::events_of_things<detail::value_of<Programme>::keeps_things>::type,
                   detail::merges_of<detail::value_of<Programme>::merges_members>>,
    typename detail::checkouts_of_list<Purchase, typename detail::value_of<Programme>::parts>::type, More...>::type;

namespace detail {

template <class Types>
struct sum_of_types;
template <class... Events>
struct sum_of_types<type_list<Events...>> {
    using type = streams::any_event<Events...>;
};

template <class Types>
struct transfers_of;
template <class... Units>
struct transfers_of<type_list<Units...>> {
    using type = type_list<transfer<Units>..., social::member_merge>;
};

/// True for a type of events that concern two members, or a sum with such a type.
template <class Event>
inline constexpr bool may_concern_two =
    extensions::kind_of<Event> == extensions::event_kind::transfer || extensions::is_merge<Event>;
template <class... Events>
inline constexpr bool may_concern_two<streams::any_event<Events...>> = (may_concern_two<Events> || ...);

/// Applies an event as one of a sum, which has every kind for every programme. One that nothing keeps is refused (`not_kept`),
/// and one that concerns two members as well (`unknown_member`).
template <class Programme, class Member, class Event, class Profile, class Sink>
constexpr outcome_of<Programme> apply_as_one_of_sum(const Programme& programme, Member& own, const Event& event,
                                                    const Profile& profile, Sink& sink) noexcept {
    using rules = value_of<Programme>;
    if constexpr (may_concern_two<Event>) {
        const std::uint8_t tier = tier_of_last_event<rules>(own);
        refuse_unseen<rules>(event, tier, reason::unknown_member, sink);
        return refused_outcome<rules>(tier, reason::unknown_member);
    } else if constexpr (!kept_setting<rules, Event>::met) {
        return outcome_of_event(programme.value(), own, event, profile, sink);
    } else {
        return loyalty::apply(programme, own, event, profile, sink);
    }
}

} // namespace detail

namespace streams {

/// All events of a programme that concern one member: those of `event_of` without transfers and merges. Streams of these can be
/// split between workers (stream/parallel.hpp).
template <class Programme, class Purchase, class... More>
using event_of_one_member = typename detail::sum_of_types<typename detail::less<
    typename event_of<Programme, Purchase, More...>::types,
    typename detail::transfers_of<typename detail::value_of<Programme>::booked_type>::type>::type>::type;

/// Returns true if an event comes before another in the order of time, then id (S10).
template <class Left, class Right>
[[nodiscard]] constexpr bool comes_before(const Left& left, const Right& right) noexcept {
    const instant time = fact::time(left);
    const instant other = fact::time(right);
    return time < other || (time == other && fact::id(left) < fact::id(right));
}

} // namespace streams

/// Applies an event of any kind to one member. A transfer or a merge, which concerns two, is refused (`unknown_member`).
template <detail::has_members Programme, class Member, class... Events, class Profile = extensions::no_profile,
          class Sink = extensions::no_sink>
constexpr outcome_of<Programme> apply(const Programme& programme, Member& own,
                                      const streams::any_event<Events...>& event, const Profile& profile = {},
                                      Sink&& sink = {}) noexcept {
    return event.visit([&](const auto& one) -> outcome_of<Programme> {
        return detail::apply_as_one_of_sum(programme, own, one, profile, sink);
    });
}

} // namespace loyalty
