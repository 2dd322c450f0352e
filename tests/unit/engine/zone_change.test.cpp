// SPDX-License-Identifier: BSL-1.0
//
// A programme whose second version is in another zone: what was booked to a period stays there. The event at 22:30 UTC on
// 30 April is in April at UTC, and on 1 May at UTC+02:00.
#include <loyalty/engine/settle.hpp>

#include <loyalty/engine/itemize.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;

namespace {

constexpr terms<dates::fixed_offset> utc_terms{.version = 1, .calendar = {.zone = dates::fixed_offset::hours(0)}};
constexpr terms<dates::fixed_offset> east_terms{.version = 2, .calendar = {.zone = dates::fixed_offset::hours(2)}};

constexpr instant april_30 = "2023-04-30T22:30"_utc;
constexpr instant may_10 = "2023-05-10T12:00"_utc;
constexpr calendar_window a_month{period_unit::month};

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr points ten_a_month{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{10_points, a_month}};
constexpr points ten_a_day{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                           cap_at{10_points, calendar_window{period_unit::day}}};

template <class Programme, class Member>
std::int64_t points_for(const Programme& programme, Member& own, const sale& bought) {
    return apply(programme, own, bought).template granted<unit::points>().minor_units();
}

} // namespace

TEST_CASE("a cap used up in April at UTC leaves all of May at UTC+02:00") {
    constexpr programme first{utc_terms, ten_a_month};
    constexpr programme second{east_terms, ten_a_month};
    member<std::remove_const_t<decltype(first)>> anna;
    CHECK(points_for(first, anna, {.id = 1, .time = april_30, .net = 30_usd}) == 10);
    CHECK(points_for(second, anna, {.id = 2, .time = "2023-05-31T21:59:59"_utc, .net = 30_usd}) == 10);
    CHECK(points_for(second, anna, {.id = 3, .time = "2023-05-31T21:59:59"_utc, .net = 30_usd}) == 0);
    CHECK(points_for(second, anna, {.id = 4, .time = "2023-05-31T22:00"_utc, .net = 30_usd}) == 10); // 1 June

    constexpr programme first_days{utc_terms, ten_a_day};
    constexpr programme second_days{east_terms, ten_a_day};
    member<std::remove_const_t<decltype(first_days)>> ben;
    CHECK(points_for(first_days, ben, {.id = 1, .time = april_30, .net = 30_usd}) == 10);
    CHECK(points_for(second_days, ben, {.id = 2, .time = "2023-05-01T08:00"_utc, .net = 30_usd}) == 10);
}

TEST_CASE("a cap used up on 1 May at UTC+02:00 is used up in May at UTC") {
    constexpr programme first{east_terms, ten_a_month};
    constexpr programme second{utc_terms, ten_a_month};
    member<std::remove_const_t<decltype(first)>> anna;
    CHECK(points_for(first, anna, {.id = 1, .time = april_30, .net = 30_usd}) == 10);
    CHECK(points_for(second, anna, {.id = 2, .time = may_10, .net = 30_usd}) == 0);
    CHECK(points_for(second, anna, {.id = 3, .time = "2023-06-01T00:00"_utc, .net = 30_usd}) == 10);
}

TEST_CASE("a sale is divided as it earned: its cap counts anew in May at UTC+02:00") {
    using goods = basket<currency::usd>;
    constexpr programme first{utc_terms, ten_a_month};
    constexpr programme second{east_terms, ten_a_month};
    member<std::remove_const_t<decltype(first)>> anna;
    CHECK(points_for(first, anna, {.id = 1, .time = april_30, .net = 30_usd}) == 10);
    constexpr std::array<basket_line<currency::usd>, 1> lines{{{.id = 1, .net = 30_usd}}};
    const goods bought{.id = 2, .time = may_10, .lines = lines};
    const auto sold = apply_with_receipt(second, anna, bought);
    CHECK(sold.outcome.granted<unit::points>() == 10_points);
    const auto items = itemize<1>(second, sold.receipt, bought);
    REQUIRE(items.why == reason::none);
    CHECK(items.shares[0].granted<unit::points>() == 10_points);
}

TEST_CASE("spend of April and of May do not add up to a threshold or a tier of one month") {
    constexpr spend_threshold bonus = spend_threshold{1_points, every(100_usd)}.within(a_month);
    constexpr auto tiers = tiered{100_usd}.within(a_month);
    constexpr programme first{utc_terms, tiers, bonus};
    constexpr programme second{east_terms, tiers, bonus};
    member<std::remove_const_t<decltype(first)>> anna;
    apply(first, anna, sale{.id = 1, .time = april_30, .net = 60_usd});
    const auto gave = apply(second, anna, sale{.id = 2, .time = may_10, .net = 50_usd});
    CHECK(gave.granted<unit::points>() == 0_points);
    CHECK(gave.tier_after == 0);
    const auto more = apply(second, anna, sale{.id = 3, .time = may_10, .net = 50_usd}); // 100.00 in May
    CHECK(more.granted<unit::points>() == 1_points);
    CHECK(more.tier_after == 1);

    // The other way round, both are in May.
    constexpr programme east{east_terms, tiers, bonus};
    constexpr programme west{utc_terms, tiers, bonus};
    member<std::remove_const_t<decltype(east)>> ben;
    apply(east, ben, sale{.id = 1, .time = april_30, .net = 60_usd});
    const auto both = apply(west, ben, sale{.id = 2, .time = may_10, .net = 50_usd});
    CHECK(both.granted<unit::points>() == 1_points);
    CHECK(both.tier_after == 1);
}

TEST_CASE("cashback of 10 % up to 6.00 a month: April's 6.00 take nothing from May") {
    constexpr cashback back{currency::usd{}, rounding::half_even, cashback_rate{10_pct}.at_most(6_usd, a_month)};
    constexpr programme first{utc_terms, back};
    constexpr programme second{east_terms, back};
    member<std::remove_const_t<decltype(first)>> anna;
    CHECK(apply(first, anna, sale{.id = 1, .time = april_30, .net = 80_usd}).granted<currency::usd>() == 6_usd);
    CHECK(apply(second, anna, sale{.id = 2, .time = may_10, .net = 50_usd}).granted<currency::usd>() == 5_usd);
    CHECK(apply(second, anna, sale{.id = 3, .time = may_10, .net = 50_usd}).granted<currency::usd>() == 1_usd);
}

TEST_CASE("spend of 2023 and of 2024 do not add up to a tier of one year") {
    constexpr auto tiers = tiered{100_usd}.within(calendar_window{period_unit::year});
    constexpr programme first{utc_terms, tiers};
    constexpr programme second{east_terms, tiers};
    member<std::remove_const_t<decltype(first)>> anna;
    apply(first, anna, sale{.id = 1, .time = "2023-12-31T22:30"_utc, .net = 60_usd});
    CHECK(apply(second, anna, sale{.id = 2, .time = "2024-05-10T12:00"_utc, .net = 50_usd}).tier_after == 0);
    CHECK(apply(second, anna, sale{.id = 3, .time = "2024-05-11T12:00"_utc, .net = 50_usd}).tier_after == 1);
}

TEST_CASE("a sale half an hour later at UTC, with lots: the day of the books does not go back") {
    constexpr auto book = lots<unit::points>{}.expiring(expires_end_of_month<6>{});
    constexpr programme first{east_terms, a_point_a_dollar, book};
    constexpr programme second{utc_terms, a_point_a_dollar, book};
    member<std::remove_const_t<decltype(first)>> anna;
    CHECK(points_for(first, anna, {.id = 1, .time = april_30, .net = 30_usd}) == 30);
    const auto gave = apply(second, anna, sale{.id = 2, .time = april_30 + dates::seconds{1800}, .net = 20_usd});
    CHECK(gave.accepted());
    CHECK(gave.granted<unit::points>() == 20_points);
    CHECK(balances_of<unit::points>(second, anna, may_10).available == 50_points);
    const redemption<unit::points> paid{.id = 3, .time = april_30 + dates::seconds{3600}, .amount = 50_points};
    CHECK(apply(second, anna, paid).accepted());
}

TEST_CASE("a streak of days goes on from the day that was booked") {
    constexpr gamified games{streak<calendar_window{period_unit::day}>{2}.awards(1_badges)};
    constexpr programme first{utc_terms, games};
    constexpr programme second{east_terms, games};
    member<std::remove_const_t<decltype(first)>> anna;
    apply(first, anna, sale{.id = 1, .time = april_30, .net = 5_usd}); // 30 April
    CHECK(apply(second, anna, sale{.id = 2, .time = "2023-05-01T08:00"_utc, .net = 5_usd}).granted<unit::badges>() ==
          1_badges);
}

TEST_CASE("there and back: each period keeps what was booked to it") {
    constexpr programme first{utc_terms, ten_a_month};
    constexpr programme second{east_terms, ten_a_month};
    member<std::remove_const_t<decltype(first)>> anna;
    CHECK(points_for(first, anna, {.id = 1, .time = april_30, .net = 4_usd}) == 4);
    CHECK(points_for(second, anna, {.id = 2, .time = "2023-04-30T23:00"_utc, .net = 7_usd}) == 7); // 1 May
    CHECK(points_for(first, anna, {.id = 3, .time = "2023-04-30T23:30"_utc, .net = 9_usd}) == 3);  // stays in May
    CHECK(points_for(first, anna, {.id = 4, .time = "2023-06-01T00:00"_utc, .net = 9_usd}) == 9);
}
