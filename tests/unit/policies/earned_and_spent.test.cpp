// SPDX-License-Identifier: BSL-1.0
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

#include <doctest/doctest.h>

#include "support/till.hpp"

#include <cstdint>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using namespace loyalty::prices;
using games::levels;
using games::prize;
using games::prize_wheel;

// The points that were ever earned count, also those that a conversion, a stake or a payment has taken (S27).

namespace {

using sale = purchase<currency::usd>;

constexpr auto at_100 = tiered{100_points}.of(earned<unit::points>{}).within(lifetime{});
constexpr points rate{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr conversion stamps_for_50{50_points, 1_stamps};
constexpr auto wheel = prize_wheel{2025, prize{1, 0_points}}.of(7u).staking(30_points);

constexpr sale buys(std::uint64_t id, money<currency::usd> net) {
    return {.id = id, .member = 3, .time = support::noon(date::of(2025, 3, 1) + static_cast<int>(id)), .net = net};
}
constexpr activity spins(std::uint64_t id) {
    return {.id = id,
            .member = 3,
            .time = support::noon(date::of(2025, 3, 1) + static_cast<int>(id)),
            .kind = 7,
            .score = 30};
}

} // namespace

TEST_SUITE("policies/earned_and_spent") {
    TEST_CASE("a conversion takes points from the balance, and none from a tier that counts them") {
        constexpr programme plain{at_100, rate, stamps_for_50};
        constexpr programme booked{at_100, rate, lots<unit::points>{}, stamps_for_50};
        member<std::remove_const_t<decltype(plain)>> anna;
        member<std::remove_const_t<decltype(booked)>> ben;
        const auto first = apply(plain, anna, buys(1, 99_usd));
        CHECK(first.tier_after == 0);
        CHECK(first.granted<unit::points>() == 49_points); // 99 earned, 50 converted
        CHECK(progress(plain, anna, buys(1, 0_usd).time).missing_to_next == 1_points);
        CHECK(apply(booked, ben, buys(1, 99_usd)).tier_after == 0);
        CHECK(progress(booked, ben, buys(1, 0_usd).time).missing_to_next == 1_points);
        CHECK(apply(plain, anna, buys(2, 1_usd)).tier_after == 1); // 50 are there, and become the second stamp
        CHECK(apply(booked, ben, buys(2, 1_usd)).tier_after == 1);
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(anna.balance<unit::stamps>() == 2_stamps);
    }

    TEST_CASE("a tier behind the conversion counts the same") {
        constexpr programme rules{rate, stamps_for_50, at_100};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(apply(rules, anna, buys(1, 120_usd)).tier_after == 1);
        CHECK(anna.balance<unit::points>() == 20_points);
    }

    TEST_CASE("a stake is spent, not unearned") {
        constexpr programme fair{at_100, rate, wheel};
        member<std::remove_const_t<decltype(fair)>> anna;
        CHECK(apply(fair, anna, buys(1, 90_usd)).tier_after == 0);
        CHECK(apply(fair, anna, spins(2)).granted<unit::points>() == -30_points);
        CHECK(progress(fair, anna, spins(2).time).missing_to_next == 10_points);
        CHECK(apply(fair, anna, buys(3, 10_usd)).tier_after == 1);
        CHECK(anna.balance<unit::points>() == 70_points);
    }

    TEST_CASE("what a wheel gives is earned, and its stake is not taken from it") {
        constexpr programme fair{at_100, rate, prize_wheel{2025, prize{1, 20_points}}.of(7u).staking(30_points)};
        member<std::remove_const_t<decltype(fair)>> anna;
        apply(fair, anna, buys(1, 70_usd));
        CHECK(apply(fair, anna, spins(2)).tier_after == 0); // 70 and 20
        CHECK(progress(fair, anna, spins(2).time).missing_to_next == 10_points);
    }

    TEST_CASE("levels behind a wheel, and a threshold behind a conversion") {
        constexpr programme fair{rate, wheel, levels{100_points}.of(earned<unit::points>{}).awards(1_badges)};
        member<std::remove_const_t<decltype(fair)>> anna;
        apply(fair, anna, buys(1, 90_usd));
        apply(fair, anna, spins(2));
        CHECK(apply(fair, anna, buys(3, 10_usd)).granted<unit::badges>() == 1_badges);

        constexpr programme paying{rate, stamps_for_50,
                                   spend_threshold{5_usd, once(100_points)}.of(earned<unit::points>{})};
        member<std::remove_const_t<decltype(paying)>> ben;
        CHECK(apply(paying, ben, buys(1, 100_usd)).granted<currency::usd>() == 5_usd);
    }

    TEST_CASE("an award of what was earned is computed from all of it, also in wide numbers") {
        constexpr programme again{
            rate, stamps_for_50,
            points{per_amount{1_badges, 10_points}.of(earned<unit::points>{}), round_off{rounding::floor}}};
        member<std::remove_const_t<decltype(again)>> anna;
        CHECK(apply(again, anna, buys(1, 120_usd)).granted<unit::badges>() == 12_badges);
    }

    TEST_CASE("points that pay a purchase come out of the balance, and not out of what it earns") {
        constexpr programme shop{at_100, redemption_rule{redemption_rate{1_points, 0.01_usd}}, rate};
        member<std::remove_const_t<decltype(shop)>> anna;
        apply(shop, anna, buys(1, 90_usd));
        const sale next = buys(2, 10_usd);
        CHECK(apply(shop, anna, paid_with{next, 80_points}).tier_after == 1);
        CHECK(anna.balance<unit::points>() == 20_points);
    }

    TEST_CASE("a return takes what was earned out of the count, and gives what was converted back") {
        constexpr programme strict{at_100.returning(choices::on_return::loses_tier), rate, stamps_for_50};
        member<std::remove_const_t<decltype(strict)>> anna;
        apply(strict, anna, buys(1, 40_usd));
        auto second = apply_with_receipt(strict, anna, buys(2, 120_usd)); // 160: three stamps and 10
        CHECK(second.outcome.tier_after == 1);
        CHECK(anna.balance<unit::stamps>() == 3_stamps);
        const event_key later{.id = 3, .time = buys(3, 0_usd).time};
        CHECK(apply(strict, anna, second.receipt.returned(later, buys(2, 60_usd))).tier_after == 1); // 40 and 60
        CHECK(anna.balance<unit::stamps>() == 2_stamps);
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(apply(strict, anna, second.receipt.returned({.id = 4, .time = later.time})).tier_after == 0);
        CHECK(anna.balance<unit::stamps>() == 0_stamps);
        CHECK(anna.balance<unit::points>() == 40_points);
        CHECK(progress(strict, anna, later.time).missing_to_next == 60_points);
    }

    TEST_CASE("a cap still takes from what is earned") {
        constexpr programme capped{
            at_100, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{60_points, one_basket{}}},
            stamps_for_50};
        member<std::remove_const_t<decltype(capped)>> anna;
        CHECK(apply(capped, anna, buys(1, 120_usd)).tier_after == 0);
        CHECK(progress(capped, anna, buys(1, 0_usd).time).missing_to_next == 40_points);
    }
}
