// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The payments of a member for a membership: renewal, upgrade, downgrade, cancellation (S43).
///
/// A year at 119.00 USD from 10 January 2025 is cancelled on 20 April. 100 of its 365 days are used; the other 265 are worth
/// 86.40, and 32.60 are kept:
///
/// @code
/// constexpr membership_plan gold{.number = 2, .fee = 119_usd, .months = 12};
/// membership_record<currency::usd> anna;
/// anna.renew(gold, "2025-01-10"_date).due;            // 119.00, for [2025-01-10, 2026-01-10)
/// anna.renew(gold, "2025-12-20"_date).days;           // early: [2026-01-10, 2027-01-10)
/// anna.cancel("2025-12-31"_date).due;                 // -122.26: 10 of 365 days, and all of the year that has not begun
/// apply(prime, card, anna.change({.id = 7, .time = now}, calendar<>{}));      // tells the programme
/// @endcode
///
/// A record is a value of the host beside the member, trivially copyable; the programme keeps the interval alone. Days are those of
/// the programme's calendar. The day of a change belongs to the term after it. Include this file beside `loyalty.hpp`.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/event_key.hpp>
#include <loyalty/events/membership_change.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::social {

/// The day on which a membership ends that is paid on 5 July 2020 for 12 months.
enum class membership_end : std::uint8_t {
    same_day,             ///< 5 July 2021; if the month is too short, its last day (S13)
    first_day_of_month,   ///< 1 July 2021
    end_of_calendar_year, ///< 1 January 2021, whatever `months` says: it runs for the year in which it is paid
};

/// The fee of a membership, and its length.
template <money_unit Currency>
struct membership_plan {
    std::uint32_t number = 1; ///< the host's number of the plan
    money<Currency> fee{};
    std::int32_t months = 12;
    membership_end ends = membership_end::same_day;
    std::int32_t least_days = 0; ///< a term of fewer days is marked as short

    [[nodiscard]] friend constexpr bool operator==(const membership_plan&, const membership_plan&) = default;
};

/// The amount that was paid for some days.
template <money_unit Currency>
struct paid_term {
    std::uint32_t plan = 0;
    date_window days{}; ///< [from, until)
    money<Currency> paid{};

    /// The part of what was paid for the days from `day` on, rounded once: of 119.00 for 365 days 86.40 for the last 265. The
    /// other days are worth the rest, so both parts sum to what was paid.
    [[nodiscard]] constexpr money<Currency> unused(date day, rounding mode) const noexcept {
        const std::int64_t whole = days.until - days.from;
        const std::int64_t left = day <= days.from ? whole : days.until <= day ? 0 : days.until - day;
        return whole <= 0 ? money<Currency>{}
                          : money<Currency>::from_minor_units(
                                detail::scale_minor_units(paid.minor_units(), left, whole, mode).value_or(0));
    }

    [[nodiscard]] friend constexpr bool operator==(const paid_term&, const paid_term&) = default;
};

/// Why a record did not change.
enum class membership_refusal : std::uint8_t {
    none,
    not_active,     ///< no membership runs on this day
    wrong_plan,     ///< the plan has a fee below zero, or no month
    too_many_terms, ///< the record has no place for another term that is paid in advance
    out_of_range,   ///< a day or a sum does not fit
};

/// The refusal in a sentence that says what to do.
[[nodiscard]] constexpr std::string_view message(membership_refusal why) noexcept {
    switch (why) {
    case membership_refusal::none:
        return "accepted";
    case membership_refusal::not_active:
        return "no membership runs on this day: renew it";
    case membership_refusal::wrong_plan:
        return "the plan has a fee below zero, or no month: mend the plan";
    case membership_refusal::too_many_terms:
        return "the record has no place for another term: give it more, or wait until one has ended";
    case membership_refusal::out_of_range:
        return "a day lies beyond 9999, or a sum passes 64 bits: check the plan and the day";
    }
    return "unknown";
}

/// The result of a change.
template <money_unit Currency>
struct membership_bill {
    membership_refusal refused = membership_refusal::none;
    money<Currency> fee{};      ///< of the new term
    money<Currency> credited{}; ///< for days that were paid and are not used
    money<Currency> due{};      ///< the fee less the credit; below zero it goes back to the member
    date_window days{};         ///< of the new term; of a cancellation what is left of the membership
    bool is_short = false;      ///< the term has fewer days than the plan's `least_days`

    [[nodiscard]] constexpr bool accepted() const noexcept { return refused == membership_refusal::none; }
    [[nodiscard]] friend constexpr bool operator==(const membership_bill&, const membership_bill&) = default;
};

/// The terms that a member has paid for, one behind the other, at most `Capacity` that have not ended. `days_rounded` is the mode by
/// which parts by days are rounded.
template <money_unit Currency, std::size_t Capacity = 4>
struct membership_record {
    static_assert(Capacity >= 1 && Capacity <= 64, "loyalty: membership_record: keep 1 to 64 terms");
    using plan_type = membership_plan<Currency>;
    using bill_type = membership_bill<Currency>;

    ledgers::bounded_list<paid_term<Currency>, Capacity> terms{};
    date begun{};                 ///< the day from which the ends of unbroken terms are counted
    std::int64_t months_paid = 0; ///< since then
    rounding days_rounded = rounding::half_up;

    /// A payment for a plan. While a membership runs, the term begins where what is paid ends: so a renewal in advance loses no day,
    /// and a downgrade takes effect when the dearer plan has run out. Otherwise it begins on the day of the payment, and the gap
    /// is not paid for.
    constexpr bill_type renew(const plan_type& plan, date paid_on) noexcept {
        membership_record next = *this;
        const bool is_unbroken = !terms.empty() && paid_on <= days().until;
        const date from = is_unbroken ? days().until : paid_on;
        next.forget_before(paid_on);
        return commit(next, next.append(plan, from, is_unbroken));
    }

    /// A change to another plan at once: it begins on this day, and all days that were paid from this day on are credited.
    constexpr bill_type upgrade(const plan_type& plan, date day) noexcept {
        membership_record next = *this;
        bill_type credit = next.end(day);
        if (!credit.accepted()) {
            return credit;
        }
        next.terms.clear();
        bill_type gave = next.append(plan, day, false);
        gave.credited = credit.credited;
        if (gave.accepted() && arithmetic::subtract_overflows(gave.fee, gave.credited, gave.due)) {
            gave.refused = membership_refusal::out_of_range;
        }
        return commit(next, gave);
    }

    /// The membership ends on this day, and all days that were paid from this day on go back: `due` is below zero. To let it run
    /// to its end instead, do not renew it.
    constexpr bill_type cancel(date day) noexcept {
        membership_record next = *this;
        return commit(next, next.end(day));
    }

    /// The days of the membership, all terms that have not ended: empty if there is none.
    [[nodiscard]] constexpr date_window days() const noexcept {
        return terms.empty() ? date_window{date::minimum(), date::minimum()}
                             : date_window{terms[0].days.from, terms[terms.size() - 1].days.until};
    }
    [[nodiscard]] constexpr bool is_active(date day) const noexcept { return days().contains(day); }
    /// The number of the plan on a day; 0 without one.
    [[nodiscard]] constexpr std::uint32_t plan_on(date day) const noexcept {
        for (const paid_term<Currency>& each : terms) {
            if (each.days.contains(day)) {
                return each.plan;
            }
        }
        return 0;
    }

    /// The event of this change, for a programme with a `paid_membership{}`.
    template <class Zone>
    [[nodiscard]] constexpr membership_change change(extensions::event_key key,
                                                     const calendar<Zone>& of) const noexcept {
        const date_window now = days();
        const instant_window none{key.time, key.time};
        return {key.id, key.member, key.time, now.empty() ? none : of.window_of(now)};
    }

    [[nodiscard]] friend constexpr bool operator==(const membership_record&, const membership_record&) = default;

private:
    constexpr bill_type commit(const membership_record& next, const bill_type& gave) noexcept {
        if (gave.accepted()) {
            *this = next;
        }
        return gave;
    }
    constexpr void forget_before(date day) noexcept {
        while (!terms.empty() && terms[0].days.until <= day) {
            terms.erase(0);
        }
    }
    /// The first day behind the months that were paid since `begun`, or `paid_on` for a plan of calendar years.
    [[nodiscard]] constexpr date end_of(const plan_type& plan, date from) const noexcept {
        if (plan.ends == membership_end::end_of_calendar_year) {
            return dates::first_day_of_year(dates::year_index(from) + 1);
        }
        const date same_day = detail::add_months(begun, months_paid);
        return plan.ends == membership_end::same_day ? same_day
                                                     : dates::first_day_of_month(dates::month_index(same_day));
    }
    [[nodiscard]] constexpr bill_type append(const plan_type& plan, date from, bool is_unbroken) noexcept {
        if (plan.fee < money<Currency>{} || plan.months <= 0) {
            return {.refused = membership_refusal::wrong_plan};
        }
        if (terms.full()) {
            return {.refused = membership_refusal::too_many_terms};
        }
        begun = is_unbroken ? begun : from;
        months_paid = (is_unbroken ? months_paid : 0) + plan.months;
        const date until = end_of(plan, from);
        if (until <= from || until == date::maximum()) {
            return {.refused = membership_refusal::out_of_range};
        }
        if (plan.ends != membership_end::same_day) { // which ends on a first day, that every month has
            begun = until;
            months_paid = 0;
        }
        terms.push_back({plan.number, {from, until}, plan.fee});
        return {.fee = plan.fee, .due = plan.fee, .days = {from, until}, .is_short = until - from < plan.least_days};
    }
    /// Ends the membership on a day, and credits what is paid from then on.
    [[nodiscard]] constexpr bill_type end(date day) noexcept {
        forget_before(day);
        if (!is_active(day)) {
            return {.refused = membership_refusal::not_active};
        }
        bill_type gave{};
        bool overflow = false;
        for (const paid_term<Currency>& each : terms) {
            overflow |= arithmetic::add_overflows(gave.credited, each.unused(day, days_rounded), gave.credited);
        }
        while (terms.size() > 1) {
            terms.erase(terms.size() - 1);
        }
        paid_term<Currency>& last = terms[0];
        last.paid = last.paid - last.unused(day, days_rounded);
        last.days.until = day;
        gave.due = -gave.credited;
        gave.days = last.days;
        forget_before(day);
        gave.refused = overflow ? membership_refusal::out_of_range : membership_refusal::none;
        return gave;
    }
};

} // namespace loyalty::social
