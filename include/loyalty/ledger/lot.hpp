// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::ledgers {

/// The unit of time of a ledger: days, or seconds.
template <class Type>
concept point_of_time = std::same_as<Type, date> || std::same_as<Type, instant>;

/// The two dates that make lots alike: the first day on which they can be spent, and the first on which they no longer
/// can. Earned on 2020-12-15 and good for six months after that month: `{2020-12-15, 2021-07-01}`. `date::maximum()` is
/// never: as `expires` the lot lives for ever, as `active_from` it waits for a confirmation until `expires` cancels it.
///
/// A ledger of instants has `lot_times`: `{2025-01-10T09:00:00Z, 2025-01-10T10:00:00Z}` can be spent until 09:59:59Z.
template <point_of_time Point>
struct basic_lot_dates {
    Point active_from = Point::minimum();
    Point expires = Point::maximum();

    /// On this day nothing can be done with it any more.
    [[nodiscard]] constexpr bool is_expired(Point on) const noexcept { return expires <= on; }
    /// It lives, and cannot be spent yet.
    [[nodiscard]] constexpr bool is_pending(Point on) const noexcept { return on < expires && on < active_from; }
    /// It can be spent.
    [[nodiscard]] constexpr bool is_available(Point on) const noexcept { return active_from <= on && on < expires; }
    /// Returns true if both dates lie in the calendar: not so for days that were read from damaged bytes.
    [[nodiscard]] constexpr bool are_in_calendar() const noexcept {
        return dates::is_valid(active_from) && dates::is_valid(expires);
    }
    /// It waits for an event rather than for a day (S23).
    [[nodiscard]] constexpr bool is_unconfirmed() const noexcept { return active_from == Point::maximum(); }

    [[nodiscard]] friend constexpr bool operator==(const basic_lot_dates&, const basic_lot_dates&) noexcept = default;
};

using lot_dates = basic_lot_dates<date>;
using lot_times = basic_lot_dates<instant>;

/// The rest of all lots that share their dates (S22). 16 bytes, or 24 with instants.
///
/// Once lots are active their days of activation no longer matter: those with the same `expires` then share one bucket,
/// which is as old as the oldest of them.
template <point_of_time Point>
struct basic_lot_bucket {
    using point = Point;

    basic_lot_dates<Point> dates{};
    std::int64_t remaining = 0; ///< minor units, not negative

    [[nodiscard]] friend constexpr bool operator==(const basic_lot_bucket&, const basic_lot_bucket&) noexcept = default;
};

using lot_bucket = basic_lot_bucket<date>;

/// A part that was taken out of a bucket: kept with a redemption, it says where a reversal puts it back (S22).
template <point_of_time Point>
struct basic_lot_slice {
    basic_lot_dates<Point> dates{};
    std::int64_t amount = 0; ///< minor units, not negative

    static constexpr std::string_view when_invalid =
        "a part of a debit: its amount is negative, or its dates lie outside the years 1 to 9999";

    [[nodiscard]] constexpr bool is_valid() const noexcept { return amount >= 0 && dates.are_in_calendar(); }
    [[nodiscard]] friend constexpr bool operator==(const basic_lot_slice&, const basic_lot_slice&) noexcept = default;
};

using lot_slice = basic_lot_slice<date>;

/// The points that are reserved under an id, until the day or instant named: from then on they count as released (S25).
template <point_of_time Point>
struct basic_hold {
    using count = std::conditional_t<sizeof(Point) == sizeof(std::uint32_t), std::uint32_t, std::uint64_t>;

    std::uint64_t id = 0;
    Point until = Point::maximum();
    count slices =
        0; ///< how many of the ledger's held slices are its own; as wide as `until`, so that there is no padding

    [[nodiscard]] friend constexpr bool operator==(const basic_hold&, const basic_hold&) noexcept = default;
};

using hold = basic_hold<date>;

/// The amounts of one unit that a member has on a day, by class. Each is zero or more, and always
///
///     earned = pending + available + held + spent + expired + clawed_back - debt
template <unit_type Unit>
struct balances {
    amount<Unit> pending{};     ///< earned, and not to be spent yet
    amount<Unit> available{};   ///< to be spent today
    amount<Unit> held{};        ///< reserved
    amount<Unit> spent{};       ///< redeemed and transferred away, less what came back
    amount<Unit> expired{};     ///< expired unspent, or cancelled unconfirmed
    amount<Unit> clawed_back{}; ///< taken back by returns, debt included
    amount<Unit> debt{};        ///< owed: what comes in fills it first (S26)
    amount<Unit> earned{};      ///< all that ever came in
    amount<Unit> shortfall{};   ///< returned, not taken, and written off; outside the equation

    /// The balance of S22: the sum of the lots that live, less the debt. May be negative.
    [[nodiscard]] constexpr amount<Unit> total() const noexcept { return pending + available + held - debt; }

    [[nodiscard]] friend constexpr bool operator==(const balances&, const balances&) noexcept = default;
};

/// The parts of a clawback. `from_lot + from_expired + from_others + owed + written_off` is the requested amount.
template <unit_type Unit>
struct clawback_parts {
    amount<Unit> from_lot{};     ///< out of the returned lot itself, while it lived
    amount<Unit> from_expired{}; ///< out of the returned lot, which had expired: expired became clawed back
    amount<Unit> from_others{};  ///< out of other lots
    amount<Unit> owed{};         ///< became debt
    amount<Unit> written_off{};  ///< the shortfall: nobody pays it

    /// All but the shortfall.
    [[nodiscard]] constexpr amount<Unit> taken() const noexcept { return from_lot + from_expired + from_others + owed; }

    [[nodiscard]] friend constexpr bool operator==(const clawback_parts&, const clawback_parts&) noexcept = default;
};

/// So much expires on that day, or at that instant; `maximum()` and zero if nothing ever does.
template <unit_type Unit, point_of_time Point = date>
struct expiry_notice {
    Point day = Point::maximum();
    amount<Unit> expires{};

    [[nodiscard]] friend constexpr bool operator==(const expiry_notice&, const expiry_notice&) noexcept = default;
};

} // namespace loyalty::ledgers
