// SPDX-License-Identifier: BSL-1.0
//
// What each rule of `discounts` lowers, in numbers worked out by hand. B.. and G.. are cases of real shops.
#include <loyalty/policies/discounts.hpp>

#include "../../support/checkouts.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;
using namespace checkouts;

namespace {

/// A programme of one `discounts` that has no other policy.
template <class... Rules>
constexpr auto only(Rules... rules) {
    return programme{discounts{rules...}};
}

/// The shares of one rule over three lines.
template <class Bill>
bool shares_are(const Bill& bill, std::size_t rule, money<usd> first, money<usd> second, money<usd> third) {
    const auto& shares = bill.rules[rule].shares;
    return shares[0] == first && shares[1] == second && shares[2] == third;
}

} // namespace

TEST_SUITE("policies/discounts") {
    TEST_CASE("B22: in sequence each lowers what the former left, side by side each the original") {
        CHECK(one(100_usd).due(only(amount_off(15_usd), percent_off(20_pct))) == 68_usd);
        CHECK(one(100_usd).due(only(side_by_side{amount_off(15_usd), percent_off(20_pct)})) == 65_usd);
        CHECK(one(1200_usd).due(only(amount_off(500_usd), percent_off(30_pct))) == 490_usd);
        CHECK(one(1200_usd).due(only(side_by_side{amount_off(500_usd), percent_off(30_pct)})) == 340_usd);
        CHECK(one(100_usd).due(only(percent_off(10_pct), percent_off(10_pct))) == 81_usd);
        CHECK(one(100_usd).due(only(side_by_side{percent_off(10_pct), percent_off(10_pct)})) == 80_usd);
        CHECK(one(100_usd).due(only(percent_off(20_pct), amount_off(10_usd))) == 70_usd);
        CHECK(one(100_usd).due(only(amount_off(10_usd), percent_off(20_pct))) == 72_usd);
        CHECK(one(100_usd).due(only(side_by_side{percent_off(20_pct), amount_off(10_usd)})) == 70_usd);
        CHECK(one(100_usd).due(only(side_by_side{amount_off(10_usd), percent_off(20_pct)})) == 70_usd);
        const auto bill = one(18_usd).bill(only(percent_off(10_pct), percent_off(20_pct)));
        CHECK(bill.rules[0].given == 1.80_usd);
        CHECK(bill.rules[1].given == 3.24_usd);
        CHECK(bill.due == 12.96_usd);
    }

    TEST_CASE("B23: a condition is judged on the amount before the discount, equality is enough") {
        const auto from_100 = only(amount_off(100_usd).when(goods_at_least(100_usd)).needs(coupon{7}));
        till shop = one(125_usd);
        shop.codes = {thing(1, 7)};
        CHECK(shop.due(from_100) == 25_usd);
        CHECK(shop.due(from_100) == 25_usd);
        shop.lines = {goods(1, 99.99_usd)};
        const auto dropped = shop.bill(from_100);
        CHECK(dropped.due == 99.99_usd);
        CHECK(dropped.presented[0].why == reason::below_least_basket);
        CHECK(dropped.presented[0].asked == 10'000);
        CHECK(dropped.presented[0].there == 9'999);
        shop.lines = {goods(1, 100_usd)};
        CHECK(shop.due(from_100) == 0_usd);
        till exact{{goods(1, 55.98_usd, 2), goods(2, 5.98_usd, 2)}, {thing(1, 7)}};
        CHECK(exact.due(only(amount_off(61.96_usd).when(basket_at_least(61.96_usd)).needs(coupon{7}))) == 0_usd);
    }

    TEST_CASE("what lowers some lines or pieces is of items, what lowers all goods alike is of the basket") {
        static_assert(!percent_off(20_pct).is_of_items() && !amount_off(5_usd).is_of_items());
        static_assert(percent_off(20_pct).on(category_is(1)).is_of_items());
        static_assert(percent_off(20_pct).cheapest(1).is_of_items());
        static_assert(fixed_price(5_usd).is_of_items() && buy_get(2, 1).is_of_items());
    }

    TEST_CASE("goods_at_least counts goods, basket_at_least everything") {
        till shop{{goods(1, 95_usd), other(2, 7_usd, component::shipping)}};
        CHECK(shop.due(only(amount_off(10_usd).when(goods_at_least(100_usd)))) == 102_usd);
        CHECK(shop.due(only(amount_off(10_usd).when(basket_at_least(100_usd)))) == 92_usd);
    }

    TEST_CASE("in sequence a condition sees what the former left") {
        CHECK(one(100_usd).due(only(percent_off(10_pct), amount_off(5_usd).when(basket_at_least(100_usd)))) == 90_usd);
        CHECK(one(100_usd).due(
                  only(side_by_side{percent_off(10_pct), amount_off(5_usd).when(basket_at_least(100_usd))})) == 85_usd);
    }

    TEST_CASE("B24: no bill below zero, and what is cut is reported") {
        const auto first = one(50_usd).bill(only(percent_off(10_pct), amount_off(50_usd)));
        CHECK(first.rules[0].given == 5_usd);
        CHECK(first.rules[1].given == 45_usd);
        CHECK(first.rules[1].wanted == 50_usd);
        CHECK(first.due == 0_usd);
        const auto second = one(50_usd).bill(only(amount_off(50_usd), percent_off(10_pct)));
        CHECK(second.rules[0].given == 50_usd);
        CHECK(second.rules[1].given == 0_usd);
        CHECK(second.rules[1].why == reason::nothing_to_lower);
        const auto large = one(176_usd).bill(only(amount_off(1000_usd)));
        CHECK(large.rules[0].given == 176_usd);
        CHECK(large.rules[0].wanted - large.rules[0].given == 824_usd);
        CHECK(large.due == 0_usd);
        const till shop{{goods(1, 105.85_usd), other(2, 7_usd, component::shipping)}, {thing(1, 7)}};
        const auto both =
            shop.bill(only(amount_off(100_usd).needs(coupon{7}), waived(component::shipping).needs(coupon{7})));
        CHECK(both.discounted == 107_usd);
        CHECK(both.rules[0].given == 100_usd);
        CHECK(both.rules[1].given == 7_usd);
        CHECK(both.due == 5.85_usd);
        CHECK(both.uses.size() == 1);
        const auto beside = one(50_usd).bill(only(side_by_side{amount_off(50_usd), percent_off(10_pct)}));
        CHECK(beside.rules[0].given == 50_usd);
        CHECK(beside.rules[1].given == 0_usd);
        CHECK(beside.due == 0_usd);
    }

    TEST_CASE("B21, G28: shares sum to the discount, ties to the first line, none for a line that costs nothing") {
        const till five{{goods(1, 22_usd), goods(2, 14_usd), goods(3, 43_usd), goods(4, 7.50_usd), goods(5, 0_usd)}};
        const auto fifteen = five.bill(only(amount_off(15_usd)));
        CHECK(shares_are(fifteen, 0, 3.81_usd, 2.43_usd, 7.46_usd));
        CHECK(fifteen.rules[0].shares[3] == 1.30_usd);
        CHECK(fifteen.rules[0].shares[4] == 0_usd);
        const till three{{goods(1, 5_usd), goods(2, 5_usd), goods(3, 5_usd)}};
        CHECK(shares_are(three.bill(only(amount_off(2_usd))), 0, 0.67_usd, 0.67_usd, 0.66_usd));
        const till hundreds{{goods(1, 100_usd), goods(2, 100_usd), goods(3, 100_usd)}};
        CHECK(shares_are(hundreds.bill(only(amount_off(10_usd))), 0, 3.34_usd, 3.33_usd, 3.33_usd));
        const till sixty{{goods(1, 60_usd), goods(2, 30_usd), goods(3, 10_usd)}};
        const auto thirty = sixty.bill(only(amount_off(30_usd)));
        CHECK(shares_are(thirty, 0, 18_usd, 9_usd, 3_usd));
        CHECK(thirty.lines[2].net == 7_usd);
        CHECK(thirty.lines[2].discount == 3_usd);
    }

    TEST_CASE("B27: buy 5 get 1 by whole multiples, and not more than there is") {
        const auto rule = only(buy_get(5, 1).on(sku_is(2)).buying(sku_is(1)));
        const auto free_pieces = [&](std::int64_t bought, std::int64_t there) {
            const till shop{{goods(1, money<usd>::from_minor_units(100 * bought), bought, 1),
                             goods(2, money<usd>::from_minor_units(300 * there), there, 2)}};
            return shop.bill(rule).rules[0].given.minor_units() / 300;
        };
        CHECK(free_pieces(10, 3) == 2);
        CHECK(free_pieces(9, 3) == 1);
        CHECK(free_pieces(10, 1) == 1);
        CHECK(free_pieces(4, 3) == 0);
        const till two{{goods(1, 4_usd, 4, 1), goods(2, 6_usd, 2, 2)}};
        CHECK(two.due(only(buy_get(2, 1).on(sku_is(2)).buying(sku_is(1)))) == 4_usd);
        const till many{{goods(1, 5000_usd, 10'000, 1), goods(2, 3000_usd, 1500, 2)}};
        CHECK(many.bill(only(buy_get(5, 1).on(sku_is(2)).buying(sku_is(1)).cheapest(999))).rules[0].given == 1998_usd);
        const till dear{{goods(1, 200'000_usd, 1, 1), goods(2, 400'000_usd, 2, 2)}};
        const auto one_piece = dear.bill(only(amount_off(50'000_usd).on(sku_is(2)).cheapest(1)));
        CHECK(one_piece.lines[1].net == 350'000_usd);
        CHECK(one_piece.due == 550'000_usd);
    }

    TEST_CASE("buy 5 get 1 of the same goods: pieces that are given are not bought too") {
        const auto rule = only(buy_get(5, 1));
        const auto given = [&](std::int64_t pieces) {
            return till{{goods(1, money<usd>::from_minor_units(200 * pieces), pieces)}}.bill(rule).rules[0].given;
        };
        CHECK(given(5) == 0_usd);
        CHECK(given(6) == 2_usd);
        CHECK(given(10) == 2_usd);
        CHECK(given(11) == 2_usd);
        CHECK(given(12) == 4_usd);
        // Three bought get two: the fourth piece alone is one of them.
        CHECK(till{{goods(1, 8_usd, 4)}}.due(only(buy_get(3, 2))) == 6_usd);
        // Half off the second, which is the cheaper one.
        CHECK(till{{goods(1, 10_usd), goods(2, 6_usd)}}.due(only(buy_get(1, 1, 50_pct))) == 13_usd);
    }

    TEST_CASE("G19: 60 % off one item, and n of the cheapest or dearest pieces") {
        till shop = one(50_usd);
        shop.codes = {thing(4711, 7)};
        CHECK(shop.due(only(percent_off(60_pct).dearest(1).needs(coupon{7}))) == 20_usd);
        const till mixed{{goods(1, 20_usd, 2), goods(2, 9_usd, 3), goods(3, 30_usd)}};
        CHECK(mixed.due(only(percent_off(50_pct).dearest(1))) == 44_usd);
        CHECK(mixed.due(only(percent_off(50_pct).dearest(2))) == 39_usd);
        CHECK(mixed.due(only(percent_off(50_pct).cheapest(4))) == 49.50_usd); // 9.00 and one of 10.00
        CHECK(mixed.due(only(free_items(1))) == 56_usd);
    }

    TEST_CASE("of what costs the same the first counts: pieces, packs and discounts") {
        const till equal{{goods(1, 10_usd), goods(2, 10_usd)}};
        CHECK(equal.bill(only(percent_off(50_pct).dearest(1))).lines[0].net == 5_usd);
        CHECK(equal.bill(only(percent_off(50_pct).cheapest(1))).lines[0].net == 5_usd);
        // A second pack would cost what its goods cost: they stay out of it.
        const till packed{{goods(1, 12_usd, 2), goods(2, 5_usd, 2)}};
        const auto bill = packed.bill(only(prices::pack(2, 5_usd)));
        CHECK(bill.lines[0].net == 5_usd);
        CHECK(bill.lines[1].net == 5_usd);
        CHECK(bill.lines[1].discount == 0_usd);
        // An exclusive discount that lowers as much as the others does not count.
        const auto even = one(100_usd).bill(only(amount_off(10_usd).exclusive(), percent_off(10_pct)));
        CHECK(even.rules[0].why == reason::not_combinable);
        CHECK(even.rules[0].beaten_by == 1);
        CHECK(even.due == 90_usd);
    }

    TEST_CASE("goods that buy_get gives are not bought too") {
        till shop{{goods(1, 40_usd, 4, 1), goods(2, 3_usd, 1, 2)}};
        shop.lines[0].category = 4;
        shop.lines[1].category = 4;
        const auto rule = only(buy_get(5, 1).on(sku_is(2)).buying(category_is(4)));
        CHECK(shop.due(rule) == 43_usd);
        shop.lines[0].quantity = 5;
        CHECK(shop.due(rule) == 40_usd);
    }

    TEST_CASE("pieces of a line that does not divide: of three for 10.00 one costs 3.33, two cost 6.67") {
        const till shop{{goods(1, 10_usd, 3)}};
        CHECK(shop.due(only(free_items(1))) == 6.67_usd);
        CHECK(shop.due(only(percent_off(100_pct).dearest(1))) == 6.67_usd);
        CHECK(shop.due(only(percent_off(100_pct).dearest(2))) == 3.33_usd);
        CHECK(till{{goods(1, 0.05_usd, 2)}}.due(only(percent_off(100_pct).dearest(1))) == 0.02_usd);
    }

    TEST_CASE("packs: 3 for 5.00") {
        const auto rule = only(prices::pack(3, 5_usd));
        CHECK(till{{goods(1, 4_usd, 2)}}.due(rule) == 4_usd);
        CHECK(till{{goods(1, 6_usd, 3)}}.due(rule) == 5_usd);
        CHECK(till{{goods(1, 14_usd, 7)}}.due(rule) == 12_usd);
        // 3.00 each and 1.00 each: one pack of the dearest, since a second would cost more than its goods.
        CHECK(till{{goods(1, 9_usd, 3), goods(2, 3_usd, 3)}}.due(rule) == 8_usd);
        CHECK(till{{goods(1, 6_usd, 2), goods(2, 4_usd, 2)}}.due(rule) == 7_usd); // 3 + 3 + 2 for 5.00, and 2.00
        // Cheap goods become no dearer.
        CHECK(till{{goods(1, 3_usd, 3)}}.due(rule) == 3_usd);
    }

    TEST_CASE("a fixed price lowers, and never raises; an amount off each piece stops at nothing") {
        const till shop{{goods(1, 16_usd, 2), goods(2, 4_usd)}};
        CHECK(shop.due(only(fixed_price(5_usd))) == 14_usd);
        CHECK(shop.due(only(amount_off_each(1_usd))) == 17_usd);
        CHECK(shop.due(only(amount_off_each(6_usd))) == 4_usd);
        CHECK(shop.bill(only(amount_off_each(6_usd))).rules[0].wanted == 18_usd);
    }

    TEST_CASE("a percentage with a maximum, and F15: rounded once, or line by line") {
        CHECK(one(100_usd).due(only(percent_off(30_pct).at_most(20_usd))) == 80_usd);
        CHECK(one(50_usd).due(only(percent_off(30_pct).at_most(20_usd))) == 35_usd);
        till ten;
        for (std::uint32_t id = 1; id <= 10; ++id) {
            ten.lines.push_back(goods(id, 1.99_usd));
        }
        CHECK(ten.bill(only(percent_off(50_pct))).discounted == 9.95_usd);
        CHECK(ten.bill(only(percent_off(50_pct).rounded(rounding::half_up, rounding_stage::by_line))).discounted ==
              10_usd);
        CHECK(ten.bill(only(percent_off(50_pct).rounded(rounding::down, rounding_stage::by_line))).discounted ==
              9.90_usd);
        CHECK(one(0.05_usd).due(only(percent_off(50_pct))) == 0.02_usd);
        CHECK(one(0.05_usd).due(only(percent_off(50_pct).rounded(rounding::down))) == 0.03_usd);
    }

    TEST_CASE("what counts is goods, unless other components are named") {
        const till shop{
            {goods(1, 100_usd), other(2, 10_usd, component::shipping), other(3, 4_usd, component::deposit)}};
        CHECK(shop.due(only(percent_off(10_pct))) == 104_usd);
        CHECK(shop.due(only(percent_off(10_pct).including(component::goods, component::shipping))) == 103_usd);
        CHECK(shop.due(only(waived(component::shipping))) == 104_usd);
        // A deposit is no piece, and cannot be the cheapest one.
        CHECK(shop.due(only(free_items(1))) == 14_usd);
    }

    TEST_CASE("S17: of competing discounts one counts, and the loser learns which rule beat it") {
        till shop = one(100_usd);
        shop.codes = {thing(1, 7), thing(2, 8)};
        const auto ten = percent_off(10_pct).needs(coupon{7});
        const auto fifteen = amount_off(15_usd).needs(coupon{8});
        const auto best = shop.bill(only(best_discount_of{ten, fifteen}));
        CHECK(best.due == 85_usd);
        CHECK(best.presented[0].why == reason::lost_to_another);
        CHECK(best.presented[0].rule == 0);
        CHECK(best.presented[0].beaten_by == 1);
        CHECK(best.presented[1].why == reason::none);
        CHECK(best.uses.size() == 1);
        CHECK(best.uses[0].code == 2);
        CHECK(shop.due(only(first_discount_of{ten, fifteen})) == 90_usd);
        CHECK(shop.due(only(least_discount_of{ten, fifteen})) == 90_usd);
        shop.lines = {goods(1, 200_usd)};
        CHECK(shop.due(only(best_discount_of{ten, fifteen})) == 180_usd);
        shop.lines = {goods(1, 150_usd)}; // both give 15.00: the first counts
        CHECK(shop.bill(only(best_discount_of{ten, fifteen})).presented[1].beaten_by == 0);
        // A discount whose coupon is not presented does not compete.
        shop.codes = {thing(1, 7)};
        CHECK(shop.due(only(best_discount_of{ten, fifteen})) == 135_usd);
        // Groups stand in groups: 10 % and then 5.00 together lower 100.00 by 15.00, more than 12.00.
        CHECK(one(100_usd).due(only(best_discount_of{amount_off(12_usd),
                                                     in_sequence{percent_off(10_pct), amount_off(5_usd)}})) == 85_usd);
    }

    TEST_CASE("an exclusive discount stands alone: it counts if it lowers the bill more than all others") {
        const auto ten = percent_off(10_pct).needs(coupon{7});
        const auto alone = percent_off(25_pct).needs(coupon{8}).exclusive();
        const auto five = amount_off(5_usd);
        const auto rules = only(ten, alone, five);
        till shop = one(100_usd);
        CHECK(shop.due(rules) == 95_usd);
        shop.codes = {thing(1, 7)};
        CHECK(shop.due(rules) == 85_usd);
        shop.codes = {thing(1, 7), thing(2, 8)};
        const auto both = shop.bill(rules);
        CHECK(both.due == 75_usd);
        CHECK(both.presented[0].why == reason::not_combinable);
        CHECK(both.presented[0].beaten_by == 1);
        CHECK(both.rules[2].why == reason::not_combinable);
        // The order of adding changes nothing.
        shop.codes = {thing(2, 8), thing(1, 7)};
        CHECK(shop.due(rules) == 75_usd);
        // Of 12.00 the others take 1.20 and 5.00, the exclusive one 3.00.
        shop.lines = {goods(1, 12_usd)};
        const auto small = shop.bill(rules);
        CHECK(small.due == 5.80_usd);
        CHECK(small.presented[0].why == reason::not_combinable);
        CHECK(small.presented[0].code == 2);
        CHECK(small.presented[0].beaten_by == 0);
    }

    TEST_CASE("S18: a limit over all discounts clamps or rejects") {
        const auto rules = discounts{amount_off(15_usd).needs(coupon{7}), percent_off(20_pct).needs(coupon{8})};
        till shop = one(100_usd);
        shop.codes = {thing(1, 7), thing(2, 8)};
        const auto cut = shop.bill(programme{rules.at_most(25_pct)});
        CHECK(cut.due == 75_usd);
        CHECK(cut.rules[1].given == 10_usd);
        CHECK(cut.rules[1].wanted == 17_usd);
        CHECK(shop.due(programme{rules.at_most(20_usd)}) == 80_usd);
        const auto rejected = shop.bill(programme{rules.at_most(20_usd, above_limit::reject)});
        CHECK(rejected.due == 85_usd);
        CHECK(rejected.presented[1].why == reason::above_discount_limit);
        CHECK(rejected.presented[1].asked == 1700);
        CHECK(rejected.presented[1].there == 500);
        // Shares of a discount that is cut still sum to it.
        const till two{{goods(1, 10_usd), goods(2, 10_usd), goods(3, 10_usd)}};
        const auto shared = two.bill(programme{discounts{percent_off(50_pct)}.at_most(10_usd)});
        CHECK(shares_are(shared, 0, 3.34_usd, 3.33_usd, 3.33_usd));
    }

    TEST_CASE("a discount for a tier, for members with an attribute, on a weekday") {
        constexpr programme rules{tiered{100_usd}.held_for(1), discounts{percent_off(5_pct).when(tier_is(1))}};
        using rules_type = std::remove_const_t<decltype(rules)>;
        member<rules_type> anna;
        const till shop = one(100_usd);
        CHECK(prices::quote(rules, anna, shop.event()).due == 100_usd);
        CHECK(apply(rules, anna, purchase<usd>{.id = 1, .time = "2025-03-01T12:00"_utc, .net = 100_usd}).accepted());
        CHECK(prices::quote(rules, anna, shop.event()).due == 95_usd);
        constexpr programme welcome{discounts{percent_off(10_pct).when(first_purchase())}};
        member<std::remove_const_t<decltype(welcome)>> ben;
        CHECK(prices::quote(welcome, ben, shop.event()).due == 90_usd);
        CHECK(apply(welcome, ben, shop.event()).accepted());
        CHECK(prices::quote(welcome, ben, shop.event()).due == 100_usd);
        CHECK(shop.due(only(percent_off(5_pct).when(day_of_week_is(weekday::monday)))) == 95_usd);
        CHECK(shop.due(only(percent_off(5_pct).when(day_of_week_is(weekday::tuesday)))) == 100_usd);
        struct card_holder {
            std::uint64_t attributes = 0;
        };
        const auto staff = only(percent_off(30_pct).when(member_has(3)));
        using staff_type = std::remove_const_t<decltype(staff)>;
        CHECK(prices::quote(staff, member<staff_type>{}, shop.event(), card_holder{8}).due == 70_usd);
        CHECK(prices::quote(staff, member<staff_type>{}, shop.event(), card_holder{4}).due == 100_usd);
    }

    TEST_CASE("the tax falls with the price, rounded half up") {
        till shop = one(100_usd);
        shop.lines[0].tax = 19_usd;
        const auto bill = shop.bill(only(percent_off(10_pct)));
        CHECK(bill.list_total == 119_usd);
        CHECK(bill.lines[0].net == 90_usd);
        CHECK(bill.lines[0].tax == 17.10_usd);
        CHECK(bill.total == 107.10_usd);
        shop.lines[0].tax = 0.05_usd;
        CHECK(shop.bill(only(percent_off(50_pct))).lines[0].tax == 0.03_usd);
        CHECK(shop.bill(only(percent_off(100_pct))).lines[0].tax == 0_usd);
    }

    TEST_CASE("numbers that cannot be right are a sentence") {
        using text = std::string_view;
        const auto sentence = [](const auto& rules) { return text{rules.problem().sentence}; };
        CHECK(sentence(only(percent_off(ratio{11, 10}))) ==
              "percent_off: the part must be more than nothing, at most all");
        CHECK(sentence(only(percent_off(0_pct))) == "percent_off: the part must be more than nothing, at most all");
        CHECK(sentence(only(amount_off(0_usd))) == "amount_off: the amount must be above zero");
        CHECK(sentence(only(amount_off_each(0_usd))) == "amount_off_each: the amount must be above zero");
        CHECK(sentence(only(fixed_price(-1_usd))) == "fixed_price: the price must not be negative");
        CHECK(sentence(only(prices::pack(1, 1_usd))) == "pack: a pack has at least two pieces");
        CHECK(sentence(only(prices::pack(2, -1_usd))) == "pack: the price must not be negative");
        CHECK(sentence(only(buy_get(0, 1))) == "buy_get: both numbers of pieces must be above zero");
        CHECK(sentence(only(buy_get(1, 0))) == "buy_get: both numbers of pieces must be above zero");
        CHECK(sentence(only(buy_get(1, 1, ratio{2, 1}))) == "buy_get: the part must be more than nothing, at most all");
        CHECK(sentence(only(percent_off(10_pct).cheapest(0))) == "discounts: a discount takes at least one piece");
        CHECK(sentence(only(percent_off(10_pct).at_most(0_usd))) == "discounts: the most must be above zero");
        CHECK(sentence(programme{discounts{percent_off(10_pct)}.at_most(ratio{3, 2})}) ==
              "discounts: the most must be at most all");
        CHECK(sentence(only(percent_off(10_pct).when(goods_at_least(0_usd)))) ==
              "goods_at_least: the amount must be above zero");
        CHECK(sentence(only(percent_off(10_pct), free_items(1))) ==
              "discounts: a discount of items stands behind one of the whole basket: put discounts of items first");
        CHECK(only(free_items(1), percent_off(10_pct), waived(component::shipping)).problem().sentence == nullptr);
        CHECK(only(side_by_side{percent_off(10_pct), free_items(1)}).problem().sentence == nullptr);
    }

    TEST_CASE("sums at the edge of 64 bits") {
        const money<usd> most = money<usd>::largest();
        CHECK(one(most).due(only(percent_off(50_pct))) == money<usd>::from_minor_units(most.minor_units() / 2));
        CHECK(one(most).due(only(amount_off_each(most))) == 0_usd);
        till shop{{goods(1, 10_usd, (std::numeric_limits<std::int64_t>::max)()), goods(2, 10_usd, 5)}};
        CHECK(shop.due(only(percent_off(50_pct).cheapest(3))) == 20_usd);
        shop.lines = {goods(1, most), goods(2, 0.01_usd)};
        CHECK(shop.bill(only(percent_off(50_pct))).refusal.why == reason::amount_overflow);
    }

    TEST_CASE("all of it in a constant expression") {
        static constexpr programme rules{discounts{buy_get(2, 1).on(sku_is(3)), amount_off(4_usd)}};
        constexpr money<usd> due = [] {
            line bought{};
            bought.quantity = 3;
            bought.sku = 3;
            bought.net = 30_usd;
            event_type event{};
            event.time = noon;
            event.lines = {&bought, 1};
            return prices::quote(rules, member<std::remove_const_t<decltype(rules)>>{}, event).due;
        }();
        static_assert(due == 16_usd);
        CHECK(due == 16_usd);
    }
}
