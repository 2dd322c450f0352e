// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Which lots share a bucket if every bucket is in use, so that nothing is refused for lack of a place.
///
/// Three buckets expire on 1 March, 1 June and 1 September, all can be spent, and a lot of 10 September comes in. The two
/// neighbours whose dates are closest are those of September, so both expire on 10 September: nine days more for the one,
/// and nothing less for the other. Lots that wait for a confirmation share with each other last of all.

#include <loyalty/config.hpp>
#include <loyalty/ledger/lot.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>

namespace loyalty::detail {

/// The event for which a lot waits on a day: none, a day, or a confirmation.
enum class lot_wait : std::uint8_t { nothing, day, confirmation };

template <ledgers::point_of_time Point>
[[nodiscard]] constexpr lot_wait wait_of(ledgers::basic_lot_dates<Point> dates, Point on) noexcept {
    return dates.is_unconfirmed() ? lot_wait::confirmation : on < dates.active_from ? lot_wait::day : lot_wait::nothing;
}

/// How much changes if two lots share a bucket. The rank counts before the length.
struct lot_distance {
    int rank = 0;
    std::int64_t length = 0; ///< days or seconds between the expiries, and between the activations that are to come

    [[nodiscard]] friend constexpr auto operator<=>(const lot_distance&, const lot_distance&) noexcept = default;
};

[[nodiscard]] constexpr std::int64_t length_between(date from, date to) noexcept {
    return from < to ? to - from : from - to;
}
[[nodiscard]] constexpr std::int64_t length_between(instant from, instant to) noexcept {
    return from < to ? (to - from).count : (from - to).count;
}

/// Rank 0: both can be spent, or both wait for a day. 1: one can be spent, the other waits for a day. 2: both wait for a
/// confirmation. 3: one of them does.
template <ledgers::point_of_time Point>
[[nodiscard]] constexpr lot_distance distance_of(ledgers::basic_lot_dates<Point> left,
                                                 ledgers::basic_lot_dates<Point> right, Point on) noexcept {

    const auto start = [on](ledgers::basic_lot_dates<Point> dates) {
        return dates.active_from < on ? on : dates.active_from;
    };
    const lot_wait first = wait_of(left, on);
    const lot_wait second = wait_of(right, on);
    const int unconfirmed = (left.is_unconfirmed() ? 1 : 0) + (right.is_unconfirmed() ? 1 : 0);
    const int rank = unconfirmed == 0 ? (first == second ? 0 : 1) : unconfirmed == 2 ? 2 : 3;
    return {rank, length_between(left.expires, right.expires) + length_between(start(left), start(right))};
}

/// The dates of two lots that share a bucket: the better ones of both.
template <ledgers::point_of_time Point>
[[nodiscard]] constexpr ledgers::basic_lot_dates<Point> shared_dates(ledgers::basic_lot_dates<Point> left,
                                                                     ledgers::basic_lot_dates<Point> right) noexcept {
    return {left.active_from < right.active_from ? left.active_from : right.active_from,
            left.expires < right.expires ? right.expires : left.expires};
}

/// The lots of full books and one that comes in, in the order of their expiry.
template <class Books>
struct one_lot_more {
    const Books& own;
    typename Books::dates newcomer;
    std::size_t place; ///< of the newcomer

    [[nodiscard]] constexpr std::size_t size() const noexcept { return own.buckets.size() + 1; }
    [[nodiscard]] constexpr std::size_t bucket_at(std::size_t index) const noexcept {
        return index > place ? index - 1 : index;
    }
    [[nodiscard]] constexpr typename Books::dates dates(std::size_t index) const noexcept {
        return index == place ? newcomer : own.buckets[bucket_at(index)].dates;
    }
};

struct lot_pair {
    std::size_t first = 0;
    std::size_t second = 1;
};

/// The two lots that are most alike, of those that follow each other among the lots that wait for the same or not.
template <class Lots, ledgers::point_of_time Point>
[[nodiscard]] constexpr lot_pair most_alike(const Lots& lots, Point on) noexcept {
    const std::size_t none = lots.size();
    std::size_t latest[3] = {none, none, none}; // by what they wait for
    lot_pair found{};
    lot_distance shortest{4, 0};
    for (std::size_t i = 0; i < lots.size(); ++i) {
        for (const std::size_t before : latest) {
            if (before == none) {
                continue;
            }
            const lot_distance distance = distance_of(lots.dates(before), lots.dates(i), on);
            if (distance < shortest) {
                shortest = distance;
                found = {before, i};
            }
        }
        latest[static_cast<int>(wait_of(lots.dates(i), on))] = i;
    }
    return found;
}

} // namespace loyalty::detail
