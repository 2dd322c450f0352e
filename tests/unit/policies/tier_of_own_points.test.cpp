// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/loyalty.hpp>

#include "support/till.hpp"

#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::extensions;

// A tier that counts the points which it multiplies: silver from 100 points a year, which earns twice as much.

namespace {

using sale = purchase<currency::usd>;

constexpr round_off whole{rounding::floor};
constexpr points doubled{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, whole};
constexpr programme silver{tiered{100_points}.of(earned<unit::points>{}), doubled};

struct tier_log {
    std::vector<tier_change> changes;
    void on(const tier_change& change) { changes.push_back(change); }
};

constexpr sale buys(std::uint64_t id, money<currency::usd> net) {
    return {.id = id, .time = support::noon(date::of(2025, 3, 1) + static_cast<int>(id)), .net = net};
}

} // namespace

TEST_SUITE("policies") {
    TEST_CASE("a tier counts the points that it multiplies; what reaches it earns at the old rate") {
        member<std::remove_const_t<decltype(silver)>> anna;
        const auto first = apply(silver, anna, buys(1, 80_usd));
        CHECK(first.granted<unit::points>() == 80_points);
        CHECK(first.tier_after == 0);
        const auto second = apply(silver, anna, buys(2, 30_usd)); // 110 points: the tier is reached
        CHECK(second.granted<unit::points>() == 30_points);
        CHECK(second.tier_before == 0);
        CHECK(second.tier_after == 1);
        const auto third = apply(silver, anna, buys(3, 10_usd));
        CHECK(third.granted<unit::points>() == 20_points);
        CHECK(anna.balance<unit::points>() == 130_points);
        CHECK(tier_of(silver, anna, support::noon(date::of(2025, 12, 31))) == 1);
        CHECK(tier_of(silver, anna, support::noon(date::of(2026, 1, 1))) == 0);
        CHECK(progress(silver, anna, support::noon(date::of(2025, 4, 1))).missing_to_keep == 0_points);
    }

    TEST_CASE("a bonus of a later policy counts too, and a refused purchase counts nothing") {
        constexpr programme rules{
            tiered{100_points}.of(earned<unit::points>{}), doubled,
            points{per_visit{60_points}, cap_at{60_points, calendar_window{period_unit::month}}.rejecting()}};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(apply(rules, anna, buys(1, 40_usd)).tier_after == 1); // 40 and 60
        const auto before = anna;
        CHECK(apply(rules, anna, buys(2, 40_usd)).refused == reason::cap_reached);
        CHECK(anna == before);
    }

    TEST_CASE("a return takes the points out of the count") {
        constexpr programme strict{tiered{100_points}.of(earned<unit::points>{}).returning(on_return::loses_tier),
                                   doubled};
        member<std::remove_const_t<decltype(strict)>> anna;
        apply(strict, anna, buys(1, 80_usd));
        auto second = apply_with_receipt(strict, anna, buys(2, 30_usd));
        apply(strict, anna, buys(3, 10_usd)); // 20 points at the rate of silver
        const event_key tomorrow{.id = 4, .time = support::noon(date::of(2025, 3, 9))};
        const auto partly = apply(strict, anna, second.receipt.returned(tomorrow, buys(2, 25_usd)));
        CHECK(partly.granted<unit::points>() == -5_points); // at the rate of the sale: 125 are left
        CHECK(partly.tier_after == 1);
        const auto back = apply(strict, anna, second.receipt.returned({.id = 5, .time = tomorrow.time}));
        CHECK(back.granted<unit::points>() == -25_points);
        CHECK(anna.balance<unit::points>() == 100_points); // 80 and 20
        CHECK(back.tier_after == 1);
        CHECK(tier_of(strict, anna, tomorrow.time) == 1);
    }

    TEST_CASE("a tier set by hand stands above it from the next event on") {
        constexpr programme rules{tiered{100_points}.of(earned<unit::points>{}), tier_floor{}, doubled};
        member<std::remove_const_t<decltype(rules)>> anna;
        apply(rules, anna, tier_grant{.id = 1, .time = buys(1, 0_usd).time, .tier = 1, .until = date::of(2025, 3, 5)});
        CHECK(apply(rules, anna, buys(2, 10_usd)).granted<unit::points>() == 20_points);
        const auto late = apply(rules, anna, buys(6, 85_usd)); // the floor has ended: the rate is that of everyone
        CHECK(late.granted<unit::points>() == 85_points);
        CHECK(late.tier_after == 1); // 105 points reach the tier
    }

    TEST_CASE("the change of the tier is an effect") {
        member<std::remove_const_t<decltype(silver)>> anna;
        tier_log log;
        apply(silver, anna, buys(1, 100_usd), no_profile{}, log);
        REQUIRE(log.changes.size() == 1);
        CHECK(log.changes[0].from == 0);
        CHECK(log.changes[0].to == 1);
        CHECK(log.changes[0].rule == 0);
    }

    TEST_CASE("the rate of a purchase cannot follow from the points that it earns at that rate") {
        const programme circle{tiered{100_points}.of(earned<unit::points>{}).crossing(earns_at::new_rate), doubled};
        CHECK(std::string_view{circle.problem().sentence} ==
              "tiered: what a purchase earns at its tier cannot decide that tier: count earned<...> of a policy before "
              "the tiered, or use earns_at::old_rate");
    }
}
