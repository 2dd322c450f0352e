// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The books of one unit for one member, and the operations on them that depend on no policy: put a lot in, find the
/// lots that share its dates, fold expired ones. `lots.hpp` has the operations that a host calls.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/choice.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/working_list.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/ledger/last_first_list.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/sharing.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

namespace ledgers {

/// The books over any kind of list; `ledger_state` and `growing_ledger` name the two that there are.
///
/// Between operations: buckets are sorted by (expires, active_from), no two could share a bucket on the day `last`, and
/// if there is debt, nothing of what the buckets hold can be spent. Not to be written by hand.
template <class Buckets, class Holds, class Slices, class Taken>
struct ledger_books {
    static constexpr std::size_t bucket_capacity = Buckets::capacity;
    static constexpr std::size_t hold_capacity = Holds::capacity;
    /// The amounts that a debit took from each lot; long enough for all of them.
    using taken = Taken;
    using bucket = typename Buckets::value_type;
    using slice = typename Slices::value_type;
    using point = typename bucket::point; ///< `date` or `instant`
    using dates = basic_lot_dates<point>;

    std::int64_t earned = 0;
    std::int64_t spent = 0;
    std::int64_t expired = 0; ///< folded: an expired bucket that still stands counts beside it
    std::int64_t clawed_back = 0;
    std::int64_t debt = 0;
    std::int64_t shortfall = 0;
    point last = point::minimum(); ///< the day of the last operation
    point due = point::maximum();  ///< the first day on which the mere passing of time moves something here
    Buckets buckets{};
    LOYALTY_NO_UNIQUE_ADDRESS Holds holds{};
    LOYALTY_NO_UNIQUE_ADDRESS Slices held{}; ///< of the first hold, then of the second, ...

    static constexpr std::string_view when_invalid =
        "the books of a ledger: lots, holds, dates and totals contradict each other";

    /// Returns true if the books are as an operation leaves them: every amount is zero or more, earned is what the classes
    /// of `balances` add up to, the lots are sorted, and each held slice belongs to one hold. Of 100 earned and 30 spent, lots of
    /// 70 are valid and lots of 71 are not.
    [[nodiscard]] constexpr bool is_valid() const noexcept;
    [[nodiscard]] friend constexpr bool operator==(const ledger_books&, const ledger_books&) noexcept = default;
};

/// Books with room for `Buckets` pairs of dates and `Holds` holds, in the object itself: trivially copyable.
/// 64 + 16 * Buckets bytes, and with holds 16 + 16 * (Buckets + 2 * Holds) more. All holds together have room for one
/// slice of each bucket and one more for each hold.
template <std::size_t Buckets, std::size_t Holds, point_of_time Point = date>
using ledger_state =
    ledger_books<last_first_list<basic_lot_bucket<Point>, Buckets>, bounded_list<basic_hold<Point>, Holds>,
                 bounded_list<basic_lot_slice<Point>, Holds == 0 ? 0 : Buckets + Holds>,
                 bounded_list<basic_lot_slice<Point>, Buckets>>;

} // namespace ledgers

namespace detail {

// Doxygen takes the specialization for a variable that is not declared.
/// @cond
// An award that joins the newest lot needs the totals, the two dates, the number of lots and that lot.
template <class Bucket, std::size_t Capacity, class Holds, class Slices, class Taken>
inline constexpr std::size_t
    first_bytes<ledgers::ledger_books<ledgers::last_first_list<Bucket, Capacity>, Holds, Slices, Taken>> =
        7 * sizeof(std::int64_t) + 2 * sizeof(typename Bucket::point) + sizeof(Bucket);
/// @endcond

template <class Books>
using point_in = typename Books::point;
template <class Books>
using dates_in = typename Books::dates;
template <class Books>
using bucket_in = typename Books::bucket;
template <class Books>
using slice_in = typename Books::slice;

/// A list of the lots that a debit takes, for a debit that keeps none: not cleared, if its room is bounded.
template <class Taken>
struct working_lots_of {
    using type = Taken;
};
template <class Slice, std::size_t Capacity>
struct working_lots_of<ledgers::bounded_list<Slice, Capacity>> {
    using type = working_list<Slice, Capacity>;
};
template <class Taken>
using working_lots = typename working_lots_of<Taken>::type;

/// Returns true if two lots share a bucket on a day: same expiry, and both active or active on the same day.
template <ledgers::point_of_time Point>
[[nodiscard]] constexpr bool share_bucket(ledgers::basic_lot_dates<Point> left, ledgers::basic_lot_dates<Point> right,
                                          Point on) noexcept {
    return left.expires == right.expires &&
           (left.active_from == right.active_from || (left.active_from <= on && right.active_from <= on));
}

/// The first bucket that expires on `expires` or later. The search always takes the same steps, since no processor can
/// guess the place of a lot.
template <class Books>
[[nodiscard]] constexpr std::size_t first_expiring(const Books& own, point_in<Books> expires) noexcept {
    const std::size_t count = own.buckets.size();
    if (count == 0 || own.buckets[count - 1].dates.expires < expires) {
        return count; // a new lot mostly expires last
    }
    std::size_t first = 0;
    for (std::size_t left = count; left > 1;) {
        const auto half = static_cast<std::int64_t>(left / 2);
        const std::size_t last_of_half = first + left / 2 - 1;
        first += static_cast<std::size_t>(value_if(own.buckets[last_of_half].dates.expires < expires, half));
        left -= left / 2;
    }
    return first;
}

/// The bucket that a lot of these dates shares on a day; one past the last if there is none.
template <class Books>
[[nodiscard]] constexpr std::size_t bucket_of(const Books& own, dates_in<Books> dates, point_in<Books> on) noexcept {
    const std::size_t count = own.buckets.size();
    if (count > 0 && share_bucket(own.buckets[count - 1].dates, dates, on)) {
        return count - 1; // most awards join the last that came
    }
    for (std::size_t i = first_expiring(own, dates.expires); i < count; ++i) {
        if (own.buckets[i].dates.expires != dates.expires) {
            break;
        }
        if (share_bucket(own.buckets[i].dates, dates, on)) {
            return i;
        }
    }
    return count;
}

template <class Books>
constexpr void fold(Books& own, std::size_t index) noexcept {
    own.expired += own.buckets[index].remaining;
    own.buckets.erase(index);
}

template <ledgers::point_of_time Point>
constexpr void bring_forward(Point& due, Point day) noexcept {
    due = day < due ? day : due;
}

/// Where a bucket of these dates belongs.
template <class Books>
[[nodiscard]] constexpr std::size_t place_of(const Books& own, dates_in<Books> dates) noexcept {
    std::size_t index = first_expiring(own, dates.expires);
    while (index < own.buckets.size() && own.buckets[index].dates.expires == dates.expires &&
           own.buckets[index].dates.active_from < dates.active_from) {
        ++index;
    }
    return index;
}

/// Notes when a bucket that came in becomes active.
template <class Books>
LOYALTY_INLINE constexpr void note_activation(Books& own, bucket_in<Books> bucket, point_in<Books> on) noexcept {
    if (bucket.dates.active_from > on) {
        bring_forward(own.due, bucket.dates.active_from);
    }
}

/// Inserts a bucket if there is a place, and returns its index.
template <class Books>
constexpr std::size_t insert_bucket(Books& own, bucket_in<Books> bucket, point_in<Books> on) noexcept {
    const std::size_t index = place_of(own, bucket.dates);
    own.buckets.insert(index, bucket);
    note_activation(own, bucket, on);
    return index;
}

/// Puts a bucket that expires after all others behind them; there is a place.
template <class Books>
LOYALTY_INLINE constexpr void append_bucket(Books& own, bucket_in<Books> bucket, point_in<Books> on) noexcept {
    own.buckets.push_back(bucket);
    note_activation(own, bucket, on);
}

/// Fills debt out of a new lot that can be spent before it expires (S26), and returns the rest of the lot.
template <class Books>
[[nodiscard]] constexpr slice_in<Books> after_debt(Books& own, slice_in<Books> lot, point_in<Books> on) noexcept {
    if (own.debt > 0 && !lot.dates.is_expired(on) && !lot.dates.is_unconfirmed()) {
        const std::int64_t filled = own.debt < lot.amount ? own.debt : lot.amount;
        own.debt -= filled;
        lot.amount -= filled;
    }
    return lot;
}

/// Makes one bucket of two lots if every bucket is in use, and returns the index of the bucket of a lot that comes in.
template <class Books>
LOYALTY_COLD constexpr std::size_t share_bucket_with(Books& own, dates_in<Books> newcomer,
                                                     point_in<Books> on) noexcept {
    const one_lot_more<Books> lots{own, newcomer, place_of(own, newcomer)};
    const lot_pair alike = most_alike(lots, on);
    const bool joins = alike.first == lots.place || alike.second == lots.place;
    slice_in<Books> shared{shared_dates(lots.dates(alike.first), lots.dates(alike.second)), 0};
    const auto take_out = [&](std::size_t each) {
        if (each != lots.place) {
            shared.amount += own.buckets[lots.bucket_at(each)].remaining;
            own.buckets.erase(lots.bucket_at(each));
        }
    };
    take_out(alike.second); // before the first, which stays where it is
    take_out(alike.first);
    if (shared.dates.is_available(on)) {
        shared = after_debt(own, shared, on); // a pending lot that shares with one that can be spent
    }
    const std::size_t index = insert_bucket(own, {shared.dates, shared.amount}, on);
    return joins ? index : insert_bucket(own, {newcomer, 0}, on);
}

/// The index of a bucket for a lot whose dates no bucket has. If all are in use it takes the place of the lot that
/// expired first, or else two lots share one (`sharing.hpp`).
template <class Books>
constexpr std::size_t open_bucket(Books& own, dates_in<Books> dates, point_in<Books> on) noexcept {
    if (own.buckets.full()) {
        if (!own.buckets[0].dates.is_expired(on)) [[unlikely]] {
            return share_bucket_with(own, dates, on);
        }
        fold(own, 0);
    }
    return insert_bucket(own, {dates, 0}, on);
}

/// A lot that shares a bucket: this is as old as the oldest of them.
template <ledgers::point_of_time Point>
LOYALTY_INLINE constexpr void join(ledgers::basic_lot_bucket<Point>& bucket,
                                   ledgers::basic_lot_slice<Point> lot) noexcept {
    bucket.remaining += lot.amount;
    bring_forward(bucket.dates.active_from, lot.dates.active_from);
}

/// Puts a lot into the bucket at an index, or into a new one if that is past the last. Expired lots that find no place are
/// folded at once.
template <class Books>
constexpr void put_into(Books& own, std::size_t index, slice_in<Books> lot, point_in<Books> on) noexcept {
    const bool is_new = index == own.buckets.size();
    if (lot.amount == 0) {
        return;
    }
    if (is_new && own.buckets.full() && lot.dates.is_expired(on)) {
        own.expired += lot.amount;
        return;
    }
    index = is_new ? open_bucket(own, lot.dates, on) : index;
    join(own.buckets[index], lot);
}

template <class Books>
constexpr void put(Books& own, slice_in<Books> lot, point_in<Books> on) noexcept {
    put_into(own, bucket_of(own, lot.dates, on), lot, on);
}

/// Something comes in, and fills debt first.
template <class Books>
constexpr void credit_into(Books& own, std::size_t index, slice_in<Books> lot, point_in<Books> on) noexcept {
    put_into(own, index, after_debt(own, lot, on), on);
}

template <class Books>
constexpr void credit(Books& own, slice_in<Books> lot, point_in<Books> on) noexcept {
    credit_into(own, bucket_of(own, lot.dates, on), lot, on);
}

/// Where the slices of the hold at an index begin.
template <class Books>
[[nodiscard]] constexpr std::size_t first_slice_of(const Books& own, std::size_t index) noexcept {
    std::size_t first = 0;
    for (std::size_t i = 0; i < index; ++i) {
        first += own.holds[i].slices;
    }
    return first;
}

/// Removes a hold and hands each of its slices on.
template <class Books, class Receiver>
constexpr void end_hold(Books& own, std::size_t index, Receiver receive) noexcept {
    const std::size_t first = first_slice_of(own, index);
    const auto count = own.holds[index].slices;
    own.holds.erase(index);
    for (std::size_t i = 0; i < count; ++i) {
        const slice_in<Books> slice = own.held[first];
        own.held.erase(first);
        receive(slice);
    }
}

/// Merges the buckets that have become alike because one of them was activated.
template <class Books>
constexpr void merge_active(Books& own, point_in<Books> on) noexcept {
    for (std::size_t i = 1; i < own.buckets.size();) {
        if (share_bucket(own.buckets[i - 1].dates, own.buckets[i].dates, on)) {
            own.buckets[i - 1].remaining += own.buckets[i].remaining;
            own.buckets.erase(i);
        } else {
            ++i;
        }
    }
}

/// Adds an amount that must be zero or more; false if it is not, or the sum passes 64 bits.
[[nodiscard]] constexpr bool adds_to(std::int64_t& sum, std::int64_t part) noexcept {
    return part >= 0 && !add_overflows(sum, part, sum);
}

/// Returns true if earned is all that was spent, expired, taken back or is still there, less the debt.
template <class Books>
[[nodiscard]] constexpr bool totals_agree(const Books& own) noexcept {
    std::int64_t sum = 0;
    bool right = true;
    for (const auto& each : own.buckets) {
        right = right && adds_to(sum, each.remaining);
    }
    for (const auto& each : own.held) {
        right = right && adds_to(sum, each.amount);
    }
    // Debt is a part of what was taken back, so the difference is no less than zero.
    return right && adds_to(sum, own.spent) && adds_to(sum, own.expired) && own.debt >= 0 &&
           own.clawed_back >= own.debt && adds_to(sum, own.clawed_back - own.debt) && own.shortfall >= 0 &&
           sum == own.earned;
}

/// Returns true if the lots are in their order, no two share a bucket, and time moves none of them before `due`.
template <class Books>
[[nodiscard]] constexpr bool lots_agree(const Books& own) noexcept {
    for (std::size_t i = 0; i < own.buckets.size(); ++i) {
        const auto dates = own.buckets[i].dates;
        if (!dates.are_in_calendar() || (dates.active_from > own.last && dates.active_from < own.due)) {
            return false;
        }
        if (i == 0) {
            continue;
        }
        const auto before = own.buckets[i - 1].dates;
        const bool sorted = before.expires < dates.expires ||
                            (before.expires == dates.expires && before.active_from < dates.active_from);
        if (!sorted || share_bucket(before, dates, own.last)) {
            return false;
        }
    }
    return true;
}

/// Returns true if each held slice belongs to one hold, and no hold ends before `due`.
template <class Books>
[[nodiscard]] constexpr bool holds_agree(const Books& own) noexcept {
    std::uint64_t slices = 0;
    for (const auto& each : own.holds) {
        // The number of a hold's slices may be any: a sum of them could wrap.
        if (!loyalty::dates::is_valid(each.until) || each.until < own.due || each.slices > own.held.size() - slices) {
            return false;
        }
        slices += each.slices;
    }
    bool right = slices == own.held.size();
    for (const auto& each : own.held) {
        right = right && each.is_valid();
    }
    return right;
}

} // namespace detail

template <class Buckets, class Holds, class Slices, class Taken>
constexpr bool ledgers::ledger_books<Buckets, Holds, Slices, Taken>::is_valid() const noexcept {
    return loyalty::dates::is_valid(last) && loyalty::dates::is_valid(due) && (due > last || due == point::maximum()) &&
           detail::totals_agree(*this) && detail::lots_agree(*this) && detail::holds_agree(*this);
}

} // namespace loyalty
