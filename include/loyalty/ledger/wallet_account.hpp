// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `wallet` as an account of a programme: what each event does to it. An event that is refused leaves the wallet as it was: what
/// may be refused halfway works on a copy. A sale that presents nothing is never refused.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/thing_hold.hpp>
#include <loyalty/events/thing_issue.hpp>
#include <loyalty/events/thing_use.hpp>
#include <loyalty/ledger/thing_code.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace loyalty::detail::wallets {

/// Passes on a change, if the sink receives changes.
template <class Visit>
LOYALTY_INLINE constexpr void note(Visit& visit, things::change what, const things::entitlement& thing,
                                   std::uint64_t order = 0, std::int64_t stored = 0, std::uint32_t count = 1) noexcept {
    visit.note(effects::thing_change{visit.rule, what, thing, order, stored, count});
}

/// A function that passes on a use that can no longer be given back.
template <class State, class Visit>
[[nodiscard]] constexpr auto note_of_lost_record(const State& own, Visit& visit) noexcept {
    return [&own, &visit](const things::use_record& one) {
        note(visit, things::change::not_recorded, own.kept[own.place_of(one.code)].thing, one.order, one.stored);
    };
}

/// Passes on the things whose window has ended since the member's last event.
template <class State, class Visit>
constexpr void note_expired(const State& own, Visit& visit) noexcept {
    for (std::size_t i = 0; i < own.kept.size(); ++i) {
        const instant end = end_of(own, i);
        if (visit.previous < end && end <= visit.time &&
            look_at(own, i, visit.time).status == things::status::expired) {
            note(visit, things::change::expired, free_at(own, i, visit.time));
        }
    }
}

/// Passes on a thing that came back too late.
template <class State, class Visit>
constexpr void note_if_expired(const State& own, std::size_t at, Visit& visit) noexcept {
    if (look_at(own, at, visit.time).status == things::status::expired) {
        note(visit, things::change::expired, own.kept[at].thing);
    }
}

/// The number by which the records of an event know it: its id; its second in a programme without ids.
template <class Visit>
[[nodiscard]] constexpr std::uint64_t number_of(const Visit& visit) noexcept {
    using event_type = event_type_of<Visit>;
    if constexpr (!Visit::tells_by_id) {
        return static_cast<std::uint64_t>(visit.earned_at.seconds_since_epoch); // of a return: of its sale
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

// Things come ---------------------------------------------------------------------------------------------------------------

/// A code that the member does not hold.
template <class State>
[[nodiscard]] constexpr std::uint64_t free_code(const State& own, const things::code_source& from) noexcept {
    std::uint64_t code = things::code_of(from);
    while (own.place_of(code) < own.kept.size() || code == 0) { // at most as often as there are things, and once
        code = mixed(code);
    }
    return code;
}

/// Puts a thing into the wallet. Returns false if there is no place for it.
template <class Rules, class State, class Visit>
[[nodiscard]] constexpr bool put(const Rules& rules, State& own, Visit& visit, const things::kept_thing& one) noexcept {
    if (own.kept.full()) {
        const std::size_t at = gives_way(own, visit.time, one.thing.until, rules.full);
        if (at == own.kept.size()) {
            return false;
        }
        note(visit, things::change::gave_way, free_at(own, at, visit.time));
        remove(own, at);
    }
    own.kept.push_back(one);
    note(visit, things::change::issued, one.thing);
    return true;
}

[[nodiscard]] constexpr std::uint32_t as_count(std::int64_t count) noexcept {
    constexpr std::int64_t most = (std::numeric_limits<std::uint32_t>::max)();
    return static_cast<std::uint32_t>(count < most ? count : most);
}

/// Issues things for the units that an event granted: those owed are paid first, and no more than the rule keeps alive. What
/// finds no place gives way.
template <class Rules, class Rule, class State, class Visit>
constexpr void issue_granted(const Rules& rules, const Rule& rule, std::uint32_t& owed, State& own, Visit& visit,
                             std::int64_t granted) noexcept {
    const std::int64_t paid = granted < std::int64_t{owed} ? granted : std::int64_t{owed};
    owed -= static_cast<std::uint32_t>(paid);
    granted -= paid;
    const auto alive = static_cast<std::int64_t>(count_alive(own, rule.campaign, visit.time));
    const std::int64_t room = rule.most_alive == 0      ? granted
                              : alive < rule.most_alive ? std::int64_t{rule.most_alive} - alive
                                                        : 0;
    std::int64_t most = granted < room ? granted : room;
    const auto places = static_cast<std::int64_t>(State::places);
    most = most < places ? most : places;
    things::entitlement thing = rule.issued_at(visit.calendar, visit.time);
    std::int64_t placed = 0;
    for (std::int64_t i = 0; i < most; ++i) {
        thing.code = free_code(
            own, {rule.seed, rule.campaign, member_of(visit), number_of(visit), static_cast<std::uint32_t>(i)});
        placed += put(rules, own, visit, {.thing = thing, .source = number_of(visit)}) ? 1 : 0;
    }
    if (placed < granted) {
        thing.code = 0;
        note(visit, things::change::gave_way, thing, 0, 0, as_count(granted - placed));
    }
}

/// Cancels the things of an event whose award is taken back: those that can still be used first. For a used one the next
/// is not issued, if the rule says so.
template <class Rule, class State, class Visit>
constexpr void take_back_issued(const Rule& rule, std::uint32_t& owed, State& own, Visit& visit,
                                std::int64_t count) noexcept {
    const std::uint64_t source = number_of(visit);
    std::int64_t used = 0;
    for (std::size_t i = own.kept.size(); i > 0; --i) {
        things::kept_thing& one = own.kept[i - 1];
        if (one.thing.campaign != rule.campaign || one.source != source) {
            continue;
        }
        const things::status is = look_at(own, i - 1, visit.time).status;
        const bool is_free = is == things::status::active || is == things::status::issued;
        if (is_free && count > 0) {
            one.is_cancelled = true;
            --count;
            note(visit, things::change::cancelled, one.thing);
        }
        used += is == things::status::used || is == things::status::held ? 1 : 0;
    }
    if (rule.used == things::used_voucher::owed) {
        const std::int64_t more = used < count ? used : count;
        owed = as_count(std::int64_t{owed} + more);
    }
}

/// Turns what an event granted, or a return took back, into things.
template <class Rules, class State, class Visit>
constexpr void turn_into_things(const Rules& rules, State& own, Visit& visit) noexcept {
    for_each_index<decltype(rules.rules)::size>([&](auto index) {
        const auto& rule = get<index>(rules.rules);
        using rule_type = std::remove_cvref_t<decltype(rule)>;
        if constexpr (rule_type::is_awarded) {
            const std::int64_t granted = visit.template granted<typename rule_type::unit>().minor_units();
            if (granted > 0) {
                issue_granted(rules, rule, own.owed[index], own, visit, granted);
            } else if (granted < 0) {
                take_back_issued(rule, own.owed[index], own, visit, -granted);
            }
        }
    });
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules& rules, State& own, Visit& visit, const things::thing_issue& event) noexcept {
    things::kept_thing one{.thing = event.thing, .source = number_of(visit)};
    one.is_card = one.thing.stored > 0 || one.thing.uses == 0;
    std::uint64_t seed = 0;
    std::size_t most = 0;
    for_each_index<decltype(rules.rules)::size>([&](auto index) {
        const auto& rule = get<index>(rules.rules);
        if (rule.campaign == one.thing.campaign) {
            const bool is_open = one.thing.from == instant::minimum() && one.thing.until == instant::maximum();
            const things::entitlement like = rule.issued_at(visit.calendar, visit.time);
            one.thing.from = is_open ? like.from : one.thing.from;
            one.thing.until = is_open ? like.until : one.thing.until;
            seed = rule.seed;
            most = rule.most_alive;
        }
    });
    if (one.thing.code == 0) {
        one.thing.code = free_code(own, {seed, one.thing.campaign, event.member, number_of(visit), 0});
    }
    visit.refuse_if(!one.is_card && !visit.knows_campaign(one.thing.campaign), reason::unknown_campaign);
    visit.refuse_if(one.thing.stored < 0, reason::negative_amount);
    visit.refuse_if(own.place_of(one.thing.code) < own.kept.size(), reason::code_exists);
    visit.refuse_if(one.thing.until <= visit.time || one.thing.until <= one.thing.from, reason::no_longer_valid);
    visit.refuse_if(most > 0 && count_alive(own, one.thing.campaign, visit.time) >= most, reason::cap_reached);
    if (!visit.refused()) {
        visit.refuse_if(!put(rules, own, visit, one), reason::wallet_full);
    }
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_top_up& event) noexcept {
    const std::size_t at = own.place_of(event.code);
    if (at == own.kept.size()) {
        return visit.refuse_if(true, reason::not_holder);
    }
    things::kept_thing& one = own.kept[at];
    visit.refuse_if(!one.is_card, reason::no_gift_card);
    visit.refuse_if(one.is_cancelled || end_of(own, at) <= visit.time, reason::no_longer_valid);
    visit.refuse_if(event.stored < 0, reason::negative_amount);
    std::int64_t sum = event.stored;
    bool overflow = add_overflows(sum, one.thing.stored, sum);
    for (const things::use_record& record : own.records) {
        overflow = overflow || (record.code == event.code && add_overflows(sum, record.stored, sum));
    }
    visit.refuse_if(overflow, reason::amount_overflow);
    if (!visit.refused()) {
        one.thing.stored += event.stored;
        note(visit, things::change::topped_up, free_at(own, at, visit.time), 0, event.stored);
    }
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_cancellation& event) noexcept {
    const reason why = why_not(own, event.code, visit.time);
    const std::size_t at = own.place_of(event.code);
    visit.refuse_if(why != reason::none && why != reason::not_yet_valid && why != reason::empty_card, why);
    visit.refuse_if(at < own.kept.size() && is_held(own, event.code, visit.time), reason::already_held);
    if (!visit.refused()) {
        own.kept[at].is_cancelled = true;
        note(visit, things::change::cancelled, free_at(own, at, visit.time));
    }
}

// Things are used ------------------------------------------------------------------------------------------------------------

/// Takes one use of a thing, or money of a gift card, for an order. Refuses if it cannot.
template <class State, class Visit>
[[nodiscard]] constexpr things::use_record take_for(State& own, Visit& visit, std::uint64_t code, std::int64_t stored,
                                                    std::uint64_t order) noexcept {
    const reason why = why_not(own, code, visit.time);
    visit.refuse_if(why != reason::none, why);
    if (visit.refused()) {
        return {};
    }
    const std::size_t at = own.place_of(code);
    const reason no_money = why_not_money(own.kept[at], stored);
    if (no_money == reason::insufficient_stored_money) {
        visit.refuse(no_money, stored, own.kept[at].thing.stored);
    }
    visit.refuse_if(no_money != reason::none, no_money);
    return visit.refused() ? things::use_record{} : take(own, at, stored, order);
}

/// Records a use. What takes neither a use nor money leaves no record.
template <class State, class Visit>
constexpr void record_use(State& own, Visit& visit, const things::use_record& one) noexcept {
    if (one.uses == 0 && one.stored == 0) {
        return;
    }
    add_record(own, one, note_of_lost_record(own, visit));
    note(visit, things::change::used, own.kept[own.place_of(one.code)].thing, one.order, one.stored);
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_use& event) noexcept {
    State after = own;
    end_holds(after, visit.time);
    const std::uint64_t order = event.order == 0 ? number_of(visit) : event.order;
    const things::use_record one = take_for(after, visit, event.code, event.stored, order);
    if (!visit.refused()) {
        record_use(after, visit, one);
        own = after;
    }
}

/// Takes what a sale uses of the things that were presented.
template <class State, class Visit>
constexpr void take_presented(State& own, Visit& visit) noexcept {
    if (visit.event.uses.size() == 0) {
        return;
    }
    State after = own;
    end_holds(after, visit.time);
    for (const things::use& each : visit.event.uses) {
        const things::use_record one = take_for(after, visit, each.code, each.taken, number_of(visit));
        if (visit.refused()) {
            return;
        }
        record_use(after, visit, one);
    }
    own = after;
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
    things::use_record one = take_for(after, visit, event.code, event.stored, event.order);
    visit.refuse_if(!visit.refused() && !make_record_place(after, note_of_lost_record(after, visit)),
                    reason::holds_full);
    if (!visit.refused()) {
        one.is_hold = true;
        one.until = event.until;
        after.records.push_back(one);
        note(visit, things::change::held, after.kept[after.place_of(event.code)].thing, event.order, event.stored);
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
        note_if_expired(after, at, visit);
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
        if (rules.restoration == things::given_back::gone && !thing.is_card) {
            own.records.erase(record);
            return;
        }
        extend(rules, thing, visit);
        undo(own, record);
        note(visit, things::change::restored, thing.thing, one.order, one.stored);
        note_if_expired(own, at, visit);
    });
}

/// Gives back a part of what an order took of a gift card.
template <class Rules, class State, class Visit>
constexpr void restore_money(const Rules& rules, State& own, Visit& visit,
                             const things::thing_restoration& event) noexcept {
    const std::size_t record = own.find_record(event.code, event.order, false);
    const std::int64_t there = record < own.records.size() ? own.records[record].stored : 0;
    visit.refuse_if(event.stored < 0, reason::negative_amount);
    if (there < event.stored) {
        visit.refuse(reason::not_spent, event.stored, there);
    }
    if (visit.refused()) {
        return;
    }
    const std::size_t at = own.place_of(event.code);
    extend(rules, own.kept[at], visit);
    own.kept[at].thing.stored += event.stored;
    own.records[record].stored -= event.stored;
    if (own.records[record].stored == 0) {
        own.records.erase(record);
    }
    note(visit, things::change::restored, own.kept[at].thing, event.order, event.stored);
    note_if_expired(own, at, visit);
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules& rules, State& own, Visit& visit, const things::thing_restoration& event) noexcept {
    if (event.stored != 0) {
        restore_money(rules, own, visit, event);
    } else {
        visit.refuse_if(!restore(rules, own, visit, event.order, event.code), reason::not_spent);
    }
}

/// Returns true if nothing of the sale remains after a return.
template <class Event>
[[nodiscard]] constexpr bool comes_back_whole(const Event& event) noexcept {
    return !event.remaining.has_value();
}

// -------------------------------------------------------------------------------------------------------------------------

/// Applies an event to the wallet.
template <class Rules, class State, class Visit>
LOYALTY_INLINE constexpr void apply_event(const Rules& rules, State& own, Visit& visit) noexcept {
    using event_type = event_type_of<Visit>;
    if constexpr (extensions::is_of_things<event_type>) {
        on(rules, own, visit, visit.event);
    } else {
        if constexpr (extensions::is_return<event_type>) {
            if (comes_back_whole(visit.event) || rules.parts == things::part_return::gives_back_uses) {
                static_cast<void>(restore(rules, own, visit, number_of(visit), 0)); // a sale that used nothing
            }
        }
        if constexpr (extensions::uses_things<event_type>) {
            take_presented(own, visit);
        }
        if (!visit.refused()) {
            turn_into_things(rules, own, visit);
        }
    }
}

} // namespace loyalty::detail::wallets
