// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// `lots` as an account of a programme: each event that concerns its unit becomes one operation on the books. The account
/// acts after the policies that grant, and leaves its books as they were if it refuses.

#include <loyalty/config.hpp>
#include <loyalty/events/correction.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/opening.hpp>
#include <loyalty/events/pool_share.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/events/time_passed.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/effects.hpp>
#include <loyalty/ledger/lookup.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/merge.hpp>
#include <loyalty/ledger/movement.hpp>
#include <loyalty/ledger/queries.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty::detail::ledger {

template <class Event, class Unit>
inline constexpr bool is_event_of_unit = false;
template <names_unit Event, class Unit>
inline constexpr bool is_event_of_unit<Event, Unit> = std::is_same_v<typename Event::unit, Unit>;

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

// One overload for each event ------------------------------------------------------------------------------------------

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const redemption<Unit>& event) noexcept {
    if (event.earned_on == date::maximum()) {
        return spend_at(rules, own, visit, event.amount);
    }
    const auto dates = rules.dates_of(point_of_day<Rules>(visit, event.earned_on));
    spend_from_at(rules, own, visit, event.amount, dates);
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const social::pool_share<Unit>& event) noexcept {
    spend_at(rules, own, visit, event.amount);
}

template <class Rules, class Books, class Visit, class Programme, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit,
                  const loyalty::give_back<Programme, Unit>& event) noexcept {
    if (event.receipt == nullptr) {
        return refuse_for(reason::unknown_sale, visit);
    }
    auto& lots = event.receipt->lots;
    std::int64_t sum = 0;
    if (const reason why = sum_of(lots, sum); why != reason::none) {
        return refuse_for(why, visit);
    }
    const auto left = amount<Unit>::from_minor_units(sum);
    const amount<Unit> part = event.amount == ledgers::everything<Unit> ? left : event.amount;
    if (left == amount<Unit>{} || left < part) {
        return visit.refuse(reason::not_spent, part, left);
    }
    restore_at(rules, own, visit, lots, part);
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
    reason why = reason::none;
    note_expired_by(rules, own, visit, [&] { // of a hold, what is not spent goes back to its lots
        why = event.amount == ledgers::everything<Unit> ? rules.commit(own, event.hold, today, lots)
                                                        : rules.commit(own, event.hold, event.amount, today, lots);
    });
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
constexpr void on(const Rules& rules, Books& own, Visit& visit, const loyalty::release<Unit>& event) noexcept {
    note_expired_by(rules, own, visit,
                    [&] { refuse_for(rules.release(own, event.hold, day_of_operation(own, visit)), visit); });
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
    const auto today = day_of_operation(own, visit);
    if (event.amount >= amount<Unit>{}) {
        return credit_lot(rules, own, visit, visit.rule, event.amount, rules.dates_of(today), today);
    }
    claim_of<Rules, Visit> back{.source = visit.rule};
    const reason why = rules.correct_down(own, event.amount, today, back.from);
    const bool is_down = why == reason::insufficient_balance; // not the smallest amount, which has no opposite
    refuse_for(rules, own, visit, why, is_down ? -event.amount : event.amount);
    if (why == reason::none) {
        back.asked = -event.amount.minor_units();
        back.parts.from_others = -event.amount;
        note_taken<Rules>(visit, back);
    }
}

template <class Rules, class Books, class Visit, class Unit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const confirmation<Unit>& event) noexcept {
    if constexpr (decltype(rules.activation)::is_confirmed) {
        if (!waits_for_confirmation(rules.activation)) {
            return visit.refuse(reason::insufficient_pending, event.amount, amount<Unit>{});
        }
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

/// The dates of a credit that a member brings, as the account counts them.
template <class Rules, class Visit>
[[nodiscard]] constexpr typename Rules::dates_type dates_brought(const Rules& rules, const Visit& visit,
                                                                 const social::credit_dates& brought,
                                                                 typename Rules::point today) noexcept {
    const auto at = [&](date day) { return point_of_day<Rules>(visit, day); };
    if (brought.expires == date::minimum()) {
        return rules.dates_of(brought.earned_on == date::minimum() ? today : at(brought.earned_on));
    }
    const date from = brought.active_from == date::minimum() ? brought.earned_on : brought.active_from;
    return {from == date::minimum() ? today : at(from), at(brought.expires)};
}

/// Books the credits that a member brings from another system: a lot for each.
template <class Rules, class Books, class Visit>
requires(opens_unit<event_type_of<Visit>, typename Rules::unit>) //
    constexpr void on_opening(const Rules& rules, Books& own, Visit& visit) noexcept {
    using unit = typename Rules::unit;
    const auto today = day_of_operation(own, visit);
    for (const social::credit<unit>& each : visit.event.template of<unit>()) {
        const auto dates = dates_brought(rules, visit, each.dates, today);
        visit.refuse_if(dates.is_expired(today) || (!dates.is_unconfirmed() && dates.expires <= dates.active_from),
                        reason::credit_over);
        grant_correction(visit, each.amount, effects::rule_of_correction, "correction");
        if (visit.refused()) {
            return;
        }
        credit_lot(rules, own, visit, visit.rule, each.amount, dates, today);
    }
}

template <class Rules, class Books, class Visit>
constexpr void on(const Rules& rules, Books& own, Visit& visit, const time_passed&) noexcept {
    refuse_for(rules.advance_to(own, day_of_operation(own, visit)), visit);
}

/// Takes in the books of another member, as of the event; the days of neither go back.
template <class Rules, class Books, class Visit>
constexpr void merge_at(const Rules& rules, Books& own, const Books& from, Visit& visit) noexcept {
    note_expiry(rules, own, visit);
    const auto here = day_of_operation(own, visit);
    const auto there = day_of_operation(from, visit);
    refuse_for(merge_books(rules, own, from, here < there ? there : here), visit);
}

/// Applies an event to the books.
template <class Rules, class Books, class Visit>
LOYALTY_INLINE constexpr void apply_event(const Rules& rules, Books& own, Visit& visit) noexcept {
    using event_type = event_type_of<Visit>;
    if constexpr (extensions::can_earn<event_type> || extensions::is_return<event_type>) {
        book(rules, own, visit);
    } else if constexpr (extensions::is_opening<event_type>) {
        on_opening(rules, own, visit);
    } else {
        note_expiry(rules, own, visit);
        on(rules, own, visit, visit.event);
    }
}

} // namespace loyalty::detail::ledger
