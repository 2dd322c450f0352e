// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The programme of benchmarks/mixed.cpp written by hand: purchases, activities, returns and redemptions on the books of
/// ledger_by_hand.hpp.

#include "by_hand.hpp"
#include "ledger_by_hand.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace mixed_by_hand {

enum class kind : std::uint32_t { purchase, activity, sale_return, redemption };

struct event {
    std::int64_t time = 0;
    std::int64_t amount = 0; ///< cents of a purchase, points of a redemption
    std::uint32_t member = 0;
    mixed_by_hand::kind kind{};
    std::uint32_t slip = 0; ///< of a return: the number of its slip
};

/// What a sale gave, for its return.
struct slip {
    std::int64_t points = 0;
    std::int64_t cashback = 0;
    std::int32_t month = 0;
    bool is_left = true;
};

struct member : ledger_by_hand::member {
    std::int64_t cashback = 0;
    std::int64_t active_from = 0; ///< the start of the day of the last activity
    std::int64_t active_points = 0;
};

[[nodiscard]] inline std::int64_t cashback_of(std::int64_t cents) noexcept {
    return by_hand::half_even<1000>(cents * 15);
}

/// One event; false if it is refused. `fits` becomes false if a sum passes 64 bits.
[[nodiscard, gnu::always_inline]] inline bool apply(member& own, const event& each, const by_hand::day_fields& day,
                                                    std::span<slip> slips, bench::totals& sum, bool& fits) noexcept {
    std::int64_t points = 0;
    std::int64_t back = 0;
    switch (each.kind) {
    case kind::purchase:
        if (each.amount < 0) {
            return false;
        }
        points = w5::by_hand::quotient(each.amount, 100);
        back = cashback_of(each.amount);
        fits = own.earn(points, day.month) && fits;
        break;
    case kind::activity: {
        const std::int64_t used = own.active_from == day.from ? own.active_points : 0;
        points = 50 < 80 - used ? 50 : 80 - used;
        own.active_from = day.from;
        own.active_points = used + points;
        fits = own.earn(points, day.month) && fits;
        break;
    }
    case kind::sale_return: {
        slip& sold = slips[each.slip];
        if (!sold.is_left) {
            return false;
        }
        sold.is_left = false;
        points = -sold.points;
        back = -sold.cashback;
        fits = own.claw_back(sold.points, sold.month, day.month) && fits;
        break;
    }
    case kind::redemption:
        own.move_to(day.month);
        if (own.available(day.month) < each.amount) {
            return false;
        }
        fits = own.redeem(each.amount, day.month) && fits;
        break;
    }
    fits = by_hand::give(own.cashback, sum.cashback, back) && fits;
    sum.points += points;
    own.last_time = each.time;
    return true;
}

[[nodiscard, gnu::noinline]] inline bench::totals run(std::span<member> members, std::span<const event> stream,
                                                      std::span<slip> slips) noexcept {
    bench::totals sum{};
    bool fits = true;
    by_hand::day_fields day;
    for (std::size_t i = 0; i < stream.size(); ++i) {
        if (i + by_hand::look_ahead < stream.size()) {
            const member& ahead = members[stream[i + by_hand::look_ahead].member];
            for (std::size_t line = 0; line < sizeof ahead; line += 64) {
                __builtin_prefetch(reinterpret_cast<const char*>(&ahead) + line, 1);
            }
        }
        const event& each = stream[i];
        if (each.time >= day.until) {
            day.move_to(each.time);
        }
        member& own = members[each.member];
        sum.refused += each.time >= own.last_time && apply(own, each, day, slips, sum, fits) ? 0 : 1;
    }
    return fits ? sum : bench::totals{.refused = -1};
}

} // namespace mixed_by_hand
