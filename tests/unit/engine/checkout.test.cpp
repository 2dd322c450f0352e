// SPDX-License-Identifier: BSL-1.0
//
// A checkout is priced, paid and sold in one step; a quote gives the same bill and uses nothing up. B.., F.. and G.. are cases
// of real shops.
#include <loyalty/engine/checkout.hpp>

#include "../../support/checkouts.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::prices;
using namespace checkouts;
using namespace std::string_view_literals;

namespace {

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr instant before_noon = "2025-03-10T10:00"_utc;

/// Holds two uses of one coupon, 4711 of campaign 7, and a gift card, 815 of 20.00 USD, for the member that was given them.
struct small_wallet {
    using rewards = loyalty::detail::type_list<>;
    static constexpr std::string_view name = "small_wallet";
    static constexpr bool keeps_entitlements = true;
    static constexpr bool returns_put_back = true;
    template <class Event>
    static constexpr bool concerns = extensions::uses_things<Event>;

    struct state {
        bool holds = false;
        std::uint16_t used = 0;
        money<usd> taken{};
        friend constexpr bool operator==(const state&, const state&) = default;
    };

    constexpr extensions::found_thing find(const state& own, std::uint64_t code, instant,
                                           std::uint64_t) const noexcept {
        if (!own.holds || (code != 4711 && code != 815)) {
            return {reason::not_holder, {}};
        }
        if (code == 815) {
            return {reason::none, {.code = code, .stored = 20_usd - own.taken}};
        }
        return {own.used == 2 ? reason::already_used : reason::none, {.code = code, .campaign = 7}};
    }
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        for (const things::use& each : visit.event.uses) {
            own.used = static_cast<std::uint16_t>(own.used + (each.taken.has_currency() ? 0 : 1));
            own.taken = own.taken + each.taken.in<usd>();
        }
    }
};

/// Keeps what a sink receives for one checkout.
template <class Bill>
struct listener {
    effects::refusal refused{};
    money<usd> due{};
    std::vector<std::string_view> order{};

    void on(const effects::refusal& one) {
        refused = one;
        order.push_back("refusal");
    }
    void on(const Bill& bill) {
        due = bill.due;
        order.push_back("bill");
    }
    void on(const effects::spent<unit::points>&) { order.push_back("spent"); }
    template <class Outcome>
    void on(const event_type&, const Outcome&) {
        order.push_back("outcome");
    }
};

/// A checkout is refused as the quote says, the sink receives the rule, and the member stays as before.
template <class Programme>
effects::refusal refusal_of(const Programme& rules, const member_of<Programme>& own, const till& shop) {
    auto anna = own;
    const auto bill = prices::quote(rules, anna, shop.event());
    listener<std::remove_const_t<decltype(bill)>> sink;
    const auto gave = apply(rules, anna, shop.event(), extensions::no_profile{}, sink);
    CHECK(gave.refused == bill.refusal.why);
    CHECK(sink.refused == bill.refusal);
    CHECK(anna == own);
    return sink.refused;
}

constexpr redemption_rule three_cents{redemption_rate{1_points, 0.03_usd}};
constexpr programme stars{discounts{percent_off(20_pct).needs(coupon{7})}, a_point_a_dollar, three_cents,
                          lots<unit::points>{}};

member_of<decltype(stars)> with_points(std::int64_t count) {
    member_of<decltype(stars)> anna;
    const auto net = money<usd>::from_minor_units(count * 100);
    CHECK(apply(stars, anna, purchase<usd>{.id = 1, .time = before_noon, .net = net}).accepted());
    return anna;
}

amount<unit::points> available(const member_of<decltype(stars)>& anna) {
    return balances_of<unit::points>(stars, anna, noon).available;
}

} // namespace

TEST_SUITE("engine/checkout") {
    TEST_CASE("what is due is what policies see: net after discounts, before_discount before them") {
        constexpr programme rules{discounts{percent_off(10_pct)}, a_point_a_dollar, stamp_card{1}.awards(1_stamps)};
        member_of<decltype(rules)> anna;
        CHECK(apply(rules, anna, one(70_usd).event()).granted<unit::points>() == 63_points);
        constexpr programme all{discounts{percent_off(10_pct)},
                                points{per_amount{1_points, 1_usd}.of(before_discount{}), round_off{rounding::floor}}};
        member_of<decltype(all)> ben;
        CHECK(apply(all, ben, one(70_usd).event()).granted<unit::points>() == 70_points);
    }

    TEST_CASE(
        "B04: what is earned follows from the final basket alone, 63.00 of 70.00 at ten points a dollar are 630") {
        constexpr programme rules{discounts{percent_off(10_pct).needs(coupon{7})},
                                  points{per_amount{10_points, 1_usd}, round_off{rounding::floor}}};
        till shop = one(70_usd);
        shop.codes = {thing(1, 7)};
        member_of<decltype(rules)> anna;
        const auto bill = prices::quote(rules, anna, shop.event());
        CHECK(bill.due == 63_usd);
        CHECK(apply(rules, anna, shop.event()).granted<unit::points>() == 630_points);
        shop.id = 101;
        shop.lines = {goods(1, 35_usd), goods(2, 35_usd)};
        CHECK(apply(rules, anna, shop.event()).granted<unit::points>() == 630_points);
    }

    TEST_CASE("G19: a coupon of one member for one item: another member, and a third use, are refused") {
        constexpr programme rules{small_wallet{}, discounts{percent_off(60_pct).dearest(1).needs(coupon{7})},
                                  a_point_a_dollar};
        member_of<decltype(rules)> anna;
        anna.policy<0>().holds = true;
        till shop = one(50_usd);
        shop.codes = {things::presented{.code = 4711}};
        CHECK(prices::quote(rules, anna, shop.event()).due == 20_usd);
        CHECK(anna.policy<0>().used == 0);
        CHECK(apply(rules, anna, shop.event()).granted<unit::points>() == 20_points);
        CHECK(anna.policy<0>().used == 1);
        // The same event again is a duplicate, and not a second use.
        CHECK(apply(rules, anna, shop.event()).refused == reason::duplicate_event);
        shop.id = 101;
        CHECK(apply(rules, anna, shop.event()).accepted());
        shop.id = 102;
        CHECK(refusal_of(rules, anna, shop).why == reason::already_used);
        CHECK(refusal_of(rules, {}, shop).why == reason::not_holder);
        CHECK(refusal_of(rules, anna, shop).rule == 1);
        CHECK(refusal_of(rules, anna, shop).policy == "discounts"sv);
        // A thing that is carried is not asked for if there is an account.
        shop.codes = {thing(5, 7)};
        CHECK(refusal_of(rules, anna, shop).why == reason::not_holder);
    }

    TEST_CASE("the account takes the money of a gift card") {
        constexpr programme rules{small_wallet{}, discounts{}, a_point_a_dollar};
        member_of<decltype(rules)> anna;
        anna.policy<0>().holds = true;
        till shop = one(15_usd);
        shop.payments = {by_card(815, 0_usd)};
        CHECK(prices::quote(rules, anna, shop.event()).due == 0_usd);
        CHECK(apply(rules, anna, shop.event()).accepted());
        CHECK(anna.policy<0>().taken == 15_usd);
        CHECK(anna.policy<0>().used == 0);
        shop.id = 101;
        CHECK(prices::quote(rules, anna, shop.event()).due == 10_usd);
    }

    TEST_CASE("a gift card is no coupon: presented as one it lowers nothing, however often") {
        constexpr programme rules{discounts{amount_off(5_usd).needs(coupon{7})}};
        till shop = one(15_usd);
        shop.codes = {things::carried({.code = 1, .campaign = 7, .stored = 20_usd})};
        CHECK(shop.bill(rules).due == 15_usd);
        CHECK(shop.bill(rules).presented[0].why == reason::unknown_campaign);
    }

    TEST_CASE("B18: gift cards in their order, each only for what is still due") {
        const programme rules{discounts{}};
        till shop = one(120_usd);
        shop.payments = {by_card(1, 100_usd), by_card(2, 50_usd)};
        const auto large = shop.bill(rules);
        CHECK(large.payments[0].paid == 100_usd);
        CHECK(large.payments[1].paid == 20_usd);
        CHECK(large.due == 0_usd);
        CHECK(large.uses.size() == 2);
        CHECK(large.uses[1] == things::use{.code = 2, .taken = 20_usd});
        shop.lines = {goods(1, 80_usd)};
        const auto small = shop.bill(rules);
        CHECK(small.payments[0].paid == 80_usd);
        CHECK(small.payments[1].paid == 0_usd);
        CHECK(small.uses.size() == 1);
        CHECK(small.can_be_sold());
        shop.lines = {goods(1, 2.99_usd)};
        shop.payments = {by_card(1, 19.99_usd)};
        CHECK(shop.bill(rules).uses[0].taken == 2.99_usd);
        // At most so much from a card.
        shop.payments[0].money_paid = 2_usd;
        CHECK(shop.bill(rules).due == 0.99_usd);
    }

    TEST_CASE("G24, F06: points pay to the last cent, or in whole points and the rest in money") {
        const auto anna = with_points(5000);
        till shop = one(90.90_usd);
        shop.payments = {by_points(3030_points)};
        const auto bill = prices::quote(stars, anna, shop.event());
        CHECK(bill.payments[0].points == 3030_points);
        CHECK(bill.payments[0].paid == 90.90_usd);
        CHECK(bill.due == 0_usd);
        CHECK(available(anna) == 5000_points);
        auto later = anna;
        CHECK(apply(stars, later, shop.event()).accepted());
        CHECK(available(later) == 2060_points); // 90 earned

        constexpr programme whole{a_point_a_dollar, redemption_rule{redemption_rate{1_points, 1_usd}}};
        constexpr programme covers{a_point_a_dollar,
                                   redemption_rule{redemption_rate{1_points, 1_usd}}.to_the_last_cent()};
        member_of<decltype(whole)> ben;
        CHECK(apply(whole, ben, purchase<usd>{.id = 1, .time = before_noon, .net = 200_usd}).accepted());
        shop = one(106.25_usd);
        shop.payments = {by_points(200_points)};
        const auto exact = prices::quote(whole, ben, shop.event());
        CHECK(exact.points_paid == 106_points);
        CHECK(exact.due == 0.25_usd);
        member_of<decltype(covers)> carl;
        CHECK(apply(covers, carl, purchase<usd>{.id = 1, .time = before_noon, .net = 200_usd}).accepted());
        const auto covered = prices::quote(covers, carl, shop.event());
        CHECK(covered.points_paid == 107_points);
        CHECK(covered.due == 0_usd);
        CHECK(covered.payments[0].forfeited == 0.75_usd);
        CHECK(apply(covers, carl, shop.event()).accepted());
        CHECK(carl.balance<unit::points>() == 199_points); // 200 - 107 + 106
    }

    TEST_CASE("points pay at most a part of the bill, also behind a gift card and in two steps") {
        constexpr programme rules{a_point_a_dollar,
                                  redemption_rule{redemption_rate{1_points, 0.01_usd}}.paying_at_most(50_pct)};
        member_of<decltype(rules)> anna;
        CHECK(apply(rules, anna, purchase<usd>{.id = 1, .time = before_noon, .net = 100'000_usd}).accepted());
        till shop = one(100_usd);
        const auto due = [&] { return prices::quote(rules, anna, shop.event()).due; };
        shop.payments = {by_points(0_points)};
        CHECK(due() == 50_usd);
        shop.payments = {by_card(1, 80_usd), by_points(0_points)};
        CHECK(due() == 0_usd);
        shop.payments = {by_card(1, 30_usd), by_points(0_points)};
        CHECK(due() == 20_usd);
        shop.payments = {by_points(3000_points), by_points(3000_points)};
        CHECK(prices::quote(rules, anna, shop.event()).payments[1].paid == 20_usd);
    }

    TEST_CASE("F04, B06: 100.00 of which points pay 30.00 earn 100, 70 or nothing") {
        constexpr redemption_rule cent{redemption_rate{1_points, 0.01_usd}};
        constexpr amount<unit::points> most = 3000_points; // clang 14 does not link literals in templates
        constexpr money<usd> bill = 100_usd;
        const auto earned = [&](auto policy) {
            const programme rules{policy, cent, lots<unit::points>{}};
            member_of<decltype(rules)> anna;
            const auto start = adjustment<unit::points>{.id = 1, .time = before_noon, .amount = most};
            CHECK(apply(rules, anna, start).accepted());
            till shop = one(bill);
            shop.payments = {by_points(most)};
            const auto gave = apply(rules, anna, shop.event());
            CHECK(gave.accepted());
            CHECK(balances_of<unit::points>(rules, anna, noon).available == gave.template granted<unit::points>());
            return gave.template granted<unit::points>();
        };
        constexpr round_off floor{rounding::floor};
        constexpr per_amount rate{1_points, 1_usd};
        CHECK(earned(points{rate, floor}) == 100_points);
        CHECK(earned(points{rate.paid_by(tender::other), floor}) == 70_points);
        CHECK(earned(points{rate, multiply_by{0_x}.when(tender_is(tender::points)), floor}) == 0_points);

        const programme on_the_rest{cent, points{rate.of(after_points{}), floor}, lots<unit::points>{}};
        member_of<decltype(on_the_rest)> ben;
        CHECK(
            apply(on_the_rest, ben, adjustment<unit::points>{.id = 1, .time = before_noon, .amount = most}).accepted());
        till shop = one(bill);
        shop.payments = {by_points(most), by(tender::cash, 70_usd)};
        CHECK(apply(on_the_rest, ben, shop.event()).granted<unit::points>() == 70_points);
    }

    TEST_CASE("means of payment that do not hold") {
        const auto anna = with_points(100);
        till shop = one(50_usd);
        const auto refused = [&](payment<usd> by) {
            shop.payments = {by};
            return refusal_of(stars, anna, shop);
        };
        const auto more = refused(by_points(101_points));
        CHECK(more.why == reason::insufficient_balance);
        CHECK(more.asked == 101);
        CHECK(more.there == 100);
        CHECK(more.unit == "points"sv);
        CHECK(more.digits == 0);
        CHECK(more.rule == 2);
        CHECK(more.policy == "redemption_rule"sv);
        CHECK(refused(by_points(-1_points)).why == reason::negative_amount);
        CHECK(refused(by_card(1, 0_usd)).why == reason::empty_card);
        payment<usd> of_europe = by_card(1, 0_usd);
        of_europe.card.thing.stored = 90_eur;
        CHECK(refused(of_europe).why == reason::other_currency);
        CHECK(refused(of_europe).unit.empty());
        payment<usd> coupon_as_card = by_card(1, 0_usd);
        coupon_as_card.card.thing.stored = {};
        CHECK(refused(coupon_as_card).why == reason::no_gift_card);
        const auto cash = refused(by(tender::cash, 50.01_usd));
        CHECK(cash.why == reason::more_than_due);
        CHECK(cash.asked == 5001);
        CHECK(cash.there == 5000);
        CHECK(cash.digits == 2);
        CHECK(refused(by(tender::cash, -0.01_usd)).why == reason::negative_amount);
        payment<usd> unknown = by_card(1, 10_usd);
        unknown.card = things::presented{.code = 9};
        CHECK(refused(unknown).why == reason::not_holder);
        shop.payments = {by_card(1, 10_usd), by_card(1, 10_usd)};
        CHECK(refusal_of(stars, anna, shop).why == reason::presented_twice);
        shop.payments = {by_points(60_points), by_points(60_points)};
        const auto second = refusal_of(stars, anna, shop);
        CHECK(second.why == reason::insufficient_balance);
        CHECK(second.asked == 60);
        CHECK(second.there == 40);
        shop.payments.assign(8, by(tender::cash, 1_usd));
        CHECK(prices::quote(stars, anna, shop.event()).due == 42_usd);
        shop.payments.assign(9, by(tender::cash, 1_usd));
        CHECK(refusal_of(stars, anna, shop).why == reason::too_many_presented);

        constexpr programme steps{a_point_a_dollar,
                                  redemption_rule{redemption_rate{100_points, 5_usd}}.at_least(200_points)};
        member_of<decltype(steps)> ben;
        CHECK(apply(steps, ben, purchase<usd>{.id = 1, .time = before_noon, .net = 300_usd}).accepted());
        shop.payments = {by_points(99_points)};
        CHECK(refusal_of(steps, ben, shop).why == reason::uneven_amount);
        shop.payments = {by_points(199_points)};
        const auto few = refusal_of(steps, ben, shop);
        CHECK(few.why == reason::below_minimum);
        CHECK(few.asked == 199);
        CHECK(few.there == 200);
        constexpr programme limited_steps{a_point_a_dollar,
                                          redemption_rule{redemption_rate{100_points, 5_usd}}
                                              .at_least(200_points)
                                              .at_most(100_points, calendar_window{period_unit::month})};
        member<std::remove_const_t<decltype(limited_steps)>> dora;
        CHECK(apply(limited_steps, dora, purchase<usd>{.id = 1, .time = before_noon, .net = 300_usd}).accepted());
        shop.payments = {by_points(100_points)}; // as many as the month has left
        CHECK(refusal_of(limited_steps, dora, shop).why == reason::below_minimum);
        shop.payments = {by_points(299_points)};
        CHECK(prices::quote(steps, ben, shop.event()).points_paid == 200_points);

        constexpr programme none{a_point_a_dollar};
        CHECK(refusal_of(none, {}, shop).why == reason::no_points_payment);
        constexpr programme ended{
            a_point_a_dollar,
            redemption_rule{redemption_rate{1_points, 0.01_usd, date_window{date::minimum(), "2025-03-01"_date}}}};
        member_of<decltype(ended)> carl;
        CHECK(apply(ended, carl, purchase<usd>{.id = 1, .time = before_noon, .net = 300_usd}).accepted());
        CHECK(refusal_of(ended, carl, shop).why == reason::not_redeemable);
    }

    TEST_CASE("things that cannot be used, each with its reason") {
        constexpr programme rules{discounts{percent_off(20_pct).on(category_is(9)).needs(coupon{5}),
                                            amount_off(10_usd).when(basket_at_least(60_usd)).needs(coupon{6}),
                                            percent_off(20_pct).when(store_is(3)).needs(coupon{7}),
                                            percent_off(5_pct).needs(coupon{8})},
                                  a_point_a_dollar};
        const member_of<decltype(rules)> anna;
        till shop = one(50_usd);
        const auto refused = [&](std::vector<things::presented> codes) {
            shop.codes = codes;
            return refusal_of(rules, anna, shop);
        };
        CHECK(refused({thing(1, 5)}).why == reason::nothing_to_lower);
        const auto low = refused({thing(1, 6)});
        CHECK(low.why == reason::below_least_basket);
        CHECK(low.asked == 6000);
        CHECK(low.there == 5000);
        CHECK(low.unit == "USD"sv);
        CHECK(low.policy == "amount_off"sv);
        CHECK(refused({thing(1, 7)}).why == reason::condition_not_met);
        CHECK(refused({thing(1, 99)}).why == reason::unknown_campaign);
        CHECK(refused({thing(1, 0)}).why == reason::unknown_campaign);
        CHECK(refused({things::presented{.code = 1}}).why == reason::not_holder);
        CHECK(refused({thing(1, 8), thing(1, 8)}).why == reason::presented_twice);
        CHECK(refused({things::carried({.code = 1, .campaign = 8, .uses = 0})}).why == reason::already_used);
        CHECK(refused({things::carried({.code = 1, .campaign = 8, .from = noon + dates::seconds{1}})}).why ==
              reason::not_yet_valid);
        CHECK(refused({things::carried({.code = 1, .campaign = 8, .until = noon})}).why == reason::no_longer_valid);
        CHECK(refused(std::vector<things::presented>(17, thing(1, 8))).why == reason::too_many_presented);
        // Two of one campaign: the one that ends first is used, in whichever order they come.
        const auto late = things::carried({.code = 1, .campaign = 8});
        const auto soon = things::carried({.code = 2, .campaign = 8, .until = noon + dates::seconds{60}});
        for (const auto& codes : {std::vector{late, soon}, std::vector{soon, late}}) {
            shop.codes = codes;
            const auto bill = prices::quote(rules, anna, shop.event());
            CHECK(bill.refusal.why == reason::not_combinable);
            CHECK(bill.uses.size() == 1);
            CHECK(bill.uses[0].code == 2);
        }
        for (const auto& codes : {std::vector{thing(5, 8), thing(3, 8)}, std::vector{thing(3, 8), thing(5, 8)}}) {
            shop.codes = codes;
            CHECK(prices::quote(rules, anna, shop.event()).uses[0].code == 3);
        }
        // Not presented: no discount, and no refusal.
        shop.codes = {};
        const auto without = prices::quote(rules, anna, shop.event());
        CHECK(without.due == 50_usd);
        CHECK(without.can_be_sold());
        CHECK(without.rules[3].why == reason::not_presented);
    }

    TEST_CASE("lines that cannot be right") {
        const member_of<decltype(stars)> anna;
        till shop = one(50_usd);
        shop.lines[0].net = -0.01_usd;
        CHECK(refusal_of(stars, anna, shop).why == reason::negative_amount);
        shop = one(50_usd);
        shop.lines[0].quantity = 0;
        CHECK(refusal_of(stars, anna, shop).why == reason::zero_quantity);
        for (const auto amount : {&basket_line<usd>::net, &basket_line<usd>::tax, &basket_line<usd>::discount}) {
            shop = one(50_usd);
            shop.lines.push_back(goods(2, 50_usd));
            shop.lines[1].*amount = money<usd>::largest(); // what the two lines cost passes 64 bits
            CHECK(refusal_of(stars, anna, shop).why == reason::amount_overflow);
            shop.lines[1].quantity = -1; // and a line that cannot be comes first
            CHECK(refusal_of(stars, anna, shop).why == reason::negative_quantity);
        }
        shop = one(50_usd);
        shop.lines.clear();
        CHECK(refusal_of(stars, anna, shop).why == reason::empty_basket);
        shop.lines.assign(65, goods(1, 1_usd));
        const auto many = refusal_of(stars, anna, shop);
        CHECK(many.why == reason::too_many_lines);
        CHECK(many.asked == 65);
        CHECK(many.there == 64);
        // A larger bound is one number.
        checkout<usd, unit::points, 100> wide{};
        wide.time = noon;
        wide.lines = shop.lines;
        CHECK(prices::quote(stars, anna, wide).due == 65_usd);
        constexpr programme ended{terms<>{.valid = {.until = before_noon}}, discounts{}};
        CHECK(one(50_usd).bill(ended).refusal.why == reason::not_in_force);
        CHECK(refusal_of(ended, {}, one(50_usd)).why == reason::not_in_force);
    }

    TEST_CASE("a sale that a later policy refuses spends nothing") {
        constexpr programme rules{
            discounts{}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{10_points}.rejecting()},
            three_cents, lots<unit::points>{}};
        member_of<decltype(rules)> anna;
        CHECK(apply(rules, anna, purchase<usd>{.id = 1, .time = before_noon, .net = 10_usd}).accepted());
        const auto as_before = anna;
        till shop = one(11_usd);
        shop.payments = {by_points(10_points)};
        CHECK(apply(rules, anna, shop.event()).refused == reason::cap_reached);
        CHECK(anna == as_before);
        shop.lines = {goods(1, 5_usd)};
        CHECK(apply(rules, anna, shop.event()).granted<unit::points>() == 5_points);
        CHECK(balances_of<unit::points>(rules, anna, noon).available == 5_points);

        constexpr programme late{
            discounts{}, three_cents,
            points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{10_points}.rejecting()},
            lots<unit::points>{}};
        member_of<decltype(late)> ben;
        CHECK(apply(late, ben, purchase<usd>{.id = 1, .time = before_noon, .net = 10_usd}).accepted());
        const auto ben_before = ben;
        shop.lines = {goods(1, 11_usd)};
        CHECK(apply(late, ben, shop.event()).refused == reason::cap_reached);
        CHECK(ben == ben_before);
    }

    TEST_CASE("a sink receives the effects, the bill and the outcome of the checkout, in this order") {
        auto anna = with_points(100);
        till shop = one(50_usd);
        shop.payments = {by_points(100_points)};
        listener<bill_of<std::remove_const_t<decltype(stars)>, event_type>> sink;
        CHECK(apply(stars, anna, shop.event(), extensions::no_profile{}, sink).accepted());
        CHECK(sink.order == std::vector{"spent"sv, "bill"sv, "outcome"sv});
        CHECK(sink.due == 47_usd);
        shop.codes = {thing(1, 99)};
        shop.id = 101;
        sink.order.clear();
        CHECK(!apply(stars, anna, shop.event(), extensions::no_profile{}, sink).accepted());
        CHECK(sink.order == std::vector{"refusal"sv, "outcome"sv});
    }

    TEST_CASE("preview gives the outcome, and a lifted programme the same bill") {
        const auto anna = with_points(100);
        till shop = one(50_usd);
        shop.codes = {thing(1, 7)};
        CHECK(preview(stars, anna, shop.event()).granted<unit::points>() == 40_points);
        CHECK(prices::quote(loyalty::lifted<stars>, anna, shop.event()).due == 40_usd);
        auto later = anna;
        CHECK(apply(loyalty::lifted<stars>, later, shop.event()).granted<unit::points>() == 40_points);
    }

    TEST_CASE("a return takes back what the checkout earned, and gives the points back that paid it") {
        auto anna = with_points(100);
        till shop{{goods(1, 60_usd), goods(2, 40_usd)}, {thing(1, 7)}, {by_points(100_points)}};
        const auto bill = prices::quote(stars, anna, shop.event());
        auto sold = apply_with_receipt(stars, anna, shop.event());
        CHECK(sold.outcome.granted<unit::points>() == 80_points);
        CHECK(available(anna) == 80_points);
        basket<usd> rest{};
        rest.id = 100;
        rest.time = noon;
        rest.lines = {bill.lines.begin(), 1};
        using back = return_of<std::remove_const_t<decltype(stars)>, basket<usd>>;
        const auto gave =
            apply(stars, anna, back{.id = 101, .time = noon, .sale = 100, .remaining = rest, .receipt = &sold.receipt});
        CHECK(gave.granted<unit::points>() == -32_points);
        CHECK(available(anna) == 88_points); // 40 of the 100 came back with 32.00 of 80.00
        CHECK(apply(stars, anna, back{.id = 102, .time = noon, .sale = 100, .receipt = &sold.receipt})
                  .granted<unit::points>() == -48_points);
        CHECK(available(anna) == 100_points);

        constexpr programme plain{discounts{}, a_point_a_dollar, three_cents};
        member_of<decltype(plain)> ben;
        CHECK(apply(plain, ben, purchase<usd>{.id = 1, .time = before_noon, .net = 100_usd}).accepted());
        till bought = one(50_usd);
        bought.payments = {by_points(100_points)};
        auto kept = apply_with_receipt(plain, ben, bought.event());
        CHECK(kept.outcome.granted<unit::points>() == -50_points);
        CHECK(ben.balance<unit::points>() == 50_points);
        using whole = return_of<std::remove_const_t<decltype(plain)>, extensions::everything_returned>;
        CHECK(apply(plain, ben, whole{.id = 101, .time = noon, .sale = 100, .receipt = &kept.receipt})
                  .granted<unit::points>() == 50_points);
        CHECK(ben.balance<unit::points>() == 100_points);
    }
}
