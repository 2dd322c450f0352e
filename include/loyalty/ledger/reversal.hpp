// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reversals in books: awards that are clawed back, and debits that are given back.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lookup.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/lot_policy.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty::detail::ledger {

/// Takes what is available, in the order of consumption, and then what will be by mere time, last to expire first; at
/// most `most`. How much that was.
template <class Rules, class Books, class List>
constexpr std::int64_t take_most(const Rules& rules, Books& own, std::int64_t most, point_in<Books> today,
                                 List& from) noexcept {
    std::int64_t missing = take(rules, own, most, today, from);
    for (std::size_t i = own.buckets.size(); i-- > 0 && missing > 0;) {
        if (own.buckets[i].dates.is_pending(today) && !own.buckets[i].dates.is_unconfirmed()) {
            missing -= take_from(rules, own, i, missing, today, from);
        }
    }
    return most - missing;
}

/// An award that is taken back, from the lot of its dates first. `from`, a list of slices, becomes the lots that gave.
template <class Rules, class List>
struct claim {
    std::int64_t asked = 0;
    typename Rules::dates_type dates{};
    std::uint8_t source = 0; ///< the rule that had granted it
    ledgers::clawback_parts<typename Rules::unit> parts{};
    LOYALTY_NO_UNIQUE_ADDRESS List from{};
};

/// Takes from the returned lot: as much as it still has, expired or not.
template <class Rules, class Books, class List>
constexpr void claw_own_lot(const Rules& rules, Books& own, claim<Rules, List>& back, point_in<Books> today) noexcept {
    using points = amount<typename Rules::unit>;
    const std::size_t index = own_bucket(rules, own, back.dates, today);
    if (index == own.buckets.size()) {
        return;
    }
    const bucket_in<Books> bucket = own.buckets[index];
    const bool untouchable = rules.debt == ledgers::debt_policy::only_pending && bucket.dates.is_available(today);
    const std::int64_t part = untouchable ? 0 : bucket.remaining < back.asked ? bucket.remaining : back.asked;
    (bucket.dates.is_expired(today) ? back.parts.from_expired : back.parts.from_lot) = points::from_minor_units(part);
    if (part > 0) {
        back.from.push_back(slice_in<Books>{bucket.dates, part});
    }
    reduce(rules, own, index, part, today);
}

/// Takes the rest as the debt policy says: from the other lots, as debt, or not at all.
template <class Rules, class Books, class List>
constexpr void claw_rest(const Rules& rules, Books& own, claim<Rules, List>& back, point_in<Books> today) noexcept {
    using points = amount<typename Rules::unit>;
    std::int64_t missing = back.asked - back.parts.from_lot.minor_units() - back.parts.from_expired.minor_units();
    const bool others_give = rules.debt != ledgers::debt_policy::only_pending;
    const std::int64_t from_others = others_give && missing > 0 ? take_most(rules, own, missing, today, back.from) : 0;
    missing -= from_others;
    const std::int64_t owed = rules.debt == ledgers::debt_policy::negative ? missing : 0;
    own.clawed_back += back.asked - (missing - owed);
    own.debt += owed;
    own.shortfall += missing - owed;
    back.parts.from_others = points::from_minor_units(from_others);
    back.parts.owed = points::from_minor_units(owed);
    back.parts.written_off = points::from_minor_units(missing - owed);
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

/// Takes back the awards of one event: each from its own lot, and then what is missing from others. So no award takes from the
/// lot of another that is taken back with it.
template <class Rules, class Books, class List>
[[nodiscard]] constexpr reason claw_all(const Rules& rules, Books& own, std::span<claim<Rules, List>> claims,
                                        point_in<Books> today) noexcept {
    std::int64_t sum = 0;
    for (const claim<Rules, List>& each : claims) {
        if (each.asked < 0) {
            return reason::negative_amount;
        }
        if (add_overflows(sum, each.asked, sum)) {
            return reason::amount_overflow;
        }
    }
    if (const reason why = can_claw(own, sum); why != reason::none) {
        return why;
    }
    for (claim<Rules, List>& each : claims) {
        claw_own_lot(rules, own, each, today);
    }
    for (claim<Rules, List>& each : claims) {
        claw_rest(rules, own, each, today);
    }
    return reason::none;
}

/// Puts back a part of what a debit took, last taken first, each piece where it came from, and takes it off the list.
template <class Rules, class Books>
[[nodiscard]] constexpr reason give_back(const Rules& rules, Books& own, typename Books::taken& from, std::int64_t part,
                                         point_in<Books> today) noexcept {
    std::int64_t total = 0;
    if (const reason why = sum_of(from, total); why != reason::none) {
        return why;
    }
    if (part < 0) {
        return reason::negative_amount;
    }
    if (part > total || part > own.spent) {
        return reason::not_spent;
    }
    own.spent -= part;
    take_last(from, part, [&](const dates_in<Books>& dates, std::int64_t piece) {
        credit(own, {restored(rules, own, dates, today), piece}, today);
    });
    return reason::none;
}

/// Puts back all that a debit took. Of a list that is empty by now nothing is left.
template <class Rules, class Books>
[[nodiscard]] constexpr reason give_back_all(const Rules& rules, Books& own, typename Books::taken& from,
                                             point_in<Books> today) noexcept {
    std::int64_t total = 0;
    if (const reason why = sum_of(from, total); why != reason::none) {
        return why;
    }
    return total == 0 ? reason::not_spent : give_back(rules, own, from, total, today);
}

} // namespace loyalty::detail::ledger
