// SPDX-License-Identifier: BSL-1.0
//
// Discounts from text and in C++: the same bills, to the share and the reason, and the same members.
#include "shop_lives.hpp"

#include <loyalty/policies/coupon_price.hpp>

namespace {

using namespace shops;
using namespace loyalty::criteria;
using namespace loyalty::prices;

constexpr auto months =
    lots<unit::points, ledgers::expires_end_of_month<24>>{}.expiring(ledgers::expires_end_of_month<24>{12});
constexpr points by_dollar{per_amount{1_points, 1_usd}, down};

constexpr ledgers::redemption_rule three_cents{ledgers::redemption_rate{1_points, 0.03_usd}};

/// The shop of a text, whose points are money by a rule of the host.
[[nodiscard]] auto framed(const usd_shop& shop) {
    return shop.framed_with(utc{}, three_cents, shop.lots, shop.coupon_prices);
}
using from_text = decltype(framed(usd_shop{}));

// Discounts and prices of coupons are nothing that a member has.
using without_prices = decltype(std::declval<json::programme_text<usd>>().framed_with_lots(utc{}));
using with_prices = decltype(std::declval<usd_shop>().framed_with_lots(utc{}));
static_assert(sizeof(with_prices::member_type) == sizeof(without_prices::member_type));

/// Lives the same lives by both programmes. Returns how many discounts counted.
template <class Programme>
std::size_t compare(const from_text& text, const Programme& constant) {
    constexpr std::size_t rules = loyalty::detail::discount_rule_count<Programme>();
    std::vector<things::presented> kept;
    return live_both(text, constant, {}, 60,
                     [&](orders& drawn, auto& left, auto& right, std::uint64_t id, instant time) {
                         std::size_t counted = 0;
                         if (drawn.below(6) == 0) {
                             REQUIRE(left.gives_back(id, time) == right.gives_back(id, time));
                             return counted;
                         }
                         order event = drawn.carrying(drawn.draw(id, time));
                         event = drawn.below(3) == 0 ? drawn.paid_by_points(event) : event;
                         const auto bill = right.bill_of(event);
                         REQUIRE(numbers_of(left.bill_of(event), rules) == numbers_of(bill, rules));
                         if (drawn.below(8) != 0) {
                             leave_out_refused(bill, kept, event);
                         }
                         REQUIRE(left.buys(event) == right.buys(event));
                         REQUIRE(left.holds(time) == right.holds(time));
                         for (const auto& each : bill.rules) {
                             counted += each.counts() ? std::size_t{1} : std::size_t{0};
                         }
                         return counted;
                     });
}

TEST_CASE("a quote and a sale, in numbers") {
    // 100.00 less the coupon's 15.00 and 20 % of 85.00 are 68.00: 68 points. 500 points pay 15.00 of them.
    const auto read = read_usd_shop(R"({"programme": "shop", "currency": "USD",
        "discounts": [{"amount_off": {"amount": "15.00 USD", "needs": 7}}, {"percent_off": "20 %"}],
        "rules": [{"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}]})");
    REQUIRE(first_mistake(read.wrong) == "");
    const auto shop = framed(read);
    member<from_text> anna;
    apply(shop, anna, adjustment<unit::points>{.id = 1, .time = "2025-03-10T12:00"_utc, .amount = 500_points});
    const std::array lines{item{.id = 1, .quantity = 2, .net = 60_usd}, item{.id = 2, .net = 40_usd}};
    const std::array codes{things::carried({.code = 4711, .campaign = 7})};
    const std::array paid{payment<usd>{.by = tender::points, .points = 500_points}};
    const order event{.id = 2, .time = "2025-03-10T12:00"_utc, .lines = lines, .presented = codes, .payments = paid};
    const auto bill = quote(shop, anna, event);
    CHECK(bill.rules[0].given == 15_usd);
    CHECK(bill.rules[0].shares[0] == 9_usd);
    CHECK(bill.rules[1].given == 17_usd);
    CHECK(bill.payments[0].paid == 15_usd);
    CHECK(bill.due == 53_usd);
    CHECK(apply(shop, anna, event).granted<unit::points>() == 68_points);
    CHECK(balances_of<unit::points>(shop, anna, event.time).available == 68_points);
}

TEST_CASE("discounts of every kind, one after the other") {
    constexpr programme sales{
        frame,
        discounts{percent_off(60_pct).on(category_is(1u)).dearest(1).needs(coupon{7}),
                  amount_off_each(1_usd).on(category_is(2u)).at_most(3_usd), fixed_price(25_usd).on(category_is(3u)),
                  prices::pack(3, 50_usd).on(category_is(4u)), buy_get(2, 1).on(category_is(5u)),
                  buy_get(1, 1, 50_pct).on(category_is(0u)).buying(category_is(1u)), free_items(1).needs(coupon{8}),
                  waived(component::shipping).when(goods_at_least(100_usd)),
                  amount_off(15_usd).when(basket_at_least(100_usd) && channel_is(1u)).needs(coupon{9}),
                  percent_off(7_pct)
                      .when(day_of_week_is(weekday::saturday, weekday::sunday))
                      .rounded(rounding::down, rounding_stage::by_line)}
            .at_most(40_pct, above_limit::reject),
        by_dollar, three_cents, months};
    CHECK(compare(framed(read_shop_file("sales")), sales) > 2'000);
}

TEST_CASE("discounts side by side, of which one counts, and one that comes alone") {
    constexpr programme competing{
        frame,
        tiered{300_usd},
        discounts{
            side_by_side{percent_off(10_pct).on(category_is(1u)), amount_off(3_usd).on(category_is(1u, 2u))},
            best_discount_of{amount_off(12_usd), in_sequence{percent_off(10_pct).needs(coupon{7}), amount_off(5_usd)}},
            least_discount_of{percent_off(3_pct), amount_off(4_usd)},
            first_discount_of{amount_off(2_usd).when(tier_is(1) && basket_at_least(80_usd)), percent_off(1_pct)},
            percent_off(30_pct).needs(coupon{8}).exclusive()}
            .at_most(60_usd),
        by_dollar,
        three_cents,
        months};
    CHECK(compare(framed(read_shop_file("competing")), competing) > 2'000);
}

TEST_CASE("coupons that cost points") {
    constexpr programme coupons{frame,
                                discounts{percent_off(10_pct).needs(coupon{7})},
                                points{per_unit{1_points}},
                                three_cents,
                                months,
                                coupon_price{coupon{7}, 5_points}};
    CHECK(compare(framed(read_shop_file("coupon_for_points")), coupons) > 300);
}

} // namespace
