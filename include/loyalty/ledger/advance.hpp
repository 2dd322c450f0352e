// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What the passing of time does to books, and the frame of every operation on them: settle, check, change or refuse.

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lookup.hpp>
#include <loyalty/ledger/lot.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

/// Puts points back into the lot that they come from, as time has left it.
template <class Rules, class Books>
constexpr void put_back(const Rules& rules, Books& own, slice_in<Books> slice, point_in<Books> on) noexcept {
    if constexpr (renews<Rules>) {
        while (lapses_by_share(rules) && slice.dates.is_expired(on) && slice.amount > 0) {
            const std::int64_t part = rules.expiry.lapsing(slice.amount);
            own.expired += part;
            slice.amount -= part;
            slice.dates.expires = rules.expiry.expiry_of(slice.dates.expires);
        }
    }
    credit(own, slice, on);
}

/// Activity: all available and held points have their full time again, in one bucket. Points that were held beyond
/// their time begin anew with today.
template <class Rules, class Books>
constexpr void renew(const Rules& rules, Books& own, point_in<Books> today) noexcept {
    if constexpr (renews<Rules>) {
        if (!does_renew(rules)) {
            return;
        }
        bucket_in<Books> whole{{today, rules.expiry.expiry_of(today)}, 0};
        bool has_bucket = !own.held.empty(); // what is held comes back to it
        for (std::size_t i = 0; i < own.buckets.size();) {
            const bucket_in<Books> each = own.buckets[i];
            if (!each.dates.is_available(today)) {
                ++i;
                continue;
            }
            has_bucket = true;
            whole.remaining += each.remaining;
            bring_forward(whole.dates.active_from, each.dates.active_from);
            own.buckets.erase(i);
        }
        for (slice_in<Books>& each : own.held) {
            each.dates.active_from = each.dates.is_expired(today) ? today : each.dates.active_from;
            each.dates.expires = whole.dates.expires;
        }
        if (has_bucket) {
            own.buckets[open_bucket(own, whole.dates, today)].remaining += whole.remaining;
        }
    }
}

/// Something happened that counts as activity, and moves nothing else.
template <class Rules, class Books>
[[nodiscard]] constexpr reason touch(const Rules& rules, Books& own, point_in<Books> today) noexcept {
    renew(rules, own, today);
    return reason::none;
}

/// A share of the points without activity for too long expires; the rest has its time again.
template <class Rules, class Books>
constexpr void lapse(const Rules& rules, Books& own, point_in<Books> on) noexcept {
    for (std::size_t i = 0; i < own.buckets.size();) {
        const bucket_in<Books> quiet = own.buckets[i];
        if (!quiet.dates.is_expired(on) || quiet.dates.is_unconfirmed()) {
            ++i;
            continue;
        }
        own.buckets.erase(i);
        put_back(rules, own, {quiet.dates, quiet.remaining}, on);
    }
}

template <class Rules, class Books>
constexpr void time_out(const Rules& rules, Books& own, point_in<Books> on) noexcept {
    for (std::size_t i = 0; i < own.holds.size();) {
        if (own.holds[i].until <= on) {
            end_hold(own, i, [&](slice_in<Books> slice) { put_back(rules, own, slice, on); });
        } else {
            ++i;
        }
    }
}

/// The first day after `on` on which a hold ends, a lot becomes active, or a share lapses.
template <class Rules, class Books>
[[nodiscard]] constexpr point_in<Books> next_due(const Rules& rules, const Books& own, point_in<Books> on) noexcept {
    point_in<Books> due = point_in<Books>::maximum();
    for (const auto& each : own.holds) {
        bring_forward(due, each.until);
    }
    for (const bucket_in<Books>& each : own.buckets) {
        if (each.dates.active_from > on) {
            bring_forward(due, each.dates.active_from);
        } else if (lapses_by_share(rules) && each.dates.expires > on) {
            bring_forward(due, each.dates.expires);
        }
    }
    return due;
}

/// Lets the days pass on which something moves by itself, each as it came, so that the result does not depend on the
/// day of the question.
template <class Rules, class Books>
constexpr void settle(const Rules& rules, Books& own, point_in<Books> today) noexcept {
    while (own.due <= today && own.due < point_in<Books>::maximum()) {
        const point_in<Books> on = own.due;
        time_out(rules, own, on);
        if (lapses_by_share(rules)) {
            lapse(rules, own, on);
        }
        merge_active(own, on);
        own.due = next_due(rules, own, on);
        LOYALTY_ASSERT(own.due > on); // or it would never end
    }
}

/// An operation on a settled copy of the books, which become it if it succeeds.
template <class Rules, class Books, class Operation, class... Numbers>
LOYALTY_COLD constexpr reason attempt_on_copy(const Rules& rules, Books& own, point_in<Books> today,
                                              Operation operation, Numbers... numbers) noexcept {
    Books settled = own;
    settle(rules, settled, today);
    const reason why = operation(settled, numbers...);
    if (why == reason::none) {
        settled.due = next_due(rules, settled, today);
        settled.last = today;
        own = settled;
    }
    return why;
}

/// Runs an operation on books that are settled as of today, which on refusal must leave them as they were. It works on
/// a copy only if settling changes something. An operation of a hot path gets its inputs as `numbers`, since captures
/// would lie in memory for the rare copy.
template <class Rules, class Books, class Operation, class... Numbers>
LOYALTY_INLINE constexpr reason attempt(const Rules& rules, Books& own, point_in<Books> today, Operation operation,
                                        Numbers... numbers) noexcept {
    if (today < own.last) {
        return reason::late_event;
    }
    if (does_renew(rules) || today >= own.due) {
        return attempt_on_copy(rules, own, today, operation, numbers...);
    }
    const reason why = operation(own, numbers...);
    if (why == reason::none) {
        own.last = today;
    }
    return why;
}

/// Only time passes.
template <class Rules, class Books>
[[nodiscard]] constexpr reason advance_to(const Rules& rules, Books& own, point_in<Books> today) noexcept {
    return today < own.last ? reason::late_event
                            : attempt_on_copy(rules, own, today, [](Books&) { return reason::none; });
}

/// The answer of a reader about the books as of a day.
template <class Rules, class Books, class Reader>
constexpr auto at(const Rules& rules, const Books& own, point_in<Books> as_of, Reader read) noexcept {
    const point_in<Books> on = as_of < own.last ? own.last : as_of;
    if (on < own.due) {
        return read(own, on);
    }
    Books settled = own;
    settle(rules, settled, on);
    return read(settled, on);
}

} // namespace loyalty::detail::ledger
