// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Which bucket a lot lives in by now, and with which dates points come back to one.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/lot_policy.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail::ledger {

[[nodiscard]] constexpr std::int64_t whole_days(date from, date until) noexcept {
    return until - from;
}
[[nodiscard]] constexpr std::int64_t whole_days(instant from, instant until) noexcept {
    return (until - from).count / seconds_per_day;
}

[[nodiscard]] constexpr date days_after(date day, std::int32_t days) noexcept {
    return day + days;
}
/// Each day has 86,400 seconds.
[[nodiscard]] constexpr instant days_after(instant time, std::int32_t days) noexcept {
    return time + dates::seconds{days * seconds_per_day};
}

/// True if activity gives all that is available its full time again, or may do so by a rule from run time.
template <class Rules>
inline constexpr bool renews = Rules::expiry_type::renews;

/// Returns true if it does.
template <class Rules>
[[nodiscard]] LOYALTY_INLINE constexpr bool does_renew([[maybe_unused]] const Rules& rules) noexcept {
    if constexpr (requires { rules.expiry.renews_now(); }) {
        return rules.expiry.renews_now();
    } else {
        return renews<Rules>;
    }
}

/// The dates of a lot earned on a day.
template <class Dates, class Rules, class Point>
[[nodiscard]] LOYALTY_INLINE constexpr Dates dates_of_lot(const Rules& rules, Point earned_on) noexcept {
    if constexpr (Rules::activation_type::is_confirmed) {
        if (waits_for_confirmation(rules.activation)) {
            return {Point::maximum(), rules.activation.deadline(earned_on)};
        }
    }
    if constexpr (requires { rules.activation.active_from(earned_on); }) {
        const Point active_from = rules.activation.active_from(earned_on);
        return {active_from, rules.expiry.expiry_of(active_from)};
    } else {
        return {}; // it always waits
    }
}

/// Returns true if only a share expires when the time of inactivity has come, and the rest goes on.
template <class Rules>
[[nodiscard]] constexpr bool lapses_by_share(const Rules& rules) noexcept {
    if constexpr (renews<Rules>) {
        return !rules.expiry.takes_all();
    } else {
        return false;
    }
}

/// Returns true if an expired bucket has been kept for as long as the rules say.
template <class Rules, ledgers::point_of_time Point>
[[nodiscard]] constexpr bool is_forgotten(const Rules& rules, const ledgers::basic_lot_bucket<Point>& bucket,
                                          Point today) noexcept {
    return rules.retention_days < Rules::forever && bucket.dates.is_expired(today) &&
           whole_days(bucket.dates.expires, today) >= rules.retention_days;
}

/// The points of a bucket that can be spent; none of the one past the last.
template <class Books>
[[nodiscard]] constexpr std::int64_t available_of(const Books& own, std::size_t index, point_in<Books> on) noexcept {
    return index < own.buckets.size() && own.buckets[index].dates.is_available(on) ? own.buckets[index].remaining : 0;
}

/// All points that can be spent.
template <class Books>
[[nodiscard]] constexpr std::int64_t all_available(const Books& own, point_in<Books> on) noexcept {
    std::int64_t sum = 0;
    for (const bucket_in<Books>& each : own.buckets.any_order()) {
        sum += each.dates.is_available(on) ? each.remaining : 0;
    }
    return sum;
}

/// If activity renews the clock, a lot lives in the youngest bucket in whose time it was active: that bucket stands,
/// empty or not, for as long as the clock has not run out. One past the last if there is none.
template <class Books>
[[nodiscard]] constexpr std::size_t era_of(const Books& own, dates_in<Books> dates) noexcept {
    const std::size_t count = own.buckets.size();
    std::size_t found = count;
    for (std::size_t i = 0; i < count; ++i) {
        const dates_in<Books>& era = own.buckets[i].dates;
        const bool contains = era.is_available(dates.active_from) && era.expires >= dates.expires;
        found = contains && (found == count || era.active_from > own.buckets[found].dates.active_from) ? i : found;
    }
    return found;
}

/// The bucket that holds what remains of a lot; one past the last if nothing is left of it.
template <class Rules, class Books>
[[nodiscard]] constexpr std::size_t own_bucket(const Rules& rules, const Books& own, dates_in<Books> dates,
                                               point_in<Books> today) noexcept {
    const std::size_t count = own.buckets.size();
    std::size_t index = bucket_of(own, dates, today);
    index = does_renew(rules) && index == count ? era_of(own, dates) : index;
    return index < count && is_forgotten(rules, own.buckets[index], today) ? count : index;
}

/// The dates with which points come back today that were taken from a lot of these.
template <class Rules, class Books>
[[nodiscard]] constexpr dates_in<Books> restored(const Rules& rules, const Books& own, dates_in<Books> dates,
                                                 point_in<Books> today) noexcept {
    if constexpr (renews<Rules>) {
        const std::size_t era = does_renew(rules) ? era_of(own, dates) : own.buckets.size();
        dates = era < own.buckets.size() ? own.buckets[era].dates : dates;
        if (dates.is_expired(today) && lapses_by_share(rules)) {
            return rules.dates_confirmed(today);
        }
    }
    if (!dates.is_expired(today) || rules.restoration == ledgers::expired_lot::stays_expired) {
        return dates;
    }
    return rules.restoration == ledgers::expired_lot::grace
               ? dates_in<Books>{today, days_after(today, rules.grace_days)}
               : rules.dates_confirmed(today);
}

/// The sum of slices, none of which may be negative.
template <class List>
[[nodiscard]] constexpr reason sum_of(const List& from, std::int64_t& total) noexcept {
    for (const auto& each : from) {
        if (0 > each.amount) {
            return reason::negative_amount;
        }
        if (add_overflows(total, each.amount, total)) {
            return reason::amount_overflow;
        }
    }
    return reason::none;
}

} // namespace loyalty::detail::ledger
