// SPDX-License-Identifier: BSL-1.0
//
// Coupons that cost points: what a quote says, `apply` does. An oracle in plain numbers finds which of two coupons the points
// pay for, those of the sale included.
#include "../support/events_wanted.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/coupon_price.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <span>

namespace {

using namespace loyalty;
using namespace loyalty::prices;
using usd = currency::usd;

constexpr per_amount point_a_dollar{1_points, 1_usd};
constexpr instant noon = "2025-03-10T12:00"_utc;

money<usd> cents(std::int64_t count) {
    return money<usd>::from_minor_units(count);
}
amount<unit::points> whole(std::int64_t count) {
    return amount<unit::points>::from_minor_units(count);
}

/// A sale of one line with the coupons of campaign 7 and 8, which take so many cents off for so many points.
struct numbers {
    std::int64_t off[2]{};
    std::int64_t price[2]{};
    std::int64_t points = 0;
    std::int64_t net = 0;
};

auto shop_of(const numbers& n) {
    return programme{
        discounts{amount_off(cents(n.off[0])).needs(coupon{7}), amount_off(cents(n.off[1])).needs(coupon{8})},
        points{point_a_dollar, round_off{rounding::floor}}, lots<unit::points>{},
        coupon_price{coupon{7}, whole(n.price[0])}, coupon_price{coupon{8}, whole(n.price[1])}};
}

/// What is due with some of the coupons, and whether the points pay for them: 7 first, whatever is presented first.
struct plain_sale {
    std::int64_t due = 0;
    int fails = -1; ///< the coupon that the points do not pay for
};
plain_sale sell(const numbers& n, const bool (&shown)[2]) {
    plain_sale sale{n.net};
    for (int i = 0; i < 2; ++i) {
        sale.due -= shown[i] ? n.off[i] : 0;
    }
    std::int64_t there = n.points + sale.due / 100;
    for (int i = 0; i < 2 && sale.fails < 0; ++i) {
        sale.fails = shown[i] && there < n.price[i] ? i : -1;
        there -= shown[i] ? n.price[i] : 0;
    }
    return sale;
}

std::int64_t cases_wanted() {
    return support::events_wanted(300'000) / 10;
}

} // namespace

TEST_CASE("a quote of coupons that cost points is what apply does") {
    const char* const given = std::getenv("LOYALTY_SEED");
    std::mt19937_64 random{given != nullptr ? std::strtoull(given, nullptr, 10) : 20261128};
    const auto up_to = [&](std::uint64_t most) { return static_cast<std::int64_t>(random() % (most + 1)); };
    std::int64_t left_out = 0;
    for (std::int64_t i = 0; i < cases_wanted(); ++i) {
        CAPTURE(i);
        const numbers n{
            {1 + up_to(2'000), 1 + up_to(2'000)}, {1 + up_to(150), 1 + up_to(150)}, up_to(200), 4'100 + up_to(9'000)};
        const auto shop = shop_of(n);
        member<std::remove_const_t<decltype(shop)>> anna;
        if (n.points > 0) {
            REQUIRE(apply(shop, anna, adjustment<unit::points>{.id = 1, .time = noon, .amount = whole(n.points)})
                        .accepted());
        }
        const std::array goods{basket_line<usd>{.id = 1, .net = cents(n.net)}};
        const std::uint64_t first = random() % 2;
        const std::array codes{things::carried({.code = 1 + first, .campaign = static_cast<std::uint32_t>(7 + first)}),
                               things::carried({.code = 2 - first, .campaign = static_cast<std::uint32_t>(8 - first)})};
        const auto shown_count = static_cast<std::size_t>(up_to(2));
        const checkout<usd> event{
            .id = 2, .time = noon, .lines = goods, .presented = std::span{codes}.first(shown_count)};

        bool kept[2]{};
        for (std::size_t j = 0; j < shown_count; ++j) {
            kept[event.presented[j].code - 1] = true;
        }
        plain_sale expected = sell(n, kept);
        const bool is_sold = expected.fails < 0;
        while (expected.fails >= 0) {
            kept[expected.fails] = false;
            expected = sell(n, kept);
        }

        const auto before = anna;
        const auto bill = quote(shop, anna, event);
        REQUIRE(anna == before);
        REQUIRE(bill.can_be_sold() == is_sold);
        REQUIRE(bill.due.minor_units() == expected.due);
        for (std::size_t j = 0; j < shown_count; ++j) {
            REQUIRE((bill.presented[j].why == reason::none) == kept[event.presented[j].code - 1]);
        }
        const auto gave = apply(shop, anna, event);
        REQUIRE(gave.refused == bill.refusal.why);
        if (is_sold) {
            REQUIRE(gave.granted<unit::points>().minor_units() == expected.due / 100);
        } else {
            REQUIRE(anna == before);
            ++left_out;
        }
    }
    CHECK(left_out > cases_wanted() / 20);
    CHECK(left_out < cases_wanted() * 19 / 20);
}
