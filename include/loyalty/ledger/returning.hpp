// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reversals in books: awards that are clawed back, and debits that are given back.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/finding.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/lot_policy.hpp>
#include <loyalty/ledger/taking.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

/// Takes what is available, in the order of consumption, and then what will be by mere time, last to expire first; at
/// most `most`. How much that was.
template <class Rules, class Books>
constexpr std::int64_t take_most(const Rules& rules, Books& own, std::int64_t most, date today) noexcept {
    struct nowhere {
        constexpr void push_back(lot_slice) const noexcept {}
    } from;
    std::int64_t missing = most;
    const std::size_t first = first_dying(own, today + 1);
    for (std::size_t next = next_to_take(rules, own, first, today); missing > 0 && next < own.buckets.size();
         next = next_to_take(rules, own, first, today)) {
        missing -= take_from(rules, own, next, missing, today, from);
    }
    for (std::size_t i = own.buckets.size(); i-- > 0 && missing > 0;) {
        if (own.buckets[i].dates.is_pending(today) && !own.buckets[i].dates.is_unconfirmed()) {
            missing -= take_from(rules, own, i, missing, today, from);
        }
    }
    return most - missing;
}

/// Takes back from the returned lot first, and then as the debt policy says.
template <class Rules, class Books>
[[nodiscard]] constexpr auto claw(const Rules& rules, Books& own, std::int64_t asked, lot_dates dates,
                                  date today) noexcept {
    using points = amount<typename Rules::unit>;
    const std::size_t index = own_bucket(rules, own, dates, today);
    std::int64_t from_lot = 0;
    std::int64_t from_expired = 0;
    if (index < own.buckets.size()) {
        const lot_bucket bucket = own.buckets[index];
        const bool untouchable = rules.debt == debt_policy::only_pending && bucket.dates.is_available(today);
        const std::int64_t part = untouchable ? 0 : bucket.remaining < asked ? bucket.remaining : asked;
        (bucket.dates.is_dead(today) ? from_expired : from_lot) = part;
        reduce(rules, own, index, part, today);
    }
    std::int64_t missing = asked - from_lot - from_expired;
    const bool others_give = rules.debt != debt_policy::only_pending;
    const std::int64_t from_others = others_give ? take_most(rules, own, missing, today) : 0;
    missing -= from_others;
    const std::int64_t owed = rules.debt == debt_policy::negative ? missing : 0;
    own.clawed_back += asked - (missing - owed);
    own.debt += owed;
    own.shortfall += missing - owed;
    return clawback<typename Rules::unit>{points::from_minor_units(from_lot), points::from_minor_units(from_expired),
                                          points::from_minor_units(from_others), points::from_minor_units(owed),
                                          points::from_minor_units(missing - owed)};
}

template <class Books>
[[nodiscard]] constexpr reason can_claw(const Books& own, std::int64_t asked) noexcept {
    std::int64_t sum = 0;
    if (asked < 0) {
        return reason::negative_amount;
    }
    return add_overflows(own.clawed_back, asked, sum) || add_overflows(own.debt, asked, sum) ||
                   add_overflows(own.shortfall, asked, sum)
               ? reason::amount_overflow
               : reason::none;
}

/// Puts back what a debit took, each part where it came from.
template <class Rules, class Books>
[[nodiscard]] constexpr reason give_back(const Rules& rules, Books& own, const typename Books::taken& from,
                                         date today) noexcept {
    std::int64_t total = 0;
    if (const reason why = sum_of(from, total); why != reason::none) {
        return why;
    }
    if (total > own.spent) {
        return reason::not_spent;
    }
    own.spent -= total;
    for (const lot_slice& slice : from) {
        credit(own, {restored(rules, own, slice.dates, today), slice.amount}, today);
    }
    return reason::none;
}

} // namespace loyalty::detail::ledger
