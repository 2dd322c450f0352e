// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Ends an accepted event: adds to the plain balances, and moves the member's clock.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>

#include <cstdint>

namespace loyalty::detail {

/// Adds grants to the balances of units that are granted often, or seldom. Returns true if the sums fit.
template <bool Seldom, class Programme, class Visit, unit_type... Units>
[[nodiscard]] LOYALTY_INLINE constexpr bool add_granted(member<Programme>& own, Visit& visit,
                                                        type_list<Units...>) noexcept {
    return all_of_index<sizeof...(Units)>([&](auto index) LOYALTY_INLINE_LAMBDA {
        using unit = typename type_at<index, Units..., void>::type;
        if constexpr (is_seldom<unit> == Seldom) {
            const bool overflow = add_to(get<1 + index>(own).minor_units, visit.template granted<unit>().minor_units());
            visit.refuse_if(overflow, reason::amount_overflow);
            return !overflow;
        } else {
            return true;
        }
    });
}

/// Adds the grants of an event to the plain balances, and moves the member's clock. Returns true if the sums fit.
template <class Programme, class Event, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool settle(member<Programme>& own, const Event& event, Visit& visit) noexcept {
    using units = typename Programme::plain_units_type;
    bool fits = add_granted<false, Programme>(own, visit, units{});
    if (fits && any_seldom(typename Programme::units_type{}, visit)) [[unlikely]] {
        fits = add_granted<true, Programme>(own, visit, units{});
    }
    own.clock().last_seconds = visit.time.seconds_since_epoch;
    if constexpr (Programme::told_apart == choices::identity::by_time_and_id) {
        own.clock().last_id = static_cast<std::uint64_t>(fact::id(event));
    }
    return fits;
}

/// Runs the accounts and the policies behind them, and settles. It settles before them, so that they read the balances
/// with the grants of this event, or last if a policy behind an account still grants or spends. Returns true if nothing
/// refuses.
template <class Programme, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool run_accounts_and_settle(const Programme& programme, member<Programme>& own,
                                                                    Visit& visit) noexcept {
    constexpr std::size_t first = Programme::first_account;
    if constexpr (Programme::settles_last) {
        return run_policies<first, Programme::size>(programme, own, visit) &&
               settle<Programme>(own, visit.event, visit);
    } else {
        if (!settle<Programme>(own, visit.event, visit)) [[unlikely]] {
            return false;
        }
        return run_policies<first, Programme::size>(programme, own, visit);
    }
}

/// Lets the visit date the member's last event as it was booked: see `redate`.
template <class Programme, class Visit>
LOYALTY_INLINE constexpr void date_last_event(const Programme& programme, member<Programme>& own,
                                              Visit& visit) noexcept {
    const std::uint8_t shift = shift_of_day(programme.frame.calendar, visit.day);
    if (own.last_shift() != shift) [[unlikely]] {
        visit.previous.seconds_since_epoch = redate(programme.frame.calendar, own.clock().last_seconds,
                                                    own.last_shift(), visit.time.seconds_since_epoch, shift);
    }
}

/// The tier that the member has had since the last event, for outcomes of refused events.
template <class Programme>
[[nodiscard]] constexpr std::uint8_t tier_of_last_event(const member<Programme>& own) noexcept {
    std::uint8_t tier = 0;
    for_each_index<Programme::size>([&](auto index) {
        if constexpr (keeps_tier<std::remove_cvref_t<decltype(own.template policy<index>())>>) {
            tier = own.template policy<index>().tier;
        } else if constexpr (keeps_shown_tier<std::remove_cvref_t<decltype(own.template policy<index>())>>) {
            tier = own.template policy<index>().shown; // a floor, behind the tiers
        }
    });
    return tier;
}

/// Passes the outcome to the sink, the last call for an event.
template <class Event, class Outcome, class Sink>
LOYALTY_INLINE constexpr void tell(const Event& event, const Outcome& gave, Sink& sink) noexcept {
    if constexpr (requires { sink.on(event, gave); }) {
        sink.on(event, gave);
    }
}

/// Returns the outcome of a refused event, which grants nothing.
template <class Programme>
[[nodiscard]] constexpr outcome_of<Programme> refused_outcome(std::uint8_t tier, reason why,
                                                              std::uint8_t rule = effects::rule_of_engine) noexcept {
    return {.refused = why, .tier_told = tier, .tier_before = rule, .tier_after = tier};
}

/// Passes the outcome of a refused event to the sink. Out of line, so that nothing of it lies between the likely instructions.
template <class Programme, class Event, class Sink>
LOYALTY_COLD constexpr void tell_refused(const Event& event, std::uint8_t tier, reason why, std::uint8_t rule,
                                         Sink& sink) noexcept {
    tell(event, refused_outcome<Programme>(tier, why, rule), sink);
}

/// Refuses an event that no policy has seen. Returns false.
template <class Programme, class Event, class Sink>
constexpr bool refuse_unseen(const Event& event, std::uint8_t tier, reason why, Sink& sink) noexcept {
    if constexpr (receives<Sink, effects::refusal>) {
        sink.on(effects::refusal{.why = why});
    }
    tell_refused<Programme>(event, tier, why, effects::rule_of_engine, sink);
    return false;
}

} // namespace loyalty::detail
