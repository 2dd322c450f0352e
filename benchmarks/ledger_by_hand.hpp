// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points that die at the end of the twelfth month, with debt, written by hand for benchmarks/ledger.cpp: a ring of months for
/// each member. It does less than the library's books: no reservations, no other dates than those of its own months, and
/// what a redemption took is not noted.

#include <cstddef>
#include <cstdint>

namespace ledger_by_hand {

inline constexpr std::int32_t months_alive = 13; // the month of the purchase and twelve more
inline constexpr std::int32_t places = 16;

struct alignas(64) member {
    std::int64_t last_time = INT64_MIN;
    std::int64_t earned = 0;
    std::int64_t spent = 0;
    std::int64_t expired = 0;
    std::int64_t clawed_back = 0;
    std::int64_t debt = 0;
    std::int64_t remaining[places]{}; ///< of the points of a month, at its number modulo 16
    std::int32_t newest = 0;          ///< the last month that is in the ring

    /// The places of months that begin are those of months that died; what was left there has expired.
    [[gnu::always_inline]] void move_to(std::int32_t month) noexcept {
        if (month - newest >= places) [[unlikely]] {
            newest = month - places;
        }
        while (newest < month) {
            std::int64_t& left = remaining[++newest % places];
            expired += left;
            left = 0;
        }
    }

    [[nodiscard]] std::int64_t available(std::int32_t month) const noexcept {
        std::int64_t sum = 0;
        for (std::int32_t alive = month - months_alive + 1; alive <= month; ++alive) {
            sum += remaining[alive % places];
        }
        return sum;
    }

    /// Takes at most so much, first to expire; how much that was.
    std::int64_t take(std::int64_t most, std::int32_t month) noexcept {
        std::int64_t missing = most;
        for (std::int32_t alive = month - months_alive + 1; alive <= month && missing > 0; ++alive) {
            std::int64_t& left = remaining[alive % places];
            const std::int64_t part = left < missing ? left : missing;
            left -= part;
            missing -= part;
        }
        return most - missing;
    }

    /// False where a sum does not fit.
    [[nodiscard, gnu::always_inline]] bool earn(std::int64_t points, std::int32_t month) noexcept {
        move_to(month);
        const std::int64_t filled = debt < points ? debt : points;
        debt -= filled;
        remaining[month % places] += points - filled;
        return !__builtin_add_overflow(earned, points, &earned);
    }

    [[nodiscard]] bool redeem(std::int64_t points, std::int32_t month) noexcept {
        move_to(month);
        take(points, month);
        return !__builtin_add_overflow(spent, points, &spent);
    }

    /// Takes points back: out of the month of the purchase first, then of all others; what is missing is owed.
    [[nodiscard]] bool claw_back(std::int64_t points, std::int32_t earned_in, std::int32_t month) noexcept {
        move_to(month);
        std::int64_t missing = points;
        if (month - earned_in < places) {
            std::int64_t& own = remaining[earned_in % places];
            const std::int64_t part = own < missing ? own : missing;
            own -= part;
            missing -= part;
        }
        debt += missing - take(missing, month);
        return !__builtin_add_overflow(clawed_back, points, &clawed_back);
    }
};

} // namespace ledger_by_hand
