// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The movements of an account: a credit has an amount, a source and the dates of its lot, a debit an amount and a source. Each is
/// passed on with the lots concerned.
///
/// A purchase earns 40 points for a year, and 100 points of a campaign for 30 days: two credits, of the account and of the
/// campaign's policy. Its return is two claims, each from the lot of its own dates first.

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/ledger/effects.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/reversal.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace loyalty::detail::ledger {

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

/// The dates of a lot that is earned today. The day of a calendar has its month already, which expiry at the end of one needs.
template <class Rules, class CalendarDay>
[[nodiscard]] LOYALTY_INLINE constexpr typename Rules::dates_type
dates_of_grant(const Rules& rules, const CalendarDay& day, typename Rules::point today) noexcept {
    if constexpr (requires {
                      rules.expiry.expiry_on(day);
                      rules.activation.is_at_once();
                  }) {
        if (rules.activation.is_at_once() && day.today() == today) [[likely]] {
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

/// Runs an operation, and passes on how much expired by it: points that come back to a lot that has expired by now.
template <class Rules, class Books, class Visit, class Operation>
constexpr void note_expired_by(const Rules& rules, Books& own, Visit& visit, Operation operation) noexcept {
    using unit = typename Rules::unit;
    if constexpr (Visit::template notes<effects::expired<unit>>) {
        const auto today = day_of_operation(own, visit);
        const amount<unit> before = rules.balances(own, today).expired;
        operation();
        const amount<unit> now = rules.balances(own, today).expired;
        if (before < now) {
            visit.note(effects::expired<unit>{visit.rule, now - before});
        }
    } else {
        operation();
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

/// An award becomes a lot of these dates, and `source` is the rule of it.
template <class Rules, class Books, class Visit>
LOYALTY_INLINE constexpr void credit_lot(const Rules& rules, Books& own, Visit& visit, std::uint8_t source,
                                         amount<typename Rules::unit> award, typename Rules::dates_type dates,
                                         typename Rules::point today) noexcept {
    using unit = typename Rules::unit;
    using effect = effects::credited<unit, typename Rules::point>;
    if constexpr (Visit::template notes<effect>) {
        const amount<unit> debt = rules.balances(own, today).debt;
        const reason why = rules.earn_lot(own, award, dates, today);
        refuse_for(why, visit);
        if (why == reason::none) {
            visit.note(effect{source, award, debt - rules.balances(own, today).debt, dates});
        }
    } else {
        refuse_for(rules.earn_lot(own, award, dates, today), visit);
    }
    if constexpr (Visit::template notes<effects::expired<unit>>) {
        if (dates.is_expired(today) && !visit.refused()) { // dates of a policy may have passed
            visit.note(effects::expired<unit>{source, award});
        }
    }
}

/// Lists the lots that give only if the sink receives them.
template <class Rules, class Visit>
using claim_of =
    claim<Rules,
          std::conditional_t<Visit::template notes<effects::taken_back<typename Rules::unit, typename Rules::point>>,
                             typename Rules::taken, no_list>>;

/// The outcome has what could be taken: the shortfall that is written off is granted again.
template <class Rules, class Visit, class List>
constexpr void note_taken(Visit& visit, const claim<Rules, List>& back) noexcept {
    using unit = typename Rules::unit;
    using effect = effects::taken_back<unit, typename Rules::point>;
    if constexpr (Visit::template notes<effect>) {
        visit.note(effect{
            back.source, amount<unit>::from_minor_units(back.asked), back.parts, back.dates,
            std::span<const ledgers::basic_lot_slice<typename Rules::point>>{back.from.begin(), back.from.size()}});
    }
    if (back.parts.written_off != amount<unit>{}) {
        visit.explain("written off", back.parts.written_off);
        if constexpr (Visit::template can_grant<unit>) {
            visit.grant(back.parts.written_off);
        }
    }
}

/// Takes back an award that counts as earned on a day. Inline, so that the visit of a purchase stays in registers.
template <class Rules, class Books, class Visit>
LOYALTY_INLINE constexpr void take_back_award(const Rules& rules, Books& own, Visit& visit,
                                              amount<typename Rules::unit> award,
                                              typename Rules::point earned_on) noexcept {
    claim_of<Rules, Visit> back{award.minor_units(), rules.dates_of(earned_on), visit.rule};
    const reason why = rules.claw_back(own, std::span{&back, 1}, day_of_operation(own, visit));
    refuse_for(why, visit);
    if (why == reason::none) {
        note_taken<Rules>(visit, back);
    }
}

/// Books the grants of the policies with dates of their own, a lot for each, and those of all others together.
/// Credits are booked first. An amount that is taken back comes from the lots of the policy that had granted it.
template <class Rules, class Books, class Visit>
constexpr void book_apart(const Rules& rules, Books& own, Visit& visit) noexcept {
    using unit = typename Rules::unit;
    const auto today = day_of_operation(own, visit);
    amount<unit> others = visit.template granted<unit>();
    claim_of<Rules, Visit> claims[Visit::template granted_apart<unit> + 1]{};
    std::size_t count = 0;
    bool is_first = true;
    const auto move = [&](std::uint8_t source, amount<unit> granted, const auto& dates_of) {
        if (granted != amount<unit>{} && std::exchange(is_first, false)) {
            note_expiry(rules, own, visit);
        }
        if (granted.minor_units() > 0) {
            credit_lot(rules, own, visit, source, granted, dates_of(today), today);
        } else if (granted.minor_units() < 0) {
            visit.refuse_if(granted == amount<unit>::smallest(), reason::amount_overflow);
            claims[count++] = {visit.refused() ? 0 : -granted.minor_units(), dates_of(earned_at<Rules>(visit)), source};
        }
    };
    visit.template for_each_apart<unit>([&](std::size_t policy, const auto& rule, amount<unit> granted) {
        visit.refuse_if(arithmetic::subtract_overflows(others, granted, others), reason::amount_overflow);
        move(static_cast<std::uint8_t>(policy), granted, [&](auto day) { return rule.dates_of(rules, day); });
    });
    move(visit.rule, others, [&](auto day) { return rules.dates_of(day); });
    if (visit.refused() || count == 0) {
        return;
    }
    const std::span<claim_of<Rules, Visit>> all{claims, count};
    refuse_for(rules.claw_back(own, all, today), visit);
    for (std::size_t i = 0; i < count && !visit.refused(); ++i) {
        note_taken<Rules>(visit, all[i]);
    }
}

/// Books the grants of an event: an award becomes a lot, less than nothing is taken back from the lot of the day on which it was
/// earned. An event that grants nothing leaves the books alone, unless activity renews the expiry.
template <class Rules, class Books, class Visit>
LOYALTY_INLINE constexpr void book(const Rules& rules, Books& own, Visit& visit) noexcept {
    using unit = typename Rules::unit;
    using event_type = event_type_of<Visit>;
    if constexpr (Visit::template granted_apart < unit >> 0) {
        return book_apart(rules, own, visit);
    }
    const amount<unit> granted = visit.template granted<unit>();
    if (granted.minor_units() > 0) {
        note_expiry(rules, own, visit);
        const auto today = day_of_operation(own, visit);
        credit_lot(rules, own, visit, visit.rule, granted, dates_of_grant(rules, visit.day, today), today);
    } else if (granted.minor_units() < 0) {
        note_expiry(rules, own, visit);
        visit.refuse_if(granted == amount<unit>::smallest(), reason::amount_overflow);
        if (!visit.refused()) {
            take_back_award(rules, own, visit, -granted, earned_at<Rules>(visit));
        }
    } else if constexpr (Rules::expiry_type::renews && extensions::can_earn<event_type>) {
        if (does_renew(rules) && (extensions::is_activity<event_type> || rules.expiry.is_renewed_by_purchases())) {
            refuse_for(rules.touch(own, day_of_operation(own, visit)), visit);
        }
    }
}

/// Passes on the lots that gave.
template <class Rules, class Visit, class List>
constexpr void note_spent(Visit& visit, amount<typename Rules::unit> cost, const List& lots) noexcept {
    using effect = effects::spent<typename Rules::unit, typename Rules::point>;
    if constexpr (Visit::template notes<effect>) {
        visit.note(effect{visit.rule, cost,
                          std::span<const ledgers::basic_lot_slice<typename Rules::point>>{lots.begin(), lots.size()}});
    }
}

/// Spends, for a redemption or a policy. `lots` becomes the list of the lots that gave.
template <class Rules, class Books, class Visit, class List>
constexpr void spend_at(const Rules& rules, Books& own, Visit& visit, amount<typename Rules::unit> cost,
                        List& lots) noexcept {
    const reason why = rules.spend(own, cost, day_of_operation(own, visit), lots);
    refuse_for(rules, own, visit, why, cost);
    if (why == reason::none) {
        note_spent<Rules>(visit, cost, lots);
    }
}
/// The same without a list, unless the sink receives it.
template <class Rules, class Books, class Visit>
constexpr void spend_at(const Rules& rules, Books& own, Visit& visit, amount<typename Rules::unit> cost) noexcept {
    using effect = effects::spent<typename Rules::unit, typename Rules::point>;
    std::conditional_t<Visit::template notes<effect>, working_lots<typename Rules::taken>, no_list> lots{};
    spend_at(rules, own, visit, cost, lots);
}
/// Spends out of the lots of these dates alone.
template <class Rules, class Books, class Visit>
constexpr void spend_from_at(const Rules& rules, Books& own, Visit& visit, amount<typename Rules::unit> cost,
                             typename Rules::dates_type dates) noexcept {
    typename Rules::taken lots{};
    const auto today = day_of_operation(own, visit);
    const reason why = rules.spend_from(own, cost, dates, today, lots);
    if (why == reason::insufficient_balance) {
        return visit.refuse(why, cost, rules.available_from(own, dates, today));
    }
    refuse_for(why, visit);
    if (why == reason::none) {
        note_spent<Rules>(visit, cost, lots);
    }
}

/// Passes on the lots that a part of a debit came from, in the order of the debit.
template <class Rules, class Visit, class List, class Unit>
constexpr void note_restored(Visit& visit, List from, amount<Unit> part) noexcept {
    using effect = effects::restored<Unit, typename Rules::point>;
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

/// Puts back a part of a debit, and lowers the list of its lots by it.
template <class Rules, class Books, class Visit>
constexpr void restore_at(const Rules& rules, Books& own, Visit& visit, typename Rules::taken& lots,
                          amount<typename Rules::unit> part) noexcept {
    note_expired_by(rules, own, visit, [&] {
        typename Rules::taken remaining = lots;
        const reason why = rules.give_back(own, remaining, part, day_of_operation(own, visit));
        refuse_for(why, visit);
        if (why == reason::none) {
            note_restored<Rules>(visit, lots, part);
            lots = remaining;
        }
    });
}

} // namespace loyalty::detail::ledger
