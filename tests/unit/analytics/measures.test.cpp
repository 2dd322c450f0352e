// SPDX-License-Identifier: BSL-1.0
#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/rfm.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/text.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::analytics;

namespace {

/// The numerator over the denominator, as they stand: "9000/2".
std::string text(ratio value) {
    return std::to_string(value.numerator) + '/' + std::to_string(value.denominator);
}
std::string per_cent(ratio value, int decimals = 1) {
    const auto shown = percent(value, decimals, rounding::half_up);
    return shown ? std::string(texts::to_text(*shown).view()) : "none";
}

static_assert(sizeof(purchases_of_member) == 40, "the documentation says so");

constexpr std::uint32_t a = 0;
constexpr std::uint32_t b = 1;
constexpr std::uint32_t c = 3; // 2 never buys

/// The table at the top of purchase_table.hpp, with a refund to C.
purchase_table<currency::usd> shop() {
    purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 3}};
    table.order(a, "2025-01-05"_date, 10_usd);
    table.order(a, "2025-02-28"_date, 20_usd);
    table.order(b, "2025-01-31"_date, 5_usd, 7);
    table.order(b, "2025-03-01"_date, 5_usd, 8);
    table.order(c, "2025-02-10"_date, 30_usd);
    return table;
}

} // namespace

TEST_SUITE("analytics/tally") {
    TEST_CASE("0 of 0 is none, and not 0") {
        CHECK_FALSE(tally{}.quotient().valid());
        CHECK(percent(tally{}.quotient(), 1, rounding::half_up) == std::nullopt);
        CHECK(rounded(average_order_value<currency::usd>{}.quotient(), 2, rounding::half_up) == std::nullopt);
        member_redemption_rate none_redeemed;
        none_redeemed.member(false);
        CHECK(text(none_redeemed.quotient()) == "0/1");
        CHECK(per_cent(none_redeemed.quotient()) == "0.0");
    }
    TEST_CASE("the average order value, with returns in and out") {
        average_order_value<currency::usd> value;
        value.order(60_usd);
        value.order(40_usd);
        CHECK(text(value.quotient()) == "10000/2");
        value.refund(10_usd);
        CHECK(text(value.quotient()) == "9000/2");
        CHECK(rounded(ratio{9000, 7}, 2, rounding::half_up) == arithmetic::decimal{128571, 2});
    }
    TEST_CASE("redemption of points and of members, and breakage") {
        point_redemption_rate<unit::points> points;
        points.issue(1000_points);
        points.redeem(250_points);
        CHECK(text(points.quotient()) == "250/1000");
        member_redemption_rate members;
        for (int i = 0; i < 8; ++i) {
            members.member(i < 2);
        }
        CHECK(text(members.quotient()) == "2/8");
        breakage_rate<unit::points> broken;
        broken.expire(30_points);
        broken.redeem(70_points);
        CHECK(text(broken.quotient()) == "30/100");
    }
    TEST_CASE("cost, share of wallet, net promoter score, loyalty index") {
        cost_share<currency::usd> cost;
        cost.cost(3_usd);
        cost.revenue(120_usd);
        CHECK(per_cent(cost.quotient()) == "2.5");
        share_of_wallet<currency::usd> wallet;
        wallet.spent(40_usd, 160_usd);
        CHECK(per_cent(wallet.quotient(), 0) == "25");
        net_promoter_score score;
        for (const int answer : {10, 9, 8, 3, 11, -1}) {
            CHECK(score.answer(answer) == (answer != 11 && answer != -1));
        }
        CHECK(text(score.quotient()) == "1/4");
        for (int i = 0; i < 3; ++i) {
            score.answer(6);
        }
        CHECK(text(score.quotient()) == "-2/7");
        CHECK(per_cent(score.quotient()) == "-28.6");
        loyalty_index index;
        index.answers(6, 5, 4);
        CHECK(text(index.quotient()) == "15/3");
    }
    TEST_CASE("the return on the cost against a control") {
        return_on_cost<currency::usd> campaign;
        for (int i = 0; i < 200; ++i) {
            campaign.member(25_usd);
        }
        CHECK_FALSE(campaign.quotient().valid());
        CHECK(
            campaign.what_is_missing() ==
            "return on the cost: the control group has no members: leave some members without the programme, and count "
            "them by member_of_control");
        for (int i = 0; i < 100; ++i) {
            campaign.member_of_control(20_usd);
        }
        CHECK_FALSE(campaign.quotient().valid());
        CHECK(campaign.what_is_missing() ==
              "return on the cost: no cost was counted: call cost with what the programme took");
        campaign.cost(500_usd);
        CHECK(campaign.quotient() == ratio{1, 1});
        CHECK(campaign.what_is_missing().empty());
        campaign.cost(1500_usd);
        CHECK(campaign.quotient() == ratio{-1, 2});
    }
    TEST_CASE("the predictive lifetime value") {
        const ratio value = predictive_lifetime_value({10000, 1}, {80, 100}, {10, 100});
        CHECK(value == ratio{80000, 3}); // cents
        CHECK(rounded(value, 0, rounding::half_up) == arithmetic::decimal{26667, 0});
        CHECK_FALSE(predictive_lifetime_value({10000, 1}, {1, 1}, {0, 1}).valid()); // all stay for ever
        CHECK_FALSE(predictive_lifetime_value({10000, 1}, {0, 0}, {0, 1}).valid());
        CHECK_FALSE(predictive_lifetime_value({INT64_MAX, 1}, {2, 3}, {1, 10}).valid());
    }
    TEST_CASE("a sum that passes 64 bits leaves no value") {
        cost_share<currency::usd> cost;
        cost.revenue(1_usd);
        cost.cost(amount<currency::usd>::largest());
        CHECK(cost.quotient().valid());
        cost_share<currency::usd> more = cost;
        more.merge(cost);
        CHECK_FALSE(more.quotient().valid());
    }
}

TEST_SUITE("analytics/purchase_table") {
    TEST_CASE("repeat purchases, upsell, order value, lifetime value, frequency") {
        purchase_table<currency::usd> table = shop();
        CHECK(table.buyers() == 3);
        CHECK(text(table.repeat_purchase_rate()) == "2/3");
        CHECK(text(table.upsell_rate()) == "1/3");
        CHECK(text(table.average_order_value()) == "7000/5");
        CHECK(text(table.historic_lifetime_value()) == "7000/3");
        CHECK(text(table.purchase_frequency()) == "5/3");
        CHECK(table.refund(c, "2025-03-15"_date, 30_usd) == table_refusal::none);
        CHECK(text(table.average_order_value()) == "4000/5");
        CHECK(table.period(2).net_minor_units == -2500);
    }
    TEST_CASE("retention and churn by period") {
        const purchase_table<currency::usd> table = shop();
        CHECK(text(table.retention(0)) == "1/2");
        CHECK(text(table.churn(0)) == "1/2");
        CHECK(text(table.retention(1)) == "0/2");
        CHECK(text(table.churn(1)) == "2/2");
        CHECK_FALSE(table.retention(2).valid());
        CHECK_FALSE(table.churn(2).valid());
    }
    TEST_CASE("active members, joiners and visits by period") {
        purchase_table<currency::usd> table = shop();
        table.order(a, "2025-01-20"_date, 1_usd);
        const period_row january = table.period(0);
        CHECK(january.orders == 3);
        CHECK(january.members == 2);
        CHECK(january.joined == 2);
        CHECK(text(january.visit_frequency()) == "3/2");
        CHECK(table.period(1).joined == 1);
        CHECK(table.period(2).joined == 0);
    }
    TEST_CASE("cohorts") {
        const purchase_table<currency::usd> table = shop();
        const cohort_row january = table.cohort(0);
        CHECK(january.members == 2);
        CHECK(text(january.retained(0)) == "2/2");
        CHECK(text(january.retained(1)) == "1/2");
        CHECK(text(january.retained(2)) == "1/2");
        CHECK(table.cohort(1).members == 1);
        CHECK_FALSE(table.cohort(2).retained(0).valid());
    }
    TEST_CASE("what a table does not take leaves it as it was") {
        purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 3}, 10};
        CHECK(table.order(10, "2025-01-05"_date, 1_usd) == table_refusal::unknown_member);
        CHECK(table.order(1, "2024-12-31"_date, 1_usd) == table_refusal::outside);
        CHECK(table.order(1, "2025-04-01"_date, 1_usd) == table_refusal::outside);
        CHECK(table.order(1, "2025-03-31"_date, amount<currency::usd>::largest()) == table_refusal::none);
        CHECK(table.order(2, "2025-03-30"_date, 1_usd) == table_refusal::overflow);
        CHECK(table.order(1, "2025-02-28"_date, 1_usd) == table_refusal::overflow);
        CHECK(table.refund(2, "2025-03-30"_date, amount<currency::usd>::from_minor_units(INT64_MIN)) ==
              table_refusal::overflow);
        CHECK(table.buyers() == 1);
        CHECK(table.period(2).orders == 1);
        CHECK(table.period(1).orders == 0);
        CHECK(table.merge(purchase_table<currency::usd>{{period_unit::month, "2025-02-01"_date, 3}}) ==
              table_refusal::different_periods);
        CHECK(table.merge(table) == table_refusal::overflow);
        purchase_table<currency::usd> larger{{period_unit::month, "2025-01-01"_date, 3}};
        larger.order(10, "2025-01-05"_date, 1_usd);
        CHECK(table.merge(larger) == table_refusal::unknown_member);
        CHECK(text(table.average_order_value()) == std::to_string(INT64_MAX) + "/1");
    }
    TEST_CASE("if the sum of all passes 64 bits, what divides it has no value, and the rest has") {
        purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 3}};
        table.order(a, "2025-01-05"_date, amount<currency::usd>::largest());
        CHECK(table.order(b, "2025-02-05"_date, 1_usd) == table_refusal::none);
        CHECK_FALSE(table.average_order_value().valid());
        CHECK_FALSE(table.historic_lifetime_value().valid());
        CHECK(text(table.purchase_frequency()) == "2/2");
        CHECK(table.period(0).net_minor_units == INT64_MAX);
    }
    TEST_CASE("amounts that add up to more than 64 bits are taken, as long as no single sum passes them") {
        const auto half = amount<currency::usd>::from_minor_units(INT64_MAX / 2 + 1);
        purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 3}};
        CHECK(table.order(a, "2025-01-05"_date, half) == table_refusal::none);
        CHECK(table.refund(a, "2025-01-05"_date, half) == table_refusal::none);
        CHECK(table.order(a, "2025-01-05"_date, half) == table_refusal::none);
        CHECK(table.order(a, "2025-01-05"_date, 1_usd) == table_refusal::none);
        CHECK(table.order(a, "2025-01-05"_date, half) == table_refusal::overflow);
        CHECK(table.order(b, "2025-01-05"_date, half) == table_refusal::overflow); // of the period
        CHECK(table.order(b, "2025-02-05"_date, half) == table_refusal::none);
        CHECK(table.order(b, "2025-02-05"_date, amount<currency::usd>::from_minor_units(-5)) == table_refusal::none);
        CHECK(table.period(0).net_minor_units == INT64_MAX / 2 + 101);
        CHECK(table.period(1).net_minor_units == INT64_MAX / 2 - 4);
        CHECK(table.period(0).orders == 3);
        // Parts that are merged: each had room, both together have none.
        purchase_table<currency::usd> other{{period_unit::month, "2025-01-01"_date, 3}};
        CHECK(other.order(c, "2025-03-05"_date, half) == table_refusal::none);
        CHECK(table.merge(other) == table_refusal::none);
        CHECK(table.order(c, "2025-03-05"_date, half) == table_refusal::overflow);
        CHECK(table.period(2).net_minor_units == INT64_MAX / 2 + 1);
    }
    TEST_CASE("days in any order, and refunds between them, are the same table") {
        purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 3}};
        table.order(c, "2025-02-10"_date, 30_usd);
        table.order(b, "2025-03-01"_date, 5_usd, 8);
        table.order(a, "2025-01-05"_date, 10_usd);
        table.order(b, "2025-01-31"_date, 7_usd, 7);
        table.refund(b, "2025-01-31"_date, 2_usd);
        table.order(a, "2025-02-28"_date, 20_usd);
        const purchase_table<currency::usd> in_order = shop();
        for (std::size_t place = 0; place < 3; ++place) {
            CHECK(table.period(place).orders == in_order.period(place).orders);
            CHECK(table.period(place).net_minor_units == in_order.period(place).net_minor_units);
        }
        CHECK(std::equal(table.members().begin(), table.members().end(), in_order.members().begin(),
                         in_order.members().end()));
        CHECK(table.members()[b].last == "2025-03-01"_date);
    }
    TEST_CASE("an order at an instant is one on its business date") {
        constexpr calendar<utc> by_utc{};
        constexpr calendar<dates::fixed_offset> by_berlin{dates::fixed_offset::hours(1)};
        purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 3}};
        table.order(a, "2025-01-31T22:59:59"_utc, by_berlin, 1_usd);
        table.order(a, "2025-01-31T23:00:00"_utc, by_berlin, 2_usd); // midnight in Berlin
        table.order(a, "2025-02-01T22:59:59"_utc, by_berlin, 4_usd);
        table.order(a, "2025-02-28T23:59:59"_utc, by_utc, 8_usd);
        table.order(a, "2025-01-01T00:00:00"_utc, by_utc, 16_usd); // late
        table.order(a, "2025-03-01T00:00:00"_utc, by_utc, 32_usd);
        CHECK(table.period(0).net_minor_units == 1700);
        CHECK(table.period(1).net_minor_units == 1400);
        CHECK(table.period(2).net_minor_units == 3200);
        CHECK(table.members()[a].last == "2025-03-01"_date);
        CHECK(table.order(a, "2024-12-31T23:59:59"_utc, by_utc, 1_usd) == table_refusal::outside);
        CHECK(table.order(a, "2025-03-01T00:00:01"_utc, by_utc, 1_usd) == table_refusal::none);
    }
    TEST_CASE("two categories are two, whichever bits they have") {
        for (const std::uint32_t other : {0U, 1U, 6U, UINT32_MAX}) {
            purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 3}};
            table.order(a, "2025-01-05"_date, 1_usd, 7);
            table.order(a, "2025-01-05"_date, 1_usd, 7);
            CHECK(text(table.upsell_rate()) == "0/1");
            table.order(a, "2025-01-05"_date, 1_usd, other);
            CHECK(text(table.upsell_rate()) == "1/1");
        }
    }
    TEST_CASE("an empty table says none") {
        const purchase_table<currency::usd> table{{period_unit::month, "2025-01-01"_date, 1}};
        CHECK_FALSE(table.repeat_purchase_rate().valid());
        CHECK_FALSE(table.average_order_value().valid());
        CHECK_FALSE(table.historic_lifetime_value().valid());
        CHECK_FALSE(table.period(0).visit_frequency().valid());
        CHECK(rfm_of(table).empty());
    }
    TEST_CASE("places of days, and bounds of periods") {
        const periods half{period_unit::month, "2024-11-15"_date, 4};
        CHECK(half.place_of("2024-11-01"_date) == 0);
        CHECK(half.place_of("2025-02-28"_date) == 3);
        CHECK(half.place_of("2025-03-01"_date) == 4);
        CHECK(half.first_day(2) == "2025-01-01"_date);
        CHECK(periods{period_unit::day, "2024-11-15"_date, 100}.size() == 64);
        CHECK(periods{period_unit::day, "2024-11-15"_date, 0}.size() == 1);
    }
}

TEST_SUITE("analytics/rfm") {
    TEST_CASE("fifths of five members, and equal values have equal scores") {
        purchase_table<currency::usd> table{{period_unit::month, "2025-05-01"_date, 1}};
        for (std::uint32_t member = 0; member < 5; ++member) {
            for (std::uint32_t order = 0; order < 3 - member / 2; ++order) {
                table.order(member, "2025-05-01"_date + static_cast<std::int32_t>(member), 1_usd);
            }
        }
        // Orders 3, 3, 2, 2, 1, each for 1.00: below 1 nobody, below 2 one, below 3 three.
        const std::vector<rfm_score> scores = rfm_of(table);
        CHECK(scores == std::vector<rfm_score>{{0, 1, 4, 4}, {1, 2, 4, 4}, {2, 3, 2, 2}, {3, 4, 2, 2}, {4, 5, 1, 1}});
        const auto segments = rfm_segments(scores);
        CHECK(segments[4][0] == 1);
        CHECK(segments[0][3] == 1);
        CHECK(segments[0][0] == 0);
    }
    TEST_CASE("members without an order have no scores") {
        const std::vector<rfm_score> scores = rfm_of(shop());
        REQUIRE(scores.size() == 3);
        CHECK(scores[2].member == c);
    }
}
