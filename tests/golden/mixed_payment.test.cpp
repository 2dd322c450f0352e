// SPDX-License-Identifier: BSL-1.0
//
// Points pay a part of a bill: G23 (tier by spend), G24 (points into money), G28 (shares over lines); and what was reported of other
// systems: B06 (earning on the money part), F04 (earn on all, on the rest, or nothing), F06 (to the last cent), F11 (a refund in
// proportion).
#include "support/paid_sales.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

using namespace paid_sales;

namespace {

constexpr instant noon = "2025-03-10T12:00"_utc;
constexpr auto account = lots<unit::points>{}.max_holds<1>();

/// A member with so many points.
template <class Programme>
member<Programme> with(const Programme& rules, amount<unit::points> points) {
    member<Programme> anna;
    apply(rules, anna, adjustment<unit::points>{.id = 1, .time = noon, .amount = points});
    return anna;
}

template <class Programme>
amount<unit::points> available(const Programme& rules, const member<Programme>& own) {
    return balances_of<unit::points>(rules, own, noon).available;
}

} // namespace

TEST_SUITE("golden/mixed_payment") {
    TEST_CASE("G23: a bill of 23.20, 13.20 of it in cash: tier spend 13.20 or 23.20, never 36.40") {
        const auto missing = [](const auto& rules) {
            auto anna = with(rules, 1000_points);
            CHECK(apply(rules, anna, pays(2, noon, 23.20_usd, 1000_points)).accepted());
            return progress(rules, anna, noon).missing_to_next;
        };
        CHECK(missing(programme{by_cents, tiered{100_usd}.of(after_points{}), account}) == 86.80_usd);
        CHECK(missing(programme{by_cents, tiered{100_usd}, account}) == 76.80_usd);
    }

    TEST_CASE("G24: 3,030 points at 0.03 pay 90.90, and all are used; of 3 points at 3.00 for 2, 2 are") {
        constexpr date today = "2025-03-10"_date;
        constexpr redemption_rule three_cents{redemption_rate{1_points, 0.03_usd}};
        CHECK(three_cents.cover(3030_points, 90.90_usd, today).value == 90.90_usd);
        constexpr programme shop{three_cents, points{per_visit{1_points}}, account};
        auto anna = with(shop, 3030_points);
        CHECK(apply(shop, anna, pays(2, noon, 90.90_usd, 3030_points)).accepted());
        CHECK(available(shop, anna) == 1_points); // for the visit

        constexpr redemption_rule by_two{redemption_rate{2_points, 3_usd}};
        CHECK(by_two.quote(3_points, 3_points, 10_usd, today) == redemption_quote{2_points, 3_usd});
        CHECK(by_two.cover(2_points, 10_usd, today).value == 3_usd);
        CHECK(by_two.cover(3_points, 10_usd, today) ==
              points_cover<unit::points, currency::usd>{{}, reason::uneven_amount, 2_points});
    }

    TEST_CASE("G28: 10.00 over three lines of 100.00 leave 96.66, 96.67, 96.67; 30.00 over 60, 30, 10 take 18, 9, 3") {
        const auto rest_of = [](const std::array<item, 3>& lines, amount<unit::points> paid, std::uint32_t category) {
            const programme rules{
                by_cents, points{per_amount{1_points, 0.01_usd}.of(after_points{}).on(category_is(category)), whole},
                account};
            auto anna = with(rules, paid);
            return apply(rules, anna, paid_with{goods{.id = 2, .time = noon, .lines = lines, .tenders = {}}, paid})
                .template granted<unit::points>();
        };
        const std::array<item, 3> alike{
            {{.category = 1, .net = 100_usd}, {.category = 2, .net = 100_usd}, {.category = 3, .net = 100_usd}}};
        CHECK(rest_of(alike, 1000_points, 1) == 9666_points);
        CHECK(rest_of(alike, 1000_points, 2) == 9667_points);
        CHECK(rest_of(alike, 1000_points, 3) == 9667_points);

        const std::array<item, 3> falling{
            {{.category = 1, .net = 60_usd}, {.category = 2, .net = 30_usd}, {.category = 3, .net = 10_usd}}};
        CHECK(rest_of(falling, 3000_points, 1) == 4200_points);
        CHECK(rest_of(falling, 3000_points, 2) == 2100_points);
        CHECK(rest_of(falling, 3000_points, 3) == 700_points);

        // The last line cancelled takes its 3.00 with it.
        constexpr programme shop{by_cents, points{per_amount{1_points, 1_usd}.of(after_points{}), whole}, account};
        auto anna = with(shop, 3000_points);
        auto sold = apply_with_receipt(
            shop, anna, paid_with{goods{.id = 2, .time = noon, .lines = falling, .tenders = {}}, 3000_points});
        CHECK(sold.outcome.granted<unit::points>() == 70_points);
        const auto kept =
            paid_with{goods{.id = 2, .time = noon, .lines = std::span{falling}.first<2>(), .tenders = {}}, 3000_points};
        CHECK(apply(shop, anna, sold.receipt.returned({.id = 3, .time = noon}, kept)).granted<unit::points>() ==
              -7_points);
        CHECK(available(shop, anna) == 363_points); // 300 came back, 63 are earned
    }

    TEST_CASE("B06: an order of 100.00, half of it by 100 points: -100 and +50; cancelled, 100 are back and nothing is "
              "earned") {
        constexpr programme shop{redemption_rule{redemption_rate{1_points, 0.50_usd}},
                                 points{per_amount{1_points, 1_usd}.of(after_points{}), whole}, account};
        member<std::remove_const_t<decltype(shop)>> anna;
        CHECK(apply(shop, anna, sale{.id = 1, .time = noon, .net = 100_usd}).granted<unit::points>() == 100_points);
        auto sold = apply_with_receipt(shop, anna, pays(2, noon, 100_usd, 100_points));
        CHECK(sold.outcome.granted<unit::points>() == 50_points);
        CHECK(available(shop, anna) == 50_points);
        CHECK(balances_of<unit::points>(shop, anna, noon).spent == 100_points);
        apply(shop, anna, sold.receipt.returned({.id = 3, .time = noon}));
        CHECK(available(shop, anna) == 100_points);

        // Placed first and completed later: a hold, which the purchase then pays with.
        member<std::remove_const_t<decltype(shop)>> ben;
        apply(shop, ben, sale{.id = 1, .time = noon, .net = 100_usd});
        CHECK(apply(shop, ben,
                    reservation<unit::points>{
                        .id = 2, .time = noon, .hold = 7, .amount = 100_points, .until = "2025-04-01"_date})
                  .accepted());
        CHECK(available(shop, ben) == 0_points);
        apply(shop, ben, release<unit::points>{.id = 3, .time = noon, .hold = 7});
        CHECK(apply(shop, ben, pays(4, noon, 100_usd, 100_points)).granted<unit::points>() == 50_points);
        CHECK(available(shop, ben) == 50_points);
    }

    TEST_CASE("F04: of 100.00 with 30.00 by points, all earns 100, the rest 70, and none 0") {
        const auto earned = [](const auto& policy) {
            const programme shop{by_cents, policy, account};
            auto anna = with(shop, 3000_points);
            return apply(shop, anna, pays(2, noon, 100_usd, 3000_points)).template granted<unit::points>();
        };
        CHECK(earned(points{per_amount{1_points, 1_usd}, whole}) == 100_points);
        CHECK(earned(points{per_amount{1_points, 1_usd}.of(after_points{}), whole}) == 70_points);
        CHECK(earned(points{per_amount{1_points, 1_usd}.when(!points_pay()), whole}) == 0_points);
    }

    TEST_CASE("F04: the same by the tenders of the bill") {
        constexpr std::array<tender_part<currency::usd>, 2> tenders{{{tender::points, 30_usd}, {tender::card, 70_usd}}};
        constexpr std::array<item, 1> lines{{{.net = 100_usd}}};
        constexpr programme shop{
            by_cents, points{per_amount{1_points, 1_usd}.paid_by(tender::cash, tender::card), whole}, account};
        auto anna = with(shop, 3000_points);
        const auto gave =
            apply(shop, anna, paid_with{goods{.id = 2, .time = noon, .lines = lines, .tenders = tenders}, 3000_points});
        CHECK(gave.granted<unit::points>() == 70_points);
        CHECK(available(shop, anna) == 70_points);
    }

    TEST_CASE("F06: 106.25 at a point a dollar takes 107 points to the last cent, or 106 and 0.25 in money; at a cent "
              "10,625") {
        constexpr redemption_rule dollars{redemption_rate{1_points, 1_usd}};
        constexpr auto last_cent = dollars.to_the_last_cent();
        constexpr programme covers{last_cent, points{per_amount{1_points, 0.01_usd}.of(after_points{}), whole},
                                   account};
        constexpr programme exact{dollars, points{per_amount{1_points, 0.01_usd}.of(after_points{}), whole}, account};
        auto anna = with(covers, 200_points);
        CHECK(redeemable<unit::points>(covers, anna, 106.25_usd, noon) == redemption_quote{107_points, 106.25_usd});
        CHECK(apply(covers, anna, pays(2, noon, 106.25_usd, 107_points)).granted<unit::points>() == 0_points);
        CHECK(available(covers, anna) == 93_points);

        auto ben = with(exact, 200_points);
        CHECK(apply(exact, ben, pays(2, noon, 106.25_usd, 107_points)).refused == reason::more_than_bill);
        CHECK(apply(exact, ben, pays(2, noon, 106.25_usd, 106_points)).granted<unit::points>() == 25_points);

        constexpr programme cents{by_cents, points{per_amount{1_points, 0.01_usd}.of(after_points{}), whole}, account};
        auto eve = with(cents, 10'625_points);
        CHECK(apply(cents, eve, pays(2, noon, 106.25_usd, 10'625_points)).granted<unit::points>() == 0_points);
        CHECK(available(cents, eve) == 0_points);
    }

    TEST_CASE("F11: 99.99 by points worth 33.33 and 66.66 of money; of a refund of 50.00, 16.67 go back as points") {
        constexpr programme shop{by_cents, points{per_visit{1_stamps}}, account};
        auto anna = with(shop, 3333_points);
        auto sold = apply_with_receipt(shop, anna, pays(2, noon, 99.99_usd, 3333_points));
        CHECK(available(shop, anna) == 0_points);
        apply(shop, anna, sold.receipt.returned({.id = 3, .time = noon}, pays(2, noon, 49.99_usd, 3333_points)));
        CHECK(available(shop, anna) == 1667_points);
        apply(shop, anna, sold.receipt.returned({.id = 4, .time = noon}));
        CHECK(available(shop, anna) == 3333_points);
    }
}
