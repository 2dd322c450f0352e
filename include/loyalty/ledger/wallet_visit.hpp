// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a wallet reads of an event, and passes on to its sink.

#include <loyalty/config.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::wallets {

/// Passes on a change, if the sink receives changes. `stored` is in minor units of the thing's currency.
template <class Visit>
LOYALTY_INLINE constexpr void note(Visit& visit, things::change what, const things::entitlement& thing,
                                   std::uint64_t order = 0, std::int64_t stored = 0, std::uint32_t count = 1) noexcept {
    visit.note(effects::thing_change{visit.rule, what, thing, order, thing.stored.with(stored), count});
}

/// A function that passes on a use that can no longer be given back.
template <class State, class Visit>
[[nodiscard]] constexpr auto note_of_lost_record(const State& own, Visit& visit) noexcept {
    return [&own, &visit](const things::use_record& one) {
        note(visit, things::change::not_recorded, own.kept[own.place_of(one.code)].thing, one.order, one.stored);
    };
}

/// Passes on the things whose window has ended since the member's last event. A thing that lost its award while an order held
/// it is cancelled once that hold is over.
template <class State, class Visit>
constexpr void note_expired(const State& own, Visit& visit) noexcept {
    for (std::size_t i = 0; i < own.kept.size(); ++i) {
        if (own.kept[i].is_cancelled) {
            if (look_at(own, i, visit.previous).status == things::status::held &&
                look_at(own, i, visit.time).status == things::status::cancelled) {
                note(visit, things::change::cancelled, free_at(own, i, visit.time));
            }
            continue;
        }
        const instant end = end_of(own, i);
        if (visit.previous < end && end <= visit.time &&
            look_at(own, i, visit.time).status == things::status::expired) {
            note(visit, things::change::expired, free_at(own, i, visit.time));
        }
    }
}

/// Passes on a thing that came back from an order too late: its window has ended, or its award was taken back. `back` are the
/// uses that came back.
template <class State, class Visit>
constexpr void note_if_over(const State& own, std::size_t at, std::uint16_t back, Visit& visit) noexcept {
    const things::status is = look_at(own, at, visit.time).status;
    if (is == things::status::expired) {
        note(visit, things::change::expired, own.kept[at].thing);
    } else if (is == things::status::cancelled && own.kept[at].thing.uses == back) { // else it was cancelled before
        note(visit, things::change::cancelled, own.kept[at].thing);
    }
}

/// The number of an event in its records: its id; its second in a programme without ids.
template <class Visit>
[[nodiscard]] constexpr std::uint64_t number_of(const Visit& visit) noexcept {
    using event_type = event_type_of<Visit>;
    if constexpr (!Visit::tells_by_id) {
        if constexpr (extensions::is_return<event_type>) {
            return static_cast<std::uint64_t>(visit.sold.seconds_since_epoch); // of its sale
        } else {
            return static_cast<std::uint64_t>(visit.time.seconds_since_epoch);
        }
    } else if constexpr (extensions::is_return<event_type>) {
        return visit.event.sale;
    } else {
        return static_cast<std::uint64_t>(fact::id(visit.event));
    }
}

template <class Visit>
[[nodiscard]] constexpr std::uint32_t member_of(const Visit& visit) noexcept {
    if constexpr (fact::member_fact::known<event_type_of<Visit>>) {
        return static_cast<std::uint32_t>(fact::member(visit.event));
    } else {
        return 0;
    }
}

} // namespace loyalty::detail::wallets
