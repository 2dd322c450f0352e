// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What goes out of books, in the order of consumption or from one lot.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lookup.hpp>
#include <loyalty/ledger/lot_policy.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

/// Takes out of one bucket. One that is empty goes, but stays if the clock of inactivity runs on in it.
template <class Rules, class Books>
constexpr void reduce(const Rules& rules, Books& own, std::size_t index, std::int64_t part,
                      point_in<Books> today) noexcept {
    bucket_in<Books>& bucket = own.buckets[index];
    bucket.remaining -= part;
    if (bucket.remaining == 0 && !(does_renew(rules) && bucket.dates.is_available(today))) {
        own.buckets.erase(index);
    }
}

/// Takes as much as is there, at most `most`; how much that was.
template <class Rules, class Books, class List>
constexpr std::int64_t take_from(const Rules& rules, Books& own, std::size_t index, std::int64_t most,
                                 point_in<Books> today, List& from) noexcept {
    const bucket_in<Books> bucket = own.buckets[index];
    const std::int64_t part = bucket.remaining < most ? bucket.remaining : most;
    from.push_back(slice_in<Books>{bucket.dates, part});
    reduce(rules, own, index, part, today);
    return part;
}

/// Returns true if a lot of some dates is consumed before one of other dates, of the same books or of two members.
template <ledgers::point_of_time Point>
[[nodiscard]] constexpr bool is_taken_before(ledgers::consumption order, ledgers::basic_lot_dates<Point> first,
                                             ledgers::basic_lot_dates<Point> second) noexcept {
    switch (order) {
    case ledgers::consumption::first_in:
        return first.active_from < second.active_from ||
               (first.active_from == second.active_from && first.expires < second.expires);
    case ledgers::consumption::last_in:
        return first.active_from > second.active_from ||
               (first.active_from == second.active_from && first.expires > second.expires);
    case ledgers::consumption::first_to_expire:
        break;
    }
    return first.expires < second.expires ||
           (first.expires == second.expires && first.active_from < second.active_from);
}

/// The available bucket that is consumed next, of those from `first` on; one past the last if there is none. Expired
/// buckets come before `first`, which stays where it is while buckets behind it go.
template <class Rules, class Books>
[[nodiscard]] constexpr std::size_t next_to_take(const Rules& rules, const Books& own, std::size_t first,
                                                 point_in<Books> today) noexcept {
    const std::size_t count = own.buckets.size();
    std::size_t next = count;
    for (std::size_t i = first; i < count; ++i) {
        if (available_of(own, i, today) == 0) {
            continue;
        }
        if (next == count || is_taken_before(rules.order, own.buckets[i].dates, own.buckets[next].dates)) {
            next = i;
        }
        if (rules.order == ledgers::consumption::first_to_expire) {
            break;
        }
    }
    return next;
}

/// Takes what is available, at most `most`, in the order of consumption. Returns how much is missing.
template <class Rules, class Books, class List>
constexpr std::int64_t take(const Rules& rules, Books& own, std::int64_t most, point_in<Books> today,
                            List& from) noexcept {
    const std::size_t first = first_expiring(own, today);
    while (most > 0) {
        const std::size_t next = next_to_take(rules, own, first, today);
        if (next == own.buckets.size()) {
            break;
        }
        most -= take_from(rules, own, next, most, today, from);
    }
    return most;
}

/// A list of slices that keeps none: for debits that no one gives back.
struct no_list {
    template <class Slice>
    constexpr void push_back(const Slice&) const noexcept {}
    constexpr void clear() const noexcept {}
};

template <class Books>
[[nodiscard]] constexpr reason can_take(const Books& own, std::int64_t part, point_in<Books> today) noexcept {
    if (part < 0) {
        return reason::negative_amount;
    }
    std::int64_t missing = part;
    for (std::size_t i = first_expiring(own, today); i < own.buckets.size() && missing > 0; ++i) {
        missing -= available_of(own, i, today);
    }
    return missing > 0 ? reason::insufficient_balance : reason::none;
}

template <class Rules, class Books, class List>
[[nodiscard]] constexpr reason spend(const Rules& rules, Books& own, std::int64_t cost, point_in<Books> today,
                                     List& from) noexcept {
    const reason why = can_take(own, cost, today);
    if (why == reason::none) {
        renew(rules, own, today);
        from.clear();
        take(rules, own, cost, today, from);
        own.spent += cost;
    }
    return why;
}

/// From the lots of these dates alone.
template <class Rules, class Books>
[[nodiscard]] constexpr reason spend_from(const Rules& rules, Books& own, std::int64_t cost, dates_in<Books> dates,
                                          point_in<Books> today, typename Books::taken& from) noexcept {
    if (cost < 0) {
        return reason::negative_amount;
    }
    const std::size_t index = own_bucket(rules, own, dates, today);
    if (available_of(own, index, today) < cost) {
        return reason::insufficient_balance;
    }
    from.clear();
    if (cost > 0) {
        take_from(rules, own, index, cost, today, from);
    }
    renew(rules, own, today);
    own.spent += cost;
    return reason::none;
}

/// A correction down: taken from the available points, as clawed back.
template <class Rules, class Books, class List>
[[nodiscard]] constexpr reason correct_down(const Rules& rules, Books& own, std::int64_t by, point_in<Books> today,
                                            List& from) noexcept {
    std::int64_t down = 0;
    std::int64_t clawed_back = 0;
    if (subtract_overflows(0, by, down) || add_overflows(own.clawed_back, down, clawed_back)) {
        return reason::amount_overflow;
    }
    const reason why = can_take(own, down, today);
    if (why == reason::none) {
        from.clear();
        take(rules, own, down, today, from);
        own.clawed_back = clawed_back;
    }
    return why;
}

/// Takes the last slices out of a list of them, and passes each to `receive`, the last one first: of 60 and 40, 50 are 40
/// and then 10. At most the sum.
template <class List, class Receive>
constexpr void take_last(List& from, std::int64_t part, Receive receive) noexcept {
    while (part > 0 && from.size() > 0) {
        auto& last = from[from.size() - 1];
        const std::int64_t much = part < last.amount ? part : last.amount;
        receive(last.dates, much);
        part -= much;
        last.amount -= much;
        if (last.amount == 0) {
            from.erase(from.size() - 1);
        }
    }
}

} // namespace loyalty::detail::ledger
