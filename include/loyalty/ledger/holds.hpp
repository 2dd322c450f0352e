// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points set aside: committed, released or timed out (S25).

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/sharing.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

/// The index of a hold; one past the last if there is none of this id.
template <class Books>
[[nodiscard]] constexpr std::size_t hold_of(const Books& own, std::uint64_t id) noexcept {
    std::size_t index = 0;
    while (index < own.holds.size() && own.holds[index].id != id) {
        ++index;
    }
    return index;
}

template <class Books>
[[nodiscard]] constexpr reason can_hold(const Books& own, std::uint64_t id, point_in<Books> until,
                                        point_in<Books> today) noexcept {
    return hold_of(own, id) < own.holds.size() ? reason::hold_exists
           : own.holds.full()                  ? reason::holds_full
           : until <= today                    ? reason::hold_over
                                               : reason::none;
}

/// Makes a place among the held slices if all are in use: the two slices of one hold whose dates differ least become
/// one, with the later expiry. There are two such slices, because there are more places than holds.
template <class Books>
LOYALTY_COLD constexpr void share_held(Books& own, point_in<Books> on) noexcept {
    std::size_t hold_found = 0;
    std::size_t slice_found = 0;
    lot_distance shortest{4, 0};
    std::size_t first = 0;
    for (std::size_t i = 0; i < own.holds.size(); ++i) {
        const std::size_t past_last = first + own.holds[i].slices;
        for (std::size_t j = first + 1; j < past_last; ++j) {
            const lot_distance distance = distance_of(own.held[j - 1].dates, own.held[j].dates, on);
            if (distance < shortest) {
                shortest = distance;
                hold_found = i;
                slice_found = j;
            }
        }
        first = past_last;
    }
    LOYALTY_ASSERT(slice_found > 0);
    slice_in<Books>& kept = own.held[slice_found - 1];
    const slice_in<Books> joining = own.held[slice_found];
    kept = {shared_dates(kept.dates, joining.dates), kept.amount + joining.amount};
    own.held.erase(slice_found);
    --own.holds[hold_found].slices;
}

template <class Rules, class Books>
[[nodiscard]] constexpr reason reserve(const Rules& rules, Books& own, std::uint64_t id, std::int64_t part,
                                       point_in<Books> until, point_in<Books> today) noexcept {
    static_assert(Books::hold_capacity > 0,
                  "loyalty: reserve: these books have no room for reservations: lots<Unit>{}.max_holds<4>()");
    if (const reason why = can_hold(own, id, until, today); why != reason::none) {
        return why;
    }
    if (const reason why = can_take(own, part, today); why != reason::none) {
        return why;
    }
    renew(rules, own, today);
    typename Books::taken from{};
    take(rules, own, part, today, from);
    own.holds.push_back({id, until, 0});
    for (const slice_in<Books>& slice : from) {
        if (own.held.full()) [[unlikely]] {
            share_held(own, today);
        }
        own.held.push_back(slice);
        ++own.holds[own.holds.size() - 1].slices;
    }
    bring_forward(own.due, until);
    return reason::none;
}

/// The amount that the hold at an index has set aside.
template <class Books>
[[nodiscard]] constexpr std::int64_t held_by(const Books& own, std::size_t index) noexcept {
    const std::size_t first = first_slice_of(own, index);
    std::int64_t sum = 0;
    for (std::size_t i = first; i < first + own.holds[index].slices; ++i) {
        sum += own.held[i].amount;
    }
    return sum;
}

/// The amount that a hold has set aside; zero if there is no such hold.
template <class Rules, class Books>
[[nodiscard]] constexpr std::int64_t held_under(const Rules& rules, const Books& own, std::uint64_t id,
                                                point_in<Books> as_of) noexcept {
    return at(rules, own, as_of, [&](const Books& books, point_in<Books>) {
        const std::size_t index = hold_of(books, id);
        return index < books.holds.size() ? held_by(books, index) : 0;
    });
}

/// How many holds stand.
template <class Rules, class Books>
[[nodiscard]] constexpr std::int64_t hold_count(const Rules& rules, const Books& own, point_in<Books> as_of) noexcept {
    return at(rules, own, as_of,
              [](const Books& books, point_in<Books>) { return static_cast<std::int64_t>(books.holds.size()); });
}

/// Ends a hold: so much of it is spent, in the order in which it was set aside, and the rest goes back to its lots.
template <class Rules, class Books>
constexpr void end_with(const Rules& rules, Books& own, std::size_t index, std::int64_t part, point_in<Books> today,
                        typename Books::taken& from) noexcept {
    renew(rules, own, today);
    from.clear();
    end_hold(own, index, [&](slice_in<Books> slice) {
        const slice_in<Books> spent{slice.dates, part < slice.amount ? part : slice.amount};
        part -= spent.amount;
        if (spent.amount > 0) {
            from.push_back(spent);
            own.spent += spent.amount;
        }
        if (slice.amount > spent.amount) {
            put_back(rules, own, {slice.dates, slice.amount - spent.amount}, today);
        }
    });
}

template <class Rules, class Books>
[[nodiscard]] constexpr reason commit(const Rules& rules, Books& own, std::uint64_t id, std::int64_t part,
                                      point_in<Books> today, typename Books::taken& from) noexcept {
    const std::size_t index = hold_of(own, id);
    if (index == own.holds.size()) {
        return reason::unknown_hold;
    }
    if (part < 0) {
        return reason::negative_amount;
    }
    if (part > held_by(own, index)) {
        return reason::more_than_held;
    }
    end_with(rules, own, index, part, today, from);
    return reason::none;
}

template <class Rules, class Books>
[[nodiscard]] constexpr reason commit_all(const Rules& rules, Books& own, std::uint64_t id, point_in<Books> today,
                                          typename Books::taken& from) noexcept {
    const std::size_t index = hold_of(own, id);
    return index == own.holds.size() ? reason::unknown_hold : commit(rules, own, id, held_by(own, index), today, from);
}

template <class Rules, class Books>
[[nodiscard]] constexpr reason release(const Rules& rules, Books& own, std::uint64_t id,
                                       point_in<Books> today) noexcept {
    const std::size_t index = hold_of(own, id);
    if (index == own.holds.size()) {
        return reason::unknown_hold;
    }
    end_hold(own, index, [&](slice_in<Books> slice) { put_back(rules, own, slice, today); });
    return reason::none;
}

} // namespace loyalty::detail::ledger
