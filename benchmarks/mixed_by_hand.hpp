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
#include <type_traits>

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

/// The points of an activity: 50, at most 80 a day.
[[nodiscard]] inline std::int64_t points_of_activity(const member& own, const by_hand::day_fields& day) noexcept {
    const std::int64_t used = own.active_from == day.from ? own.active_points : 0;
    return 50 < 80 - used ? 50 : 80 - used;
}

/// One event; false if it is refused. `fits` becomes false if a sum passes 64 bits.
template <class Slip>
[[nodiscard, gnu::always_inline]] inline bool apply(member& own, const event& each, const by_hand::day_fields& day,
                                                    std::span<Slip> slips, bench::totals& sum, bool& fits) noexcept {
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
    case kind::activity:
        points = points_of_activity(own, day);
        own.active_points = (own.active_from == day.from ? own.active_points : 0) + points;
        own.active_from = day.from;
        fits = own.earn(points, day.month) && fits;
        break;
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

/// What the loop knows more that refuses what the library refuses.
struct known_event : event {
    std::uint64_t id = 0;
};
struct known_slip : slip {
    std::uint32_t owner = 0;
};
struct known_member : member {
    std::uint64_t last_id = 0;
};

/// Returns true if the library takes the event too: its id rises, a return has the slip of its member, nothing asked for is
/// negative, and no sum of the member passes 64 bits. Whether a slip or a balance is used up, `apply` finds out.
[[nodiscard, gnu::always_inline]] inline bool is_right(const known_member& own, const known_event& each,
                                                       const by_hand::day_fields& day,
                                                       std::span<const known_slip> slips) noexcept {
    if (each.time == own.last_time && each.id <= own.last_id) {
        return false;
    }
    std::int64_t changed = 0;
    switch (each.kind) {
    case kind::purchase:
        return each.amount >= 0 && !__builtin_mul_overflow(each.amount, 15, &changed) &&
               !__builtin_add_overflow(own.earned, w5::by_hand::quotient(each.amount, 100), &changed) &&
               !__builtin_add_overflow(own.cashback, cashback_of(each.amount), &changed);
    case kind::activity:
        return !__builtin_add_overflow(own.earned, points_of_activity(own, day), &changed);
    case kind::sale_return: {
        if (each.slip >= slips.size()) {
            return false;
        }
        const known_slip& sold = slips[each.slip];
        return sold.owner == each.member && !__builtin_add_overflow(own.clawed_back, sold.points, &changed) &&
               !__builtin_add_overflow(own.debt, sold.points, &changed) &&
               !__builtin_sub_overflow(own.cashback, sold.cashback, &changed);
    }
    case kind::redemption:
        return each.amount >= 0;
    }
    return false;
}

/// One event; false if it is refused, which leaves the member, the slip and the sums as they are at that time.
[[nodiscard, gnu::always_inline]] inline bool apply_or_refuse(known_member& own, const known_event& each,
                                                              const by_hand::day_fields& day,
                                                              std::span<known_slip> slips, bench::totals& sum,
                                                              bool& fits) noexcept {
    if (!is_right(own, each, day, slips) || !apply(own, each, day, slips, sum, fits)) {
        return false;
    }
    own.last_id = each.id;
    return true;
}

/// Members, events and slips are all plain, or all `known`: the loop then refuses. `FetchesEvents` asks for the events ahead too, as
/// the library's batches do.
template <bool FetchesEvents = false, class Member, class Event, class Slip>
[[nodiscard, gnu::noinline]] bench::totals run(std::span<Member> members, std::span<const Event> stream,
                                               std::span<Slip> slips) noexcept {
    constexpr bool refuses = std::is_same_v<Event, known_event>;
    bench::totals sum{};
    bool fits = true;
    by_hand::day_fields day;
    for (std::size_t i = 0; i < stream.size(); ++i) {
        if (i + by_hand::look_ahead < stream.size()) {
            if constexpr (FetchesEvents) {
                __builtin_prefetch(reinterpret_cast<const char*>(&stream[i]) + 2 * by_hand::look_ahead * sizeof(Event));
            }
            const Member* const ahead = members.data() + stream[i + by_hand::look_ahead].member;
            for (std::size_t line = 0; line < sizeof *ahead; line += 64) {
                __builtin_prefetch(reinterpret_cast<const char*>(ahead) + line, 1);
            }
        }
        const Event& each = stream[i];
        if constexpr (refuses) {
            if (each.member >= members.size()) {
                ++sum.refused;
                continue;
            }
        }
        if (each.time >= day.until || (refuses && each.time < day.from)) {
            day.move_to(each.time);
        }
        Member& own = members[each.member];
        bool accepted = each.time >= own.last_time;
        if constexpr (refuses) {
            accepted = accepted && apply_or_refuse(own, each, day, slips, sum, fits);
        } else {
            accepted = accepted && apply(own, each, day, slips, sum, fits);
        }
        sum.refused += accepted ? 0 : 1;
    }
    return fits ? sum : bench::totals{.refused = -1};
}

} // namespace mixed_by_hand
