// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `lots` as an account of a programme: each event that concerns its unit becomes one operation on the books. The account
/// acts after the policies that grant, and leaves its books as they were if it refuses.

#include <loyalty/config.hpp>
#include <loyalty/events/correction.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/events/time_passed.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/ledger/effects.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/queries.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty::detail::ledger {

template <class Event, class Unit>
inline constexpr bool is_event_of_unit = false;
template <names_unit Event, class Unit>
inline constexpr bool is_event_of_unit<Event, Unit> = std::is_same_v<typename Event::unit, Unit>;

/// The point of time of an operation: the day, or the instant in a ledger of instants. A version of the programme in another
/// zone may have booked the last one a day later: the days of an account do not go back.
template <class Books, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr auto day_of_operation(const Books& own, const Visit& visit) noexcept {
    using point = std::remove_cvref_t<decltype(own.last)>;
    if constexpr (std::is_same_v<point, instant>) {
        return visit.time < own.last ? own.last : visit.time;
    } else {
        const date today = visit.today();
        return today < own.last ? own.last : today;
    }
}

/// The point of time at which grants of an event count as earned: of a return that of its sale.
template <class Rules, class Visit>
[[nodiscard]] LOYALTY_INLINE constexpr typename Rules::point earned_at(const Visit& visit) noexcept {
    constexpr bool is_timed = std::is_same_v<typename Rules::point, instant>;
    if constexpr (extensions::is_return<event_type_of<Visit>>) {
        if constexpr (is_timed) {
            return visit.sold;
        } else {
            return visit.calendar.business_date(visit.sold);
        }
    } else if constexpr (is_timed) {
        return visit.time;
    } else {
        return visit.today();
    }
}

/// The day in an event as the account counts: its start in a ledger of instants.
template <class Rules, class Visit>
[[nodiscard]] constexpr typename Rules::point point_of_day(const Visit& visit, date day) noexcept {
    if constexpr (std::is_same_v<typename Rules::point, instant>) {
        return day == date::maximum() ? instant::maximum() : visit.calendar.start_of(day);
    } else {
        return day;
    }
}

/// The end of a hold: the earlier of its day and its instant. An account of days holds to the end of the day of the instant.
template <class Rules, class Visit, class Event>
[[nodiscard]] constexpr typename Rules::point end_of_hold(const Visit& visit, const Event& event) noexcept {
    const auto by_day = point_of_day<Rules>(visit, event.until);
    if (event.until_time == instant::maximum()) {
        return by_day;
    }
    if constexpr (std::is_same_v<typename Rules::point, instant>) {
        return event.until_time < by_day ? event.until_time : by_day;
    } else {
        const date day = visit.calendar.business_date(event.until_time);
        const date end = visit.calendar.start_of(day) == event.until_time ? day : day + 1;
        return end < by_day ? end : by_day;
    }
}

/// The dates of a lot that is earned today. The day of a calendar has its month already, which expiry at the end of one needs.
template <class Rules, class CalendarDay>
[[nodiscard]] LOYALTY_INLINE constexpr typename Rules::dates_type
dates_of_grant(const Rules& rules, const CalendarDay& day, typename Rules::point today) noexcept {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(rules.activation)>, ledgers::at_once> &&
                  requires { rules.expiry.expiry_on(day); }) {
        if (day.today() == today) [[likely]] {
            return {today, rules.expiry.expiry_on(day)};
        }
    }
    return rules.dates_of(today);
}

/// Passes on how much has expired since the last operation.
template <class Rules, class Books, class Visit>
constexpr void note_expiry(const Rules& rules, const Books& own, Visit& visit) noexcept {
    using unit = typename Rules::unit;
    if constexpr (Visit::template notes<effects::expired<unit>>) {
        const auto before = rules.balances(own, own.last).expired;
        const auto now = rules.balances(own, day_of_operation(own, visit)).expired;
        if (before != now) {
            visit.note(effects::expired<unit>{visit.rule, now - before});
        }
    }
}

template <class Visit>
LOYALTY_INLINE constexpr void refuse_for(reason why, Visit& visit) noexcept {
    visit.refuse_if(why != reason::none, why);
}

/// Refuses for lack of points, with how many there are.
template <class Rules, class Books, class Visit>
constexpr void refuse_for(const Rules& rules, const Books& own, Visit& visit, reason why,
                          amount<typename Rules::unit> asked) noexcept {
    if (why == reason::insufficient_balance) {
        visit.refuse(why, asked, rules.balances(own, day_of_operation(own, visit)).available);
    } else {
        refuse_for(why, visit);
    }
}

/// Takes back an award that counts as earned on a day. Inline, so that the visit of a purchase stays in registers.
template <class Rules, class Books, class Visit>
LOYALTY_INLINE constexpr void take_back_award(const Rules& rules, Books& own, Visit& visit,
                                              amount<typename Rules::unit> award,
                                              typename Rules::point earned_on) noexcept {
    using unit = typename Rules::unit;
    ledgers::clawback_parts<unit> parts{};
    const reason why = rules.claw_back(own, award, earned_on, day_of_operation(own, visit), parts);
    refuse_for(why, visit);
    if (why == reason::none) {
        visit.note(effects::taken_back<unit>{visit.rule, award, parts});
        if (parts.written_off != amount<unit>{}) {
            visit.explain("written off", parts.written_off);
        }
    }
}

/// Books the grants of an event: an award becomes a lot, less than nothing is taken back from the lot of the day on which it was
/// earned. An event that grants nothing leaves the books alone, unless activity renews the expiry.
template <class Rules, class Books, class Visit>
LOYALTY_INLINE constexpr void book(const Rules& rules, Books& own, Visit& visit) noexcept {
    using unit = typename Rules::unit;
    using event_type = event_type_of<Visit>;
    const amount<unit> granted = visit.template granted<unit>();
    if (granted.minor_units() > 0) {
        note_expiry(rules, own, visit);
        const auto today = day_of_operation(own, visit);
        refuse_for(rules.earn_lot(own, granted, dates_of_grant(rules, visit.day, today), today), visit);
    } else if (granted.minor_units() < 0) {
        note_expiry(rules, own, visit);
        visit.refuse_if(granted == amount<unit>::smallest(), reason::amount_overflow);
        if (!visit.refused()) {
            take_back_award(rules, own, visit, -granted, earned_at<Rules>(visit));
        }
    } else if constexpr (Rules::expiry_type::renews && extensions::can_earn<event_type>) {
        if (extensions::is_activity<event_type> || rules.expiry.purchases_renew) {
            refuse_for(rules.touch(own, day_of_operation(own, visit)), visit);
        }
    }
}

/// Spends, for a redemption or a policy, and passes on from which lots if the sink receives them.
template <class Rules, class Books, class Visit>
constexpr void spend_at(const Rules& rules, Books& own, Visit& visit, amount<typename Rules::unit> cost) noexcept {
    using unit = typename Rules::unit;
    using effect = effects::spent<unit, typename Rules::point>;
    constexpr bool is_noted = Visit::template notes<effect>;
    std::conditional_t<is_noted, typename Rules::taken, no_list> lots{};
    const reason why = rules.spend(own, cost, day_of_operation(own, visit), lots);
    refuse_for(rules, own, visit, why, cost);
    if constexpr (is_noted) {
        if (why == reason::none) {
            visit.note(
                effect{visit.rule, cost,
                       std::span<const ledgers::basic_lot_slice<typename Rules::point>>{lots.begin(), lots.size()}});
        }
    }
}

// One overload for each event ------------------------------------------------------------------------------------------

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const redemption<Unit>& event) noexcept {
    spend_at(rules, own, visit, event.amount);
}

/// Passes on the lots that a part of a debit came from, in the order of the debit.
template <class Rules, class Visit, class List, class Unit>
constexpr void note_restored(Visit& visit, List from, amount<Unit> part) noexcept {
    using effect = loyalty::effects::restored<Unit, typename Rules::point>;
    if constexpr (Visit::template notes<effect>) {
        List returned{};
        take_last(from, part.minor_units(), [&](const auto& dates, std::int64_t piece) {
            returned.insert(0, {dates, piece});
        });
        visit.note(effect{
            visit.rule, part,
            std::span<const ledgers::basic_lot_slice<typename Rules::point>>{returned.begin(), returned.size()}});
    }
}

template <class Rules, class Books, class Visit, class Programme, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const give_back<Programme, Unit>& event) noexcept {
    if (event.receipt == nullptr) {
        return refuse_for(reason::unknown_sale, visit);
    }
    auto& lots = event.receipt->lots;
    std::int64_t sum = 0;
    if (const reason why = sum_of(lots, sum); why != reason::none) {
        return refuse_for(why, visit);
    }
    const auto left = amount<Unit>::from_minor_units(sum);
    const amount<Unit> part = event.amount == everything<Unit> ? left : event.amount;
    if (left == amount<Unit>{} || left < part) {
        return visit.refuse(reason::not_spent, part, left);
    }
    auto remaining = lots;
    const reason why = rules.give_back(own, remaining, part, day_of_operation(own, visit));
    refuse_for(why, visit);
    if (why == reason::none) {
        note_restored<Rules>(visit, lots, part);
        lots = remaining;
    }
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const reservation<Unit>& event) noexcept {
    const reason why =
        rules.reserve(own, event.hold, event.amount, end_of_hold<Rules>(visit, event), day_of_operation(own, visit));
    refuse_for(rules, own, visit, why, event.amount);
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const commitment<Unit>& event) noexcept {
    typename Rules::taken lots{};
    const auto today = day_of_operation(own, visit);
    const reason why = event.amount == everything<Unit> ? rules.commit(own, event.hold, today, lots)
                                                        : rules.commit(own, event.hold, event.amount, today, lots);
    if (why == reason::more_than_held) {
        return visit.refuse(why, event.amount, rules.held_by(own, event.hold, today));
    }
    refuse_for(why, visit);
    if (why == reason::none) {
        std::int64_t part = 0;
        static_cast<void>(sum_of(lots, part)); // no more than the hold, which fits
        visit.note(effects::spent<Unit, typename Rules::point>{
            visit.rule, amount<Unit>::from_minor_units(part),
            std::span<const ledgers::basic_lot_slice<typename Rules::point>>{lots.begin(), lots.size()}});
    }
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const release<Unit>& event) noexcept {
    refuse_for(rules.release(own, event.hold, day_of_operation(own, visit)), visit);
}

/// The outcome of a correction has its amount: -100 points for a clawback of 100. It has none if no policy grants the unit. Its
/// award has the rule of a correction, as that of a plain balance.
template <class Visit, class Unit>
constexpr void grant_correction(Visit& visit, amount<Unit> by, std::uint8_t rule, std::string_view name) noexcept {
    if constexpr (Visit::template can_grant<Unit>) {
        const std::uint8_t rule_of_account = visit.rule;
        const std::string_view name_of_account = visit.policy;
        visit.enter_rule(rule, name);
        visit.grant(by);
        visit.enter_rule(rule_of_account, name_of_account);
    }
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const clawback<Unit>& event) noexcept {
    const bool is_today = event.earned_on == date::maximum();
    if (event.amount > amount<Unit>{}) { // the smallest amount has no opposite, and is refused below
        grant_correction(visit, -event.amount, effects::rule_of_correction, "correction");
    }
    if (visit.refused()) { // a small unit may not hold the amount
        return;
    }
    take_back_award(rules, own, visit, event.amount,
                    is_today ? earned_at<Rules>(visit) : point_of_day<Rules>(visit, event.earned_on));
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const adjustment<Unit>& event) noexcept {
    grant_correction(visit, event.amount, effects::rule_of_correction, "correction");
    if (visit.refused()) { // a small unit may not hold the amount
        return;
    }
    const reason why = rules.adjust(own, event.amount, day_of_operation(own, visit));
    const bool is_down = why == reason::insufficient_balance; // not the smallest amount, which has no opposite
    refuse_for(rules, own, visit, why, is_down ? -event.amount : event.amount);
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const confirmation<Unit>& event) noexcept {
    if constexpr (decltype(rules.activation)::is_confirmed) {
        const auto earned_on = point_of_day<Rules>(visit, event.earned_on);
        const auto today = day_of_operation(own, visit);
        const reason why = rules.confirm(own, event.amount, earned_on, today);
        if (why == reason::insufficient_pending) {
            const std::int64_t there = at(rules, own, today, [&](const auto& books, const auto& on) {
                return unconfirmed_of(books, rules.dates_of(earned_on), on);
            });
            return visit.refuse(why, event.amount, amount<Unit>::from_minor_units(there));
        }
        refuse_for(why, visit);
    } else {
        visit.refuse(reason::insufficient_pending, event.amount, amount<Unit>{});
    }
}

/// One half of a transfer: the receiving half carries the lots, the giving half the amount.
template <class Rules, class Books, class Visit, class Event>
requires(extensions::kind_of<Event> ==
         extensions::event_kind::transfer) constexpr void on(const Rules& rules, Books& own, Visit& visit,
                                                             const Event& event) noexcept {
    if constexpr (requires { event.lots; }) {
        refuse_for(rules.transfer_in(own, event.lots, day_of_operation(own, visit), event.dates), visit);
    } else {
        spend_at(rules, own, visit, event.amount);
    }
}

template <class Rules, class Books, class Visit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const time_passed&) noexcept {
    refuse_for(rules.advance_to(own, day_of_operation(own, visit)), visit);
}

/// Applies an event to the books.
template <class Rules, class Books, class Visit>
LOYALTY_INLINE constexpr void apply_event(const Rules& rules, Books& own, Visit& visit) noexcept {
    using event_type = event_type_of<Visit>;
    if constexpr (extensions::can_earn<event_type> || extensions::is_return<event_type>) {
        book(rules, own, visit);
    } else {
        note_expiry(rules, own, visit);
        on(rules, own, visit, visit.event);
    }
}

} // namespace loyalty::detail::ledger
