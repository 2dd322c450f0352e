// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Events that change one unit, for a unit that no account keeps: the member's plain balance changes.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/account_of.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/kept.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/opening.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/tier_grant.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// Returns true if an event changes the plain balance of its unit.
template <class Programme, class Event>
[[nodiscard]] consteval bool changes_balance() noexcept {
    if constexpr (names_unit<Event>) {
        return has_balance_of<typename Event::unit, Programme>;
    } else {
        return false;
    }
}

/// Returns true if an event can change a plain balance, which has neither holds nor pending points.
template <class Event>
inline constexpr bool suits_a_balance = extensions::kind_of<Event> == extensions::event_kind::adjustment ||
                                        extensions::kind_of<Event> == extensions::event_kind::clawback ||
                                        extensions::kind_of<Event> == extensions::event_kind::redemption;

/// An adjustment down or a redemption takes what is there and no more; a clawback takes all of it, below zero if need be.
template <class Visit>
constexpr void change_balance(Visit& visit) noexcept {
    using event_type = std::remove_cvref_t<decltype(visit.event)>;
    using unit = typename event_type::unit;
    const amount<unit> zero{};
    const amount<unit> asked = visit.event.amount;
    visit.enter_rule(effects::rule_of_correction, "correction");
    if constexpr (extensions::kind_of<event_type> == extensions::event_kind::adjustment) {
        const amount<unit> there = visit.template available<unit>();
        if (asked == amount<unit>::smallest()) {
            visit.refuse_if(true, reason::amount_overflow); // it has no opposite
        } else if (asked < zero && there < -asked) {
            visit.refuse(reason::insufficient_balance, -asked, there);
        } else {
            visit.grant(asked);
        }
    } else if constexpr (extensions::kind_of<event_type> == extensions::event_kind::redemption) {
        if (visit.event.earned_on != date::maximum()) {
            visit.refuse(reason::insufficient_balance, asked, zero); // it keeps no days
        } else {
            visit.template spend<unit>(asked);
        }
    } else {
        if (asked < zero) {
            visit.refuse_if(true, reason::negative_amount);
            return;
        }
        const amount<unit> there = visit.template available<unit>();
        const amount<unit> covered = there < asked ? there : asked;
        visit.grant(-asked);
        visit.note(
            effects::taken_back<unit>{visit.rule, asked, {.from_others = covered, .owed = asked - covered}, {}, {}});
    }
}

/// True if a policy keeps a tier that is set by hand.
template <class Programme>
inline constexpr bool keeps_floor = false;
template <class Terms, class... Policies>
inline constexpr bool keeps_floor<programme<Terms, Policies...>> = may_keep<tier_grant, type_list<Policies...>>;

/// Adds the credits that a member brings to a plain balance.
template <class Unit, class Programme, class Visit>
constexpr void open_balance(Visit& visit) noexcept {
    if constexpr (!has_account_of<Unit, Programme>) {
        for (const social::credit<Unit>& each : visit.event.template of<Unit>()) {
            visit.refuse_if(each.amount.minor_units() < 0, reason::negative_amount);
            visit.grant(each.amount);
        }
    }
}

/// Opens a member: refuses one who has had an event, and a tier that no floor keeps.
template <class Programme, class Visit>
constexpr void open_balances(const Programme& programme, Visit& visit) noexcept {
    visit.enter_rule(effects::rule_of_engine, "engine");
    visit.refuse_if(!visit.is_first(), reason::not_first);
    visit.refuse_if(visit.event.tier != 0 && !keeps<tier_grant>(programme), reason::unknown_tier);
    visit.enter_rule(effects::rule_of_correction, "correction");
    [&]<unit_type... Units>(type_list<Units...>) {
        (open_balance<Units, Programme>(visit), ...);
    }
    (typename event_type_of<Visit>::units{});
}

/// Passes on the amount that a return takes from a plain balance: of 100 with 20 there, 20 and 80 owed. `restored` came
/// back to it.
template <class Unit, class Member, class Visit>
constexpr void note_taken_from_balance(const Member& own, Visit& visit, amount<Unit> restored) noexcept {
    if constexpr (Visit::template notes<effects::taken_back<Unit>>) {
        const amount<Unit> zero{};
        amount<Unit> granted{};
        amount<Unit> there{};
        visit.refuse_if(arithmetic::subtract_overflows(visit.template granted<Unit>(), restored, granted) ||
                            granted == amount<Unit>::smallest() ||
                            arithmetic::add_overflows(own.template balance<Unit>(), restored, there),
                        reason::amount_overflow);
        if (!visit.refused() && granted < zero) {
            there = there < zero ? zero : there < -granted ? there : -granted;
            visit.note(effects::taken_back<Unit>{
                visit.rule, -granted, {.from_others = there, .owed = -granted - there}, {}, {}});
        }
    }
}

/// The same for every unit that a member holds as a plain balance. Between `before` and `after` points that had paid came back.
template <class Member, class Visit, class Outcome, unit_type... Units>
constexpr void note_taken_from_balances(const Member& own, Visit& visit, const Outcome& before, const Outcome& after,
                                        type_list<Units...>) noexcept {
    (note_taken_from_balance<Units>(own, visit, after.template granted<Units>() - before.template granted<Units>()),
     ...);
}

} // namespace loyalty::detail
