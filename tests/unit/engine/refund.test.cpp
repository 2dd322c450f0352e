// SPDX-License-Identifier: BSL-1.0
//
// What goes back with goods of a discounted sale. B31 and F11 are cases of real shops.
#include <loyalty/engine/refund.hpp>
#include <loyalty/engine/sale_record.hpp>

#include "../../support/checkouts.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::prices;
using namespace checkouts;

namespace {

/// A sale that was applied, and its record.
template <class Programme>
struct sold {
    const Programme& rules;
    member<Programme> own{};
    receipt<Programme> slip{};
    priced_sale<usd> record{};

    sold(const Programme& programme, const till& shop) : rules{programme} {
        const auto bill = prices::quote(rules, own, shop.event());
        const auto result = apply_with_receipt(rules, own, shop.event());
        CHECK(result.outcome.accepted());
        slip = result.receipt;
        record = priced_sale<usd>{shop.event(), bill};
    }
    [[nodiscard]] money<usd> refund(std::vector<ledgers::returned_pieces> goods, refund_rule rule) const {
        const auto result = record.refund(rules, slip, goods, rule);
        CHECK(result.why == reason::none);
        return result.refund;
    }
    money<usd> take(std::vector<ledgers::returned_pieces> goods, refund_rule rule) {
        const auto back = refund(goods, rule);
        record.note(goods, back);
        return back;
    }
};

constexpr programme ten_off{discounts{percent_off(10_pct)}};
constexpr programme ten_off_from_300{discounts{percent_off(10_pct).when(basket_at_least(300_usd))}};

} // namespace

TEST_SUITE("engine/refund") {
    TEST_CASE("B31: 5 of 5.50 with 10 % off and delivery for 0.50; two come back") {
        const till shop{{goods(1, 27.50_usd, 5), other(2, 0.50_usd, component::shipping)}};
        sold sale{ten_off, shop};
        CHECK(sale.record.paid == 25.25_usd);
        CHECK(sale.take({{.line = 1, .pieces = 2}}, refund_rule::keep) == 9.90_usd);
        CHECK(sale.record.paid - sale.record.refunded == 15.35_usd);
    }

    TEST_CASE("B31: shares of what was paid, and not list prices") {
        CHECK(sold{ten_off, till{{goods(1, 300_usd, 3)}}}.refund({{.line = 1, .pieces = 2}}, refund_rule::keep) ==
              180_usd);
        const sold chairs{ten_off_from_300, till{{goods(1, 300_usd, 6)}}};
        CHECK(chairs.record.paid == 270_usd);
        CHECK(chairs.refund({{.line = 1, .pieces = 5}}, refund_rule::keep) == 225_usd);
        CHECK(chairs.refund({{.line = 1, .pieces = 5}}, refund_rule::re_evaluate) == 220_usd);
    }

    TEST_CASE("B31: a discount for several items, and a price by quantity") {
        constexpr programme several{discounts{percent_off(10_pct).when(basket_at_least(10_usd))}};
        const sold two{several, till{{goods(1, 6_usd), goods(2, 4_usd)}}};
        CHECK(two.record.paid == 9_usd);
        CHECK(two.refund({{.line = 1}}, refund_rule::keep) == 5.40_usd);
        CHECK(two.refund({{.line = 1}}, refund_rule::re_evaluate) == 5_usd);
        constexpr programme by_five{discounts{prices::pack(5, 15_usd)}};
        const sold five{by_five, till{{goods(1, 25_usd, 5)}}};
        CHECK(five.record.paid == 15_usd);
        CHECK(five.refund({{.line = 1, .pieces = 4}}, refund_rule::keep) == 12_usd);
        CHECK(five.refund({{.line = 1, .pieces = 4}}, refund_rule::re_evaluate) == 10_usd);
    }

    TEST_CASE("B31: the member has no discount any more, but the sale had it: 4.00 of 5.00") {
        constexpr programme rules{tiered{100_usd}.held_for(1), discounts{percent_off(20_pct).when(tier_is(1))}};
        using rules_type = std::remove_const_t<decltype(rules)>;
        member<rules_type> anna;
        CHECK(apply(rules, anna, purchase<usd>{.id = 1, .time = "2025-03-01T12:00"_utc, .net = 100_usd}).accepted());
        const till shop{{goods(1, 5_usd), goods(2, 10_usd)}};
        const auto bill = prices::quote(rules, anna, shop.event());
        const auto gave = apply_with_receipt(rules, anna, shop.event());
        const priced_sale<usd> record{shop.event(), bill};
        const ledgers::returned_pieces back{.line = 1, .pieces = 1};
        anna = {};
        CHECK(record.refund(rules, gave.receipt, back, refund_rule::keep).refund == 4_usd);
        CHECK(record.refund(rules, gave.receipt, back, refund_rule::re_evaluate).refund == 4_usd);
    }

    TEST_CASE("a coupon that was used stays used: 15.00 off from 50.00 is lost with the rest below it") {
        constexpr programme rules{discounts{amount_off(15_usd).when(basket_at_least(50_usd)).needs(coupon{7})}};
        sold sale{rules, till{{goods(1, 30_usd), goods(2, 20_usd), goods(3, 10_usd)}, {thing(1, 7)}}};
        CHECK(sale.record.paid == 45_usd);
        CHECK(sale.take({{.line = 3}}, refund_rule::re_evaluate) == 10_usd); // 50.00 - 15.00 are kept
        // 30.00 cost 30.00 by themselves, of 35.00 that were paid.
        CHECK(sale.take({{.line = 2}}, refund_rule::re_evaluate) == 5_usd);
        CHECK(sale.take({{.line = 1}}, refund_rule::re_evaluate) == 30_usd);
        CHECK(sale.record.refunded == sale.record.paid);
    }

    TEST_CASE("a coupon of the wallet that was used counts for what is kept") {
        constexpr programme rules{discounts{amount_off(15_usd).when(basket_at_least(50_usd)).needs(coupon{7})},
                                  things::wallet<4>{}};
        using rules_type = std::remove_const_t<decltype(rules)>;
        member<rules_type> anna;
        const things::thing_issue issued{.id = 1, .time = noon, .thing = {.code = 4711, .campaign = 7}};
        CHECK(apply(rules, anna, issued).accepted());
        till shop{{goods(1, 50_usd), goods(2, 10_usd)}, {things::presented{.code = 4711}}};
        const auto bill = prices::quote(rules, anna, shop.event());
        const auto gave = apply_with_receipt(rules, anna, shop.event());
        CHECK(gave.outcome.accepted());
        const priced_sale<usd> record{shop.event(), bill};
        CHECK(record.paid == 45_usd);
        const ledgers::returned_pieces back{.line = 2};
        CHECK(record.refund(rules, gave.receipt, back, refund_rule::re_evaluate).refund == 10_usd);
        shop.id = 101;
        CHECK(apply(rules, anna, shop.event()).refused == reason::already_used);
    }

    TEST_CASE("a sale record of the priced basket refunds the same shares, and takes back what they earned") {
        constexpr programme rules{discounts{percent_off(10_pct)},
                                  points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
        using rules_type = std::remove_const_t<decltype(rules)>;
        member<rules_type> anna;
        const till shop{{goods(1, 300_usd, 3), goods(2, 10_usd)}};
        const auto bill = prices::quote(rules, anna, shop.event());
        const auto sold = apply_with_receipt(rules, anna, shop.event());
        CHECK(sold.outcome.granted<unit::points>() == 279_points);
        ledgers::sale_record<rules_type, usd, 4, 1> record{};
        REQUIRE(record.keep(rules, sold.receipt, bill.sale(shop.event())) == reason::none);
        const ledgers::returned_pieces back{.line = 1, .pieces = 2};
        const auto result =
            apply_return(rules, anna, record, {.id = 101, .time = noon}, back, choices::return_rule::keep);
        CHECK(result.accepted());
        CHECK(result.refund.total() == 180_usd);
        CHECK(result.outcome.granted<unit::points>() == -180_points);
        const priced_sale<usd> priced{shop.event(), bill};
        CHECK(priced.refund(rules, sold.receipt, back, refund_rule::keep).refund == 180_usd);
    }

    TEST_CASE("a refund is never below zero, and what it lacks is part of a later one") {
        constexpr programme rules{discounts{amount_off(15_usd).when(basket_at_least(50_usd))}};
        sold sale{rules, till{{goods(1, 45_usd), goods(2, 10_usd)}}};
        CHECK(sale.record.paid == 40_usd);
        CHECK(sale.take({{.line = 2}}, refund_rule::re_evaluate) == 0_usd); // 45.00 are kept for 40.00
        CHECK(sale.take({{.line = 1}}, refund_rule::re_evaluate) == 40_usd);
    }

    TEST_CASE("keep: pieces of 10.00 in three are 3.33, 3.34, 3.33, one by one or together; with their tax") {
        till shop{{goods(1, 10_usd, 3)}};
        shop.lines[0].tax = 1_usd;
        constexpr programme rules{discounts{}};
        sold sale{rules, shop};
        CHECK(sale.refund({{.line = 1, .pieces = 2}}, refund_rule::keep) == 7.34_usd);
        CHECK(sale.take({{.line = 1}}, refund_rule::keep) == 3.66_usd);
        CHECK(sale.take({{.line = 1}}, refund_rule::keep) == 3.68_usd);
        CHECK(sale.take({{.line = 1}}, refund_rule::keep) == 3.66_usd);
        CHECK(sale.record.refunded == 11_usd);
    }

    TEST_CASE("goods that cannot come back") {
        sold sale{ten_off, till{{goods(1, 30_usd, 3), goods(2, 5_usd)}}};
        const auto refused = [&](std::vector<ledgers::returned_pieces> goods) {
            const auto result = sale.record.refund(sale.rules, sale.slip, goods, refund_rule::keep);
            CHECK(result.refund == 0_usd);
            return result;
        };
        CHECK(refused({{.line = 1, .pieces = 4}}).why == reason::more_than_bought);
        CHECK(refused({{.line = 1, .pieces = 4}}).asked == 4);
        CHECK(refused({{.line = 1, .pieces = 4}}).there == 3);
        CHECK(refused({{.line = 1, .pieces = 2}, {.line = 1, .pieces = 2}}).asked == 4);
        CHECK(refused({{.line = 9}}).why == reason::unknown_line);
        CHECK(refused({{.line = 9}}).line == 9);
        CHECK(refused({{.line = 1, .pieces = 0}}).why == reason::zero_quantity);
        CHECK(refused({{.line = 1, .pieces = -1}}).why == reason::negative_quantity);
        constexpr std::int64_t most = 9'223'372'036'854'775'807;
        CHECK(refused({{.line = 1, .pieces = most}, {.line = 1, .pieces = most}}).why == reason::more_than_bought);
        sale.take({{.line = 1, .pieces = 3}}, refund_rule::keep);
        CHECK(refused({{.line = 1}}).why == reason::more_than_bought);
    }

    TEST_CASE("F11: to which means of payment a refund goes") {
        const std::array paid{30_usd, 70_usd};
        std::array<money<usd>, 2> shares{};
        CHECK(split_refund(40_usd, paid, shares, refund_order::first_used));
        CHECK(shares == std::array{30_usd, 10_usd});
        CHECK(split_refund(40_usd, paid, shares, refund_order::last_used));
        CHECK(shares == std::array{0_usd, 40_usd});
        CHECK(split_refund(40_usd, paid, shares, refund_order::in_proportion));
        CHECK(shares == std::array{12_usd, 28_usd});
        const std::array rest{18_usd, 42_usd};
        CHECK(split_refund(60_usd, rest, shares, refund_order::in_proportion));
        CHECK(shares == std::array{18_usd, 42_usd});
        const std::array odd{33.33_usd, 66.66_usd};
        CHECK(split_refund(50_usd, odd, shares, refund_order::in_proportion));
        CHECK(shares == std::array{16.67_usd, 33.33_usd});
        CHECK(!split_refund(100.01_usd, paid, shares, refund_order::first_used));
        CHECK(!split_refund(-0.01_usd, paid, shares, refund_order::first_used));
        CHECK(!split_refund(1_usd, paid, std::span{shares}.first(1), refund_order::first_used));
        CHECK(!split_refund(1_usd, std::array{30_usd, -0.01_usd}, shares, refund_order::first_used));
        CHECK(!split_refund(1_usd, std::array{money<usd>::largest(), 0.01_usd}, shares, refund_order::first_used));
        CHECK(!split_refund(0_usd, {}, {}, refund_order::first_used));
        CHECK(shares == std::array{16.67_usd, 33.33_usd});
    }
}
