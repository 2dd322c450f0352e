// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>

#include <cstdint>

namespace loyalty {

/// The two dates that make lots alike: the first day on which they can be spent, and the first on which they no longer
/// can. Earned on 2020-12-15 and good for six months after that month: `{2020-12-15, 2021-07-01}`. `date::maximum()` is
/// never: as `expires` the lot lives for ever, as `active_from` it waits for a confirmation until `expires` cancels it.
struct lot_dates {
    date active_from = date::minimum();
    date expires = date::maximum();

    /// On this day nothing can be done with it any more.
    [[nodiscard]] constexpr bool is_dead(date on) const noexcept { return expires <= on; }
    /// It lives, and cannot be spent yet.
    [[nodiscard]] constexpr bool is_pending(date on) const noexcept { return on < expires && on < active_from; }
    /// It can be spent.
    [[nodiscard]] constexpr bool is_available(date on) const noexcept { return active_from <= on && on < expires; }
    /// It waits for an event rather than for a day (S23).
    [[nodiscard]] constexpr bool is_unconfirmed() const noexcept { return active_from == date::maximum(); }

    [[nodiscard]] friend constexpr bool operator==(const lot_dates&, const lot_dates&) noexcept = default;
};

/// What remains of all lots that share their dates (S22). 16 bytes.
///
/// Once lots are active their days of activation no longer matter: those with the same `expires` then share one bucket,
/// which is as old as the oldest of them.
struct lot_bucket {
    lot_dates dates{};
    std::int64_t remaining = 0; ///< minor units, not negative

    [[nodiscard]] friend constexpr bool operator==(const lot_bucket&, const lot_bucket&) noexcept = default;
};

/// A part that was taken out of a bucket: kept with a redemption, it says where a reversal puts it back (S22).
struct lot_slice {
    lot_dates dates{};
    std::int64_t amount = 0; ///< minor units, not negative

    [[nodiscard]] friend constexpr bool operator==(const lot_slice&, const lot_slice&) noexcept = default;
};

/// What is reserved under an id, until the day named: from then on it counts as released (S25).
struct hold {
    std::uint64_t id = 0;
    date until = date::maximum();
    std::uint32_t slices = 0; ///< how many of the ledger's held slices are its own

    [[nodiscard]] friend constexpr bool operator==(const hold&, const hold&) noexcept = default;
};

/// What a member has of one unit on a day, by class. Each is zero or more, and always
///
///     earned = pending + available + held + spent + expired + clawed_back - debt
template <unit_type Unit>
struct balances {
    amount<Unit> pending{};     ///< earned, and not to be spent yet
    amount<Unit> available{};   ///< to be spent today
    amount<Unit> held{};        ///< reserved
    amount<Unit> spent{};       ///< redeemed and transferred away, less what came back
    amount<Unit> expired{};     ///< died unspent, or cancelled unconfirmed
    amount<Unit> clawed_back{}; ///< taken back by returns, debt included
    amount<Unit> debt{};        ///< owed: what comes in fills it first (S26)
    amount<Unit> earned{};      ///< all that ever came in
    amount<Unit> shortfall{};   ///< returned, not taken, and written off; outside the equation

    /// The balance of S22: the sum of the lots that live, less the debt. May be negative.
    [[nodiscard]] constexpr amount<Unit> total() const noexcept { return pending + available + held - debt; }

    [[nodiscard]] friend constexpr bool operator==(const balances&, const balances&) noexcept = default;
};

/// What a clawback came to. `from_lot + from_expired + from_others + owed + written_off` is what was asked for.
template <unit_type Unit>
struct clawback {
    amount<Unit> from_lot{};     ///< out of the returned lot itself, while it lived
    amount<Unit> from_expired{}; ///< out of the returned lot, which had died: expired became clawed back
    amount<Unit> from_others{};  ///< out of other lots
    amount<Unit> owed{};         ///< became debt
    amount<Unit> written_off{};  ///< the shortfall: nobody pays it

    /// All but the shortfall.
    [[nodiscard]] constexpr amount<Unit> taken() const noexcept { return from_lot + from_expired + from_others + owed; }

    [[nodiscard]] friend constexpr bool operator==(const clawback&, const clawback&) noexcept = default;
};

/// So much dies on that day; `date::maximum()` and zero where nothing ever does.
template <unit_type Unit>
struct expiry_notice {
    date day = date::maximum();
    amount<Unit> expires{};

    [[nodiscard]] friend constexpr bool operator==(const expiry_notice&, const expiry_notice&) noexcept = default;
};

} // namespace loyalty
