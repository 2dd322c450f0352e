// SPDX-License-Identifier: BSL-1.0
//
// Balances that a member brings from another system.
#include <loyalty/events/opening.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using loyalty::social::most_credits;
using loyalty::social::opening;
using sale = purchase<currency::usd>;

namespace {

constexpr std::uint8_t floor_rule = 1;
constexpr std::uint8_t lots_rule = 4;
constexpr programme stars{tiered{350_usd, 1000_usd}, tier_floor{},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          cashback{currency::usd{}, rounding::half_up, cashback_rate{1_pct}},
                          lots<unit::points>{}.expiring(expires_end_of_month<6>{})};
using stars_type = std::remove_const_t<decltype(stars)>;
using brought = opening<unit::points, currency::usd>;

constexpr instant now = "2025-03-10T12:00"_utc;

struct log {
    std::vector<credited<unit::points>> lots{};
    refusal last{};
    void on(const credited<unit::points>& one) { lots.push_back(one); }
    void on(const refusal& one) { last = one; }
};

/// An opening that is refused, and changes nothing.
template <class Programme, class Event>
void is_refused(const Programme& programme, member<Programme> own, const Event& event, reason why, std::uint8_t rule,
                std::string_view sentence) {
    const auto before = own;
    log heard;
    const auto gave = apply(programme, own, event, no_profile{}, heard);
    CHECK(gave.refused == why);
    CHECK(gave.refusing_rule() == rule);
    CHECK(heard.last.why == why);
    CHECK(heard.lots.empty());
    CHECK(message(gave.refused) == sentence);
    CHECK(own == before);
}

constexpr std::string_view over = "a credit of the opening balances has expired, or expires before it is active: leave "
                                  "it out, or mend its dates";

} // namespace

TEST_SUITE("events/opening") {
    TEST_CASE("100 points of January, 40 until the end of the year, 5.00 USD and tier 2") {
        brought event{.id = 1, .time = now};
        CHECK(event.add(100_points, {.earned_on = "2025-01-10"_date}));
        CHECK(event.add(40_points, {.active_from = "2025-04-01"_date, .expires = "2026-01-01"_date}));
        CHECK(event.add(5_usd));
        event.tier = 2;
        event.tier_until = "2026-01-01"_date;
        member<stars_type> anna;
        log heard;
        const auto gave = apply(stars, anna, event, no_profile{}, heard);
        CHECK(gave.accepted());
        CHECK(gave.granted<unit::points>() == 140_points);
        CHECK(gave.granted<currency::usd>() == 5_usd);
        CHECK(gave.tier_after == 2);
        REQUIRE(heard.lots.size() == 2);
        CHECK(heard.lots[0].dates == lot_dates{"2025-01-10"_date, "2025-08-01"_date});
        CHECK(heard.lots[1].dates == lot_dates{"2025-04-01"_date, "2026-01-01"_date});
        CHECK(anna.balance<currency::usd>() == 5_usd);
        CHECK(balances_of<unit::points>(stars, anna, now).available == 100_points);
        CHECK(balances_of<unit::points>(stars, anna, now).pending == 40_points);
        CHECK(balances_of<unit::points>(stars, anna, "2025-08-01T00:00"_utc).available == 40_points);
        CHECK(balances_of<unit::points>(stars, anna, "2026-01-01T00:00"_utc).available == 0_points);
        CHECK(tier_of(stars, anna, "2025-12-31T12:00"_utc) == 2);
        CHECK(tier_of(stars, anna, "2026-01-01T12:00"_utc) == 0);
    }

    TEST_CASE("dates that are left out are those of today, and the oldest is spent first") {
        constexpr programme oldest_first{points{per_visit{1_points}},
                                         lots<unit::points>{}.consuming(consumption::first_in).spare_buckets<4>()};
        opening<unit::points> event{.id = 1, .time = now};
        event.add(1_points);
        event.add(2_points, {.earned_on = "2024-01-10"_date, .expires = "2027-01-01"_date});
        event.add(4_points, {.earned_on = "2023-01-10"_date, .expires = date::maximum()});
        member<std::remove_const_t<decltype(oldest_first)>> anna;
        CHECK(apply(oldest_first, anna, event).accepted());
        const redemption<unit::points> spent{.id = 2, .time = now, .amount = 4_points};
        CHECK(apply(oldest_first, anna, spent).accepted());
        CHECK(balances_of<unit::points>(oldest_first, anna, "2027-01-01T00:00"_utc).available == 1_points);
    }

    TEST_CASE("it is no purchase: no card is stamped, no first purchase used up") {
        constexpr programme shop{points{per_visit{100_points}.when(criteria::first_purchase())},
                                 stamp_card{10}.awards(1_stamps)};
        opening<unit::points> event{.id = 1, .time = now};
        event.add(7_points);
        member<std::remove_const_t<decltype(shop)>> anna;
        CHECK(apply(shop, anna, event).granted<unit::points>() == 7_points);
        CHECK(anna.policy<1>().stamped == 0);
        CHECK(apply(shop, anna, sale{.id = 2, .time = now, .net = 1_usd}).granted<unit::points>() == 100_points);
    }

    TEST_CASE("an account of instants has days from their first second") {
        constexpr programme timed{points{per_visit{1_points}}, lots<unit::points>{}.timed()};
        opening<unit::points> event{.id = 1, .time = now};
        event.add(7_points, {.expires = "2025-03-11"_date});
        member<std::remove_const_t<decltype(timed)>> anna;
        CHECK(apply(timed, anna, event).accepted());
        CHECK(balances_of<unit::points>(timed, anna, "2025-03-10T23:59:59"_utc).available == 7_points);
        CHECK(balances_of<unit::points>(timed, anna, "2025-03-11T00:00:00"_utc).available == 0_points);
    }

    TEST_CASE("after another event, and twice") {
        constexpr std::string_view not_first =
            "the member has had an event before: send opening balances first, and later ones as adjustments";
        member<stars_type> anna;
        apply(stars, anna, sale{.id = 1, .time = now, .net = 1_usd});
        brought event{.id = 2, .time = now};
        event.add(100_points);
        is_refused(stars, anna, event, reason::not_first, rule_of_engine, not_first);
        member<stars_type> ben;
        CHECK(apply(stars, ben, event).accepted());
        is_refused(stars, ben, event, reason::duplicate_event, rule_of_engine, message(reason::duplicate_event));
        event.id = 3;
        is_refused(stars, ben, event, reason::not_first, rule_of_engine, not_first);
        event.time = "2025-03-09T12:00"_utc;
        is_refused(stars, ben, event, reason::late_event, rule_of_engine, message(reason::late_event));
    }

    TEST_CASE("a credit that has expired, or ends before it begins") {
        brought dead{.id = 1, .time = now};
        dead.add(1_points);
        dead.add(100_points, {.expires = "2025-03-10"_date});
        is_refused(stars, {}, dead, reason::credit_over, lots_rule, over);
        brought long_ago{.id = 1, .time = now};
        long_ago.add(100_points, {.earned_on = "2024-01-10"_date});
        is_refused(stars, {}, long_ago, reason::credit_over, lots_rule, over);
        brought twisted{.id = 1, .time = now};
        twisted.add(100_points, {.active_from = "2026-02-01"_date, .expires = "2026-01-01"_date});
        is_refused(stars, {}, twisted, reason::credit_over, lots_rule, over);
        brought of_no_day{.id = 1, .time = now};
        of_no_day.add(100_points, {.active_from = "2026-01-01"_date, .expires = "2026-01-01"_date});
        is_refused(stars, {}, of_no_day, reason::credit_over, lots_rule, over);
        brought no_day{.id = 1, .time = now};
        no_day.add(100_points, {.expires = date{(std::numeric_limits<std::int32_t>::max)()}});
        is_refused(stars, {}, no_day, reason::no_such_day, rule_of_engine, message(reason::no_such_day));
    }

    TEST_CASE("amounts below zero, and sums that pass 64 bits") {
        brought negative{.id = 1, .time = now};
        negative.add(-1_points);
        is_refused(stars, {}, negative, reason::negative_amount, lots_rule, message(reason::negative_amount));
        brought debt{.id = 1, .time = now};
        debt.add(-0.01_usd);
        is_refused(stars, {}, debt, reason::negative_amount, rule_of_correction, message(reason::negative_amount));
        brought large{.id = 1, .time = now};
        large.add(amount<unit::points>::largest());
        large.add(1_points);
        is_refused(stars, {}, large, reason::amount_overflow, rule_of_correction, message(reason::amount_overflow));
        brought cash{.id = 1, .time = now};
        cash.add(money<currency::usd>::largest());
        cash.add(0.01_usd);
        is_refused(stars, {}, cash, reason::amount_overflow, rule_of_correction, message(reason::amount_overflow));
    }

    TEST_CASE("a tier that there is not, or that no floor keeps") {
        brought event{.id = 1, .time = now, .tier = 3};
        is_refused(stars, {}, event, reason::unknown_tier, floor_rule, message(reason::unknown_tier));
        constexpr programme no_floor{tiered{350_usd}, points{per_visit{1_points}}};
        const opening<unit::points> raised{.id = 1, .time = now, .tier = 1};
        is_refused(no_floor, {}, raised, reason::unknown_tier, rule_of_engine, message(reason::unknown_tier));
    }

    TEST_CASE("32 credits find a place, one more does not") {
        opening<unit::points> event{.id = 1, .time = now};
        for (std::size_t i = 0; i < most_credits; ++i) {
            CHECK(event.add(1_points));
        }
        CHECK_FALSE(event.add(1_points));
        CHECK(event.of<unit::points>().size() == 32);
        member<stars_type> anna;
        CHECK(apply(stars, anna, event).granted<unit::points>() == 32_points);
    }
}
