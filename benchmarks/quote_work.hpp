// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Checkouts of 20 lines, with 5 things that are presented: 20 % off category 7, half of one dear piece, 15.00 off from
/// 100.00, 10 % off what is left up to 30.00, and 50.00 of a gift card. Priced, and priced and sold.
///
/// quote_by_hand.hpp does the same in a loop, and both come to the same `sums`.

#include "../examples/loyalty_run/w5.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/loyalty.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace quote_work {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;
using namespace loyalty::things;
using usd = currency::usd;
using line = basket_line<usd>;
using paid_by = payment<usd>;
using event_type = checkout<usd>;

inline constexpr std::size_t lines_of_basket = 20;
inline constexpr std::size_t coupons = 4;
inline constexpr std::uint64_t card_code = 15; ///< coupons have the codes 11 to 14, of the campaigns 1 to 4
inline constexpr instant opening_day = "2025-01-01T00:00"_utc;

inline constexpr programme shop{
    discounts{percent_off(20_pct).on(category_is(7)).needs(coupon{1}), percent_off(50_pct).dearest(1).needs(coupon{2}),
              amount_off(15_usd).when(goods_at_least(100_usd)).needs(coupon{3}),
              percent_off(10_pct).at_most(30_usd).needs(coupon{4})},
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    wallet<8>{},
};
using shop_type = std::remove_const_t<decltype(shop)>;
using member_type = member<shop_type>;

/// What all checkouts of a stream came to. For sales the amounts are those of the bills too, which a sink receives.
struct sums {
    std::int64_t due = 0;    ///< cents
    std::int64_t shares = 0; ///< cents of each discount, times the number of its line from 1 on
    std::int64_t paid = 0;   ///< cents from cards
    std::int64_t points = 0;
    std::int64_t left = 0; ///< what is left in all wallets: uses of coupons, and cents
    std::int64_t refused = 0;

    [[nodiscard]] friend constexpr bool operator==(const sums&, const sums&) = default;
};

struct stream {
    std::size_t members = 0;
    std::vector<line> lines{};
    std::vector<presented> codes{};
    std::array<paid_by, 1> payments{{{.by = tender::gift_card, .money_paid = 50_usd, .card = {.code = card_code}}}};
    std::vector<event_type> events{};
};

/// Lines point into the stream, which stays where it is.
inline void fill(stream& made, std::size_t count, std::size_t members) {
    w5::split_mix_64 random{42};
    made.members = members;
    made.lines.resize(count * lines_of_basket);
    for (std::size_t i = 0; i < made.lines.size(); ++i) {
        const std::uint64_t r = random();
        const auto place = static_cast<std::uint32_t>(i % lines_of_basket);
        made.lines[i] = {.id = place + 1,
                         .sku = static_cast<std::uint32_t>(r >> 40),
                         .category = place == 0 ? 7 : static_cast<std::uint32_t>(r >> 61),
                         .quantity = static_cast<std::int64_t>((r >> 32) % 3 + 1),
                         .net = money<usd>::from_minor_units(500 + static_cast<std::int64_t>(r % 8'000))};
    }
    made.codes = {presented{.code = 13}, presented{.code = 11}, presented{.code = 14}, presented{.code = 12}};
    made.events.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        made.events[i] = {.id = 10 + i,
                          .member = static_cast<std::uint32_t>(w5::high_product(random(), members)),
                          .time = opening_day + dates::seconds{static_cast<std::int64_t>(i)},
                          .lines = std::span{made.lines}.subspan(i * lines_of_basket, lines_of_basket),
                          .presented = made.codes,
                          .payments = made.payments};
    }
}

/// Members with four coupons and a gift card each.
[[nodiscard]] inline std::vector<member_type> holders(std::size_t count) {
    member_type one{};
    for (std::uint64_t i = 1; i <= coupons; ++i) {
        const entitlement thing{.code = 10 + i, .campaign = static_cast<std::uint32_t>(i), .uses = 60'000};
        apply(shop, one, thing_issue{.id = i, .time = opening_day, .thing = thing});
    }
    apply(shop, one, thing_issue{.id = 5, .time = opening_day, .thing = {.code = card_code, .stored = 1'000'000_usd}});
    return std::vector<member_type>(count, one);
}

template <class Bill>
inline void add_bill(sums& sum, const Bill& bill) noexcept {
    sum.due += bill.due.minor_units();
    for (const auto& rule : bill.rules) {
        std::int64_t number = 0;
        for (const auto& share : rule.shares) {
            sum.shares += share.minor_units() * ++number;
        }
    }
    for (const auto& each : bill.payments) {
        sum.paid += each.paid.minor_units();
    }
}

[[nodiscard, gnu::noinline]] inline sums price(std::span<const member_type> members,
                                               std::span<const event_type> events) noexcept {
    sums sum{};
    for (const event_type& each : events) {
        const auto bill = quote(lifted<shop>, members[each.member], each);
        sum.refused += bill.can_be_sold() ? 0 : 1;
        add_bill(sum, bill);
    }
    return sum;
}

/// Adds up what a sink receives.
struct till_roll {
    sums sum{};

    void on(const bill_of<shop_type, event_type>& bill) noexcept { add_bill(sum, bill); }
    void on(const event_type&, const outcome_of<shop_type>& gave) noexcept {
        sum.points += gave.granted<unit::points>().minor_units();
        sum.refused += gave.accepted() ? 0 : 1;
    }
};

[[nodiscard, gnu::noinline]] inline sums sell(std::span<member_type> members,
                                              std::span<const event_type> events) noexcept {
    till_roll roll;
    for (const event_type& each : events) {
        apply(lifted<shop>, members[each.member], each, extensions::no_profile{}, roll);
    }
    return roll.sum;
}

/// What members still hold.
[[nodiscard]] inline std::int64_t left_with(std::span<const member_type> members) {
    std::int64_t left = 0;
    for (const member_type& own : members) {
        for (const kept_thing& each : own.policy<2>().kept) {
            left += each.thing.is_card() ? each.thing.stored.minor_units() : each.thing.uses;
        }
    }
    return left;
}

} // namespace quote_work
