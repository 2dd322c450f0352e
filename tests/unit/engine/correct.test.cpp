// SPDX-License-Identifier: BSL-1.0

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::effects;
using namespace loyalty::extensions;

using sale = purchase<currency::usd>;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme stars{a_point_a_dollar, lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<6>{})};
constexpr programme plain{a_point_a_dollar};
constexpr auto books = [](const auto& anna, instant as_of) { return balances_of<unit::points>(stars, anna, as_of); };

/// Keeps awards, steps, the parts of what was taken back, and the number of outcomes.
struct effect_log {
    std::vector<std::pair<int, std::int64_t>> awards{};
    std::vector<std::string> steps{};
    std::vector<taken_back<unit::points>> back{};
    std::size_t outcomes = 0;

    void on(const award<unit::points>& given) { awards.push_back({given.rule, given.granted.minor_units()}); }
    void on(const taken_back<unit::points>& one) { back.push_back(one); }
    void on(const step& one) { steps.push_back(std::string(one.policy) + ": " + std::string(one.what)); }
    template <class Event, class Outcome>
    void on(const Event&, const Outcome&) {
        ++outcomes;
    }
};

TEST_CASE("a clawback: taken back as if earned today, and the sink receives the parts") {
    member<decltype(stars)> anna;
    apply(stars, anna, sale{.id = 1, .time = "2020-12-15T12:00"_utc, .net = 100_usd});
    apply(stars, anna, sale{.id = 2, .time = "2021-01-10T12:00"_utc, .net = 30_usd});
    effect_log log;
    const instant now = "2021-01-20T12:00"_utc;
    // 30 of January's lot, the other 20 of December's.
    const auto gave =
        apply(stars, anna, clawback<unit::points>{.id = 3, .time = now, .amount = 50_points}, no_profile{}, log);
    CHECK(gave.granted<unit::points>() == -50_points);
    REQUIRE(log.back.size() == 1);
    CHECK(log.back[0].rule == 1);
    CHECK(log.back[0].asked == 50_points);
    CHECK(log.back[0].parts == clawback_parts<unit::points>{.from_lot = 30_points, .from_others = 20_points});
    CHECK(log.awards == std::vector<std::pair<int, std::int64_t>>{{rule_of_correction, -50}});
    CHECK(log.outcomes == 1);
    CHECK(books(anna, now).available == 80_points);
    CHECK(books(anna, now).clawed_back == 50_points);
    CHECK(anna.last_event() == now);

    SUBCASE("beyond what is there: a debt") {
        CHECK(apply(stars, anna, clawback<unit::points>{.id = 4, .time = now, .amount = 100_points})
                  .granted<unit::points>() == -100_points);
        CHECK(books(anna, now).debt == 20_points);
    }
    SUBCASE("of the day on which it was earned") {
        const clawback<unit::points> of_december{
            .id = 4, .time = now, .amount = 80_points, .earned_on = "2020-12-15"_date};
        CHECK(apply(stars, anna, of_december, no_profile{}, log).accepted());
        REQUIRE(log.back.size() == 2);
        CHECK(log.back[1].parts == clawback_parts<unit::points>{.from_lot = 80_points});
    }
    SUBCASE("refused: negative, twice, and then nothing has changed") {
        const auto before = anna;
        CHECK(apply(stars, anna, clawback<unit::points>{.id = 4, .time = now, .amount = -1_points}).refused ==
              reason::negative_amount);
        CHECK(apply(stars, anna, clawback<unit::points>{.id = 3, .time = now, .amount = 1_points}).refused ==
              reason::duplicate_event);
        CHECK(anna == before);
    }
    SUBCASE("a lifted programme") {
        CHECK(apply(lifted<stars>, anna, clawback<unit::points>{.id = 4, .time = now, .amount = 80_points}).accepted());
        CHECK(books(anna, now).available == 0_points);
    }
}

TEST_CASE("a clawback out of a plain balance") {
    member<decltype(plain)> ben;
    effect_log log;
    const instant now = "2021-01-20T12:00"_utc;
    apply(plain, ben, sale{.id = 1, .time = "2021-01-10T12:00"_utc, .net = 30_usd});
    CHECK(apply(plain, ben, clawback<unit::points>{.id = 2, .time = now, .amount = 50_points}, no_profile{}, log)
              .granted<unit::points>() == -50_points);
    REQUIRE(log.back.size() == 1);
    CHECK(log.back[0].rule == rule_of_correction);
    CHECK(log.back[0].parts == clawback_parts<unit::points>{.from_others = 30_points, .owed = 20_points});
    CHECK(ben.balance<unit::points>() == -20_points);
    CHECK(log.awards == std::vector<std::pair<int, std::int64_t>>{{rule_of_correction, -50}});
    CHECK(apply(plain, ben, clawback<unit::points>{.id = 3, .time = now, .amount = 5_points}, no_profile{}, log)
              .accepted());
    REQUIRE(log.back.size() == 2);
    CHECK(log.back[1].parts == clawback_parts<unit::points>{.owed = 5_points});
    CHECK(apply(plain, ben, clawback<unit::points>{.id = 4, .time = now, .amount = amount<unit::points>::largest()})
              .refused == reason::amount_overflow);
}

TEST_CASE("corrections by hand, up and down, not below what is there") {
    const instant now = "2021-01-20T12:00"_utc;
    member<decltype(stars)> anna;
    member<decltype(plain)> ben;
    effect_log log;
    CHECK(apply(stars, anna, adjustment<unit::points>{.id = 1, .time = now, .amount = 500_points}, no_profile{}, log)
              .granted<unit::points>() == 500_points);
    CHECK(apply(stars, anna, adjustment<unit::points>{.id = 2, .time = now, .amount = -501_points}).refused ==
          reason::insufficient_balance);
    CHECK(apply(stars, anna, adjustment<unit::points>{.id = 2, .time = now, .amount = -120_points})
              .granted<unit::points>() == -120_points);
    CHECK(books(anna, now).available == 380_points);
    CHECK(books(anna, now).clawed_back == 120_points);
    CHECK(books(anna, "2021-08-01T00:00"_utc).expired == 380_points);

    CHECK(apply(plain, ben, adjustment<unit::points>{.id = 1, .time = now, .amount = 500_points}, no_profile{}, log)
              .granted<unit::points>() == 500_points);
    CHECK(apply(plain, ben, adjustment<unit::points>{.id = 2, .time = now, .amount = -501_points}).refused ==
          reason::insufficient_balance);
    CHECK(apply(plain, ben, adjustment<unit::points>{.id = 2, .time = now, .amount = -500_points}).accepted());
    CHECK(ben.balance<unit::points>() == 0_points);
    CHECK(log.awards ==
          std::vector<std::pair<int, std::int64_t>>{{rule_of_correction, 500}, {rule_of_correction, 500}});
    CHECK(log.outcomes == 2);
}

TEST_CASE("the bill comes to less than was reserved") {
    const instant now = "2021-01-20T12:00"_utc;
    member<decltype(stars)> anna;
    apply(stars, anna, sale{.id = 1, .time = "2020-12-15T12:00"_utc, .net = 60_usd});
    apply(stars, anna, sale{.id = 2, .time = "2021-01-10T12:00"_utc, .net = 60_usd});
    CHECK(apply(stars, anna,
                reservation<unit::points>{
                    .id = 3, .time = now, .hold = 1, .amount = 100_points, .until = "2021-01-22"_date})
              .accepted());
    CHECK(apply(stars, anna, commitment<unit::points>{.id = 4, .time = now, .hold = 1, .amount = 101_points}).refused ==
          reason::more_than_held);
    CHECK(books(anna, now).held == 100_points);
    const commitment<unit::points> bill{.id = 4, .time = now, .hold = 1, .amount = 75_points};
    auto paid = apply_with_receipt(stars, anna, bill);
    CHECK(paid.outcome.accepted());
    // 60 of December's, 15 of January's; 25 of January's are free again.
    REQUIRE(paid.receipt.lots.size() == 2);
    CHECK(paid.receipt.lots[0].amount == 60);
    CHECK(paid.receipt.lots[1].amount == 15);
    CHECK(books(anna, now).spent == 75_points);
    CHECK(books(anna, now).available == 45_points);
    CHECK(books(anna, now).held == 0_points);
    CHECK(apply(stars, anna, commitment<unit::points>{.id = 5, .time = now, .hold = 1, .amount = 1_points}).refused ==
          reason::unknown_hold);
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 5, .time = now})).accepted());
    CHECK(books(anna, "2021-07-01T00:00"_utc).available == 60_points);
}

constexpr programme lively{a_point_a_dollar, lots<unit::points>{}.expiring(expires_on_inactivity::after_months(12))};
constexpr programme visited{
    a_point_a_dollar, lots<unit::points>{}.expiring(expires_on_inactivity::after_months(12).renewed_by_purchases())};

constexpr sale earning{.id = 1, .time = "2024-01-31T12:00"_utc, .net = 100_usd};
constexpr sale too_small{.id = 2, .time = "2024-12-01T12:00"_utc, .net = 0.99_usd};
constexpr activity at_the_desk{.id = 3, .time = "2024-12-01T13:00"_utc};
constexpr instant a_year_later = "2025-01-31T12:00"_utc;

TEST_CASE(
    "what keeps points alive: earning and activities do, a purchase that earns nothing only if the rules say so") {
    const auto available = [](const auto& rules, bool visits) {
        member<std::remove_cvref_t<decltype(rules)>> anna;
        apply(rules, anna, earning);
        apply(rules, anna, too_small);
        if (visits) {
            apply(rules, anna, at_the_desk);
        }
        return balances_of<unit::points>(rules, anna, a_year_later).available;
    };
    CHECK(available(lively, false) == 0_points);
    CHECK(available(lively, true) == 100_points); // the activity
    CHECK(available(visited, false) == 100_points);
}

// A hotel: points wait for the stay, thirty days at most.
constexpr programme hotel{a_point_a_dollar, lots<unit::points>{}.activating(activates_on_confirmation<30>{})};

TEST_CASE("points that wait for an event are confirmed, in part, once, and in time") {
    member<decltype(hotel)> anna;
    apply(hotel, anna, sale{.id = 1, .time = "2025-01-10T12:00"_utc, .net = 100_usd});
    const auto available = [&](instant when) { return balances_of<unit::points>(hotel, anna, when).available; };
    CHECK(available("2025-01-15T12:00"_utc) == 0_points);
    const event_key stay{.id = 2, .time = "2025-01-20T12:00"_utc};
    const auto before = anna;
    CHECK(apply(hotel, anna,
                confirmation<unit::points>{
                    .id = stay.id, .time = stay.time, .amount = 101_points, .earned_on = "2025-01-10"_date})
              .refused == reason::insufficient_pending);
    CHECK(apply(hotel, anna,
                confirmation<unit::points>{
                    .id = stay.id, .time = stay.time, .amount = 60_points, .earned_on = "2025-01-11"_date})
              .refused == reason::insufficient_pending);
    CHECK(anna == before);
    CHECK(apply(hotel, anna,
                confirmation<unit::points>{
                    .id = stay.id, .time = stay.time, .amount = 60_points, .earned_on = "2025-01-10"_date})
              .accepted());
    CHECK(available("2025-01-20T12:00"_utc) == 60_points);
    CHECK(apply(hotel, anna,
                confirmation<unit::points>{
                    .id = 3, .time = "2025-02-09T12:00"_utc, .amount = 40_points, .earned_on = "2025-01-10"_date})
              .refused == reason::insufficient_pending); // the deadline has passed
    CHECK(available("2025-02-09T12:00"_utc) == 60_points);

    member<decltype(lively)> bert;
    apply(lively, bert, sale{.id = 1, .time = "2025-01-10T12:00"_utc, .net = 100_usd});
    CHECK(apply(lively, bert,
                confirmation<unit::points>{
                    .id = stay.id, .time = stay.time, .amount = 1_points, .earned_on = "2025-01-10"_date})
              .refused == reason::insufficient_pending);
}

TEST_CASE("a return is no activity, also if every purchase is one") {
    member<decltype(visited)> anna;
    apply(visited, anna, sale{.id = 1, .time = "2024-01-31T12:00"_utc, .net = 100_usd});
    auto cheap = apply_with_receipt(visited, anna, sale{.id = 2, .time = "2024-02-01T12:00"_utc, .net = 0.99_usd});
    CHECK(apply(visited, anna, cheap.receipt.returned({.id = 3, .time = "2024-12-01T12:00"_utc})).accepted());
    CHECK(balances_of<unit::points>(visited, anna, "2025-01-31T23:59"_utc).available == 100_points);
    CHECK(balances_of<unit::points>(visited, anna, "2025-02-01T00:00"_utc).available == 0_points);
}

TEST_CASE("what is written off is explained, if anything is") {
    constexpr programme lenient{a_point_a_dollar, lots<unit::points>{}.on_shortfall(debt_policy::down_to_zero)};
    member<decltype(lenient)> anna;
    effect_log log;
    const auto bought = sale{.id = 1, .time = "2021-01-01T12:00"_utc, .net = 100_usd};
    auto sold = apply_with_receipt(lenient, anna, bought, no_profile{}, log);
    CHECK(std::find(log.steps.begin(), log.steps.end(), "lots: written off") == log.steps.end());
    apply(lenient, anna, redemption<unit::points>{.id = 2, .time = "2021-01-02T12:00"_utc, .amount = 80_points});
    log.steps.clear();
    apply(lenient, anna, sold.receipt.returned({.id = 3, .time = "2021-01-03T12:00"_utc}), no_profile{}, log);
    REQUIRE(!log.steps.empty());
    CHECK(log.steps.back().ends_with(": written off"));
}

TEST_CASE("a refused booking leaves the member as before") {
    constexpr programme daily{a_point_a_dollar, lots<unit::points>{}.expiring(expires_after_days<10>{10})};
    member<decltype(daily)> anna;
    CHECK(apply(daily, anna,
                adjustment<unit::points>{
                    .id = 1, .time = "2021-01-01T12:00"_utc, .amount = amount<unit::points>::largest()})
              .accepted());
    const auto before = anna;
    CHECK(apply(daily, anna, sale{.id = 2, .time = "2021-01-02T12:00"_utc, .net = 100_usd}).refused ==
          reason::amount_overflow);
    CHECK(anna == before);
}

constexpr programme bonus{a_point_a_dollar, spend_threshold{250_points, once(150_usd)},
                          lots<unit::points>{}.expiring(expires_end_of_month<1>{})};

// Two purchases reach a bonus together; the first comes back. The bonus was granted on the day of the second, and is taken
// from the lot of the first, since the account knows only the day of the sale that is returned.
TEST_CASE("a threshold's award is taken from the lot of the returned sale's day") {
    const auto after = [](instant returned_at) {
        member<decltype(bonus)> anna;
        auto first = apply_with_receipt(bonus, anna, sale{.id = 1, .time = "2021-01-10T12:00"_utc, .net = 100_usd});
        apply(bonus, anna, sale{.id = 2, .time = "2021-01-20T12:00"_utc, .net = 40_usd});
        apply(bonus, anna, sale{.id = 3, .time = "2021-02-10T12:00"_utc, .net = 60_usd}); // earns 60 + 250
        CHECK(apply(bonus, anna, first.receipt.returned({.id = 4, .time = returned_at})).granted<unit::points>() ==
              -350_points);
        return balances_of<unit::points>(bonus, anna, returned_at);
    };
    // While all live, only the order differs: January gives its 140, February 210.
    CHECK(after("2021-02-20T12:00"_utc).available == 100_points);
    // When January's 140 have died, all of them are taken as expired, also the 40 of the purchase that stays: by the day of
    // granting, 60 would be left and 40 expired.
    CHECK(after("2021-03-02T12:00"_utc).available == 100_points);
    CHECK(after("2021-03-02T12:00"_utc).expired == 0_points);
}

TEST_CASE("a unit of 16 bits that cannot hold a correction refuses it, and the lots stay") {
    constexpr programme cards{stamp_card{1}.awards(1_stamps), lots<unit::stamps>{}};
    member<std::remove_const_t<decltype(cards)>> anna;
    const instant now = "2025-01-20T12:00"_utc;
    apply(cards, anna, sale{.id = 1, .time = now, .net = 1_usd});
    const auto before = anna;
    CHECK(apply(cards, anna, adjustment<unit::stamps>{.id = 2, .time = now, .amount = 40'000_stamps}).refused ==
          reason::amount_overflow);
    CHECK(anna == before);
    CHECK(apply(cards, anna, clawback<unit::stamps>{.id = 2, .time = now, .amount = 40'000_stamps}).refused ==
          reason::amount_overflow);
    CHECK(anna == before);
    CHECK(apply(cards, anna, adjustment<unit::stamps>{.id = 2, .time = now, .amount = 30'000_stamps}).accepted());
    CHECK(balances_of<unit::stamps>(cards, anna, now).available == 30'001_stamps);
}

} // namespace
