// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Things of a wallet are used, held for orders, and given back. An operation that may be refused halfway works on a copy.

#include <loyalty/config.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/thing_hold.hpp>
#include <loyalty/events/thing_use.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/ledger/wallet_visit.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty::detail::wallets {

// Things are used ------------------------------------------------------------------------------------------------------------

/// Returns true if the thing at an index can give a use, or money of a gift card. Refuses if it cannot, or for the reason `why`.
template <class State, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool can_give(const State& own, Visit& visit, std::size_t at, reason why,
                                                     const things::stored_money& taken) noexcept {
    visit.refuse_if(why != reason::none, why);
    if (visit.refused()) {
        return false;
    }
    const reason no_money = why_not_money(own.kept[at].thing, taken);
    if (no_money == reason::insufficient_stored_money) {
        visit.refuse(no_money, taken.minor_units(), own.kept[at].thing.stored.minor_units());
    }
    visit.refuse_if(no_money != reason::none, no_money);
    return !visit.refused();
}
/// The same for a wallet without holds.
template <class State, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr bool can_take(const State& own, Visit& visit, std::size_t at,
                                                     const things::stored_money& taken) noexcept {
    reason why = reason::not_holder;
    if (at < own.kept.size()) {
        const things::kept_thing& thing = own.kept[at];
        why = why_not(thing, thing.thing, false, visit.time);
    }
    return can_give(own, visit, at, why, taken);
}

/// Takes one use of the thing at an index, or money of a gift card, for an order. Refuses if it cannot, or for the reason `why`.
template <class State, class Visit>
[[nodiscard]] constexpr things::use_record take_for(State& own, Visit& visit, std::size_t at, reason why,
                                                    const things::stored_money& taken, std::uint64_t order) noexcept {
    return can_give(own, visit, at, why, taken) ? take(own, at, taken.minor_units(), order) : things::use_record{};
}

/// Records a use. A use that takes nothing leaves no record. `is_new` if no record is of this thing and this order.
template <class State, class Visit>
LOYALTY_INLINE constexpr void record_use(State& own, Visit& visit, const things::use_record& one,
                                         bool is_new = false) noexcept {
    if (one.uses == 0 && one.stored == 0) {
        return;
    }
    if (is_new) {
        add_new_record(own, one, note_of_lost_record(own, visit));
    } else {
        add_record(own, one, note_of_lost_record(own, visit));
    }
    if constexpr (Visit::template notes<effects::thing_change>) {
        note(visit, things::change::used, own.kept[own.place_of(one.code)].thing, one.order, one.stored);
    }
}

/// Returns true if a record is of an order or of a hold. A new sale of a member without holds finds none, and then need not look
/// for them.
template <class State>
[[nodiscard]] constexpr bool knows_order_or_hold(const State& own, std::uint64_t order) noexcept {
    unsigned known = 0; // a number: compilers make more of a condition
    for (const things::use_record& one : own.records) {
        known |= static_cast<unsigned>(one.is_hold) | static_cast<unsigned>(one.order == order);
    }
    return known != 0;
}

/// A use by itself. Mostly the wallet has neither holds nor uses of its order: then all is looked at before the thing is taken, and
/// nothing is copied.
template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_use& event) noexcept {
    const std::uint64_t order = event.order == 0 ? number_of(visit) : event.order;
    if (!knows_order_or_hold(own, order)) {
        const std::size_t at = own.place_of(event.code);
        if (can_take(own, visit, at, event.stored)) {
            record_use(own, visit, take(own, at, event.stored.minor_units(), order), true);
        }
        return;
    }
    State after = own;
    end_holds(after, visit.time);
    const std::size_t at = after.place_of(event.code);
    const things::use_record one = take_for(after, visit, at, why_not(after, at, visit.time), event.stored, order);
    if (!visit.refused()) {
        record_use(after, visit, one);
        own = after;
    }
}

/// Takes one use of a sale. Things held for the sale are released first.
template <class State, class Visit>
constexpr void take_of_sale(State& own, Visit& visit, const things::use& one, std::uint64_t order) noexcept {
    const std::size_t at = own.place_of(one.code);
    reason why = reason::not_holder;
    if (at < own.kept.size()) {
        const thing_view view = view_of(own, at, visit.time, order);
        const bool was_held = view.hold < own.records.size();
        why = was_held ? reason::none : why_not(own.kept[at], view, visit.time);
        if (was_held) {
            undo(own, view.hold);
        }
    }
    const things::use_record taken = take_for(own, visit, at, why, one.taken, order);
    if (!visit.refused()) {
        record_use(own, visit, taken);
    }
}

/// Takes the uses of a sale one after the other, on a copy.
template <class State, class Visit>
constexpr void take_one_by_one(State& own, Visit& visit, std::span<const things::use> uses,
                               std::uint64_t order) noexcept {
    State after = own;
    end_holds(after, visit.time);
    for (std::size_t i = 0; i < uses.size() && !visit.refused(); ++i) {
        take_of_sale(after, visit, uses[i], order);
    }
    if (!visit.refused()) {
        own = after;
    }
}

/// Records the uses of a new sale, of which no two are of one thing.
template <class State, class Visit>
LOYALTY_INLINE constexpr void take_all(State& own, Visit& visit, std::span<const things::use> uses,
                                       std::span<const std::size_t> places, std::uint64_t order) noexcept {
    if constexpr (Visit::template notes<effects::thing_change>) {
        for (std::size_t i = 0; i < uses.size(); ++i) { // what is forgotten is told with what comes in its place
            record_use(own, visit, take(own, places[i], uses[i].taken.minor_units(), order), true);
        }
    } else {
        if (const std::size_t all = own.records.size() + uses.size(); all > State::records_kept) {
            own.records.drop_first(all - State::records_kept);
        }
        for (std::size_t i = 0; i < uses.size(); ++i) {
            own.records.push_back(take(own, places[i], uses[i].taken.minor_units(), order));
        }
    }
}

/// Takes the uses of a sale from the things that were presented, all or none. Mostly the wallet has neither holds nor uses of
/// this sale, and each use is of another thing: then all are looked at before the first is taken, and nothing is copied.
template <class State, class Visit>
constexpr void take_presented(State& own, Visit& visit) noexcept {
    constexpr std::size_t most = State::records_kept < 16 ? State::records_kept : 16;
    const std::span<const things::use> uses = visit.event.uses;
    if (uses.size() == 0) {
        return;
    }
    const std::uint64_t order = number_of(visit);
    if (uses.size() > most || knows_order_or_hold(own, order)) {
        return take_one_by_one(own, visit, uses, order);
    }
    std::array<std::size_t, most> places;
    std::uint64_t seen = 0; // a bit for each place, or for several: then some sales take the longer way for nothing
    for (std::size_t i = 0; i < uses.size(); ++i) {
        const std::size_t at = own.place_of(uses[i].code);
        const std::uint64_t bit = std::uint64_t{1} << (at % 64);
        const bool leaves_no_record =
            at < own.kept.size() && own.kept[at].thing.is_card() && uses[i].taken.minor_units() == 0;
        if ((seen & bit) != 0 || leaves_no_record) {
            return take_one_by_one(own, visit, uses, order);
        }
        if (!can_take(own, visit, at, uses[i].taken)) {
            return;
        }
        seen |= bit;
        places[i] = at;
    }
    take_all(own, visit, uses, std::span{places}.first(uses.size()), order);
}

// Things are held ------------------------------------------------------------------------------------------------------------

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_hold& event) noexcept {
    State after = own;
    end_holds(after, visit.time);
    visit.refuse_if(after.find_record(event.code, event.order, true) < after.records.size(), reason::hold_exists);
    visit.refuse_if(event.until <= visit.time, reason::hold_over);
    if (visit.refused()) {
        return;
    }
    const std::size_t at = after.place_of(event.code);
    things::use_record one = take_for(after, visit, at, why_not(after, at, visit.time), event.stored, event.order);
    visit.refuse_if(!visit.refused() && !make_record_place(after, note_of_lost_record(after, visit)),
                    reason::holds_full);
    if (!visit.refused()) {
        one.is_hold = true;
        one.until = event.until;
        after.records.push_back(one);
        note(visit, things::change::held, after.kept[at].thing, event.order, one.stored);
        own = after;
    }
}

/// Calls `function(index)` for each hold, or each use, of an order, from the last to the first. Returns true if there is one.
template <class State, class Function>
[[nodiscard]] constexpr bool for_each_record(State& own, std::uint64_t order, std::uint64_t code, bool is_hold,
                                             Function function) noexcept {
    bool found = false;
    for (std::size_t i = own.records.size(); i > 0; --i) {
        const things::use_record& one = own.records[i - 1];
        if (one.order == order && one.is_hold == is_hold && (code == 0 || one.code == code)) {
            found = true;
            function(i - 1);
        }
    }
    return found;
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_commitment& event) noexcept {
    State after = own;
    end_holds(after, visit.time);
    const bool found = for_each_record(after, event.order, event.code, true, [&](std::size_t at) {
        things::use_record one = after.records[at];
        one.is_hold = false;
        one.until = instant{};
        after.records.erase(at);
        record_use(after, visit, one);
    });
    visit.refuse_if(!found, reason::unknown_hold);
    if (found) {
        own = after;
    }
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_release& event) noexcept {
    State after = own;
    end_holds(after, visit.time);
    const bool found = for_each_record(after, event.order, event.code, true, [&](std::size_t record) {
        const things::use_record one = after.records[record];
        const std::size_t at = after.place_of(one.code);
        undo(after, record);
        note(visit, things::change::released, after.kept[at].thing, one.order, one.stored);
        note_if_over(after, at, one.uses, visit);
    });
    visit.refuse_if(!found, reason::unknown_hold);
    if (found) {
        own = after;
    }
}

// Uses are given back ---------------------------------------------------------------------------------------------------------

/// Makes the window of a thing that comes back as long as the grace, if the wallet gives one.
template <class Rules, class Visit>
constexpr void extend(const Rules& rules, things::kept_thing& one, const Visit& visit) noexcept {
    if (rules.restoration == things::given_back::grace) {
        const instant least = visit.calendar.start_of(visit.today() + rules.grace_days);
        one.thing.until = one.thing.until < least ? least : one.thing.until;
    }
}

/// Gives back the uses of an order. Returns true if there are any.
template <class Rules, class State, class Visit>
constexpr bool restore(const Rules& rules, State& own, Visit& visit, std::uint64_t order, std::uint64_t code) noexcept {
    return for_each_record(own, order, code, false, [&](std::size_t record) {
        const things::use_record one = own.records[record];
        const std::size_t at = own.place_of(one.code);
        things::kept_thing& thing = own.kept[at];
        if (rules.restoration == things::given_back::gone && !thing.thing.is_card()) {
            own.records.erase(record);
            return;
        }
        extend(rules, thing, visit);
        undo(own, record);
        note(visit, things::change::restored, thing.thing, one.order, one.stored);
        note_if_over(own, at, one.uses, visit);
    });
}

/// Gives back a part of what an order took of a gift card.
template <class Rules, class State, class Visit>
constexpr void restore_money(const Rules& rules, State& own, Visit& visit,
                             const things::thing_restoration& event) noexcept {
    const std::size_t record = own.find_record(event.code, event.order, false);
    const std::int64_t there = record < own.records.size() ? own.records[record].stored : 0;
    const std::int64_t back = event.stored.minor_units();
    const std::size_t at = own.place_of(event.code);
    visit.refuse_if(back < 0, reason::negative_amount);
    if (there < back) {
        visit.refuse(reason::not_spent, back, there);
    }
    if (!visit.refused()) {
        const reason why = why_not_currency(own.kept[at].thing, event.stored);
        visit.refuse_if(why != reason::none, why);
    }
    if (visit.refused()) {
        return;
    }
    extend(rules, own.kept[at], visit);
    own.kept[at].thing.stored.add(back);
    own.records[record].stored -= back;
    if (own.records[record].stored == 0) {
        own.records.erase(record);
    }
    note(visit, things::change::restored, own.kept[at].thing, event.order, back);
    note_if_over(own, at, 0, visit);
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules& rules, State& own, Visit& visit, const things::thing_restoration& event) noexcept {
    if (event.stored.minor_units() != 0) {
        restore_money(rules, own, visit, event);
    } else {
        visit.refuse_if(!restore(rules, own, visit, event.order, event.code), reason::not_spent);
    }
}

} // namespace loyalty::detail::wallets
