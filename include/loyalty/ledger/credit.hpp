// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What comes into books: awards, and lots that an event confirms.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/transfer.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lookup.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

/// A lot whose dates no bucket has. Lots that have been expired for too long make way.
template <class Rules, class Books>
constexpr void enter_new(const Rules& rules, Books& own, slice_in<Books> lot, point_in<Books> today) noexcept {
    while (!own.buckets.empty() && is_forgotten(rules, own.buckets[0], today)) {
        fold(own, 0);
    }
    if (lapses_by_share(rules) && lot.dates.is_expired(today)) {
        own.expired += lot.amount; // no bucket may stand expired: the next lapse would give it its time again
    } else {
        credit_into(own, own.buckets.size(), lot, today);
    }
}

/// An award that is neither a part of the newest lot nor simply a newer one.
template <class Rules, class Books>
LOYALTY_APART constexpr void enter_elsewhere(const Rules& rules, Books& own, slice_in<Books> lot,
                                             point_in<Books> today) noexcept {
    const std::size_t index = bucket_of(own, lot.dates, today);
    if (index == own.buckets.size()) {
        enter_new(rules, own, lot, today);
    } else {
        credit_into(own, index, lot, today);
    }
}

/// Returns true if a lot of these dates can simply be put behind all others: it expires last, and there is a place or
/// the first lot has expired and makes one.
template <class Rules, class Books>
[[nodiscard]] LOYALTY_INLINE constexpr bool comes_last(const Rules& rules, const Books& own, dates_in<Books> dates,
                                                       point_in<Books> today) noexcept {
    const std::size_t count = own.buckets.size();
    if (lapses_by_share(rules) && dates.is_expired(today)) {
        return false;
    }
    return count == 0 ||
           (own.buckets[count - 1].dates.expires < dates.expires && !is_forgotten(rules, own.buckets[0], today) &&
            (!own.buckets.full() || own.buckets[0].dates.is_expired(today)));
}

/// An award becomes a lot of these dates, or a part of one that is there: mostly of the newest.
template <class Rules, class Books>
[[nodiscard]] LOYALTY_INLINE constexpr reason enter(const Rules& rules, Books& own, std::int64_t award,
                                                    dates_in<Books> dates, point_in<Books> today) noexcept {
    std::int64_t earned = 0;
    if (award < 0) {
        return reason::negative_amount;
    }
    if (add_overflows(own.earned, award, earned)) {
        return reason::amount_overflow;
    }
    renew(rules, own, today);
    if (does_renew(rules) && !dates.is_expired(today) && !dates.is_unconfirmed()) {
        dates.active_from = dates.active_from < today ? today : dates.active_from;
        dates.expires = rules.expiry.expiry_of(dates.active_from);
    }
    const std::size_t count = own.buckets.size();
    const slice_in<Books> lot{dates, award};
    if (own.debt > 0 || award == 0) [[unlikely]] {
        enter_elsewhere(rules, own, lot, today);
    } else if (count > 0 && share_bucket(own.buckets[count - 1].dates, dates, today)) {
        join(own.buckets[count - 1], lot);
    } else if (comes_last(rules, own, dates, today)) {
        if (own.buckets.full()) {
            fold(own, 0);
        }
        append_bucket(own, {dates, award}, today);
    } else {
        enter_elsewhere(rules, own, lot, today);
    }
    own.earned = earned;
    return reason::none;
}

/// The same on books that are settled first. The path of every award: it passes numbers to `attempt`.
template <class Rules, class Books>
[[nodiscard]] LOYALTY_INLINE constexpr reason enter_settled(const Rules& rules, Books& own, std::int64_t award,
                                                            dates_in<Books> dates, point_in<Books> today) noexcept {
    using point = point_in<Books>;
    return attempt(
        rules, own, today,
        [&rules](Books& books, point now, std::int64_t more, point active_from, point expires) LOYALTY_INLINE_LAMBDA {
            return enter(rules, books, more, {active_from, expires}, now);
        },
        today, award, dates.active_from, dates.expires);
}

/// Of what waits since a day, so much is active from today on.
template <class Rules, class Books>
[[nodiscard]] constexpr reason confirm(const Rules& rules, Books& own, std::int64_t part, dates_in<Books> waiting,
                                       point_in<Books> today) noexcept {
    const std::size_t index = bucket_of(own, waiting, today);
    if (part < 0) {
        return reason::negative_amount;
    }
    if (index == own.buckets.size() || own.buckets[index].dates.is_expired(today) ||
        own.buckets[index].remaining < part) {
        return reason::insufficient_pending;
    }
    reduce(rules, own, index, part, today);
    renew(rules, own, today);
    credit(own, {rules.dates_confirmed(today), part}, today);
    return reason::none;
}

/// The receiving half of a transfer, with the dates that the points had or new ones.
template <class Rules, class Books, class List>
[[nodiscard]] constexpr reason transfer_in(const Rules& rules, Books& own, const List& from, point_in<Books> today,
                                           ledgers::transfer_dates dates) noexcept {
    std::int64_t total = 0;
    std::int64_t earned = 0;
    if (const reason why = sum_of(from, total); why != reason::none) {
        return why;
    }
    if (add_overflows(own.earned, total, earned)) {
        return reason::amount_overflow;
    }
    reason why = reason::none;
    for (const slice_in<Books>& slice : from) {
        const dates_in<Books> entered =
            dates == ledgers::transfer_dates::kept ? slice.dates : rules.dates_confirmed(today);
        const reason refused = enter(rules, own, slice.amount, entered, today);
        why = why == reason::none ? refused : why;
    }
    LOYALTY_ASSERT(why == reason::none); // the sums were checked
    return why;
}

/// Both halves of a transfer: the giver loses nothing if the receiver cannot take it.
template <class Rules, class Books, class Amount>
[[nodiscard]] constexpr reason transfer(const Rules& rules, Books& giver, Books& receiver, Amount gift,
                                        point_in<Books> today, ledgers::transfer_dates dates) noexcept {
    if (&giver == &receiver) {
        return reason::same_member;
    }
    Books after = giver;
    typename Books::taken from{};
    reason why = rules.spend(after, gift, today, from);
    if (why == reason::none) {
        why = rules.transfer_in(receiver, from, today, dates);
    }
    giver = why == reason::none ? after : giver;
    return why;
}

} // namespace loyalty::detail::ledger
