// SPDX-License-Identifier: BSL-1.0

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;

using sale = purchase<currency::usd>;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme stars{a_point_a_dollar, lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<6>{})};
constexpr auto books = [](const auto& anna, instant as_of) { return balances_of<unit::points>(stars, anna, as_of); };

TEST_CASE("what a programme grants becomes lots, and expires without a job") {
    member<decltype(stars)> anna;
    CHECK(apply(stars, anna, sale{.id = 1, .time = "2020-12-15T12:00"_utc, .net = 100_usd}).accepted());
    CHECK(apply(stars, anna, sale{.id = 2, .time = "2021-01-01T12:00"_utc, .net = 50_usd}).accepted());
    CHECK(books(anna, "2021-06-30T23:59"_utc).available == 150_points);
    CHECK(books(anna, "2021-07-01T00:00"_utc).available == 50_points);
    CHECK(books(anna, "2021-07-01T00:00"_utc).expired == 100_points);
    CHECK(books(anna, "2021-08-01T00:00"_utc).available == 0_points);
    CHECK(books(anna, "2021-08-01T00:00"_utc).earned == 150_points);
}

TEST_CASE("redemption: in one step, in two, never twice") {
    member<decltype(stars)> anna;
    apply(stars, anna, sale{.id = 1, .time = "2021-01-01T12:00"_utc, .net = 100_usd});
    CHECK(apply(stars, anna, redemption<unit::points>{.id = 2, .time = "2021-01-02T12:00"_utc, .amount = 101_points})
              .refused == reason::insufficient_balance);
    auto paid = apply_with_receipt(
        stars, anna, redemption<unit::points>{.id = 2, .time = "2021-01-02T12:00"_utc, .amount = 30_points});
    CHECK(paid.outcome.accepted());
    CHECK(
        apply(stars, anna,
              reservation<unit::points>{
                  .id = 3, .time = "2021-01-03T12:00"_utc, .hold = 1, .amount = 60_points, .until = "2021-01-05"_date})
            .accepted());
    CHECK(apply(stars, anna, redemption<unit::points>{.id = 4, .time = "2021-01-03T13:00"_utc, .amount = 11_points})
              .refused == reason::insufficient_balance);
    CHECK(books(anna, "2021-01-04T12:00"_utc).held == 60_points);
    CHECK(books(anna, "2021-01-05T00:00"_utc).held == 0_points); // timed out
    CHECK(apply(stars, anna, commitment<unit::points>{.id = 5, .time = "2021-01-04T12:00"_utc, .hold = 1}).accepted());
    CHECK(apply(stars, anna, commitment<unit::points>{.id = 6, .time = "2021-01-04T12:00"_utc, .hold = 1}).refused ==
          reason::unknown_hold);
    CHECK(apply(stars, anna, release<unit::points>{.id = 6, .time = "2021-01-04T12:00"_utc, .hold = 1}).refused ==
          reason::unknown_hold);
    CHECK(books(anna, "2021-01-04T12:00"_utc).available == 10_points);
    CHECK(books(anna, "2021-01-04T12:00"_utc).spent == 90_points);
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 7, .time = "2021-01-05T12:00"_utc})).accepted());
    CHECK(books(anna, "2021-01-05T12:00"_utc).available == 40_points);
    CHECK(apply(stars, anna, redemption<unit::points>{.id = 7, .time = "2021-01-05T12:00"_utc, .amount = 1_points})
              .refused == reason::duplicate_event);
}

// 30 of January, expired on 1 August, and 50 of February, expired on 1 September.
constexpr redemption<unit::points> out_of_january(std::uint64_t id, amount<unit::points> part) {
    return {.id = id, .time = "2021-02-03T12:00"_utc, .amount = part, .earned_on = "2021-01-31"_date};
}

struct spent_lots {
    std::size_t lots = 0;
    amount<unit::points> sum{};
    date expires{};
    std::int64_t there = -1;
    void on(const effects::spent<unit::points>& debit) {
        lots = debit.lots.size();
        sum = debit.amount_spent;
        expires = debit.lots[0].dates.expires;
    }
    void on(const effects::refusal& no) { there = no.there; }
};

TEST_CASE("a redemption out of the lots of one day takes nothing from others") {
    member<decltype(stars)> anna;
    apply(stars, anna, sale{.id = 1, .time = "2021-01-05T12:00"_utc, .net = 30_usd});
    apply(stars, anna, sale{.id = 2, .time = "2021-02-02T12:00"_utc, .net = 50_usd});
    const auto of = [&](date earned_on) {
        return available_of_day<unit::points>(stars, anna, earned_on, "2021-02-03T12:00"_utc);
    };
    CHECK(of("2021-01-31"_date) == 30_points);
    CHECK(of("2021-02-03"_date) == 50_points);
    CHECK(of("2021-02-28"_date) == 0_points); // that day has not come
    CHECK(of("2020-12-31"_date) == 0_points);

    const auto before = anna;
    spent_lots log;
    CHECK(apply(stars, anna, out_of_january(3, 31_points), no_profile{}, log).refused == reason::insufficient_balance);
    CHECK(log.there == 30); // and not 80
    CHECK(apply(stars, anna, out_of_january(3, -1_points)).refused == reason::negative_amount);
    CHECK(anna == before);
    auto nothing = out_of_january(3, 0_points);
    CHECK(apply(stars, anna, nothing).accepted());
    nothing.id = 4;
    nothing.earned_on = "2020-12-31"_date; // a day without lots
    CHECK(apply(stars, anna, nothing).accepted());
    CHECK(of("2021-01-31"_date) == 30_points);
    CHECK(of("2021-02-03"_date) == 50_points);
    anna = before;

    auto of_february = out_of_january(3, 20_points);
    of_february.earned_on = "2021-02-01"_date; // January expires sooner, and stays
    auto paid = apply_with_receipt(stars, anna, of_february, no_profile{}, log);
    CHECK(paid.outcome.accepted());
    CHECK(log.lots == 1);
    CHECK(log.sum == 20_points);
    CHECK(log.expires == "2021-09-01"_date);
    CHECK(of("2021-01-01"_date) == 30_points);
    CHECK(of("2021-02-01"_date) == 30_points);
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 4, .time = "2021-02-03T12:00"_utc}, 5_points)).accepted());
    CHECK(of("2021-02-01"_date) == 35_points);
    CHECK(available_of_day<unit::points>(stars, anna, "2021-01-01"_date, "2021-08-01T00:00"_utc) == 0_points);
}

TEST_CASE("a reminder: what expires by a day, and what is next") {
    member<decltype(stars)> anna;
    apply(stars, anna, sale{.id = 1, .time = "2020-12-15T12:00"_utc, .net = 100_usd}); // expired on 1 July
    apply(stars, anna, sale{.id = 2, .time = "2021-01-01T12:00"_utc, .net = 50_usd});  // expired on 1 August
    constexpr auto june = "2021-06-01T12:00"_utc;
    const auto by = [&](date until) { return expiring_by<unit::points>(stars, anna, june, until); };
    CHECK(by("2021-06-30"_date) == 0_points);
    CHECK(by("2021-07-01"_date) == 100_points);
    CHECK(by("2021-07-31"_date) == 100_points);
    CHECK(by("2021-08-01"_date) == 150_points);
    CHECK(expiring_by<unit::points>(stars, anna, "2021-07-01T00:00"_utc, "2021-08-01"_date) == 50_points);
    CHECK(next_expiry<unit::points>(stars, anna, june) == expiry_notice<unit::points>{"2021-07-01"_date, 100_points});
    CHECK(next_expiry<unit::points>(stars, anna, "2021-07-01T00:00"_utc) ==
          expiry_notice<unit::points>{"2021-08-01"_date, 50_points});
    CHECK(next_expiry<unit::points>(stars, anna, "2021-08-01T00:00"_utc) ==
          expiry_notice<unit::points>{date::maximum(), 0_points});

    apply(stars, anna, redemption<unit::points>{.id = 3, .time = june, .amount = 30_points}); // of what expires first
    CHECK(by("2021-07-01"_date) == 70_points);
    apply(stars, anna,
          reservation<unit::points>{.id = 4, .time = june, .hold = 1, .amount = 20_points, .until = "2021-09-01"_date});
    CHECK(by("2021-07-01"_date) == 50_points); // what is held does not count
    CHECK(by("2021-08-01"_date) == 100_points);
}

TEST_CASE("a reminder in books of instants counts what is expired as the day begins") {
    constexpr programme quick{a_point_a_dollar,
                              lots<unit::points>{}.expiring(expires_after_seconds<25>{86'400}.in_steps_of(3'600))};
    member<std::remove_const_t<decltype(quick)>> anna;
    constexpr auto noon = "2021-01-01T12:00"_utc;
    apply(quick, anna, sale{.id = 1, .time = noon, .net = 8_usd});
    CHECK(expiring_by<unit::points>(quick, anna, noon, "2021-01-02"_date) == 0_points); // alive at midnight
    CHECK(expiring_by<unit::points>(quick, anna, noon, "2021-01-03"_date) == 8_points);
    CHECK(next_expiry<unit::points>(quick, anna, noon).day == "2021-01-02T12:00"_utc);
}

TEST_CASE("a plain balance keeps no days, so nothing is there of one") {
    constexpr programme plain{a_point_a_dollar};
    member<std::remove_const_t<decltype(plain)>> anna;
    apply(plain, anna, sale{.id = 1, .time = "2021-01-05T12:00"_utc, .net = 30_usd});
    CHECK(apply(plain, anna, out_of_january(2, 10_points)).refused == reason::insufficient_balance);
    CHECK(anna.balance<unit::points>() == 30_points);
}

TEST_CASE("a return after the points were spent leaves a debt that later earnings fill") {
    member<decltype(stars)> anna;
    auto sold = apply_with_receipt(stars, anna, sale{.id = 1, .time = "2021-01-01T12:00"_utc, .net = 100_usd});
    apply(stars, anna, redemption<unit::points>{.id = 2, .time = "2021-01-02T12:00"_utc, .amount = 80_points});
    CHECK(
        apply(stars, anna, sold.receipt.returned({.id = 3, .time = "2021-01-03T12:00"_utc})).granted<unit::points>() ==
        -100_points);
    CHECK(books(anna, "2021-01-03T12:00"_utc).available == 0_points);
    CHECK(books(anna, "2021-01-03T12:00"_utc).debt == 80_points);
    CHECK(books(anna, "2021-01-03T12:00"_utc).clawed_back == 100_points);
    apply(stars, anna, sale{.id = 4, .time = "2021-01-04T12:00"_utc, .net = 90_usd});
    CHECK(books(anna, "2021-01-04T12:00"_utc).available == 10_points);
    CHECK(books(anna, "2021-01-04T12:00"_utc).debt == 0_points);
}

TEST_CASE("a return after the points expired takes nothing twice") {
    member<decltype(stars)> anna;
    auto sold = apply_with_receipt(stars, anna, sale{.id = 1, .time = "2020-12-15T12:00"_utc, .net = 100_usd});
    CHECK(apply(stars, anna, sold.receipt.returned({.id = 2, .time = "2021-07-02T12:00"_utc})).accepted());
    const auto after = books(anna, "2021-07-02T12:00"_utc);
    CHECK(after.debt == 0_points);
    CHECK(after.expired == 0_points);
    CHECK(after.clawed_back == 100_points);
}

TEST_CASE("a programme with an account is a constant expression, too") {
    constexpr auto left = [] {
        member<decltype(stars)> anna;
        constexpr instant first = "2021-01-01T12:00"_utc;
        constexpr instant second = "2021-01-02T12:00"_utc;
        apply(stars, anna, sale{.id = 1, .time = first, .net = 100_usd});
        apply(stars, anna, redemption<unit::points>{.id = 2, .time = second, .amount = 30_points});
        return balances_of<unit::points>(stars, anna, second).available;
    }();
    static_assert(left == 70_points);
    CHECK(left == 70_points);
}

TEST_CASE("time passes by itself") {
    constexpr programme tiers{tiered{350_usd}.within(calendar_window{period_unit::year}), a_point_a_dollar};
    member<decltype(tiers)> anna;
    apply(tiers, anna, sale{.id = 1, .time = "2021-01-01T12:00"_utc, .net = 400_usd});
    CHECK(apply(tiers, anna, time_passed{.id = 2, .time = "2021-12-31T23:59"_utc}).tier_after == 1);
    CHECK(apply(tiers, anna, time_passed{.id = 3, .time = "2022-01-01T00:00"_utc}).tier_after == 0);
    CHECK(anna.balance<unit::points>() == 400_points);
}

TEST_CASE("a redemption goes back to the member and the programme that it came from") {
    const instant now = "2021-01-02T12:00"_utc;
    member<decltype(stars)> anna;
    member<decltype(stars)> ben;
    apply(stars, anna, sale{.id = 1, .time = "2021-01-01T12:00"_utc, .net = 100_usd});
    apply(stars, ben, sale{.id = 1, .time = "2021-01-01T12:00"_utc, .net = 100_usd});
    const redemption<unit::points> forty{.id = 2, .member = 7, .time = now, .amount = 40_points};
    auto paid = apply_with_receipt(stars, anna, forty);
    apply(stars, ben, forty);
    CHECK(paid.receipt.owner == 7);
    const auto before = ben;
    const auto receipt_before = paid.receipt;

    struct {
        std::uint64_t member = 8;
    } ben_is;
    CHECK(apply(stars, ben, paid.receipt.given_back({.id = 3, .time = now}), ben_is).refused ==
          reason::foreign_receipt);
    auto of_another_version = paid.receipt;
    of_another_version.version = 2;
    CHECK(apply(stars, anna, of_another_version.given_back({.id = 3, .time = now})).refused == reason::foreign_receipt);
    CHECK(ben == before);
    CHECK(paid.receipt == receipt_before);
    ben_is.member = 7;
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 3, .time = now}), ben_is).accepted());
    CHECK(books(anna, now).available == 100_points);
}

/// Refuses each event that gives points back.
struct no_returns {
    using rewards = units<>;
    template <class Event>
    static constexpr bool concerns = kind_of<Event> == event_kind::give_back;
    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const noexcept {
        visit.refuse_if(true, reason::cap_reached);
    }
};

TEST_CASE("a policy behind the account that refuses leaves the receipt as it was") {
    constexpr programme strict{a_point_a_dollar, lots<unit::points>{}, no_returns{}};
    const instant now = "2021-01-02T12:00"_utc;
    member<std::remove_const_t<decltype(strict)>> anna;
    apply(strict, anna, sale{.id = 1, .time = now, .net = 100_usd});
    auto paid = apply_with_receipt(strict, anna, redemption<unit::points>{.id = 2, .time = now, .amount = 40_points});
    const auto before = anna;
    const auto receipt_before = paid.receipt;
    CHECK(apply(strict, anna, paid.receipt.given_back({.id = 3, .time = now})).refused == reason::cap_reached);
    CHECK(anna == before);
    CHECK(paid.receipt == receipt_before);
}

TEST_CASE("nothing given back of what is left is nothing, less than nothing is refused") {
    const instant now = "2021-01-02T12:00"_utc;
    member<decltype(stars)> anna;
    apply(stars, anna, sale{.id = 1, .time = now, .net = 100_usd});
    auto paid = apply_with_receipt(stars, anna, redemption<unit::points>{.id = 2, .time = now, .amount = 40_points});
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 3, .time = now}, 0_points)).accepted());
    CHECK(apply(stars, anna, paid.receipt.given_back({.id = 4, .time = now}, -1_points)).refused ==
          reason::negative_amount);
    CHECK(books(anna, now).spent == 40_points);
}

} // namespace
