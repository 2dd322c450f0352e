// SPDX-License-Identifier: BSL-1.0
//
// How much a member may redeem in a window: of points, and how often (S18, S25).
#include <loyalty/ledger/redemption_limit.hpp>

#include "../../support/checkouts.hpp"

#include <loyalty/engine/itemize.hpp>
#include <loyalty/events/paid_with.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/history.hpp>
#include <loyalty/stream/member_json.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::ledgers;
using loyalty::prices::paid_with;
using loyalty::social::member_merge;
using loyalty::social::mergeable;
using sale = purchase<currency::usd>;
using spending = redemption<unit::points>;
using setting_aside = reservation<unit::points>;
using committing = commitment<unit::points>;

namespace {

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr redemption_rule five_per_hundred{redemption_rate{100_points, 5_usd}};
constexpr calendar_window month{period_unit::month};
constexpr calendar_window day{period_unit::day};
constexpr auto books = lots<unit::points>{}.max_holds<4>();

/// Days begin at 23:00 UTC of the day before.
constexpr terms<dates::fixed_offset> in_berlin_winter{.calendar = {dates::fixed_offset::hours(1), 0}};
constexpr programme monthly{in_berlin_winter, a_point_a_dollar, five_per_hundred.at_most(1000_points, month), books};
constexpr programme daily{in_berlin_winter, a_point_a_dollar, five_per_hundred.at_most(2_redemptions, day), books};

constexpr instant new_year = "2025-01-01T12:00"_utc;
constexpr instant january = "2025-01-31T22:59:59"_utc;  // 31 January, 23:59:59
constexpr instant february = "2025-01-31T23:00:00"_utc; // 1 February, 00:00:00
constexpr instant end_of_february = "2025-02-28T22:59:59"_utc;
constexpr instant march = "2025-02-28T23:00:00"_utc;

/// A member with 5,000 points.
template <class Programme>
member_of<Programme> rich(const Programme& rules) {
    member_of<Programme> anna;
    CHECK(apply(rules, anna, adjustment<unit::points>{.id = 1, .time = new_year, .amount = 5000_points}).accepted());
    return anna;
}

struct refusal_log {
    refusal last{};
    void on(const refusal& one) { last = one; }
};

/// Redeems, and returns what was left if the limit refuses, else -1. The preview says the same.
template <class Programme, class Event, class Profile = extensions::no_profile>
std::int64_t left_if_refused(const Programme& rules, member_of<Programme>& own, const Event& event,
                             const Profile& profile = {}) {
    const member_of<Programme> before = own;
    const auto seen = preview(rules, own, event, profile);
    CHECK(own == before);
    refusal_log log;
    const auto gave = apply(rules, own, event, profile, log);
    CHECK(gave == seen);
    if (gave.accepted()) {
        return -1;
    }
    CHECK(own == before);
    CHECK(gave.refused == reason::above_redemption_limit);
    CHECK(log.last.policy == "redemption_rule");
    return log.last.there;
}
constexpr std::int64_t accepted = -1;

spending spends(std::uint64_t id, instant time, amount<unit::points> points) {
    return {.id = id, .time = time, .amount = points};
}

struct joined_member {
    date joined{};
};

} // namespace

TEST_SUITE("ledger/redemption_limit") {
    TEST_CASE("1,000 points a month, by the clock of the programme's zone") {
        auto anna = rich(monthly);
        CHECK(left_if_refused(monthly, anna, spends(2, january, 600_points)) == accepted);
        CHECK(left_if_refused(monthly, anna, spends(3, january, 500_points)) == 400);
        CHECK(left_if_refused(monthly, anna, spends(4, january, 400_points)) == accepted);
        CHECK(left_if_refused(monthly, anna, spends(5, january, 100_points)) == 0);
        CHECK(left_if_refused(monthly, anna, spends(6, february, 1100_points)) == 1000);
        CHECK(left_if_refused(monthly, anna, spends(7, february, 1000_points)) == accepted);
        CHECK(left_if_refused(monthly, anna, spends(8, end_of_february, 100_points)) == 0);
        CHECK(left_if_refused(monthly, anna, spends(9, march, 1000_points)) == accepted);
    }

    TEST_CASE("the refusal names what was asked and what was left") {
        auto anna = rich(monthly);
        apply(monthly, anna, spends(2, january, 600_points));
        refusal_log log;
        apply(monthly, anna, spends(3, january, 500_points), extensions::no_profile{}, log);
        CHECK(log.last == refusal{.why = reason::above_redemption_limit,
                                  .rule = 1,
                                  .policy = "redemption_rule",
                                  .asked = 500,
                                  .there = 400,
                                  .unit = "points"});
        auto ben = rich(daily);
        apply(daily, ben, spends(2, january, 100_points));
        apply(daily, ben, spends(3, january, 100_points));
        apply(daily, ben, spends(4, january, 100_points), extensions::no_profile{}, log);
        CHECK(log.last == refusal{.why = reason::above_redemption_limit,
                                  .rule = 1,
                                  .policy = "redemption_rule",
                                  .asked = 1,
                                  .there = 0,
                                  .unit = "redemptions"});
        CHECK(message(reason::above_redemption_limit) ==
              "more is redeemed than the limit of a window leaves: redeem what is left, or wait for the next window");
    }

    TEST_CASE("twice a day, with days from 05:00") {
        constexpr programme bar{terms<>{.calendar = {utc{}, 5 * 3600}}, a_point_a_dollar,
                                five_per_hundred.at_most(2_redemptions, day), books};
        auto anna = rich(bar);
        CHECK(left_if_refused(bar, anna, spends(2, "2025-03-01T23:00"_utc, 100_points)) == accepted);
        CHECK(left_if_refused(bar, anna, spends(3, "2025-03-02T04:59:59"_utc, 100_points)) == accepted);
        CHECK(left_if_refused(bar, anna, spends(4, "2025-03-02T04:59:59"_utc, 100_points)) == 0);
        CHECK(left_if_refused(bar, anna, spends(5, "2025-03-02T05:00"_utc, 100_points)) == accepted);
    }

    TEST_CASE("two limits at once: the first that refuses is named") {
        constexpr programme both{a_point_a_dollar,
                                 five_per_hundred.at_most(1000_points, month).at_most(2_redemptions, day), books};
        auto anna = rich(both);
        CHECK(left_if_refused(both, anna, spends(2, january, 300_points)) == accepted);
        CHECK(left_if_refused(both, anna, spends(3, january, 800_points)) == 700);
        CHECK(left_if_refused(both, anna, spends(4, january, 300_points)) == accepted);
        CHECK(left_if_refused(both, anna, spends(5, january, 300_points)) == 0); // the third of the day
        CHECK(left_if_refused(both, anna, spends(6, "2025-02-01T00:00"_utc, 1000_points)) == accepted);
    }

    TEST_CASE("a redemption of nothing counts as none") {
        auto anna = rich(daily);
        for (std::uint64_t id = 2; id < 6; ++id) {
            CHECK(left_if_refused(daily, anna, spends(id, january, 0_points)) == accepted);
        }
        CHECK(left_if_refused(daily, anna, spends(6, january, 100_points)) == accepted);
        CHECK(left_if_refused(daily, anna, spends(7, january, 100_points)) == accepted);
        CHECK(left_if_refused(daily, anna, spends(8, january, 100_points)) == 0);
    }

    TEST_CASE("what is given back leaves its headroom behind, in part too") {
        auto anna = rich(monthly);
        auto paid = apply_with_receipt(monthly, anna, spends(2, new_year, 600_points));
        CHECK(apply(monthly, anna, paid.receipt.given_back({.id = 3, .time = january}, 200_points)).accepted());
        CHECK(left_if_refused(monthly, anna, spends(4, january, 700_points)) == 600);
        CHECK(apply(monthly, anna, paid.receipt.given_back({.id = 5, .time = january})).accepted());
        CHECK(left_if_refused(monthly, anna, spends(6, january, 1100_points)) == 1000);
        // Nothing is left to give back, and a refused event gives no headroom.
        CHECK(apply(monthly, anna, paid.receipt.given_back({.id = 7, .time = january})).refused == reason::not_spent);
        CHECK(left_if_refused(monthly, anna, spends(8, january, 1000_points)) == accepted);
    }

    TEST_CASE("a redemption counts until all of it has come back") {
        auto anna = rich(daily);
        auto first = apply_with_receipt(daily, anna, spends(2, january, 300_points));
        CHECK(first.receipt.spent == january);
        apply(daily, anna, spends(3, january, 100_points));
        CHECK(apply(daily, anna, first.receipt.given_back({.id = 4, .time = january}, 100_points)).accepted());
        CHECK(left_if_refused(daily, anna, spends(5, january, 100_points)) == 0);
        CHECK(apply(daily, anna, first.receipt.given_back({.id = 6, .time = january}, 200_points)).accepted());
        CHECK(left_if_refused(daily, anna, spends(7, january, 100_points)) == accepted);
    }

    TEST_CASE("what is given back after its window changes nothing in the next one") {
        auto anna = rich(monthly);
        auto paid = apply_with_receipt(monthly, anna, spends(2, january, 600_points));
        apply(monthly, anna, spends(3, february, 900_points));
        CHECK(apply(monthly, anna, paid.receipt.given_back({.id = 4, .time = february})).accepted());
        CHECK(left_if_refused(monthly, anna, spends(5, february, 200_points)) == 100);
    }

    TEST_CASE("points that are set aside share the limit, and count when they are spent") {
        constexpr date tomorrow = "2025-03-01"_date;
        auto anna = rich(monthly);
        const setting_aside of_700{.id = 2, .time = new_year, .hold = 1, .amount = 700_points, .until = tomorrow};
        CHECK(left_if_refused(monthly, anna, of_700) == accepted);
        CHECK(left_if_refused(monthly, anna, spends(3, new_year, 400_points)) == 300);
        const setting_aside of_400{.id = 4, .time = new_year, .hold = 2, .amount = 400_points, .until = tomorrow};
        CHECK(left_if_refused(monthly, anna, of_400) == 300);
        // 500 of 700 are spent, and the other 200 are free again.
        CHECK(apply(monthly, anna, committing{.id = 5, .time = january, .hold = 1, .amount = 500_points}).accepted());
        CHECK(left_if_refused(monthly, anna, spends(6, january, 600_points)) == 500);
        CHECK(left_if_refused(monthly, anna, spends(7, january, 500_points)) == accepted);
    }

    TEST_CASE("a hold over the end of a month takes headroom of both, and counts in the month of its commitment") {
        auto anna = rich(monthly);
        const setting_aside of_700{.id = 2, .time = january, .hold = 1, .amount = 700_points};
        CHECK(left_if_refused(monthly, anna, of_700) == accepted);
        CHECK(left_if_refused(monthly, anna, spends(3, february, 400_points)) == 300);
        auto paid = apply_with_receipt(monthly, anna, committing{.id = 4, .time = february, .hold = 1});
        CHECK(left_if_refused(monthly, anna, spends(5, february, 400_points)) == 300);
        CHECK(apply(monthly, anna, paid.receipt.given_back({.id = 6, .time = end_of_february}, 100_points)).accepted());
        CHECK(left_if_refused(monthly, anna, spends(7, end_of_february, 500_points)) == 400);
        CHECK(left_if_refused(monthly, anna, spends(8, march, 1000_points)) == accepted);
    }

    TEST_CASE("a hold that is released, or whose time is over, takes no headroom") {
        auto anna = rich(monthly);
        const setting_aside of_700{
            .id = 2, .time = new_year, .hold = 1, .amount = 700_points, .until = "2025-01-10"_date};
        const setting_aside of_300{.id = 3, .time = new_year, .hold = 2, .amount = 300_points};
        CHECK(left_if_refused(monthly, anna, of_700) == accepted);
        CHECK(left_if_refused(monthly, anna, of_300) == accepted);
        CHECK(left_if_refused(monthly, anna, spends(4, "2025-01-09T22:59:59"_utc, 100_points)) == 0);
        CHECK(left_if_refused(monthly, anna, spends(5, "2025-01-09T23:00"_utc, 800_points)) == 700);
        CHECK(apply(monthly, anna, release<unit::points>{.id = 6, .time = january, .hold = 2}).accepted());
        CHECK(left_if_refused(monthly, anna, spends(7, january, 1000_points)) == accepted);
    }

    TEST_CASE("a hold counts as a redemption") {
        auto anna = rich(daily);
        CHECK(left_if_refused(daily, anna, setting_aside{.id = 2, .time = january, .hold = 1, .amount = 100_points}) ==
              accepted);
        CHECK(left_if_refused(daily, anna, spends(3, january, 100_points)) == accepted);
        CHECK(left_if_refused(daily, anna, spends(4, january, 100_points)) == 0);
        CHECK(apply(daily, anna, committing{.id = 5, .time = january, .hold = 1}).accepted());
        CHECK(left_if_refused(daily, anna, spends(6, january, 100_points)) == 0);
        // No hold of this number: the account refuses, and nothing is counted.
        CHECK(apply(daily, anna, committing{.id = 7, .time = february, .hold = 1}).refused == reason::unknown_hold);
        CHECK(left_if_refused(daily, anna, spends(8, february, 100_points)) == accepted);
        CHECK(left_if_refused(daily, anna, spends(9, february, 100_points)) == accepted);
    }

    TEST_CASE("points that pay a purchase share the limit, and those of goods that come back leave it") {
        auto anna = rich(monthly);
        const auto pays = [](std::uint64_t id, money<currency::usd> net, amount<unit::points> points) {
            return paid_with{sale{.id = id, .time = january, .net = net}, points};
        };
        CHECK(left_if_refused(monthly, anna, pays(2, 100_usd, 1100_points)) == 1000);
        auto sold = apply_with_receipt(monthly, anna, pays(3, 40_usd, 600_points)); // 30.00 of 40.00
        CHECK(sold.outcome.accepted());
        CHECK(left_if_refused(monthly, anna, spends(4, january, 500_points)) == 400);
        // A quarter of the goods: 150 points come back.
        const sale three_quarters{.id = 3, .time = january, .net = 30_usd};
        CHECK(apply(monthly, anna, sold.receipt.returned({.id = 5, .time = january}, three_quarters)).accepted());
        CHECK(left_if_refused(monthly, anna, spends(6, january, 600_points)) == 550);
        CHECK(apply(monthly, anna, sold.receipt.returned({.id = 7, .time = january})).accepted());
        CHECK(left_if_refused(monthly, anna, spends(8, january, 1100_points)) == 1000);
    }

    TEST_CASE("a purchase that points pay is one redemption, until all of its points have come back") {
        auto anna = rich(daily);
        auto sold =
            apply_with_receipt(daily, anna, paid_with{sale{.id = 2, .time = january, .net = 40_usd}, 400_points});
        apply(daily, anna, spends(3, january, 100_points));
        const sale half{.id = 2, .time = january, .net = 20_usd};
        CHECK(apply(daily, anna, sold.receipt.returned({.id = 4, .time = january}, half)).accepted());
        CHECK(left_if_refused(daily, anna, spends(5, january, 100_points)) == 0);
        CHECK(apply(daily, anna, sold.receipt.returned({.id = 6, .time = january})).accepted());
        CHECK(left_if_refused(daily, anna, spends(7, january, 100_points)) == accepted);
    }

    TEST_CASE("a sale of January that comes back in February leaves the limit of February alone") {
        auto anna = rich(monthly);
        auto sold =
            apply_with_receipt(monthly, anna, paid_with{sale{.id = 2, .time = january, .net = 40_usd}, 600_points});
        apply(monthly, anna, spends(3, february, 900_points));
        CHECK(apply(monthly, anna, sold.receipt.returned({.id = 4, .time = february})).accepted());
        CHECK(left_if_refused(monthly, anna, spends(5, february, 200_points)) == 100);
    }

    TEST_CASE("a quote and a checkout take no more points than the limit leaves") {
        auto anna = rich(monthly);
        apply(monthly, anna, spends(2, january, 600_points));
        checkouts::till shop = checkouts::one(100_usd);
        shop.time = january;
        shop.payments = {checkouts::by_points(0_points)}; // all that are there
        const auto bill = prices::quote(monthly, anna, shop.event());
        CHECK(bill.points_paid == 400_points);
        CHECK(bill.due == 80_usd);
        CHECK(apply(monthly, anna, shop.event()).accepted());
        CHECK(left_if_refused(monthly, anna, spends(200, january, 100_points)) == 0);
        // Nothing is left for another one that names its points.
        shop.id = 201;
        shop.payments = {checkouts::by_points(300_points)};
        const auto refused = prices::quote(monthly, anna, shop.event());
        CHECK(refused.refusal == refusal{.why = reason::above_redemption_limit,
                                         .rule = 1,
                                         .policy = "redemption_rule",
                                         .asked = 300,
                                         .there = 0,
                                         .unit = "points"});
        CHECK(apply(monthly, anna, shop.event()).refused == reason::above_redemption_limit);
    }

    TEST_CASE("two payments by points in one checkout share what is left, and are one redemption") {
        constexpr programme both{a_point_a_dollar,
                                 five_per_hundred.at_most(1000_points, month).at_most(1_redemptions, day), books};
        auto anna = rich(both);
        checkouts::till shop = checkouts::one(100_usd);
        shop.time = january;
        shop.payments = {checkouts::by_points(700_points), checkouts::by_points(700_points)};
        const auto bill = prices::quote(both, anna, shop.event());
        CHECK(bill.payments[0].points == 700_points);
        CHECK(bill.payments[1].points == 300_points);
        CHECK(apply(both, anna, shop.event()).accepted());
        CHECK(left_if_refused(both, anna, spends(200, january, 100_points)) == 0);
    }

    TEST_CASE("what a bill may take") {
        auto anna = rich(monthly);
        apply(monthly, anna, spends(2, january, 600_points));
        CHECK(redeemable<unit::points>(monthly, anna, 100_usd, january) == redemption_quote{400_points, 20_usd});
        CHECK(redeemable<unit::points>(monthly, anna, 100_usd, january, 300_points) ==
              redemption_quote{300_points, 15_usd});
        CHECK(redeemable<unit::points>(monthly, anna, 100_usd, february) == redemption_quote{1000_points, 50_usd});
        auto ben = rich(daily);
        apply(daily, ben, spends(2, january, 100_points));
        CHECK(redeemable<unit::points>(daily, ben, 100_usd, january) == redemption_quote{2000_points, 100_usd});
        apply(daily, ben, spends(3, january, 100_points));
        CHECK(redeemable<unit::points>(daily, ben, 100_usd, january) == redemption_quote{0_points, 0_usd});
        CHECK(redeemable<unit::points>(daily, ben, 100_usd, february) == redemption_quote{2000_points, 100_usd});
    }

    TEST_CASE("30 days that move on with each day") {
        constexpr programme rolling{a_point_a_dollar, five_per_hundred.at_most(1000_points, rolling_days<30>{}), books};
        auto anna = rich(rolling);
        auto first = apply_with_receipt(rolling, anna, spends(2, "2025-03-01T12:00"_utc, 700_points));
        CHECK(left_if_refused(rolling, anna, spends(3, "2025-03-20T12:00"_utc, 300_points)) == accepted);
        CHECK(left_if_refused(rolling, anna, spends(4, "2025-03-30T23:59:59"_utc, 100_points)) == 0);
        CHECK(left_if_refused(rolling, anna, spends(5, "2025-03-31T00:00"_utc, 800_points)) == 700);
        // Day 1 has left the window: what is given back of it is no headroom.
        CHECK(apply(rolling, anna, first.receipt.given_back({.id = 6, .time = "2025-03-31T00:00"_utc})).accepted());
        CHECK(left_if_refused(rolling, anna, spends(7, "2025-03-31T00:00"_utc, 800_points)) == 700);
        auto second = apply_with_receipt(rolling, anna, spends(8, "2025-03-31T12:00"_utc, 700_points));
        CHECK(apply(rolling, anna, second.receipt.given_back({.id = 9, .time = "2025-04-02T12:00"_utc}, 500_points))
                  .accepted());
        CHECK(left_if_refused(rolling, anna, spends(10, "2025-04-02T12:00"_utc, 600_points)) == 500);
    }

    TEST_CASE("the first months of a member, and years of membership") {
        constexpr programme welcome{a_point_a_dollar, five_per_hundred.at_most(500_points, first_months{3}), books};
        const joined_member since{"2025-01-15"_date};
        member_of<decltype(welcome)> anna;
        apply(welcome, anna, adjustment<unit::points>{.id = 1, .time = new_year, .amount = 5000_points}, since);
        CHECK(left_if_refused(welcome, anna, spends(2, "2025-01-15T00:00"_utc, 300_points), since) == accepted);
        CHECK(left_if_refused(welcome, anna, spends(3, "2025-04-14T23:59:59"_utc, 300_points), since) == 200);
        CHECK(redeemable<unit::points>(welcome, anna, 100_usd, "2025-04-14T23:59:59"_utc, 900_points, since) ==
              redemption_quote{200_points, 10_usd});
        CHECK(left_if_refused(welcome, anna, spends(4, "2025-04-15T00:00"_utc, 900_points), since) == accepted);

        constexpr programme yearly{a_point_a_dollar, five_per_hundred.at_most(500_points, membership_year{}), books};
        member_of<decltype(yearly)> ben;
        const joined_member leapling{"2024-02-29"_date};
        apply(yearly, ben, adjustment<unit::points>{.id = 1, .time = new_year, .amount = 5000_points}, leapling);
        CHECK(left_if_refused(yearly, ben, spends(2, "2025-02-27T12:00"_utc, 500_points), leapling) == accepted);
        CHECK(left_if_refused(yearly, ben, spends(3, "2025-02-27T23:59:59"_utc, 100_points), leapling) == 0);
        CHECK(left_if_refused(yearly, ben, spends(4, "2025-02-28T00:00"_utc, 500_points), leapling) == accepted);
    }

    TEST_CASE("a campaign limits only its own days, and what was redeemed before gives it no headroom") {
        constexpr programme june{a_point_a_dollar,
                                 five_per_hundred.at_most(500_points, campaign{{"2025-06-01"_date, "2025-07-01"_date}}),
                                 books};
        auto anna = rich(june);
        auto may = apply_with_receipt(june, anna, spends(2, "2025-05-31T23:59:59"_utc, 900_points));
        CHECK(may.outcome.accepted());
        CHECK(left_if_refused(june, anna, spends(3, "2025-06-01T00:00"_utc, 400_points)) == accepted);
        CHECK(apply(june, anna, may.receipt.given_back({.id = 4, .time = "2025-06-01T12:00"_utc})).accepted());
        CHECK(left_if_refused(june, anna, spends(5, "2025-06-30T23:59:59"_utc, 200_points)) == 100);
        CHECK(left_if_refused(june, anna, spends(6, "2025-07-01T00:00"_utc, 2000_points)) == accepted);
    }

    TEST_CASE("a plain balance has limits too") {
        constexpr programme plain{a_point_a_dollar, five_per_hundred.at_most(500_points, lifetime{})};
        member_of<decltype(plain)> anna;
        apply(plain, anna, sale{.id = 1, .time = new_year, .net = 5000_usd});
        CHECK(left_if_refused(plain, anna, spends(2, january, 400_points)) == accepted);
        CHECK(left_if_refused(plain, anna, spends(3, march, 200_points)) == 100);
        CHECK(anna.balance<unit::points>() == 4600_points);
    }

    TEST_CASE("what two members have redeemed adds up: 300 and 250 of 500 leave nothing") {
        constexpr programme family{a_point_a_dollar, five_per_hundred.in_steps_of(50_points).at_most(500_points, month),
                                   books, mergeable{}};
        auto anna = rich(family);
        auto ben = rich(family);
        apply(family, anna, spends(2, january, 300_points));
        apply(family, ben, spends(2, january, 250_points));
        CHECK(apply(family, ben, anna, member_merge{.id = 3, .member = 0, .time = january, .into = 1}).accepted());
        CHECK(left_if_refused(family, anna, spends(4, january, 50_points)) == 0);
        CHECK(left_if_refused(family, anna, spends(5, february, 500_points)) == 0); // still January in UTC
        CHECK(left_if_refused(family, anna, spends(6, "2025-02-01T00:00"_utc, 500_points)) == accepted);
    }

    TEST_CASE("amounts to the edge of 64 bits") {
        constexpr amount<unit::points> most = amount<unit::points>::largest();
        constexpr programme huge{a_point_a_dollar,
                                 redemption_rule{redemption_rate{1_points, 0.01_usd}}.at_most(most, lifetime{}),
                                 mergeable{}};
        const auto redeemed = [](auto& own) -> std::int64_t& {
            return loyalty::detail::get<0>(own.template policy<1>()).count.value;
        };
        member_of<decltype(huge)> anna;
        apply(huge, anna, sale{.id = 1, .time = new_year, .net = 5000_usd});
        redeemed(anna) = most.minor_units() - 10;
        auto ben = anna;
        CHECK(left_if_refused(huge, anna, spends(2, january, 11_points)) == 10);
        CHECK(left_if_refused(huge, anna, spends(3, january, 10_points)) == accepted);
        CHECK(apply(huge, anna, ben, member_merge{.id = 4, .member = 0, .time = january, .into = 1}).refused ==
              reason::amount_overflow);
        redeemed(anna) = 0;
        CHECK(apply(huge, anna, ben, member_merge{.id = 4, .member = 0, .time = january, .into = 1}).accepted());
        CHECK(redeemed(ben) == most.minor_units() - 10);
    }

    TEST_CASE("bytes that say less than nothing was redeemed are refused by name") {
        auto anna = rich(monthly);
        apply(monthly, anna, spends(2, january, 600_points));
        std::array<std::byte, 512> room{};
        const auto read = [&] {
            streams::writer out{room};
            streams::encode(out, anna);
            streams::reader in{out.written()};
            member_of<decltype(monthly)> again;
            const bool read_it = streams::decode(in, again);
            CHECK(read_it == (again == anna));
            return std::string{in.why()};
        };
        CHECK(read() == "");
        loyalty::detail::get<0>(anna.policy<1>()).count.value = 0;
        CHECK(read() == "");
        loyalty::detail::get<0>(anna.policy<1>()).count.value = -1;
        CHECK(read() == "redemption_rule: the amount redeemed in a window is less than zero");
    }

    TEST_CASE("a receipt keeps the time of the redemption, also in bytes") {
        auto anna = rich(monthly);
        const auto paid = apply_with_receipt(monthly, anna, spends(2, january, 600_points));
        CHECK(paid.receipt.left() == 600_points);
        std::array<std::byte, 512> room{};
        streams::writer out{room};
        streams::encode(out, paid.receipt);
        streams::reader in{out.written()};
        auto again = decltype(paid.receipt){};
        REQUIRE(streams::decode(in, again));
        CHECK(again == paid.receipt);
        CHECK(again.spent == january);
    }

    TEST_CASE("a history counts anew when an event comes late") {
        streams::member_history<std::remove_const_t<decltype(monthly)>, sale> anna{monthly};
        anna.submit(sale{.id = 1, .time = new_year, .net = 5'000_usd});
        CHECK(anna.submit(spends(3, january, 600_points)).accepted());
        CHECK(anna.submit(spends(4, january, 400_points)).accepted());
        CHECK(anna.submit(spends(5, january, 100_points)).refused == reason::above_redemption_limit);
        // 500 in the middle of the month: the 600 are too many by now, and the others fit.
        CHECK(anna.submit(spends(2, "2025-01-15T12:00"_utc, 500_points)).accepted());
        CHECK(anna.outcome_of(3)->refused == reason::above_redemption_limit);
        CHECK(anna.outcome_of(4)->accepted());
        CHECK(anna.outcome_of(5)->accepted());
        using points_back = give_back<std::remove_const_t<decltype(monthly)>, unit::points>;
        CHECK(anna.submit(points_back{.id = 6, .time = january, .redemption = 2, .amount = 200_points}).accepted());
        CHECK(anna.submit(spends(7, january, 300_points)).refused == reason::above_redemption_limit);
        CHECK(anna.submit(spends(8, january, 200_points)).accepted());
    }

    TEST_CASE("the items of a sale that points pay are counted as before") {
        auto anna = rich(monthly);
        const std::array<checkouts::line, 2> lines{checkouts::goods(1, 30_usd), checkouts::goods(2, 10_usd)};
        paid_with<basket<currency::usd>, unit::points> bought{};
        bought.id = 2;
        bought.time = january;
        bought.lines = lines;
        bought.points_paid = 400_points;
        const auto sold = apply_with_receipt(monthly, anna, bought);
        CHECK(sold.outcome.accepted());
        const auto items = itemize<2>(monthly, sold.receipt, bought);
        CHECK(items.why == reason::none);
        CHECK(items.shares[0].granted<unit::points>() == 30_points);
        CHECK(items.shares[1].granted<unit::points>() == 10_points);
        CHECK(left_if_refused(monthly, anna, spends(3, january, 700_points)) == 600);
    }

    TEST_CASE("JSON has the count among what policies remember") {
        auto anna = rich(monthly);
        apply(monthly, anna, spends(2, january, 600_points));
        std::array<char, 4096> room{};
        const std::size_t size = streams::member_json(room, monthly, anna, january);
        REQUIRE(size < room.size());
        const std::string text{room.data(), size};
        CHECK(text.find(R"({"index":1,"name":"redemption_rule","state":[[[600]]]})") != std::string::npos);
    }

    TEST_CASE("limits belong to the fingerprint") {
        const auto print = [](auto rule) { return streams::fingerprint(programme{a_point_a_dollar, rule, books}); };
        const auto with_1000 = print(five_per_hundred.at_most(1000_points, month));
        CHECK(with_1000 != print(five_per_hundred));
        CHECK(with_1000 != print(five_per_hundred.at_most(999_points, month)));
        CHECK(with_1000 != print(five_per_hundred.at_most(1000_points, day)));
        CHECK(with_1000 != print(five_per_hundred.at_most(1000_redemptions, month)));
        CHECK(with_1000 == print(five_per_hundred.at_most(1000_points, month)));
    }

    TEST_CASE("a limit of nothing is a defect") {
        CHECK(std::string{problem_of(five_per_hundred.at_most(0_points, month))} ==
              "redemption_rule: the limit of a window must be above zero");
        CHECK(std::string{problem_of(five_per_hundred.at_most(5_points, first_months{0}))} ==
              "first_months: give at least one month");
        CHECK(problem_of(five_per_hundred.at_most(1_redemptions, day)) == nullptr);
    }

    TEST_CASE("a rule keeps its other limits, and a rule without a limit of a window keeps nothing") {
        constexpr auto rule = five_per_hundred.at_least(200_points)
                                  .at_most(900_points)
                                  .in_steps_of(50_points)
                                  .paying_at_most(50_pct)
                                  .to_the_last_cent()
                                  .at_most(1000_points, month);
        CHECK(rule.minimum == 200_points);
        CHECK(rule.most == 900_points);
        CHECK(rule.step == 50_points);
        CHECK(rule.part_of_bill == 50_pct);
        CHECK(rule.pays_last_cent);
        constexpr programme without{a_point_a_dollar, five_per_hundred, books};
        constexpr programme none{a_point_a_dollar, books};
        CHECK(sizeof(member_of<decltype(without)>) == sizeof(member_of<decltype(none)>));
        CHECK(sizeof(member_of<decltype(monthly)>) == sizeof(member_of<decltype(none)>) + 8);
        using receipt_without = redemption_receipt<std::remove_const_t<decltype(without)>, unit::points>;
        using receipt_of_none = redemption_receipt<std::remove_const_t<decltype(none)>, unit::points>;
        CHECK(sizeof(receipt_without) == sizeof(receipt_of_none));
        CHECK(std::is_empty_v<decltype(five_per_hundred)::state>);
    }
}
