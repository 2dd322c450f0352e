// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The rules of W5 written by hand, with every constant in its place and nothing general about them: the floor that the
/// composed programme is measured against. Amounts are checked for overflow, like the library's.

#include "../examples/loyalty_run/w5.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace w5::by_hand {

/// One cache line for each member.
struct alignas(64) state {
    std::int64_t last_time = INT64_MIN;
    std::int64_t points = 0;
    std::int64_t cashback = 0;
    std::int64_t spent_this_year = 0;
    std::int64_t towards_next_bonus = 0;
    std::int64_t cashback_this_month = 0;
    std::int32_t stamps = 0;
    std::int32_t week = -2; // long before the first, and no overflow away from it
    std::int16_t badges = 0;
    std::uint8_t earned_last_year = 0;
    std::uint8_t tier = 0;
    std::uint8_t streak = 0;
    std::uint8_t visits = 0;
};
static_assert(sizeof(state) == 64);

/// Calendar fields, computed once for each day.
struct day_fields {
    std::int64_t from = 0;
    std::int64_t until = 0;
    std::int64_t month_from = 0;
    std::int64_t year_from = 0;
    std::int64_t last_year_from = 0;
    std::int32_t week = 0;
    std::int32_t month = 0; ///< the running number

    [[gnu::noinline, gnu::cold]] void move_to(std::int64_t time) noexcept {
        const std::int64_t day = time / 86'400;
        from = day * 86'400;
        until = from + 86'400;
        // Civil from days, for days after 1970.
        const std::int64_t z = day + 719'468;
        const std::int64_t era = z / 146'097;
        const std::int64_t day_of_era = z - era * 146'097;
        const std::int64_t year_of_era =
            (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
        const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
        const std::int64_t day_of_month = day_of_year - (153 * shifted_month + 2) / 5;
        const bool after_february = shifted_month < 10;
        const std::int64_t year = year_of_era + era * 400 + (after_february ? 0 : 1);
        month_from = from - day_of_month * 86'400;
        year_from = first_of_january(year);
        last_year_from = first_of_january(year - 1);
        week = static_cast<std::int32_t>((day + 3) / 7);
        month = static_cast<std::int32_t>(year * 12 + shifted_month + (after_february ? 2 : -10));
    }

    [[nodiscard]] static constexpr std::int64_t first_of_january(std::int64_t year) noexcept {
        const std::int64_t before = year - 1;
        return (before * 365 + before / 4 - before / 100 + before / 400 - 719'162) * 86'400;
    }
};

/// Of amounts, which are not negative: without a sign to look after, the division by a constant is shorter.
[[nodiscard]] constexpr std::int64_t quotient(std::int64_t amount, std::uint64_t by) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(amount) / by);
}

/// Half-even of `numerator / Denominator`, which is not negative; the denominator is even. A tie was rounded up, and is made even.
template <std::uint64_t Denominator>
[[nodiscard, gnu::always_inline]] inline std::int64_t half_even(std::int64_t numerator) noexcept {
    const std::uint64_t raised = static_cast<std::uint64_t>(numerator) + Denominator / 2;
    const std::uint64_t nearest = raised / Denominator;
    return static_cast<std::int64_t>(nearest - (nearest & (nearest * Denominator == raised)));
}

/// `value` where the condition holds, else 0, by a mask that hides from the compiler that it is a choice: else it makes a
/// branch of it, which no processor can predict where every second purchase is a member's first in its month.
[[nodiscard, gnu::always_inline]] inline std::int64_t value_if(bool condition, std::int64_t value) noexcept {
    std::int64_t mask = -static_cast<std::int64_t>(condition);
    __asm__("" : "+r"(mask));
    return value & mask;
}

/// What a loop promises of input that is wrong.
enum class contract {
    trusts,  ///< every record is right; an overflow anywhere spoils the totals, and they say so
    refuses, ///< as the library: what is late, negative, of no member, or overflows is counted and changes nothing
};

/// What one transaction gave, in 24 bytes; one that was refused, nothing.
struct outcome {
    std::int64_t points = 0;
    std::int64_t cashback = 0;
    std::int16_t badges = 0;
    std::int16_t stamps = 0;
    std::uint8_t refused = 0;
    std::uint8_t tier_told = 0;
    std::uint8_t tier_before = 0;
    std::uint8_t tier_after = 0;
};
static_assert(sizeof(outcome) == 24);

/// Where outcomes go: nowhere.
struct nowhere {
    void operator()(const outcome&) const noexcept {}
};

/// The totals of a whole stream. `LookAhead` is how many transactions ahead the member's line is asked for; 0: not at all.
template <std::size_t LookAhead, contract Contract = contract::trusts, class Write = nowhere>
[[nodiscard]] inline sums run(std::span<state> members, std::span<const record> stream, Write write = {}) noexcept {
    constexpr bool refuses = Contract == contract::refuses;
    std::int64_t points_sum = 0;
    std::int64_t cashback_sum = 0;
    std::int64_t stamps_sum = 0;
    std::int64_t badges_sum = 0;
    std::int64_t tier_events = 0;
    std::int64_t accepted = 0;
    std::int64_t refused = 0;
    bool overflow = false;
    day_fields day;
    const std::size_t count = stream.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (LookAhead != 0 && i + LookAhead < count) {
            __builtin_prefetch(&members[stream[i + LookAhead].member], 1);
        }
        const record& event = stream[i];
        if (event.time >= day.until) {
            day.move_to(event.time);
        }
        if (refuses && event.member >= members.size()) {
            ++refused;
            write({.refused = 1});
            continue;
        }
        state& own = members[event.member];
        const std::int64_t cents = event.cents;
        if (refuses && (cents < 0 || event.time < own.last_time)) {
            ++refused;
            write({.refused = 1, .tier_told = own.tier, .tier_before = own.tier, .tier_after = own.tier});
            continue;
        }
        state before;
        if (refuses) {
            before = own;
        }
        const std::uint8_t told = own.tier;
        std::uint8_t tier = told;
        bool tier_ended = false;
        if (own.last_time < day.year_from) {
            const std::uint8_t earned =
                static_cast<std::uint8_t>((own.spent_this_year >= 35'000) + (own.spent_this_year >= 100'000));
            own.earned_last_year = own.last_time >= day.last_year_from ? earned : 0;
            own.spent_this_year = 0;
            if (refuses) {
                tier_ended = own.earned_last_year != tier;
            } else {
                tier_events += own.earned_last_year != tier;
            }
            tier = own.earned_last_year;
        }
        const std::uint8_t tier_before = tier;
        // points
        constexpr std::int64_t factors[2][3]{{100, 125, 150}, {300, 375, 450}};
        std::int64_t points = 0;
        overflow |= __builtin_mul_overflow(quotient(cents, 100), factors[event.category == 4][tier], &points);
        points = quotient(points, 100);
        // bonus
        own.towards_next_bonus += cents;
        if (own.towards_next_bonus >= 25'000) {
            const std::int64_t times = own.towards_next_bonus / 25'000;
            points += 100 * times;
            own.towards_next_bonus -= 25'000 * times;
        }
        // cashback
        const bool special = event.category == 7;
        std::int64_t exact = 0;
        overflow |= __builtin_mul_overflow(cents, special ? 50 : 15, &exact);
        std::int64_t back = half_even<1000>(exact);
        const std::int64_t used = value_if(own.last_time >= day.month_from, own.cashback_this_month);
        if (special) {
            back = back < 600 - used ? back : 600 - used;
        }
        own.cashback_this_month = used + (special ? back : 0);
        // tier
        overflow |= __builtin_add_overflow(own.spent_this_year, cents, &own.spent_this_year);
        constexpr std::int64_t next_tier[3]{35'000, 100'000, INT64_MAX};
        bool tier_reached = false;
        if (own.spent_this_year >= next_tier[tier]) [[unlikely]] {
            tier = own.spent_this_year >= 100'000 ? 2 : 1;
            tier_reached = refuses;
            tier_events += !refuses;
        }
        own.tier = tier;
        // streak
        bool badge = false;
        own.streak = static_cast<std::uint8_t>(value_if(day.week - own.week <= 1, own.streak) + (day.week != own.week));
        own.week = day.week;
        if (own.streak == 4) {
            own.streak = 0;
            points += 50;
            ++own.badges;
            badge = true;
            badges_sum += !refuses;
        }
        // stamps
        bool stamp = false;
        if (++own.visits == 10) {
            own.visits = 0;
            ++own.stamps;
            stamp = true;
            stamps_sum += !refuses;
        }
        own.last_time = event.time;
        overflow |= __builtin_add_overflow(own.points, points, &own.points);
        overflow |= __builtin_add_overflow(own.cashback, back, &own.cashback);
        if (refuses && overflow) [[unlikely]] {
            own = before;
            overflow = false;
            ++refused;
            write({.refused = 1, .tier_told = told, .tier_before = told, .tier_after = told});
            continue;
        }
        accepted += refuses;
        points_sum += points;
        cashback_sum += back;
        stamps_sum += refuses && stamp;
        badges_sum += refuses && badge;
        // What could still be taken back is counted only now.
        tier_events += tier_ended + tier_reached;
        write({points, back, badge, stamp, 0, told, tier_before, tier});
    }
    if (refuses && accepted + refused != static_cast<std::int64_t>(count)) {
        return {};
    }
    sums result{points_sum, cashback_sum, stamps_sum, badges_sum, overflow || refused != 0 ? -1 : tier_events, {}};
    for (const state& own : members) {
        ++result.members_by_tier[own.tier];
    }
    return result;
}

} // namespace w5::by_hand
