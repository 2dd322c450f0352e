// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a wallet does with its things: finds them, judges them at a time, moves uses and money between a thing, its holds and
/// its uses. No function reads a clock, and each looks at every thing and record a bounded number of times.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/stored_money.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace loyalty {

namespace things {

/// Which thing gives way if a wallet is full and all in it can still be used. Before them go the things that are expired or
/// cancelled, then those that are used, the first issued first. Things held for an order and gift
/// cards with money on them never give way.
enum class when_full : std::uint8_t {
    soonest_to_expire, ///< of all, the new one included
    oldest,            ///< the one that was issued first
    newest             ///< the new one
};

/// The treatment of a thing whose use is given back (S38).
enum class given_back : std::uint8_t {
    old_window, ///< it is again what it was before; if its window has ended, it is expired
    grace,      ///< its window lasts so many days at least
    gone        ///< the use stays. The money of a gift card is given back all the same
};

/// The effect of a return of a part of a sale on the things that the sale used.
enum class part_return : std::uint8_t {
    keeps_uses,     ///< nothing; the return of the rest gives them back
    gives_back_uses ///< all of them are given back
};

} // namespace things

namespace detail::wallets {

// Questions ---------------------------------------------------------------------------------------------------------------

[[nodiscard]] constexpr bool is_alive_hold(const things::use_record& one, instant now) noexcept {
    return one.is_hold && now < one.until;
}
[[nodiscard]] constexpr bool is_over(const things::use_record& one, instant now) noexcept {
    return one.is_hold && one.until <= now;
}

template <class State>
[[nodiscard]] constexpr bool is_held(const State& own, std::uint64_t code, instant now) noexcept {
    bool held = false;
    for (const things::use_record& one : own.records) {
        held = held || (one.code == code && is_alive_hold(one, now));
    }
    return held;
}

/// Returns true if a record is of a hold, over or not.
template <class State>
[[nodiscard]] constexpr bool has_holds(const State& own) noexcept {
    unsigned found = 0; // a number: compilers make more of a condition
    for (const things::use_record& one : own.records) {
        found |= static_cast<unsigned>(one.is_hold);
    }
    return found != 0;
}

/// A thing with the free uses and money at a time, and its holds: all that the records say of it.
struct thing_view {
    things::entitlement free{}; ///< holds that are over count as released
    bool is_held = false;       ///< by any order
    std::size_t hold = 0;       ///< the record of the hold of one order; the number of records if there is none
};

/// One look at each record finds it all.
template <class State>
[[nodiscard]] constexpr thing_view view_of(const State& own, std::size_t at, instant now,
                                           std::uint64_t order = 0) noexcept {
    const std::size_t count = own.records.size();
    thing_view view{own.kept[at].thing, false, count};
    const things::use_record* next = own.records.begin();
    for (std::size_t i = 0; i < count; ++i) {
        const things::use_record& one = *next++;
        if (!one.is_hold || one.code != view.free.code) {
            continue;
        }
        if (is_over(one, now)) {
            view.free.uses = static_cast<std::uint16_t>(view.free.uses + one.uses);
            view.free.stored.add(one.stored);
        } else {
            view.is_held = true;
            view.hold = one.order == order ? i : view.hold;
        }
    }
    return view;
}
template <class State>
[[nodiscard]] constexpr things::entitlement free_at(const State& own, std::size_t at, instant now) noexcept {
    return view_of(own, at, now).free;
}

[[nodiscard]] constexpr bool is_used_up(const things::entitlement& free) noexcept {
    return free.is_card() ? free.stored.minor_units() == 0 : free.uses == 0;
}

/// The time from which the thing at an index cannot be used for want of a window: the end of its window, or of a hold that
/// lasts longer.
template <class State>
[[nodiscard]] constexpr instant end_of(const State& own, std::size_t at) noexcept {
    instant end = own.kept[at].thing.until;
    for (const things::use_record& one : own.records) {
        end = one.code == own.kept[at].thing.code && one.is_hold && end < one.until ? one.until : end;
    }
    return end;
}

/// `free` is the thing with what is free of it.
[[nodiscard]] constexpr things::status status_of(const things::kept_thing& one, const things::entitlement& free,
                                                 bool is_held, instant now) noexcept {
    using things::status;
    const bool used_up = is_used_up(free);
    if (one.is_cancelled && (!used_up || one.thing.is_card())) {
        return status::cancelled; // a thing of which all is used or held is cancelled once something comes back
    }
    if (used_up || free.until <= now) {
        return is_held ? status::held : used_up ? status::used : status::expired;
    }
    return now < free.from ? status::issued : status::active;
}

template <class State>
[[nodiscard]] constexpr things::thing_at look_at(const State& own, std::size_t at, instant now) noexcept {
    const thing_view view = view_of(own, at, now);
    return {status_of(own.kept[at], view.free, view.is_held, now), view.free};
}

/// Returns why a thing cannot be used at a time.
[[nodiscard]] constexpr reason why_not(const things::kept_thing& one, const things::entitlement& free, bool is_held,
                                       instant now) noexcept {
    switch (status_of(one, free, is_held, now)) {
    case things::status::issued:
        return reason::not_yet_valid;
    case things::status::held:
        return reason::already_held;
    case things::status::used:
        return one.thing.is_card() ? reason::empty_card : reason::already_used;
    case things::status::expired:
    case things::status::cancelled:
        return reason::no_longer_valid;
    case things::status::active:
        break;
    case things::status::unknown:
        return reason::not_holder;
    }
    return reason::none;
}
[[nodiscard]] constexpr reason why_not(const things::kept_thing& one, const thing_view& view, instant now) noexcept {
    return why_not(one, view.free, view.is_held, now);
}
/// Returns why the thing at an index, which may be none, cannot be used at a time.
template <class State>
[[nodiscard]] constexpr reason why_not(const State& own, std::size_t at, instant now) noexcept {
    return at == own.kept.size() ? reason::not_holder : why_not(own.kept[at], view_of(own, at, now), now);
}

/// See `wallet::find`. In a state without holds nothing is copied before it is found.
template <class State>
[[nodiscard]] constexpr extensions::found_thing find_unheld(const State& own, std::uint64_t code,
                                                            instant now) noexcept {
    const std::size_t at = own.place_of(code);
    if (at == own.kept.size()) {
        return {reason::not_holder, {}};
    }
    const things::kept_thing& one = own.kept[at];
    return {why_not(one, one.thing, false, now), one.thing};
}
template <class State>
[[nodiscard]] constexpr extensions::found_thing find_for(const State& own, std::uint64_t code, instant now,
                                                         std::uint64_t order) noexcept {
    const std::size_t at = own.place_of(code);
    if (at == own.kept.size()) {
        return {reason::not_holder, {}};
    }
    thing_view view = view_of(own, at, now, order);
    if (view.hold == own.records.size()) {
        return {why_not(own.kept[at], view, now), view.free};
    }
    view.free.uses = static_cast<std::uint16_t>(view.free.uses + own.records[view.hold].uses);
    view.free.stored.add(own.records[view.hold].stored);
    return {reason::none, view.free};
}

// Moves -------------------------------------------------------------------------------------------------------------------

/// Puts what a record has taken back to its thing, and removes the record.
template <class State>
constexpr void undo(State& own, std::size_t record) noexcept {
    const things::use_record one = own.records[record];
    const std::size_t at = own.place_of(one.code);
    if (at < own.kept.size()) {
        things::entitlement& thing = own.kept[at].thing;
        thing.uses = static_cast<std::uint16_t>(thing.uses + one.uses);
        thing.stored.add(one.stored);
    }
    own.records.erase(record);
}

/// Releases the holds that are over.
template <class State>
constexpr void end_holds(State& own, instant now) noexcept {
    for (std::size_t i = own.records.size(); i > 0; --i) {
        if (is_over(own.records[i - 1], now)) {
            undo(own, i - 1);
        }
    }
}

/// Makes a place among the records: the oldest use can then no longer be given back. `note(record)` is called for it. Returns
/// false if all are holds.
template <class State, class Note>
[[nodiscard]] constexpr bool make_record_place(State& own, Note note) noexcept {
    if (!own.records.full()) {
        return true;
    }
    for (std::size_t i = 0; i < own.records.size(); ++i) {
        if (!own.records[i].is_hold) {
            note(own.records[i]);
            own.records.erase(i);
            return true;
        }
    }
    return false;
}

/// Notes a use or a hold that no record has yet. `note(record)` is called for a use that is no longer recorded for want of a place.
template <class State, class Note>
constexpr void add_new_record(State& own, const things::use_record& one, Note note) noexcept {
    if (own.records.full() && !own.records[0].is_hold) { // mostly, a full list forgets its first use
        note(own.records[0]);
        own.records.shift_in(one);
    } else if (make_record_place(own, note)) {
        own.records.push_back(one);
    } else {
        note(one);
    }
}

/// The same, together with an earlier one of the same order.
template <class State, class Note>
constexpr void add_record(State& own, const things::use_record& one, Note note) noexcept {
    const std::size_t same = own.find_record(one.code, one.order, one.is_hold);
    if (same < own.records.size()) {
        own.records[same].uses = static_cast<std::uint16_t>(own.records[same].uses + one.uses);
        own.records[same].stored += one.stored;
    } else {
        add_new_record(own, one, note);
    }
}

/// Takes one use of a thing that can be used, or so much of its money. Returns the record of it.
template <class State>
[[nodiscard]] constexpr things::use_record take(State& own, std::size_t at, std::int64_t stored,
                                                std::uint64_t order) noexcept {
    things::kept_thing& one = own.kept[at];
    const std::uint16_t uses = one.thing.is_card() ? 0 : 1;
    one.thing.uses = static_cast<std::uint16_t>(one.thing.uses - uses);
    one.thing.stored.add(-stored);
    return {.code = one.thing.code, .order = order, .stored = stored, .uses = uses};
}

/// Returns why a thing cannot give or take money of a currency. No money at all is of every currency.
[[nodiscard]] constexpr reason why_not_currency(const things::entitlement& thing,
                                                const things::stored_money& moved) noexcept {
    if (!moved.has_currency()) {
        return reason::none;
    }
    return !thing.is_card()                                        ? reason::no_gift_card
           : thing.stored.currency_code() != moved.currency_code() ? reason::other_currency
                                                                   : reason::none;
}

/// Returns why money cannot be taken from a thing that can be used.
[[nodiscard]] constexpr reason why_not_money(const things::entitlement& thing,
                                             const things::stored_money& taken) noexcept {
    if (const reason why = why_not_currency(thing, taken); why != reason::none) {
        return why;
    }
    if (taken.minor_units() < 0) {
        return reason::negative_amount;
    }
    return taken.minor_units() > thing.stored.minor_units() ? reason::insufficient_stored_money : reason::none;
}

// Places ------------------------------------------------------------------------------------------------------------------

/// Removes a thing with its records.
template <class State>
constexpr void remove(State& own, std::size_t at) noexcept {
    const std::uint64_t code = own.kept[at].thing.code;
    for (std::size_t i = own.records.size(); i > 0; --i) {
        if (own.records[i - 1].code == code) {
            own.records.erase(i - 1);
        }
    }
    own.kept.erase(at);
}

/// The index of the thing that gives way to a new one; the number of things if none does.
template <class State>
[[nodiscard]] constexpr std::size_t gives_way(const State& own, instant now, instant until_of_new,
                                              things::when_full policy) noexcept {
    const std::size_t none = own.kept.size();
    std::size_t used = none;
    std::size_t alive = none;
    for (std::size_t i = 0; i < own.kept.size(); ++i) {
        if (is_held(own, own.kept[i].thing.code, now)) {
            continue;
        }
        const things::status is = look_at(own, i, now).status;
        if (is == things::status::expired || is == things::status::cancelled) {
            return i;
        }
        if (is == things::status::used) {
            used = used == none ? i : used;
            continue;
        }
        if (own.kept[i].thing.is_card()) {
            continue; // its money would be lost
        }
        const bool is_sooner = alive == none || own.kept[i].thing.until < own.kept[alive].thing.until;
        alive = (policy == things::when_full::soonest_to_expire ? is_sooner : alive == none) ? i : alive;
    }
    if (used < none) {
        return used;
    }
    const bool new_goes =
        policy == things::when_full::newest ||
        (policy == things::when_full::soonest_to_expire && alive < none && until_of_new < own.kept[alive].thing.until);
    return new_goes ? none : alive;
}

/// Counts the things of a campaign that can be used now or later.
template <class State>
[[nodiscard]] constexpr std::size_t count_alive(const State& own, std::uint32_t campaign, instant now) noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < own.kept.size(); ++i) {
        const things::status is = look_at(own, i, now).status;
        const bool is_alive =
            is == things::status::active || is == things::status::issued || is == things::status::held;
        count += is_alive && own.kept[i].thing.campaign == campaign ? 1u : 0u;
    }
    return count;
}

} // namespace detail::wallets
} // namespace loyalty
