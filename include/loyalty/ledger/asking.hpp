// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What books that are settled as of a day say of it.

#include <loyalty/config.hpp>
#include <loyalty/ledger/finding.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>

#include <cstdint>

namespace loyalty::detail::ledger {

template <unit_type Unit, class Books>
[[nodiscard]] constexpr balances<Unit> classes(const Books& own, date on) noexcept {
    const auto points = [](std::int64_t minor_units) { return amount<Unit>::from_minor_units(minor_units); };
    std::int64_t pending = 0;
    std::int64_t available = 0;
    std::int64_t expired = own.expired;
    std::int64_t held = 0;
    for (const lot_bucket& each : own.buckets) {
        (each.dates.is_dead(on) ? expired : each.dates.is_pending(on) ? pending : available) += each.remaining;
    }
    for (const lot_slice& each : own.held) {
        held += each.amount;
    }
    return {points(pending),         points(available), points(held),       points(own.spent),    points(expired),
            points(own.clawed_back), points(own.debt),  points(own.earned), points(own.shortfall)};
}

/// Whether a bucket will die if nothing happens.
[[nodiscard]] constexpr bool is_to_die(const lot_bucket& bucket, date on) noexcept {
    return bucket.remaining > 0 && !bucket.dates.is_dead(on) && !bucket.dates.is_unconfirmed() &&
           bucket.dates.expires < date::maximum();
}

/// How much of it then does.
template <class Rules>
[[nodiscard]] constexpr std::int64_t dying(const Rules& rules, const lot_bucket& bucket) noexcept {
    if constexpr (renews<Rules>) {
        return rules.expiry.lapsing(bucket.remaining);
    } else {
        return bucket.remaining;
    }
}

template <class Rules, class Books>
[[nodiscard]] constexpr std::int64_t dying_by(const Rules& rules, const Books& own, date by, date on) noexcept {
    std::int64_t sum = 0;
    for (const lot_bucket& each : own.buckets) {
        sum += is_to_die(each, on) && each.dates.expires <= by ? dying(rules, each) : 0;
    }
    return sum;
}

template <unit_type Unit, class Rules, class Books>
[[nodiscard]] constexpr expiry_notice<Unit> next_death(const Rules& rules, const Books& own, date on) noexcept {
    expiry_notice<Unit> next{};
    for (const lot_bucket& each : own.buckets) {
        if (is_to_die(each, on) && each.dates.expires <= next.day) {
            next.day = each.dates.expires;
            next.expires += amount<Unit>::from_minor_units(dying(rules, each));
        }
    }
    return next;
}

} // namespace loyalty::detail::ledger
