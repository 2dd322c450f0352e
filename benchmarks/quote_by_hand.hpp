// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The checkouts of quote_work.hpp in a loop by hand. The discounts have their numbers in place, prices are 64-bit cents, and
/// shares go by the largest remainders, as in the library. It finds each code among the member's things, looks at its window
/// and its uses, and keeps the last eight uses for returns. It refuses what is negative, empty or too long, what is late or in no
/// calendar, and a sale with a code that cannot be used. A bill has the price and the tax of each line, the shares of each
/// discount, and for each code and payment why it gives nothing.
///
/// Other than the library it refuses bills above ten million dollars and lines above a million pieces, so that every product fits
/// 64 bits.

#include "quote_work.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace quote_by_hand {

using quote_work::coupons;
using quote_work::event_type;
using quote_work::line;
using quote_work::sums;

inline constexpr std::size_t most_lines = 64;
inline constexpr std::int64_t most_cents = 1'000'000'000;
inline constexpr std::uint64_t most_pieces = 1'000'000;

/// Why a code cannot be used.
enum class why_not : std::uint8_t { none, unknown, early, over, used, twice };

struct held {
    std::uint64_t code = 0;
    std::uint32_t campaign = 0;
    std::uint32_t uses = 0;
    std::int64_t from = INT64_MIN;
    std::int64_t until = INT64_MAX;
    std::int64_t cents = 0;
    bool is_card = false;
};
struct use {
    std::uint64_t code = 0;
    std::uint64_t order = 0;
    std::int64_t cents = 0;
};
struct member {
    std::int64_t last_time = INT64_MIN;
    std::uint64_t last_id = 0;
    std::int64_t points = 0;
    std::uint32_t count = 0;
    std::uint32_t used = 0; ///< all uses so far; the last eight are in the ring
    std::array<held, 8> things{};
    std::array<use, 8> ring{};
};

/// What a checkout costs. `why` is 0 if the discount is given.
struct bill {
    std::array<std::int64_t, most_lines> net;
    std::array<std::int64_t, most_lines> tax;
    std::array<std::array<std::int64_t, most_lines>, coupons> shares;
    std::array<std::int64_t, coupons> given{};
    std::array<int, coupons> why{};
    std::array<why_not, loyalty::prices::most_presented> codes{};
    std::array<why_not, loyalty::prices::most_payments> cards{};
    std::int64_t due = 0;
    std::int64_t paid = 0;
    bool fits = true;
};

[[nodiscard]] inline held* find(member& own, std::uint64_t code) noexcept {
    for (std::uint32_t i = 0; i < own.count; ++i) {
        if (own.things[i].code == code) {
            return &own.things[i];
        }
    }
    return nullptr;
}
[[nodiscard]] inline why_not why_not_usable(const held& one, std::int64_t time) noexcept {
    if (one.is_card ? one.cents <= 0 : one.uses == 0) {
        return why_not::used;
    }
    return time < one.from ? why_not::early : one.until <= time ? why_not::over : why_not::none;
}

/// Splits an amount by weights: the rest goes to the largest remainders, of equal ones to the first.
inline void split(std::int64_t amount, const std::int64_t* weights, std::int64_t sum, std::size_t count,
                  std::int64_t* shares) noexcept {
    std::array<std::uint64_t, most_lines> keys;
    std::int64_t left = amount;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t product = amount * weights[i];
        shares[i] = product / sum;
        keys[i] = static_cast<std::uint64_t>(product % sum) << 8 | (255 - i);
        left -= shares[i];
    }
    if (left > 0) {
        const auto last = keys.begin() + static_cast<std::ptrdiff_t>(left) - 1;
        std::nth_element(keys.begin(), last, keys.begin() + static_cast<std::ptrdiff_t>(count), std::greater<>{});
        for (std::size_t i = 0; i < static_cast<std::size_t>(left); ++i) {
            ++shares[255 - (keys[i] & 255)];
        }
    }
}

/// Takes the shares of a discount off the prices.
inline void take(bill& now, std::size_t rule, std::int64_t amount, const std::int64_t* weights, std::int64_t sum,
                 std::size_t count) noexcept {
    if (amount == 0) {
        now.why[rule] = 1;
        return;
    }
    std::int64_t* const shares = now.shares[rule].data();
    split(amount, weights, sum, count, shares);
    for (std::size_t i = 0; i < count; ++i) {
        now.net[i] -= shares[i];
    }
    now.given[rule] = amount;
}

inline void off_category(bill& now, std::span<const line> lines) noexcept {
    std::array<std::int64_t, most_lines> weights;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool counts = lines[i].category == 7 && lines[i].component == loyalty::component::goods;
        weights[i] = counts ? now.net[i] : 0;
        sum += weights[i];
    }
    take(now, 0, (2 * sum * 20 + 100) / 200, weights.data(), sum, lines.size());
}

inline void off_dearest(bill& now, std::span<const line> lines) noexcept {
    std::size_t best = lines.size();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool counts = now.net[i] > 0 && lines[i].component == loyalty::component::goods;
        if (counts && (best == lines.size() || now.net[best] * lines[i].quantity < now.net[i] * lines[best].quantity)) {
            best = i;
        }
    }
    if (best == lines.size()) {
        now.why[1] = 1;
        return;
    }
    // The nearest to the exact price of a piece, and half of it, half up.
    const std::int64_t piece = (2 * now.net[best] + lines[best].quantity) / (2 * lines[best].quantity);
    now.given[1] = (piece + 1) / 2;
    now.shares[1][best] = now.given[1];
    now.net[best] -= now.given[1];
}

[[nodiscard]] inline std::int64_t sum_of_goods(const bill& now, std::span<const line> lines,
                                               std::int64_t* weights) noexcept {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        weights[i] = lines[i].component == loyalty::component::goods ? now.net[i] : 0;
        sum += weights[i];
    }
    return sum;
}

inline void off_amount(bill& now, std::span<const line> lines) noexcept {
    std::array<std::int64_t, most_lines> weights;
    const std::int64_t sum = sum_of_goods(now, lines, weights.data());
    if (sum < 10'000) {
        now.why[2] = 2;
        return;
    }
    take(now, 2, std::min<std::int64_t>(1'500, sum), weights.data(), sum, lines.size());
}

/// 10 % of what is left. Its shares are cut to 30.00 in proportion to themselves.
inline void off_rest(bill& now, std::span<const line> lines) noexcept {
    std::array<std::int64_t, most_lines> weights;
    const std::int64_t sum = sum_of_goods(now, lines, weights.data());
    const std::int64_t tenth = (2 * sum * 10 + 100) / 200;
    if (tenth > 3'000) {
        std::array<std::int64_t, most_lines> all;
        split(tenth, weights.data(), sum, lines.size(), all.data());
        take(now, 3, 3'000, all.data(), tenth, lines.size());
    } else {
        take(now, 3, tenth, weights.data(), sum, lines.size());
    }
}

[[nodiscard]] inline bill price(const member& own, const event_type& event) noexcept {
    bill now;
    const std::int64_t time = event.time.seconds_since_epoch;
    now.fits = !event.lines.empty() && event.lines.size() <= most_lines &&
               event.presented.size() <= loyalty::prices::most_presented &&
               event.payments.size() <= loyalty::prices::most_payments &&
               loyalty::instant::minimum().seconds_since_epoch <= time &&
               time < loyalty::instant::maximum().seconds_since_epoch;
    std::int64_t all = 0;
    for (std::size_t i = 0; now.fits && i < event.lines.size(); ++i) {
        const line& each = event.lines[i];
        now.net[i] = each.net.minor_units();
        now.fits = now.net[i] >= 0 && static_cast<std::uint64_t>(each.quantity) - 1 < most_pieces &&
                   each.tax.minor_units() >= 0 && each.discount.minor_units() >= 0 &&
                   !__builtin_add_overflow(all, now.net[i], &all) &&
                   !__builtin_add_overflow(all, each.tax.minor_units(), &all) &&
                   !__builtin_add_overflow(all, each.discount.minor_units(), &all);
    }
    now.fits = now.fits && all <= most_cents;
    if (!now.fits) {
        return now;
    }
    for (auto& each : now.shares) {
        std::fill_n(each.begin(), event.lines.size(), 0);
    }
    std::uint32_t presented = 0;
    for (std::size_t i = 0; i < event.presented.size(); ++i) {
        const held* const one = find(const_cast<member&>(own), event.presented[i].code);
        why_not why = one == nullptr || one->is_card ? why_not::unknown : why_not_usable(*one, time);
        if (why == why_not::none) {
            why = (presented >> one->campaign & 1) != 0 ? why_not::twice : why_not::none;
            presented |= 1u << one->campaign;
        }
        now.codes[i] = why;
        now.fits = why == why_not::none && now.fits;
    }
    now.why = {presented & 2 ? 0 : 3, presented & 4 ? 0 : 3, presented & 8 ? 0 : 3, presented & 16 ? 0 : 3};
    if (now.why[0] == 0) {
        off_category(now, event.lines);
    }
    if (now.why[1] == 0) {
        off_dearest(now, event.lines);
    }
    if (now.why[2] == 0) {
        off_amount(now, event.lines);
    }
    if (now.why[3] == 0) {
        off_rest(now, event.lines);
    }
    for (std::size_t i = 0; i < event.lines.size(); ++i) {
        const std::int64_t tax = event.lines[i].tax.minor_units();
        const std::int64_t list = event.lines[i].net.minor_units();
        now.tax[i] = tax == 0 || now.net[i] == list ? tax : (2 * tax * now.net[i] + list) / (2 * list);
        now.due += now.net[i] + now.tax[i];
    }
    for (std::size_t i = 0; i < event.payments.size(); ++i) {
        const auto& each = event.payments[i];
        const held* const one = find(const_cast<member&>(own), each.card.code);
        const why_not why = one == nullptr || !one->is_card ? why_not::unknown : why_not_usable(*one, time);
        now.cards[i] = why;
        now.fits = why == why_not::none && now.fits;
        if (why == why_not::none) {
            const std::int64_t most = std::min(one->cents, each.money_paid.minor_units());
            now.paid = std::min(most, now.due);
            now.due -= now.paid;
        }
    }
    for (const int why : now.why) {
        now.fits = why == 0 && now.fits;
    }
    return now;
}

inline void add_bill(sums& sum, const bill& of, std::size_t lines) noexcept {
    sum.due += of.due;
    sum.paid += of.paid;
    for (const auto& shares : of.shares) {
        for (std::size_t i = 0; i < lines; ++i) {
            sum.shares += shares[i] * static_cast<std::int64_t>(i + 1);
        }
    }
}

[[nodiscard, gnu::noinline]] inline sums price_all(std::span<const member> members,
                                                   std::span<const event_type> events) noexcept {
    sums sum{};
    for (const event_type& each : events) {
        const bill of = price(members[each.member], each);
        sum.refused += of.fits ? 0 : 1;
        add_bill(sum, of, each.lines.size());
    }
    return sum;
}

inline void note_use(member& own, const use& one) noexcept {
    own.ring[own.used % own.ring.size()] = one;
    ++own.used;
}

[[nodiscard, gnu::noinline]] inline sums sell_all(std::span<member> members,
                                                  std::span<const event_type> events) noexcept {
    sums sum{};
    for (const event_type& each : events) {
        member& own = members[each.member];
        const std::int64_t time = each.time.seconds_since_epoch;
        const bool is_late = time < own.last_time || (time == own.last_time && each.id <= own.last_id);
        if (is_late) {
            ++sum.refused;
            continue;
        }
        const bill of = price(own, each);
        std::int64_t goods = 0;
        for (std::size_t i = 0; i < each.lines.size(); ++i) {
            goods += each.lines[i].component == loyalty::component::goods ? of.net[i] : 0;
        }
        std::int64_t after = 0;
        if (!of.fits || __builtin_add_overflow(own.points, goods / 100, &after)) {
            ++sum.refused;
            continue;
        }
        for (const auto& shown : each.presented) {
            --find(own, shown.code)->uses;
            note_use(own, {shown.code, each.id, 0});
        }
        if (of.paid > 0) {
            find(own, each.payments[0].card.code)->cents -= of.paid;
            note_use(own, {each.payments[0].card.code, each.id, of.paid});
        }
        own.last_time = time;
        own.last_id = each.id;
        own.points = after;
        sum.points += goods / 100;
        add_bill(sum, of, each.lines.size());
    }
    return sum;
}

[[nodiscard]] inline std::vector<member> holders(std::size_t count) {
    member one{};
    for (std::uint32_t i = 1; i <= coupons; ++i) {
        one.things[one.count++] = {.code = 10 + i, .campaign = i, .uses = 60'000};
    }
    one.things[one.count++] = {.code = quote_work::card_code, .cents = 100'000'000, .is_card = true};
    one.last_time = quote_work::opening_day.seconds_since_epoch;
    one.last_id = 5;
    return std::vector<member>(count, one);
}

[[nodiscard]] inline std::int64_t left_with(std::span<const member> members) {
    std::int64_t left = 0;
    for (const member& own : members) {
        for (std::uint32_t i = 0; i < own.count; ++i) {
            left += own.things[i].is_card ? own.things[i].cents : std::int64_t{own.things[i].uses};
        }
    }
    return left;
}

} // namespace quote_by_hand
