// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Gift cards, transfers and household pools of holdings_instructions.cpp in loops by hand. Each refuses what the library refuses,
/// and then leaves the members as before.
///
/// A state has what the library's has: the last four uses of a card with their orders, the months of points with what was earned,
/// spent and owed. Other than the library's books, those of ledger_by_hand.hpp know no reservations and no dates but their
/// months.

#include "../../benchmarks/ledger_by_hand.hpp"
#include "mechanics_by_hand.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace holdings_by_hand {

using by_hand::day_fields;
using mechanics_by_hand::is_in_calendar;

// Gift cards -----------------------------------------------------------------------------------------------------------

struct card {
    std::uint64_t code = 0;
    std::int64_t from = INT64_MIN;
    std::int64_t until = INT64_MAX;
    std::int64_t cents = 0;
    std::uint16_t currency = 0;
};
struct card_use {
    std::uint64_t code = 0;
    std::uint64_t order = 0;
    std::int64_t cents = 0;
};
/// Up to four cards of a member, and the last four uses, by which a return finds what it puts back.
struct purse {
    std::int64_t last_time = INT64_MIN;
    std::uint64_t last_id = 0;
    std::uint32_t count = 0;
    std::uint32_t used = 0;
    std::array<card, 4> cards{};
    std::array<card_use, 4> ring{};

    [[nodiscard]] card* find(std::uint64_t code) noexcept {
        for (std::uint32_t i = 0; i < count; ++i) {
            if (cards[i].code == code) {
                return &cards[i];
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool comes_next(std::int64_t time, std::uint64_t id) const noexcept {
        return is_in_calendar(time) && (last_time < time || (time == last_time && last_id < id));
    }
    void note(std::uint64_t code, std::uint64_t order, std::int64_t cents) noexcept {
        const std::uint32_t known = used < ring.size() ? used : static_cast<std::uint32_t>(ring.size());
        for (std::uint32_t i = 0; i < known; ++i) {
            if (ring[i].order == order && ring[i].code == code) {
                ring[i].cents += cents;
                return;
            }
        }
        ring[used++ % ring.size()] = {code, order, cents};
    }
};

/// Money of a card, or money for it.
struct card_event {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    bool is_top_up = false;
    std::uint16_t currency = 840;
    std::int64_t time = 0;
    std::uint64_t code = 0;
    std::int64_t cents = 0;
};

struct card_sums {
    std::int64_t taken = 0;
    std::int64_t refused = 0;
};

[[nodiscard]] inline bool pay_or_fill(purse& own, const card_event& each) noexcept {
    card* const one = own.find(each.code);
    if (one == nullptr || each.cents < 0 || one->currency != each.currency || each.time < one->from ||
        one->until <= each.time) {
        return false;
    }
    if (each.is_top_up) {
        return !__builtin_add_overflow(one->cents, each.cents, &one->cents);
    }
    if (one->cents < each.cents || one->cents == 0) {
        return false;
    }
    one->cents -= each.cents;
    if (each.cents > 0) {
        own.note(each.code, each.id, each.cents);
    }
    return true;
}

[[nodiscard, gnu::noinline]] inline card_sums use_cards(std::span<purse> members,
                                                        std::span<const card_event> stream) noexcept {
    card_sums sum{};
    for (std::size_t i = 0; i < stream.size(); ++i) {
        if (i + by_hand::look_ahead < stream.size()) {
            const char* const ahead =
                reinterpret_cast<const char*>(members.data() + stream[i + by_hand::look_ahead].member);
            for (std::size_t line = 0; line < sizeof(purse); line += 64) {
                __builtin_prefetch(ahead + line, 1);
            }
        }
        const card_event& each = stream[i];
        if (each.member >= members.size()) {
            ++sum.refused;
            continue;
        }
        purse& own = members[each.member];
        if (!own.comes_next(each.time, each.id) || !pay_or_fill(own, each)) {
            ++sum.refused;
            continue;
        }
        own.last_time = each.time;
        own.last_id = each.id;
        sum.taken += each.is_top_up ? 0 : each.cents;
    }
    return sum;
}

/// An order that two cards pay in the order in which they are presented.
struct order {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::int64_t time = 0;
    std::int64_t cents = 0;
    std::array<std::uint64_t, 2> codes{};
    std::array<std::int64_t, 2> most{}; ///< cents of each card
};
struct order_sums {
    std::int64_t due = 0; ///< after the cards
    std::int64_t first = 0;
    std::int64_t second = 0;
    std::int64_t refused = 0;
};

[[nodiscard]] inline bool pay_order(purse& own, const order& each, order_sums& sum) noexcept {
    if (each.cents < 0 || each.codes[0] == each.codes[1]) {
        return false;
    }
    std::array<card*, 2> cards{};
    std::array<std::int64_t, 2> paid{};
    std::int64_t due = each.cents;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        card* const one = own.find(each.codes[i]);
        if (one == nullptr || one->currency != 840 || each.time < one->from || one->until <= each.time ||
            one->cents == 0) {
            return false;
        }
        cards[i] = one;
        const std::int64_t most = one->cents < each.most[i] ? one->cents : each.most[i];
        paid[i] = most < due ? most : due;
        due -= paid[i];
    }
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (paid[i] > 0) {
            cards[i]->cents -= paid[i];
            own.note(each.codes[i], each.id, paid[i]);
        }
    }
    sum.due += due;
    sum.first += paid[0];
    sum.second += paid[1];
    return true;
}

[[nodiscard, gnu::noinline]] inline order_sums pay_orders(std::span<purse> members,
                                                          std::span<const order> stream) noexcept {
    order_sums sum{};
    for (const order& each : stream) {
        if (each.member >= members.size()) {
            ++sum.refused;
            continue;
        }
        purse& own = members[each.member];
        if (!own.comes_next(each.time, each.id) || !pay_order(own, each, sum)) {
            ++sum.refused;
            continue;
        }
        own.last_time = each.time;
        own.last_id = each.id;
    }
    return sum;
}

// Transfers and pools --------------------------------------------------------------------------------------------------

/// Points by months with the key of the last event.
struct books : ledger_by_hand::member {
    std::uint64_t last_id = 0;

    [[nodiscard]] bool comes_next(std::int64_t time, std::uint64_t id) const noexcept {
        return last_time < time || (time == last_time && last_id < id);
    }
    void date(std::int64_t time, std::uint64_t id) noexcept {
        last_time = time;
        last_id = id;
    }
};

struct gift {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::uint32_t to = 0;
    std::int64_t time = 0;
    std::int64_t points = 0;
};

/// Moves points, the oldest first, and each to its own month.
[[nodiscard]] inline bool move_points(books& giver, books& receiver, std::int64_t points, std::int32_t month) noexcept {
    std::int64_t spent = 0;
    std::int64_t earned = 0;
    giver.move_to(month);
    receiver.move_to(month);
    if (giver.available(month) < points || __builtin_add_overflow(giver.spent, points, &spent) ||
        __builtin_add_overflow(receiver.earned, points, &earned)) {
        return false;
    }
    giver.spent = spent;
    receiver.earned = earned;
    std::int64_t missing = points;
    for (std::int32_t alive = month - ledger_by_hand::months_alive + 1; missing > 0; ++alive) {
        std::int64_t& left = giver.remaining[alive % ledger_by_hand::places];
        const std::int64_t part = left < missing ? left : missing;
        left -= part;
        missing -= part;
        const std::int64_t filled = receiver.debt < part ? receiver.debt : part;
        receiver.debt -= filled;
        receiver.remaining[alive % ledger_by_hand::places] += part - filled;
    }
    return true;
}

/// The points that moved, and what was refused.
struct gift_sums {
    std::int64_t moved = 0;
    std::int64_t refused = 0;
};

[[nodiscard, gnu::noinline]] inline gift_sums give_points(std::span<books> members,
                                                          std::span<const gift> stream) noexcept {
    gift_sums sum{};
    day_fields day;
    for (const gift& each : stream) {
        if (each.member >= members.size() || each.to >= members.size() || each.member == each.to || each.points < 0 ||
            !is_in_calendar(each.time)) {
            ++sum.refused;
            continue;
        }
        if (each.time < day.from || each.time >= day.until) [[unlikely]] {
            day.move_to(each.time);
        }
        books& giver = members[each.member];
        books& receiver = members[each.to];
        if (!giver.comes_next(each.time, each.id) || !receiver.comes_next(each.time, each.id) ||
            !move_points(giver, receiver, each.points, day.month)) {
            ++sum.refused;
            continue;
        }
        giver.date(each.time, each.id);
        receiver.date(each.time, each.id);
        sum.moved += each.points;
    }
    return sum;
}

/// A redemption of a household of four.
struct shared {
    std::uint64_t id = 0;
    std::int64_t time = 0;
    std::int64_t points = 0;
    std::array<std::uint32_t, 4> household{};
};
/// What it took of a member, month by month, for the day on which it is given back.
struct part {
    std::uint32_t member = 0;
    std::int64_t points = 0;
    std::array<std::int64_t, ledger_by_hand::places> of_month{};
};
struct pool_sums {
    std::int64_t redeemed = 0;
    std::int64_t weighted = 0; ///< the part of each member times its place in the household, from 1 on
    std::int64_t refused = 0;
};

[[nodiscard]] inline bool is_household(std::size_t members, const std::array<std::uint32_t, 4>& household) noexcept {
    for (std::size_t i = 0; i < household.size(); ++i) {
        if (household[i] >= members) {
            return false;
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (household[i] == household[j]) {
                return false;
            }
        }
    }
    return true;
}

/// The oldest points first, whoever has them.
inline void share_out(std::span<books> members, const shared& each, std::array<part, 4>& parts,
                      std::int32_t month) noexcept {
    std::int64_t missing = each.points;
    for (std::int32_t alive = month - ledger_by_hand::months_alive + 1; missing > 0; ++alive) {
        const std::int32_t place = alive % ledger_by_hand::places;
        for (std::size_t i = 0; i < parts.size() && missing > 0; ++i) {
            const std::int64_t left = members[each.household[i]].remaining[place];
            const std::int64_t taken = left < missing ? left : missing;
            missing -= taken;
            parts[i].points += taken;
            parts[i].of_month[static_cast<std::size_t>(place)] = taken;
        }
    }
}

[[nodiscard]] inline bool redeem_together(std::span<books> members, const shared& each, std::array<part, 4>& parts,
                                          std::int32_t month) noexcept {
    std::int64_t there = 0;
    for (const std::uint32_t who : each.household) {
        members[who].move_to(month);
        if (__builtin_add_overflow(there, members[who].available(month), &there)) {
            there = INT64_MAX;
        }
    }
    if (there < each.points) {
        return false;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i] = {each.household[i], 0, {}};
    }
    share_out(members, each, parts, month);
    for (const part& one : parts) {
        std::int64_t spent = 0;
        if (one.points > 0 && (!members[one.member].comes_next(each.time, each.id) ||
                               __builtin_add_overflow(members[one.member].spent, one.points, &spent))) {
            return false;
        }
    }
    for (const part& one : parts) {
        if (one.points > 0) {
            books& own = members[one.member];
            for (std::size_t i = 0; i < one.of_month.size(); ++i) {
                own.remaining[i] -= one.of_month[i];
            }
            own.spent += one.points;
            own.date(each.time, each.id);
        }
    }
    return true;
}

[[nodiscard, gnu::noinline]] inline pool_sums redeem_all(std::span<books> members,
                                                         std::span<const shared> stream) noexcept {
    pool_sums sum{};
    day_fields day;
    std::array<part, 4> parts{};
    for (const shared& each : stream) {
        if (!is_household(members.size(), each.household) || each.points < 0 || !is_in_calendar(each.time)) {
            ++sum.refused;
            continue;
        }
        if (each.time < day.from || each.time >= day.until) [[unlikely]] {
            day.move_to(each.time);
        }
        if (!redeem_together(members, each, parts, day.month)) {
            ++sum.refused;
            continue;
        }
        sum.redeemed += each.points;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            sum.weighted += parts[i].points * static_cast<std::int64_t>(i + 1);
        }
    }
    return sum;
}

} // namespace holdings_by_hand
