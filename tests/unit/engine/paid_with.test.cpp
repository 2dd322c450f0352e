// SPDX-License-Identifier: BSL-1.0
//
// Points pay a part of a purchase in the event of the purchase, and the policies earn on the rest or on the whole (S8, S25).
#include "support/paid_sales.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

using namespace paid_sales;

namespace {

constexpr redemption_rule five_hundred{redemption_rate{500_points, 10_usd}};
constexpr auto monthly = lots<unit::points>{}.expiring(expires_end_of_month<6>{});
constexpr points on_rest{per_amount{1_points, 1_usd}.of(after_points{}), whole};
constexpr points on_whole{per_amount{1_points, 1_usd}, whole};

constexpr programme shop{five_hundred, on_rest, monthly};
using shop_type = std::remove_const_t<decltype(shop)>;

constexpr instant december = "2020-12-15T12:00"_utc; // expires on 1 July
constexpr instant january = "2021-01-10T12:00"_utc;  // expires on 1 August
constexpr instant june = "2021-06-20T12:00"_utc;
constexpr instant later_in_june = "2021-06-25T12:00"_utc;
constexpr instant july = "2021-07-05T12:00"_utc;

/// 800 points of December, and 700 of January.
template <class Programme>
member<Programme> with_1500(const Programme& rules) {
    member<Programme> anna;
    apply(rules, anna, adjustment<unit::points>{.id = 1, .time = december, .amount = 800_points});
    apply(rules, anna, adjustment<unit::points>{.id = 2, .time = january, .amount = 700_points});
    return anna;
}

template <class Programme>
balances<unit::points> books(const Programme& rules, const member<Programme>& own, instant at) {
    return balances_of<unit::points>(rules, own, at);
}

std::string number(std::int64_t value) {
    return std::to_string(value);
}

struct movement_log {
    std::vector<std::string> lines{};
    refusal last{};

    static std::string of(std::span<const lot_slice> lots) {
        std::string text;
        for (const lot_slice& each : lots) {
            text += " " + number(each.amount);
        }
        return text;
    }
    void on(const award<unit::points>& one) {
        lines.push_back(number(one.rule) + " award " + number(one.granted.minor_units()));
    }
    void on(const credited<unit::points>& one) {
        lines.push_back(number(one.rule) + " credited " + number(one.amount_credited.minor_units()));
    }
    void on(const spent<unit::points>& one) {
        lines.push_back(number(one.rule) + " spent " + number(one.amount_spent.minor_units()) + " of" + of(one.lots));
    }
    void on(const restored<unit::points>& one) {
        lines.push_back(number(one.rule) + " restored " + number(one.amount_restored.minor_units()) + " to" +
                        of(one.lots));
    }
    void on(const taken_back<unit::points>& one) {
        lines.push_back(number(one.rule) + " taken " + number(one.asked.minor_units()) + ", lot " +
                        number(one.parts.from_lot.minor_units()) + ", others " +
                        number(one.parts.from_others.minor_units()) + ", owed " + number(one.parts.owed.minor_units()) +
                        ", off " + number(one.parts.written_off.minor_units()));
    }
    void on(const refusal& one) { last = one; }
};
using log_lines = std::vector<std::string>;

/// The refusal of a purchase that leaves the member as before, and gives a receipt of nothing.
template <class Programme, class Event>
refusal refused(const Programme& rules, const Event& event) {
    member<Programme> anna = with_1500(rules);
    const member<Programme> before = anna;
    movement_log log;
    auto sold = apply_with_receipt(rules, anna, event, no_profile{}, log);
    CHECK(sold.outcome.refused == log.last.why);
    CHECK(log.lines.empty());
    CHECK(anna == before);
    CHECK(sold.receipt.movements == decltype(sold.receipt.movements){});
    const auto back = apply(rules, anna, sold.receipt.returned({.id = event.id + 1, .time = event.time}));
    CHECK(back.refused == reason::refused_sale);
    CHECK(anna == before);
    return log.last;
}

/// A till's own purchase, with its own number of points.
struct till_sale {
    std::uint64_t id = 0;
    instant time{};
    money<currency::usd> net{};
    money<currency::usd> tax{};
    amount<unit::points> points_paid{};
};

constexpr std::array<item, 3> three_lines{{{.id = 1, .category = 1, .net = 60_usd},
                                           {.id = 2, .category = 2, .net = 30_usd},
                                           {.id = 3, .category = 3, .net = 10_usd}}};

} // namespace

TEST_SUITE("engine/paid_with") {
    TEST_CASE("1000 points pay 20.00 of 25.00, and the rest of 5.00 earns: one event, one outcome") {
        member<shop_type> anna = with_1500(shop);
        movement_log log;
        const auto gave = apply(shop, anna, pays(3, june, 25_usd, 1000_points), no_profile{}, log);
        CHECK(gave.granted<unit::points>() == 5_points);
        CHECK(log.lines == log_lines{"0 spent 1000 of 800 200", "1 award 5", "2 credited 5"});
        CHECK(books(shop, anna, june).available == 505_points);
        CHECK(books(shop, anna, june).spent == 1000_points);
    }

    TEST_CASE("no points: a purchase as any other, in the same programme") {
        member<shop_type> anna = with_1500(shop);
        member<shop_type> ben = anna;
        CHECK(apply(shop, anna, pays(3, june, 25_usd, 0_points)).granted<unit::points>() == 25_points);
        CHECK(apply(shop, ben, sale{.id = 3, .time = june, .net = 25_usd}).granted<unit::points>() == 25_points);
        CHECK(anna == ben);
    }

    TEST_CASE("earn on the whole, or nothing at all") {
        constexpr programme on_all{five_hundred, on_whole, monthly};
        auto anna = with_1500(on_all);
        CHECK(apply(on_all, anna, pays(3, june, 25_usd, 1000_points)).granted<unit::points>() == 25_points);

        constexpr programme none{five_hundred, points{per_amount{1_points, 1_usd}.when(!points_pay()), whole}, monthly};
        auto ben = with_1500(none);
        CHECK(apply(none, ben, pays(3, june, 25_usd, 1000_points)).granted<unit::points>() == 0_points);
        CHECK(apply(none, ben, pays(4, june, 25_usd, 0_points)).granted<unit::points>() == 25_points);
        CHECK(apply(none, ben, sale{.id = 5, .time = june, .net = 25_usd}).granted<unit::points>() == 25_points);
    }

    TEST_CASE("a payment that does not fit the rule refuses the purchase, with what was asked and what there is") {
        const auto by_the_rule = [](reason why, std::int64_t asked, std::int64_t there) {
            return refusal{
                .why = why, .rule = 0, .policy = "redemption_rule", .asked = asked, .there = there, .unit = "points"};
        };
        constexpr programme narrow{five_hundred.at_least(1000_points).at_most(2000_points), on_rest, monthly};
        CHECK(refused(narrow, pays(3, june, 90_usd, 500_points)) == by_the_rule(reason::below_minimum, 500, 1000));
        CHECK(refused(narrow, pays(3, june, 90_usd, 2500_points)) == by_the_rule(reason::above_maximum, 2500, 2000));
        CHECK(refused(narrow, pays(3, june, 90_usd, 1200_points)) == by_the_rule(reason::uneven_amount, 1200, 500));
        CHECK(refused(narrow, pays(3, june, 90_usd, 2000_points)) ==
              by_the_rule(reason::insufficient_balance, 2000, 1500));
        CHECK(refused(shop, pays(3, june, 25_usd, 1500_points)) == by_the_rule(reason::more_than_bill, 1500, 1000));
        CHECK(refused(shop, pays(3, june, 9.99_usd, 500_points)) == by_the_rule(reason::more_than_bill, 500, 0));
        CHECK(refused(shop, pays(3, june, 25_usd, amount<unit::points>::from_minor_units(-500))) ==
              refusal{.why = reason::negative_amount, .rule = 0, .policy = "redemption_rule"});

        constexpr programme in_2020{redemption_rule{redemption_rate{500_points, 10_usd, {.until = "2021-01-01"_date}}},
                                    on_rest, monthly};
        CHECK(refused(in_2020, pays(3, june, 25_usd, 500_points)) ==
              refusal{.why = reason::not_redeemable, .rule = 0, .policy = "redemption_rule"});
    }

    TEST_CASE("a later policy refuses: nothing was spent") {
        constexpr programme capped{five_hundred,
                                   points{per_amount{1_points, 1_usd}, whole, cap_at{20_points}.rejecting()}, monthly};
        CHECK(refused(capped, pays(3, june, 25_usd, 500_points)).why == reason::cap_reached);
    }

    TEST_CASE("points pay half of a bill, or all of it to the last cent") {
        constexpr programme half{by_cents.paying_at_most(50_pct), on_rest, monthly};
        auto anna = with_1500(half);
        CHECK(apply(half, anna, pays(3, june, 25.01_usd, 1251_points)).refused == reason::more_than_bill);
        CHECK(apply(half, anna, pays(3, june, 25.01_usd, 1250_points)).granted<unit::points>() == 12_points); // 12.51

        constexpr programme last_cent{redemption_rule{redemption_rate{1_points, 0.03_usd}}.to_the_last_cent(), on_rest,
                                      monthly};
        auto ben = with_1500(last_cent);
        auto sold = apply_with_receipt(last_cent, ben, pays(3, june, 3.20_usd, 107_points)); // 3.21
        CHECK(sold.outcome.granted<unit::points>() == 0_points);
        CHECK(sold.receipt.movements.paid_by<0>().value == 320);
        CHECK(apply(last_cent, ben, pays(4, june, 3.20_usd, 108_points)).refused == reason::more_than_bill);
    }

    TEST_CASE("the bill has the tax: 20.00 of 23.80 are paid, and 3.19 of the net of 20.00 are left to earn") {
        auto anna = with_1500(shop);
        const till_sale bought{.id = 3, .time = june, .net = 20_usd, .tax = 3.80_usd, .points_paid = 1000_points};
        CHECK(apply(shop, anna, bought).granted<unit::points>() == 3_points);
    }

    TEST_CASE("each line is paid by its share: 30.00 of 60.00, 30.00 and 10.00 are 18.00, 9.00 and 3.00") {
        constexpr auto of_category = [](std::uint32_t category) {
            return points{per_amount{1_points, 0.01_usd}.of(after_points{}).on(category_is(category)), whole};
        };
        const auto earned = [&](const auto& rules) {
            auto anna = with_1500(rules);
            apply(rules, anna, adjustment<unit::points>{.id = 3, .time = january, .amount = 1500_points});
            return apply(rules, anna,
                         paid_with{goods{.id = 4, .time = june, .lines = three_lines, .tenders = {}}, 3000_points})
                .template granted<unit::points>();
        };
        constexpr auto rule = by_cents;
        CHECK(earned(programme{rule, of_category(1), monthly}) == 4200_points);
        CHECK(earned(programme{rule, of_category(2), monthly}) == 2100_points);
        CHECK(earned(programme{rule, of_category(3), monthly}) == 700_points);
        CHECK(earned(programme{rule, points{per_amount{1_points, 0.01_usd}.of(after_points{}), whole}, monthly}) ==
              7000_points);
        CHECK(earned(programme{rule,
                               points{per_amount{1_points, 0.01_usd}.of(counts_up_to{50_usd, after_points{}}), whole},
                               monthly}) == 5000_points);
        CHECK(earned(programme{rule, points{each_line{per_amount{1_points, 5_usd}.of(after_points{}), whole}},
                               monthly}) == 13_points); // 8.4, 4.2 and 1.4
        CHECK(earned(programme{rule, points{each_unit{per_amount{1_points, 5_usd}.of(after_points{}), whole}},
                               monthly}) == 13_points);
    }

    TEST_CASE("cashback, thresholds and tiers count the rest too") {
        constexpr programme all{by_cents,
                                tiered{70_usd}.of(after_points{}),
                                cashback{currency::usd{}, rounding::half_up, cashback_rate{10_pct}.on(category_is(3u)),
                                         cashback_rate{1_pct}}
                                    .of(after_points{}),
                                spend_threshold{1_badges, once(70_usd)}.of(after_points{}),
                                on_rest,
                                monthly};
        auto anna = with_1500(all);
        apply(all, anna, adjustment<unit::points>{.id = 3, .time = january, .amount = 1500_points});
        const auto buy = [&](amount<unit::points> points) {
            auto again = anna;
            return apply(all, again,
                         paid_with{goods{.id = 4, .time = june, .lines = three_lines, .tenders = {}}, points});
        };
        const auto gave = buy(3000_points);
        CHECK(gave.granted<currency::usd>() == 1.33_usd); // 0.63 of 63.00, and 0.70 of 7.00
        CHECK(gave.granted<unit::badges>() == 1_badges);
        CHECK(gave.tier_after == 1);
        const auto less = buy(3000_points - 1_points); // 70.01 are left
        CHECK(less.tier_after == 1);
        apply(all, anna, adjustment<unit::points>{.id = 4, .time = january, .amount = 1_points});
        auto again = anna;
        const auto more = apply(
            all, again, paid_with{goods{.id = 5, .time = june, .lines = three_lines, .tenders = {}}, 3001_points});
        CHECK(more.tier_after == 0); // 69.99
        CHECK(more.granted<unit::badges>() == 0_badges);
    }

    TEST_CASE("a return of all: the points go back to their lots with their expiry, and what was earned goes") {
        member<shop_type> anna = with_1500(shop);
        auto sold = apply_with_receipt(shop, anna, pays(3, june, 25_usd, 1000_points));
        movement_log log;
        const auto back = apply(shop, anna, sold.receipt.returned({.id = 4, .time = later_in_june}), no_profile{}, log);
        CHECK(back.granted<unit::points>() == -5_points);
        CHECK(log.lines ==
              log_lines{"0 restored 1000 to 800 200", "255 award -5", "2 taken 5, lot 5, others 0, owed 0, off 0"});
        CHECK(books(shop, anna, later_in_june).available == 1500_points);
        CHECK(books(shop, anna, later_in_june).spent == 0_points);
        CHECK(books(shop, anna, "2021-07-01T00:00"_utc).available ==
              700_points); // December's are dead, as they were to be
        const auto before = anna;
        CHECK(apply(shop, anna, sold.receipt.returned({.id = 5, .time = later_in_june})).refused ==
              reason::already_returned);
        CHECK(anna == before);
    }

    TEST_CASE("returns in parts: in proportion, last taken first, and over all exactly what was paid") {
        member<shop_type> anna = with_1500(shop);
        auto sold = apply_with_receipt(shop, anna, pays(3, june, 30_usd, 1000_points)); // 10.00 are left and earn 10
        CHECK(sold.outcome.granted<unit::points>() == 10_points);
        movement_log log;
        // A third comes back: 333 points, since 666.67 of the rest are 667. The rest of 20.00 was paid by 13.33, and earns 6.
        const auto first =
            apply(shop, anna, sold.receipt.returned({.id = 4, .time = june}, pays(3, june, 20_usd, 1000_points)),
                  no_profile{}, log);
        CHECK(first.granted<unit::points>() == -4_points);
        CHECK(log.lines[0] == "0 restored 333 to 133 200");
        // Another third: 333 of the rest of 10.00, which was paid by 6.67, and earns 3.
        log = {};
        const auto second =
            apply(shop, anna, sold.receipt.returned({.id = 5, .time = june}, pays(3, june, 10_usd, 1000_points)),
                  no_profile{}, log);
        CHECK(second.granted<unit::points>() == -3_points);
        CHECK(log.lines[0] == "0 restored 334 to 334");
        log = {};
        const auto third = apply(shop, anna, sold.receipt.returned({.id = 6, .time = june}), no_profile{}, log);
        CHECK(third.granted<unit::points>() == -3_points);
        CHECK(log.lines[0] == "0 restored 333 to 333");
        CHECK(books(shop, anna, june).available == 1500_points);
        CHECK(books(shop, anna, june).spent == 0_points);
        CHECK(books(shop, anna, "2021-07-01T00:00"_utc).expired == 800_points);
    }

    TEST_CASE("lines that come back take their share with them") {
        constexpr programme rules{by_cents, on_rest, monthly};
        auto anna = with_1500(rules);
        auto sold = apply_with_receipt(
            rules, anna, paid_with{goods{.id = 3, .time = june, .lines = three_lines, .tenders = {}}, 1000_points});
        CHECK(sold.outcome.granted<unit::points>() == 90_points);
        const std::span<const item> two = std::span{three_lines}.first<2>();
        const auto kept = paid_with{goods{.id = 3, .time = june, .lines = two, .tenders = {}}, 1000_points};
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 4, .time = june}, kept)).granted<unit::points>() ==
              -9_points);
        CHECK(sold.receipt.movements.paid_by<0>().left == 900);
        CHECK(books(rules, anna, june).spent == 900_points);
        CHECK(books(rules, anna, june).available == 681_points); // 1500 - 1000 + 100 + 81
    }

    TEST_CASE("points that go back to a lot that has expired: dead, or alive for a while") {
        const auto after = [](const auto& rules) {
            auto anna = with_1500(rules);
            auto sold = apply_with_receipt(rules, anna, pays(3, june, 25_usd, 1000_points));
            CHECK(apply(rules, anna, sold.receipt.returned({.id = 4, .time = july})).accepted());
            return books(rules, anna, july);
        };
        CHECK(after(shop).available == 700_points);
        CHECK(after(shop).expired == 800_points);
        CHECK(after(shop).spent == 0_points);
        constexpr programme graceful{five_hundred, on_rest, monthly.restoring(expired_lot::grace, 14)};
        CHECK(after(graceful).available == 1500_points);
        CHECK(after(graceful).expired == 0_points);
    }

    TEST_CASE("the points come back before the award is taken: no shortfall beside them") {
        constexpr programme strict{five_hundred, on_rest, monthly.on_shortfall(debt_policy::down_to_zero)};
        auto anna = with_1500(strict);
        auto sold = apply_with_receipt(strict, anna, pays(3, june, 1510_usd, 1500_points)); // 30.00, and earns 1480
        CHECK(sold.outcome.granted<unit::points>() == 1480_points);
        apply(strict, anna, redemption<unit::points>{.id = 4, .time = june, .amount = 1000_points});
        movement_log log;
        const auto back = apply(strict, anna, sold.receipt.returned({.id = 5, .time = june}), no_profile{}, log);
        CHECK(back.granted<unit::points>() == -1480_points);
        CHECK(log.lines == log_lines{"0 restored 1500 to 800 700", "255 award -1480",
                                     "2 taken 1480, lot 480, others 1000, owed 0, off 0"});
        CHECK(books(strict, anna, june).available == 500_points);
    }

    TEST_CASE("a plain balance pays as well, and a return gives back to it") {
        constexpr programme plain{five_hundred, on_rest};
        member<std::remove_const_t<decltype(plain)>> anna;
        apply(plain, anna, adjustment<unit::points>{.id = 1, .time = january, .amount = 1200_points});
        movement_log log;
        auto sold = apply_with_receipt(plain, anna, pays(2, june, 30_usd, 1000_points), no_profile{}, log);
        CHECK(sold.outcome.granted<unit::points>() == -990_points);
        CHECK(log.lines == log_lines{"0 award -1000", "0 spent 1000 of", "1 award 10"});
        CHECK(anna.balance<unit::points>() == 210_points);
        const auto before = anna;
        CHECK(apply(plain, anna, pays(3, june, 30_usd, 500_points)).refused == reason::insufficient_balance);
        CHECK(anna == before);
        log = {};
        const auto back =
            apply(plain, anna, sold.receipt.returned({.id = 3, .time = june}, pays(2, june, 15_usd, 1000_points)),
                  no_profile{}, log);
        CHECK(back.granted<unit::points>() == 495_points);
        CHECK(log.lines == log_lines{"0 award 500", "0 restored 500 to", "255 award -5",
                                     "255 taken 5, lot 0, others 5, owed 0, off 0"});
        CHECK(apply(plain, anna, sold.receipt.returned({.id = 4, .time = june})).granted<unit::points>() == 495_points);
        CHECK(anna.balance<unit::points>() == 1200_points);
    }

    TEST_CASE("policies behind the account: a conversion does not come back, and the payment does") {
        constexpr programme automatic{five_hundred, on_rest, monthly, conversion{400_points, 4_eur}};
        auto anna = with_1500(automatic); // adjustments convert nothing
        auto sold = apply_with_receipt(automatic, anna, pays(3, june, 25_usd, 1000_points));
        CHECK(sold.outcome.granted<currency::eur>() == 4_eur); // 505 points are left, 400 of them converted
        CHECK(sold.receipt.earned.granted<currency::eur>() == 0_eur);
        CHECK(sold.receipt.movements.paid_by<0>().left == 1000);
        const auto back =
            apply(automatic, anna, sold.receipt.returned({.id = 4, .time = june}, pays(3, june, 5_usd, 1000_points)));
        CHECK(back.granted<unit::points>() == -4_points); // the rest of 1.00 earns 1
        CHECK(sold.receipt.movements.paid_by<0>().left == 200);
        CHECK(books(automatic, anna, june).available == 901_points);
        CHECK(books(automatic, anna, june).spent == 600_points);
    }

    TEST_CASE("points and dates: a bonus of a campaign is spent first, and comes back to its lot") {
        constexpr programme summer{five_hundred, on_rest,
                                   dated{points{per_visit{500_points}}}.expiring(expires_after_days<30>{30}),
                                   monthly.spare_buckets<32>()};
        member<std::remove_const_t<decltype(summer)>> anna;
        apply(summer, anna, sale{.id = 1, .time = june, .net = 300_usd}); // 300 and 500
        auto sold = apply_with_receipt(summer, anna, pays(2, june, 15_usd, 500_points));
        CHECK(sold.outcome.granted<unit::points>() == 505_points);
        CHECK(books(summer, anna, "2021-07-19T12:00"_utc).available == 805_points);
        CHECK(books(summer, anna, "2021-07-20T00:00"_utc).available == 305_points);
        movement_log log;
        apply(summer, anna, sold.receipt.returned({.id = 3, .time = later_in_june}), no_profile{}, log);
        CHECK(log.lines == log_lines{"0 restored 500 to 500", "255 award -505",
                                     "2 taken 500, lot 500, others 0, owed 0, off 0",
                                     "3 taken 5, lot 5, others 0, owed 0, off 0"});
        CHECK(books(summer, anna, "2021-07-19T12:00"_utc).available == 800_points);
        CHECK(books(summer, anna, "2021-07-20T00:00"_utc).available == 300_points);
    }

    TEST_CASE("a preview spends nothing, and no receipt is changed by the preview of a return") {
        member<shop_type> anna = with_1500(shop);
        const member<shop_type> before = anna;
        CHECK(preview(shop, anna, pays(3, june, 25_usd, 1000_points)).granted<unit::points>() == 5_points);
        CHECK(anna == before);
        auto sold = apply_with_receipt(shop, anna, pays(3, june, 25_usd, 1000_points));
        const auto receipt = sold.receipt;
        const auto after = anna;
        CHECK(preview(shop, anna, sold.receipt.returned({.id = 4, .time = june})).granted<unit::points>() == -5_points);
        CHECK(sold.receipt == receipt);
        CHECK(anna == after);
    }
}
