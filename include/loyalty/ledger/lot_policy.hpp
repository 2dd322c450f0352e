// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstdint>

namespace loyalty::ledgers {

/// Which lots a debit takes first (S22). Lots of the same expiry share a bucket, which is as old as its oldest lot.
enum class consumption : std::uint8_t {
    first_to_expire, ///< and the never-expiring last
    first_in,        ///< the oldest first
    last_in,         ///< the youngest first
};

/// The treatment of a clawback that the returned lot does not cover, because it was spent (S26).
enum class debt_policy : std::uint8_t {
    only_pending, ///< only what is still pending of the lot is taken; the rest is the shortfall
    down_to_zero, ///< all other lots give, available ones before pending ones; the rest is the shortfall
    negative,     ///< the same, and the rest is owed: what comes in fills it first
};

/// The treatment of points that a reversal puts back into a lot that has expired since (S22).
enum class expired_lot : std::uint8_t {
    stays_expired, ///< they count as expired
    grace,         ///< they live so many days from the reversal on
    new_lot,       ///< they live like points that become active today
};

} // namespace loyalty::ledgers
