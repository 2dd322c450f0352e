// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The loop of w5_by_hand.hpp once more, with the kind of number that money is kept in left open.

#include "../w5_by_hand.hpp"
#include "money_kinds.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace peers {

template <class Kind>
struct record_of {
    typename Kind::value_type amount;
    std::int64_t time;
    std::uint32_t member;
    std::uint32_t category;
};

template <class Kind>
[[nodiscard]] std::vector<record_of<Kind>> converted(std::span<const w5::record> stream) {
    std::vector<record_of<Kind>> result;
    result.reserve(stream.size());
    for (const w5::record& each : stream) {
        result.push_back({Kind::from_cents(each.cents), each.time, each.member, each.category});
    }
    return result;
}

template <class Kind>
struct alignas(64) state_of {
    using value_type = typename Kind::value_type;

    std::int64_t last_time = INT64_MIN;
    std::int64_t points = 0;
    value_type cashback{};
    value_type spent_this_year{};
    value_type towards_next_bonus{};
    value_type cashback_this_month{};
    std::int32_t stamps = 0;
    std::int32_t week = -2;
    std::int16_t badges = 0;
    std::uint8_t earned_last_year = 0;
    std::uint8_t tier = 0;
    std::uint8_t streak = 0;
    std::uint8_t visits = 0;
};

/// Sums over all members.
template <class Kind>
struct sums_of {
    std::int64_t points = 0;
    typename Kind::value_type cashback{};
    std::int64_t stamps = 0;
    std::int64_t badges = 0;
    std::int64_t tier_events = 0;
    bool overflow = false;
};

template <class Kind>
[[nodiscard]] inline std::uint8_t tier_earned(const typename Kind::value_type& spent) {
    static const typename Kind::value_type first = Kind::threshold(350);
    static const typename Kind::value_type second = Kind::threshold(1000);
    return static_cast<std::uint8_t>((spent >= first) + (spent >= second));
}

/// All rules for one purchase.
template <class Kind>
[[gnu::always_inline]] inline void step(const w5::by_hand::day_fields& day, state_of<Kind>& own,
                                        const record_of<Kind>& event, sums_of<Kind>& sum) {
    using value_type = typename Kind::value_type;
    std::uint8_t tier = own.tier;
    if (own.last_time < day.year_from) {
        own.earned_last_year = own.last_time >= day.last_year_from ? tier_earned<Kind>(own.spent_this_year) : 0;
        own.spent_this_year = value_type{};
        sum.tier_events += own.earned_last_year != tier;
        tier = own.earned_last_year;
    }
    // points
    std::int64_t points = 0;
    sum.overflow |= Kind::points(event.amount, tier, event.category == 4 ? 3 : 1, points);
    // bonus
    static const value_type bonus_at = Kind::threshold(250);
    sum.overflow |= Kind::add(own.towards_next_bonus, event.amount);
    if (own.towards_next_bonus >= bonus_at) {
        points += 100 * Kind::take_steps(own.towards_next_bonus, 250);
    }
    // cashback
    const bool special = event.category == 7;
    value_type back{};
    sum.overflow |= Kind::back(event.amount, special ? back_rate::special : back_rate::general, back);
    own.cashback_this_month = Kind::value_if(own.last_time >= day.month_from, own.cashback_this_month);
    if (special) {
        static const value_type cap = Kind::threshold(6);
        const value_type room = cap - own.cashback_this_month;
        back = back < room ? back : room;
        sum.overflow |= Kind::add(own.cashback_this_month, back);
    }
    // tier
    sum.overflow |= Kind::add(own.spent_this_year, event.amount);
    static const value_type next_tier[2] = {Kind::threshold(350), Kind::threshold(1000)};
    if (tier < 2 && own.spent_this_year >= next_tier[tier]) [[unlikely]] {
        tier = tier_earned<Kind>(own.spent_this_year);
        ++sum.tier_events;
    }
    own.tier = tier;
    // streak
    own.streak =
        static_cast<std::uint8_t>(w5::by_hand::value_if(day.week - own.week <= 1, own.streak) + (day.week != own.week));
    own.week = day.week;
    if (own.streak == 4) {
        own.streak = 0;
        points += 50;
        ++own.badges;
        ++sum.badges;
    }
    // stamps
    if (++own.visits == 10) {
        own.visits = 0;
        ++own.stamps;
        ++sum.stamps;
    }
    own.last_time = event.time;
    sum.overflow |= __builtin_add_overflow(own.points, points, &own.points);
    sum.overflow |= Kind::add(own.cashback, back);
    sum.points += points;
    sum.overflow |= Kind::add(sum.cashback, back);
}

/// Looks 24 transactions ahead, as the floor does.
template <class Kind>
[[nodiscard, gnu::noinline]] w5::sums run(std::span<state_of<Kind>> members, std::span<const record_of<Kind>> stream) {
    constexpr std::size_t look_ahead = 24;
    sums_of<Kind> sum{};
    w5::by_hand::day_fields day;
    const std::size_t count = stream.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i + look_ahead < count) {
            __builtin_prefetch(&members[stream[i + look_ahead].member], 1);
        }
        if (stream[i].time >= day.until) {
            day.move_to(stream[i].time);
        }
        step(day, members[stream[i].member], stream[i], sum);
    }
    w5::sums result{sum.points, Kind::to_cents(sum.cashback),        sum.stamps,
                    sum.badges, sum.overflow ? -1 : sum.tier_events, {}};
    for (const state_of<Kind>& own : members) {
        ++result.members_by_tier[own.tier];
    }
    return result;
}

/// What a kind gets wrong, beside exact integers, purchase by purchase.
struct mistakes {
    std::int64_t members_with_wrong_cashback = 0; ///< in whole cents, at the end
    std::int64_t members_with_wrong_points = 0;
    std::int64_t members_in_wrong_tier = 0; ///< at the end
    std::int64_t purchases_with_wrong_cashback = 0;
    std::int64_t tier_events_lost = 0; ///< at the purchase where they are due; they may come with a later one
    std::int64_t tier_events_wrong = 0;
    std::int64_t cents_off = 0; ///< the sum over all members
};

template <class Kind>
[[nodiscard]] mistakes compare_with_exact(std::span<const w5::record> stream, std::size_t member_count) {
    using exact = cents_in_int64;
    std::vector<state_of<exact>> right(member_count);
    std::vector<state_of<Kind>> members(member_count);
    w5::by_hand::day_fields day;
    mistakes found{};
    for (const w5::record& each : stream) {
        if (each.time >= day.until) {
            day.move_to(each.time);
        }
        sums_of<exact> expected{};
        step(day, right[each.member], {each.cents, each.time, each.member, each.category}, expected);
        sums_of<Kind> reached{};
        step(day, members[each.member], {Kind::from_cents(each.cents), each.time, each.member, each.category}, reached);
        found.purchases_with_wrong_cashback += Kind::to_cents(reached.cashback) != expected.cashback;
        const std::int64_t more = reached.tier_events - expected.tier_events;
        found.tier_events_lost += more < 0 ? -more : 0;
        found.tier_events_wrong += more > 0 ? more : 0;
    }
    for (std::size_t i = 0; i < member_count; ++i) {
        const std::int64_t off = Kind::to_cents(members[i].cashback) - right[i].cashback;
        found.members_with_wrong_cashback += off != 0;
        found.members_with_wrong_points += members[i].points != right[i].points;
        found.members_in_wrong_tier += members[i].tier != right[i].tier;
        found.cents_off += off;
    }
    return found;
}

} // namespace peers
