// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What books say of a day, that of the last operation or a later one.

#include <loyalty/config.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lookup.hpp>
#include <loyalty/ledger/lot.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

/// The classes of books that are settled as of a day.
template <unit_type Unit, class Books>
[[nodiscard]] constexpr ledgers::balances<Unit> classes(const Books& own, point_in<Books> on) noexcept {
    const auto points = [](std::int64_t minor_units) { return amount<Unit>::from_minor_units(minor_units); };
    std::int64_t pending = 0;
    std::int64_t available = 0;
    std::int64_t expired = own.expired;
    std::int64_t held = 0;
    for (const bucket_in<Books>& each : own.buckets.any_order()) {
        (each.dates.is_expired(on) ? expired : each.dates.is_pending(on) ? pending : available) += each.remaining;
    }
    for (const slice_in<Books>& each : own.held) {
        held += each.amount;
    }
    return {points(pending),         points(available), points(held),       points(own.spent),    points(expired),
            points(own.clawed_back), points(own.debt),  points(own.earned), points(own.shortfall)};
}

/// The classes on a day.
template <unit_type Unit, class Rules, class Books>
[[nodiscard]] constexpr ledgers::balances<Unit> balances(const Rules& rules, const Books& own,
                                                         point_in<Books> as_of) noexcept {
    return at(rules, own, as_of, [](const Books& books, point_in<Books> on) { return classes<Unit>(books, on); });
}

/// The points with these dates that wait for their confirmation; none after the deadline.
template <class Books>
[[nodiscard]] constexpr std::int64_t unconfirmed_of(const Books& own, dates_in<Books> dates,
                                                    point_in<Books> on) noexcept {
    const std::size_t index = bucket_of(own, dates, on);
    const bool waits = index < own.buckets.size() && !own.buckets[index].dates.is_expired(on);
    return waits ? own.buckets[index].remaining : 0;
}

/// Returns true if a bucket will expire if nothing happens.
template <ledgers::point_of_time Point>
[[nodiscard]] constexpr bool will_expire(const ledgers::basic_lot_bucket<Point>& bucket, Point on) noexcept {
    return bucket.remaining > 0 && !bucket.dates.is_expired(on) && !bucket.dates.is_unconfirmed() &&
           bucket.dates.expires < Point::maximum();
}

/// How much of it then does.
template <class Rules, ledgers::point_of_time Point>
[[nodiscard]] constexpr std::int64_t expiring_part(const Rules& rules,
                                                   const ledgers::basic_lot_bucket<Point>& bucket) noexcept {
    if constexpr (renews<Rules>) {
        return rules.expiry.lapsing(bucket.remaining);
    } else {
        return bucket.remaining;
    }
}

/// The points that expire by a day if nothing happens.
template <class Rules, class Books>
[[nodiscard]] constexpr std::int64_t expiring_by(const Rules& rules, const Books& own, point_in<Books> by,
                                                 point_in<Books> as_of) noexcept {
    return at(rules, own, as_of, [&](const Books& books, point_in<Books> on) {
        std::int64_t sum = 0;
        for (const bucket_in<Books>& each : books.buckets) {
            sum += will_expire(each, on) && each.dates.expires <= by ? expiring_part(rules, each) : 0;
        }
        return sum;
    });
}

/// The next day on which something expires if nothing happens, and how much does.
template <unit_type Unit, class Rules, class Books>
[[nodiscard]] constexpr ledgers::expiry_notice<Unit, point_in<Books>> next_expiry(const Rules& rules, const Books& own,
                                                                                  point_in<Books> as_of) noexcept {
    return at(rules, own, as_of, [&](const Books& books, point_in<Books> on) {
        ledgers::expiry_notice<Unit, point_in<Books>> next{};
        for (const bucket_in<Books>& each : books.buckets) {
            if (will_expire(each, on) && each.dates.expires <= next.day) {
                next.day = each.dates.expires;
                next.expires += amount<Unit>::from_minor_units(expiring_part(rules, each));
            }
        }
        return next;
    });
}

/// The points of the lots of these dates that can be spent on a day.
template <class Rules, class Books>
[[nodiscard]] constexpr std::int64_t available_from(const Rules& rules, const Books& own, dates_in<Books> dates,
                                                    point_in<Books> as_of) noexcept {
    return at(rules, own, as_of, [&](const Books& books, point_in<Books> on) {
        return available_of(books, own_bucket(rules, books, dates, on), on);
    });
}

} // namespace loyalty::detail::ledger
