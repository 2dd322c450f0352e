// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The things of two members become those of one (S47). Anna holds 4711, and on an old card 815 and a hold of it: then she
/// holds both, with the hold. Nothing that can still be used is lost: without a place the merge is refused.

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/ledger/wallet_visit.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace loyalty::detail::wallets {

/// Returns true if a thing can never be used again: its window has ended, it was taken away, or it is used up.
template <class State>
[[nodiscard]] constexpr bool has_ended(const State& own, std::size_t at, instant now) noexcept {
    const things::status is = look_at(own, at, now).status;
    return is == things::status::expired || is == things::status::cancelled || is == things::status::used;
}

/// Makes a place for a thing: the first that has ended gives way. Returns false if none has.
template <class State, class Visit>
[[nodiscard]] constexpr bool make_place(State& own, Visit& visit) noexcept {
    for (std::size_t at = 0; own.kept.full() && at < own.kept.size(); ++at) {
        if (has_ended(own, at, visit.time)) {
            note(visit, things::change::gave_way, own.kept[at].thing);
            remove(own, at);
        }
    }
    return !own.kept.full();
}

/// Moves the things of another member, those that have ended only if there is a place without them.
template <class State, class Visit>
constexpr void move_things(State& own, const State& from, Visit& visit) noexcept {
    for (std::size_t at = 0; at < from.kept.size() && !visit.refused(); ++at) {
        const bool stays = !has_ended(from, at, visit.time);
        visit.refuse_if(own.place_of(from.kept[at].thing.code) < own.kept.size(), reason::code_exists);
        if (visit.refused() || (!stays && own.kept.full())) {
            continue;
        }
        if (make_place(own, visit)) {
            own.kept.push_back(from.kept[at]);
        } else {
            visit.refuse_if(true, reason::wallet_full);
        }
    }
}

/// Moves the uses and holds of the things that were moved. A hold must find a place; for it the oldest use is forgotten.
template <class State, class Visit>
constexpr void move_records(State& own, const State& from, Visit& visit) noexcept {
    for (const things::use_record& one : from.records) {
        if (own.place_of(one.code) == own.kept.size()) {
            continue;
        }
        if (make_record_place(own, note_of_lost_record(own, visit))) {
            own.records.push_back(one);
        } else if (one.is_hold) {
            visit.refuse_if(true, reason::wallet_full);
        } else {
            note_of_lost_record(own, visit)(one);
        }
    }
}

/// Takes in all that another wallet has, as of the event.
template <class State, class Visit>
constexpr void merge_things(State& own, State from, Visit& visit) noexcept {
    end_holds(own, visit.time);
    end_holds(from, visit.time);
    move_things(own, from, visit);
    if (visit.refused()) {
        return;
    }
    move_records(own, from, visit);
    if constexpr (requires { own.owed.size(); }) {
        for (std::size_t i = 0; i < own.owed.size(); ++i) {
            const std::uint64_t sum = std::uint64_t{own.owed[i]} + from.owed[i];
            visit.refuse_if(sum > (std::numeric_limits<std::uint32_t>::max)(), reason::amount_overflow);
            own.owed[i] = static_cast<std::uint32_t>(sum);
        }
    }
}

} // namespace loyalty::detail::wallets
