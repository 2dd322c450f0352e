// SPDX-License-Identifier: BSL-1.0
//
// A return may raise a count: of a basket of 120.00 nothing counts if only those below 100.00 do, and 80.00 of it count.
#include <loyalty/policies/either_ladder.hpp>
#include <loyalty/policies/tier_floor.hpp>
#include <loyalty/policies/tiered.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::criteria;
using sale = purchase<currency::usd>;

namespace {

constexpr auto small_baskets = tiered{50_usd}.when(!basket_at_least(100_usd));
constexpr points by_tier{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}};
constexpr instant december = "2025-12-20T12:00"_utc;
constexpr instant january = "2026-01-10T12:00"_utc;

/// The outcome of a return that leaves 80.00 of 120.00.
template <class Programme>
outcome_of<Programme> returned(const Programme& rules, member<Programme>& anna, instant at) {
    auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = december, .net = 120_usd});
    CHECK(sold.outcome.tier_after == 0);
    return apply(rules, anna,
                 sold.receipt.returned({.id = 2, .time = at}, sale{.id = 1, .time = december, .net = 80_usd}));
}

} // namespace

TEST_SUITE("policies/lifted_by_return") {
    TEST_CASE("the tier begins at the return, and the next purchase earns at it") {
        constexpr programme rules{small_baskets, by_tier};
        member<std::remove_const_t<decltype(rules)>> anna;
        const auto back = returned(rules, anna, december);
        CHECK(back.tier_before == 0);
        CHECK(back.tier_after == 1);
        CHECK(back.granted<unit::points>() == -40_points); // the rest of the sale earns as it did
        CHECK(apply(rules, anna, sale{.id = 3, .time = december, .net = 100_usd}).granted<unit::points>() ==
              200_points);
    }

    TEST_CASE("a rest below the threshold lifts nothing") {
        constexpr programme rules{tiered{80.01_usd}.when(!basket_at_least(100_usd)), by_tier};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(returned(rules, anna, december).tier_after == 0);
    }

    TEST_CASE("a tier that begins with the next period waits for it") {
        constexpr programme rules{small_baskets.upgrading(choices::upgrade::next_period).held_for(1), by_tier};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(returned(rules, anna, december).tier_after == 0);
        CHECK(progress(rules, anna, january).tier == 1);
    }

    TEST_CASE("after the end of the year it begins if it is still held") {
        constexpr programme held{small_baskets.held_for(1), by_tier};
        member<std::remove_const_t<decltype(held)>> anna;
        CHECK(returned(held, anna, january).tier_after == 1);
        CHECK(progress(held, anna, january).held_until == "2027-01-01"_date);
        constexpr programme ended{small_baskets, by_tier};
        member<std::remove_const_t<decltype(ended)>> ben;
        CHECK(returned(ended, ben, january).tier_after == 0);
    }

    TEST_CASE("so it does on a ladder of several, and below a floor") {
        constexpr programme rules{social::either_ladder{small_baskets, tiered{9_visits}.of(visits{})}, by_tier};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(returned(rules, anna, december).tier_after == 1);
        constexpr programme floored{small_baskets, tier_floor{}, by_tier};
        member<std::remove_const_t<decltype(floored)>> ben;
        CHECK(returned(floored, ben, december).tier_after == 1);
    }

    TEST_CASE("the rest may come back too: a tier that may be lost goes again") {
        constexpr programme rules{small_baskets.returning(choices::on_return::loses_tier), by_tier};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = december, .net = 120_usd});
        const sale rest{.id = 1, .time = december, .net = 80_usd};
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 2, .time = december}, rest)).tier_after == 1);
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 3, .time = december})).tier_after == 0);
    }
}
