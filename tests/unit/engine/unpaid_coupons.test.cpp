// SPDX-License-Identifier: BSL-1.0
//
// A quote leaves out the coupons that points do not suffice for, and says so as `apply` does.
#include <loyalty/engine/checkout.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/coupon_price.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string_view>

using namespace loyalty;
using namespace loyalty::prices;
using namespace std::string_view_literals;
using usd = currency::usd;

namespace {

constexpr instant noon = "2025-03-10T12:00"_utc;
constexpr programme shop{discounts{percent_off(5_pct).needs(coupon{7}), amount_off(10_usd).needs(coupon{8})},
                         points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, lots<unit::points>{},
                         coupon_price{coupon{7}, 200_points}, coupon_price{coupon{8}, 100_points}};
using shop_type = std::remove_const_t<decltype(shop)>;

constexpr std::array goods{basket_line<usd>{.id = 1, .net = 100_usd}};
constexpr auto seven = things::carried({.code = 77, .campaign = 7});
constexpr auto eight = things::carried({.code = 88, .campaign = 8});
constexpr auto nine = things::carried({.code = 99, .campaign = 9});

member<shop_type> with(amount<unit::points> points) {
    member<shop_type> own;
    apply(shop, own, adjustment<unit::points>{.id = 1, .time = noon, .amount = points});
    return own;
}
template <std::size_t Count>
checkout<usd> order(const std::array<things::presented, Count>& codes) {
    return {.id = 2, .time = noon, .lines = goods, .presented = codes};
}
/// A policy of the host's own that no member has enough points for.
struct needs_more_points {
    using rewards = loyalty::units<>;

    template <class Visit>
    constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        visit.refuse_if(true, reason::insufficient_balance);
    }
};
struct refusals {
    effects::refusal last{};
    void on(const effects::refusal& why) { last = why; }
};
/// The refusal of `apply`, which is that of the quote; the member stays as before.
effects::refusal refusal_of(const member<shop_type>& own, const checkout<usd>& event) {
    auto copy = own;
    refusals seen;
    apply(shop, copy, event, extensions::no_profile{}, seen);
    CHECK(seen.last == quote(shop, own, event).refusal);
    CHECK((seen.last.why == reason::none || copy == own));
    return seen.last;
}

} // namespace

TEST_SUITE("engine/unpaid_coupons") {
    TEST_CASE("points of the sale itself pay: 105 and the 95 that it earns are 200, and 104 are one too few") {
        constexpr std::array codes{seven};
        CHECK(quote(shop, with(105_points), order(codes)).due == 95_usd);
        CHECK(refusal_of(with(105_points), order(codes)).why == reason::none);

        const auto bill = quote(shop, with(104_points), order(codes));
        CHECK_FALSE(bill.can_be_sold());
        CHECK(bill.due == 100_usd);
        CHECK(bill.uses.empty());
        CHECK(bill.presented[0].why == reason::insufficient_balance);
        CHECK(bill.presented[0].asked == 200);
        CHECK(bill.presented[0].there == 199);
        const auto why = refusal_of(with(104_points), order(codes));
        CHECK(why == effects::refusal{reason::insufficient_balance, 3, "coupon_price"sv, 200, 199, "points"sv, 0});
    }

    TEST_CASE("of two coupons the second one is left out: 140 and the 85 of the sale are 25 after the first") {
        constexpr std::array codes{eight, seven};
        const auto bill = quote(shop, with(140_points), order(codes));
        CHECK(bill.due == 95_usd); // with the 5 % alone, for 200 of 235 points
        CHECK(bill.presented[0].why == reason::insufficient_balance);
        CHECK(bill.presented[0].there == 25);
        CHECK(bill.presented[1].why == reason::none);
        const auto why = refusal_of(with(140_points), order(codes));
        CHECK(why.rule == 4);
        CHECK(why.asked == 100);
        CHECK(why.there == 25);
    }

    TEST_CASE("both are left out if no point is there; the refusal is that of all that is presented") {
        constexpr std::array codes{seven, eight};
        const auto bill = quote(shop, with(1_points), order(codes));
        CHECK(bill.due == 100_usd);
        CHECK(bill.presented[0].there == 86); // of 85.00
        CHECK(bill.presented[1].why == reason::insufficient_balance);
        CHECK(bill.presented[1].there == 91); // of 90.00
        CHECK(refusal_of(with(1_points), order(codes)).asked == 200);
    }

    TEST_CASE("as many coupons as can be presented are left out") {
        std::array<things::presented, 16> codes{};
        for (std::size_t i = 0; i < codes.size(); ++i) {
            codes[i] = things::carried({.code = 70 + i, .campaign = 7});
        }
        const auto bill = quote(shop, with(1_points), order(codes));
        CHECK(bill.due == 100_usd);
        CHECK(bill.uses.empty());
        for (const auto& each : bill.presented) {
            CHECK(each.why == reason::insufficient_balance);
            CHECK(each.there == 96);
        }
    }

    TEST_CASE("an unknown campaign comes first, and the price of the other coupon is said too") {
        constexpr std::array codes{seven, nine};
        const auto bill = quote(shop, with(1_points), order(codes));
        CHECK(bill.due == 100_usd);
        CHECK(bill.presented[0].why == reason::insufficient_balance);
        CHECK(bill.presented[1].why == reason::unknown_campaign);
        CHECK(refusal_of(with(1_points), order(codes)).why == reason::unknown_campaign);
    }

    TEST_CASE("what another policy has too few of leaves out no code, code 1 neither") {
        constexpr programme closed{discounts{percent_off(5_pct).needs(coupon{7})}, needs_more_points{},
                                   coupon_price{coupon{8}, 100_points}, lots<unit::points>{}};
        constexpr std::array codes{things::carried({.code = 1, .campaign = 7})};
        const auto bill = quote(closed, member<std::remove_const_t<decltype(closed)>>{}, order(codes));
        CHECK(bill.due == 95_usd);
        CHECK(bill.presented[0].why == reason::none);
        CHECK(bill.uses.size() == 1);
    }

    TEST_CASE("it works in a constant expression") {
        static constexpr std::array codes{seven};
        constexpr auto bill =
            quote(shop, member<shop_type>{}, checkout<usd>{.id = 1, .time = noon, .lines = goods, .presented = codes});
        static_assert(bill.refusal.there == 95);
    }
}
