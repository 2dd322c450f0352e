// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The books of two members become one (S47).
///
/// Anna has 60 points until July, and on another card 90 until August: her books then hold both lots with their own dates,
/// and every class is the sum of both.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/holds.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

/// Adds every total of other books. Returns false, with the totals in pieces, if a sum passes 64 bits.
template <class Books>
[[nodiscard]] constexpr bool add_totals(Books& own, const Books& from) noexcept {
    return adds_to(own.earned, from.earned) && adds_to(own.spent, from.spent) && adds_to(own.expired, from.expired) &&
           adds_to(own.clawed_back, from.clawed_back) && adds_to(own.debt, from.debt) &&
           adds_to(own.shortfall, from.shortfall);
}

/// Returns why the holds of other books find no place here.
template <class Books>
[[nodiscard]] constexpr reason can_take_holds(const Books& own, const Books& from) noexcept {
    if (own.holds.size() + from.holds.size() > Books::hold_capacity) {
        return reason::holds_full;
    }
    for (const auto& each : from.holds) {
        if (hold_of(own, each.id) < own.holds.size()) {
            return reason::hold_exists;
        }
    }
    return reason::none;
}

/// Moves the holds of other books, each with its slices; there is a place for each.
template <class Books>
constexpr void move_holds(Books& own, const Books& from, point_in<Books> today) noexcept {
    std::size_t next = 0;
    for (const auto& each : from.holds) {
        auto moved = each;
        moved.slices = 0;
        own.holds.push_back(moved);
        for (std::size_t i = 0; i < each.slices; ++i) {
            if (own.held.full()) [[unlikely]] {
                share_held(own, today);
            }
            own.held.push_back(from.held[next++]);
            ++own.holds[own.holds.size() - 1].slices;
        }
    }
}

/// Takes in other books, both as of today. Lots keep their dates; if there are too many, the closest two share a bucket,
/// as they do elsewhere. The lots of one member fill the debt of the other: 100 points and a debt of 40 are 60 points.
template <class Rules, class Books>
[[nodiscard]] constexpr reason merge_books(const Rules& rules, Books& own, const Books& other,
                                           point_in<Books> today) noexcept {
    return attempt_on_copy(rules, own, today, [&](Books& books) {
        Books from = other;
        settle(rules, from, today);
        if (const reason why = can_take_holds(books, from); why != reason::none) {
            return why;
        }
        if (from.debt > 0 && books.debt == 0) { // whoever has a debt has no lots that could fill one
            const Books indebted = from;
            from = books;
            books = indebted;
        }
        if (!add_totals(books, from)) {
            return reason::amount_overflow;
        }
        move_holds(books, from, today);
        for (const bucket_in<Books>& each : from.buckets) {
            credit(books, {each.dates, each.remaining}, today);
        }
        return reason::none;
    });
}

} // namespace loyalty::detail::ledger
