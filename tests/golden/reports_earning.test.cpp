// SPDX-License-Identifier: BSL-1.0
//
// What went wrong in other systems, with the right values: earning. B01 and F15 (the stage of rounding), B02 (steps of spend),
// B03 and B09 (points pay for a coupon), B04 (the final basket alone), B07 (the version of the sale), B09 (an open order moves nothing), B28 (currencies), F05 (which
// money counts). Further cases stand in mixed_payment.test.cpp, g19.test.cpp, reports_ledger.test.cpp, reports_time.test.cpp,
// and those of prices in unit/policies/discounts.test.cpp and unit/engine/refund.test.cpp.
#include "support/till.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/policies/coupon_price.hpp>

#include <array>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;
using usd = currency::usd;
using sale = purchase<usd>;
using support::points_of;
using support::till;

namespace {

constexpr round_off down{rounding::floor};
constexpr per_amount a_point_a_dollar{1_points, 1_usd};
constexpr instant today = "2025-03-10T12:00"_utc;

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

/// The points that a member can spend today.
template <class Programme>
std::int64_t points_left(const Programme& rules, const member<Programme>& own) {
    return balances_of<unit::points>(rules, own, today).available.minor_units();
}

constexpr std::int64_t earned_by(const auto& policy, money<usd> net) {
    return support::points_for(policy, net);
}

/// Points with two decimals.
struct hundredths {
    static constexpr unit_code code = "points with decimals";
    static constexpr int digits = 2;
};

/// Purchases in any currency: how much of it one euro was, when it was sold.
struct foreign_sale {
    std::uint64_t id = 0;
    instant time{};
    money<currency::zar> net{};
    std::int64_t rands_a_euro = 0;
};
struct in_euros {
    template <class Line, class Visit>
    constexpr money<currency::eur> operator()(const Line& sold, Visit& visit) const noexcept {
        const auto value = arithmetic::convert<currency::eur>(sold.net, ratio{1, sold.rands_a_euro}, rounding::floor);
        visit.refuse_if(!value.has_value(), reason::amount_overflow);
        return value.value_or(money<currency::eur>{});
    }
};

} // namespace

TEST_SUITE("golden/reports_earning") {
    TEST_CASE("B01: the exact product, and one floor at its end") {
        constexpr points travel{per_amount{4_points, 1_usd}, down};
        constexpr points software{per_amount{10_points, 1_usd}, down};
        constexpr points doubled{a_point_a_dollar, multiply_by{2_x}, down};
        constexpr points floored_twice{a_point_a_dollar, down, multiply_by{2_x}, down};
        CHECK_TWICE(earned_by(travel, 289.50_usd) == 1158);
        CHECK_TWICE(earned_by(software, 149.99_usd) == 1499);
        CHECK_TWICE(earned_by(doubled, 127.43_usd) == 254);
        CHECK_TWICE(earned_by(doubled, 127.99_usd) == 255);
        CHECK_TWICE(earned_by(floored_twice, 127.99_usd) == 254);
    }

    TEST_CASE("B02: points for each complete step of one order") {
        constexpr auto five = spend_threshold{5_points, every(2.50_usd)}.within(one_basket{});
        CHECK_TWICE(earned_by(five, 2.49_usd) == 0);
        CHECK_TWICE(earned_by(five, 2.50_usd) == 5);
        CHECK_TWICE(earned_by(five, 3_usd) == 5);
        CHECK_TWICE(earned_by(five, 4.99_usd) == 5);
        CHECK_TWICE(earned_by(five, 5_usd) == 10);
        constexpr auto hundred = spend_threshold{100_points, every(10_usd)}.within(one_basket{});
        CHECK_TWICE(earned_by(hundred, 1_usd) == 0);
        CHECK_TWICE(earned_by(hundred, 9.99_usd) == 0);
        CHECK_TWICE(earned_by(hundred, 10_usd) == 100);
        CHECK_TWICE(earned_by(hundred, 19.99_usd) == 100);

        constexpr programme shop{five};
        member_of<decltype(shop)> anna;
        auto sold = apply_with_receipt(shop, anna, sale{.id = 1, .time = today, .net = 3_usd});
        CHECK(points_of(apply(shop, anna, sold.receipt.returned({.id = 2, .time = today}))) == -5);
    }

    TEST_CASE("B04: 10 % off: the final basket alone decides, whatever the edits that led to it") {
        constexpr auto one = amount<hundredths>::whole(1);
        constexpr programme shop{discounts{percent_off(10_pct)}, points{per_amount{one, 1_usd}, down}};
        const auto earns = [&](std::int64_t units) {
            const std::array lines{basket_line<usd>{.id = 1, .quantity = units, .net = 1_usd * units}};
            const checkout<usd> order{.id = 1, .time = today, .lines = lines};
            const auto bill = quote(shop, {}, order);
            member_of<decltype(shop)> anna;
            const auto gave = apply(shop, anna, order).granted<hundredths>();
            CHECK(bill.due.minor_units() == gave.minor_units());
            return gave.minor_units();
        };
        CHECK(earns(1) == 90);
        CHECK(earns(2) == 180);
        constexpr points a_point{a_point_a_dollar, down};
        CHECK_TWICE(earned_by(a_point, 10_usd) == 10);
        CHECK_TWICE(earned_by(a_point, 20_usd) == 20);
    }

    TEST_CASE("B07: a refund takes back by the version of the sale") {
        constexpr programme until_june{terms<>{.version = 1, .valid = {.until = "2021-07-01T00:00"_utc}},
                                       spend_threshold{1_points, every(10_usd)}.within(one_basket{})};
        constexpr programme from_july{terms<>{.version = 2, .valid = {.from = "2021-07-01T00:00"_utc}},
                                      spend_threshold{1_points, every(5_usd)}.within(one_basket{})};
        const sale order{.id = 1, .time = "2021-06-01T12:00"_utc, .net = 100_usd};
        const sale half{.id = 1, .time = "2021-06-01T12:00"_utc, .net = 50_usd};
        const extensions::event_key july{.id = 2, .time = "2021-07-05T12:00"_utc};

        member_of<decltype(until_june)> anna;
        auto sold = apply_with_receipt(until_june, anna, order);
        CHECK(points_of(sold.outcome) == 10);
        CHECK(apply(from_july, anna, order).refused == reason::not_in_force);
        auto ben = anna;
        auto same = sold.receipt;
        CHECK(points_of(apply(until_june, anna, sold.receipt.returned(july))) == -10);
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(points_of(apply(until_june, ben, same.returned(july, half))) == -5);
        CHECK(ben.balance<unit::points>() == 5_points);
        CHECK(points_of(apply(from_july, ben, sale{.id = 3, .time = "2021-07-06T12:00"_utc, .net = 100_usd})) == 20);
    }

    TEST_CASE("B03: five units earn five points, which pay for the reward of the same sale; it is no sixth unit") {
        constexpr programme shop{discounts{percent_off(10_pct).needs(coupon{7})}, points{per_unit{1_points}},
                                 lots<unit::points>{}, coupon_price{coupon{7}, 5_points}};
        const std::array lines{basket_line<usd>{.id = 1, .quantity = 5, .net = 50_usd}};
        const std::array codes{things::carried({.code = 4711, .campaign = 7})};
        const checkout<usd> order{.id = 1, .time = today, .lines = lines, .presented = codes};
        member_of<decltype(shop)> anna;
        CHECK(quote(shop, anna, order).due == 45_usd);
        auto sold = apply_with_receipt(shop, anna, order);
        CHECK(points_of(sold.outcome) == 5);
        CHECK(points_left(shop, anna) == 0);
        CHECK(balances_of<unit::points>(shop, anna, today).spent == 5_points);

        // All of it comes back: the five points that paid go back, and those that were earned are taken.
        CHECK(points_of(apply(shop, anna, sold.receipt.returned({.id = 2, .time = today}))) == -5);
        const auto after = balances_of<unit::points>(shop, anna, today);
        CHECK(after.total() == 0_points);
        CHECK(after.debt == 0_points);
        CHECK(after.spent == 0_points);
    }

    TEST_CASE("B03: four units earn four points, one too few for the reward") {
        constexpr programme shop{discounts{percent_off(10_pct).needs(coupon{7})}, points{per_unit{1_points}},
                                 lots<unit::points>{}, coupon_price{coupon{7}, 5_points}};
        const std::array lines{basket_line<usd>{.id = 1, .quantity = 4, .net = 40_usd}};
        const std::array codes{things::carried({.code = 4711, .campaign = 7})};
        const member_of<decltype(shop)> before;
        auto anna = before;
        CHECK(apply(shop, anna, checkout<usd>{.id = 1, .time = today, .lines = lines, .presented = codes}).refused ==
              reason::insufficient_balance);
        CHECK(anna == before);
        CHECK(points_of(apply(shop, anna, checkout<usd>{.id = 1, .time = today, .lines = lines})) == 4);
    }

    TEST_CASE("B09: a quote changes nothing; paying the order of one member does not pay that of another") {
        constexpr programme shop{discounts{percent_off(5_pct).needs(coupon{7})}, points{a_point_a_dollar, down},
                                 lots<unit::points>{}, coupon_price{coupon{7}, 200_points}};
        using shop_type = std::remove_const_t<decltype(shop)>;
        const auto with_300 = [&] {
            member<shop_type> own;
            apply(shop, own, adjustment<unit::points>{.id = 1, .time = today, .amount = 300_points});
            return own;
        };
        const std::array lines{basket_line<usd>{.id = 1, .net = 100_usd}};
        const std::array codes{things::carried({.code = 4711, .campaign = 7})};
        const checkout<usd> order{.id = 2, .time = today, .lines = lines, .presented = codes};
        auto anna = with_300();
        auto ben = with_300();
        CHECK(quote(shop, anna, order).due == 95_usd); // open, not paid
        CHECK(points_of(preview(shop, anna, order)) == 95);
        CHECK(points_left(shop, anna) == 300);
        CHECK(points_of(apply(shop, ben, order)) == 95);
        CHECK(points_left(shop, ben) == 195);
        CHECK(points_left(shop, anna) == 300);
        CHECK(points_of(apply(shop, anna, order)) == 95);
        CHECK(points_left(shop, anna) == 195);
        CHECK(points_left(shop, ben) == 195);
    }

    TEST_CASE("B09: the price of a coupon goes back to its lots when nothing is left of the sale, and not before") {
        constexpr programme shop{discounts{percent_off(5_pct).needs(coupon{7})}, points{a_point_a_dollar, down},
                                 lots<unit::points>{}.spare_buckets<2>(), coupon_price{coupon{7}, 200_points}};
        social::opening<unit::points> brought{.id = 1, .time = today};
        brought.add(150_points, {.active_from = "2025-01-01"_date, .expires = "2025-04-01"_date});
        brought.add(150_points, {.active_from = "2025-01-01"_date, .expires = date::maximum()});
        member_of<decltype(shop)> anna;
        REQUIRE(apply(shop, anna, brought).accepted());
        const std::array lines{basket_line<usd>{.id = 1, .quantity = 2, .net = 100_usd}};
        const std::array codes{things::carried({.code = 4711, .campaign = 7})};
        auto sold =
            apply_with_receipt(shop, anna, checkout<usd>{.id = 2, .time = today, .lines = lines, .presented = codes});
        CHECK(points_left(shop, anna) == 195); // none of those that expire

        const std::array half{basket_line<usd>{.id = 1, .quantity = 1, .net = 47.50_usd}};
        CHECK(points_of(apply(shop, anna,
                              sold.receipt.returned({.id = 3, .time = today},
                                                    basket<usd>{.id = 2, .time = today, .lines = half}))) == -48);
        CHECK(points_left(shop, anna) == 147);
        CHECK(points_of(apply(shop, anna, sold.receipt.returned({.id = 4, .time = today}))) == -47);
        CHECK(points_left(shop, anna) == 300);
        CHECK(balances_of<unit::points>(shop, anna, "2025-04-01T12:00"_utc).available == 150_points);
        CHECK(apply(shop, anna, sold.receipt.returned({.id = 5, .time = today})).refused == reason::already_returned);
    }

    TEST_CASE("B28: a point for each complete euro, at the rate of the purchase") {
        constexpr auto a_euro = 1_eur;
        constexpr programme shop{points{per_amount{1_points, a_euro}.of(in_euros{}), down}};
        const auto earns = [&](money<currency::zar> paid) {
            return points_of(preview(shop, {}, foreign_sale{.id = 1, .time = today, .net = paid, .rands_a_euro = 17}));
        };
        constexpr programme home{points{per_amount{1_points, a_euro}, down}};
        CHECK(points_of(preview(home, {}, purchase<currency::eur>{.id = 1, .time = today, .net = 100_eur})) == 100);
        CHECK(earns(1700_zar) == 100);
        CHECK(earns(1699.99_zar) == 99);

        member_of<decltype(shop)> anna;
        auto sold =
            apply_with_receipt(shop, anna, foreign_sale{.id = 1, .time = today, .net = 1700_zar, .rands_a_euro = 17});
        CHECK(points_of(sold.outcome) == 100);
        // A euro is 20 rands by now, which does not matter: the sale carries its own rate.
        CHECK(points_of(apply(shop, anna, sold.receipt.returned({.id = 2, .time = today}))) == -100);
    }

    TEST_CASE("F05: net goods, gross goods, all that is charged") {
        static constexpr std::array lines{basket_line<usd>{.id = 1, .net = 100_usd, .tax = 20_usd},
                                          basket_line<usd>{.id = 2, .net = 5_usd, .component = component::shipping}};
        constexpr basket<usd> bought{.id = 1, .time = today, .lines = lines};
        constexpr auto everything = components::of(component::goods, component::shipping);
        constexpr programme of_net{points{a_point_a_dollar, down}};
        constexpr programme of_gross{points{a_point_a_dollar.of(gross{}), down}};
        constexpr programme of_all{points{a_point_a_dollar.of(gross{everything}), down}};
        CHECK_TWICE(points_of(preview(of_net, {}, bought)) == 100);
        CHECK_TWICE(points_of(preview(of_gross, {}, bought)) == 120);
        CHECK_TWICE(points_of(preview(of_all, {}, bought)) == 125);
    }

    TEST_CASE("F05: an order that points pay as its price has no tax; as a means of payment they pay the tax too") {
        // Goods of 100.00 with 20.00 tax; a point is a cent. Points as a price lower the basis of the tax.
        static constexpr std::array lines{basket_line<usd>{.id = 1, .net = 100_usd, .tax = 20_usd}};
        const std::array codes{things::carried({.code = 1, .campaign = 7})};
        constexpr programme before_tax{discounts{percent_off(100_pct).needs(coupon{7})}, points{a_point_a_dollar, down},
                                       lots<unit::points>{}, coupon_price{coupon{7}, 10'000_points}};
        member_of<decltype(before_tax)> anna;
        apply(before_tax, anna, adjustment<unit::points>{.id = 1, .time = today, .amount = 10'000_points});
        const checkout<usd> order{.id = 2, .time = today, .lines = lines, .presented = codes};
        const auto bill = quote(before_tax, anna, order);
        CHECK(bill.lines[0].tax == 0_usd);
        CHECK(bill.due == 0_usd);
        CHECK(points_of(apply(before_tax, anna, order)) == 0);
        CHECK(points_left(before_tax, anna) == 0);

        constexpr programme after_tax{ledgers::redemption_rule{ledgers::redemption_rate{1_points, 0.01_usd}},
                                      points{a_point_a_dollar.of(after_points{}), down}, lots<unit::points>{}};
        member_of<decltype(after_tax)> ben;
        apply(after_tax, ben, adjustment<unit::points>{.id = 1, .time = today, .amount = 12'000_points});
        const std::array paid{payment<usd>{.by = tender::points}};
        const checkout<usd> same{.id = 2, .time = today, .lines = lines, .payments = paid};
        CHECK(quote(after_tax, ben, same).lines[0].tax == 20_usd);
        CHECK(quote(after_tax, ben, same).due == 0_usd);
        CHECK(points_of(apply(after_tax, ben, same)) == 0);
        CHECK(points_left(after_tax, ben) == 0);
    }

    TEST_CASE("F15: floor for each line, or for the total") {
        static constexpr std::array lines{basket_line<usd>{.id = 1, .net = 12.34_usd},
                                          basket_line<usd>{.id = 2, .net = 12.34_usd}};
        constexpr basket<usd> bought{.id = 1, .time = today, .lines = lines};
        constexpr programme by_line{points{each_line{a_point_a_dollar, multiply_by{1.5_x}, down}}};
        constexpr programme in_total{points{a_point_a_dollar, multiply_by{1.5_x}, down}};
        CHECK_TWICE(points_of(preview(by_line, {}, bought)) == 36);
        CHECK_TWICE(points_of(preview(in_total, {}, bought)) == 37);
    }

    TEST_CASE("F15: ten prices of 0.995 are 10.00 rounded each, and 9.95 in total") {
        constexpr arithmetic::decimal price{995, 3};
        constexpr arithmetic::decimal ten{9950, 3};
        constexpr auto each = arithmetic::amount_from<usd>(price, rounding::half_up);
        constexpr auto total = arithmetic::amount_from<usd>(ten, rounding::half_up);
        REQUIRE(each.has_value());
        CHECK(*each * 10 == 10_usd);
        CHECK(total == 9.95_usd);
    }
}
