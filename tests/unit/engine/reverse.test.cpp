// SPDX-License-Identifier: BSL-1.0

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include "support/returns_desk.hpp"

#include <array>
#include <span>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;

using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;

constexpr programme plain{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

constexpr instant january_1 = "2025-01-01T12:00"_utc;
constexpr instant january_2 = "2025-01-02T12:00"_utc;
constexpr instant march_10 = "2025-03-10T12:00"_utc;
constexpr instant june_15 = "2025-06-15T12:00"_utc;
constexpr instant july_1 = "2025-07-01T12:00"_utc;
constexpr instant january_2026 = "2026-01-10T12:00"_utc;
constexpr instant february_2026 = "2026-02-10T12:00"_utc;
constexpr instant august_1 = "2025-08-01T12:00"_utc;
constexpr auto two_hundred = 200_usd;
constexpr auto rest_to_vib = 149.99_usd;
constexpr auto last_cent = 0.01_usd;

/// G20: lines returned one by one, in an order; the points taken back at each step.
template <std::size_t Count>
constexpr std::array<std::int64_t, Count> clawbacks(money<currency::usd> price, std::array<std::size_t, Count> order) {
    std::array<item, Count> lines{};
    for (std::size_t i = 0; i < Count; ++i) {
        lines[i] = {.id = static_cast<std::uint32_t>(i), .net = price};
    }
    member<decltype(plain)> anna;
    auto sold =
        apply_with_receipt(plain, anna, goods{.id = 1, .time = january_1, .lines = std::span<const item>{lines}});
    std::array<bool, Count> back{};
    std::array<std::int64_t, Count> taken{};
    for (std::size_t step = 0; step < Count; ++step) {
        back[order[step]] = true;
        std::array<item, Count> kept{};
        std::size_t left = 0;
        for (std::size_t i = 0; i < Count; ++i) {
            if (!back[i]) {
                kept[left++] = lines[i];
            }
        }
        const event_key event{.id = 2 + step, .time = january_2};
        const auto gave =
            left == 0 ? apply(plain, anna, sold.receipt.returned(event))
                      : apply(plain, anna,
                              sold.receipt.returned(event, goods{.id = 1,
                                                                 .time = january_1,
                                                                 .lines = std::span<const item>{kept.data(), left}}));
        taken[step] = gave.accepted() ? -gave.granted<unit::points>().minor_units() : -1000;
    }
    return taken;
}

template <class Programme>
struct refund_of_the_first {
    outcome_of<Programme> gave{};
    member<Programme> anna{};
};

/// G03: 200.00, 149.99 and 0.01 in 2025 reach VIB; the 200.00 come back on 1 August.
template <class Programme>
constexpr refund_of_the_first<Programme> refund_200(const Programme& programme) {
    refund_of_the_first<Programme> result;
    auto first = apply_with_receipt(programme, result.anna, sale{.id = 1, .time = march_10, .net = two_hundred});
    apply(programme, result.anna, sale{.id = 2, .time = june_15, .net = rest_to_vib});
    apply(programme, result.anna, sale{.id = 3, .time = july_1, .net = last_cent});
    result.gave = apply(programme, result.anna, first.receipt.returned({.id = 4, .time = august_1}));
    return result;
}

constexpr auto beauty_tiers = tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1);
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme sticky{beauty_tiers, a_point_a_dollar};
constexpr programme strict{beauty_tiers.returning(on_return::loses_tier), a_point_a_dollar};

TEST_CASE("G20: partial returns add up to what was earned") {
    static_assert(clawbacks<3>(0.50_usd, {0, 1, 2}) == std::array<std::int64_t, 3>{0, 1, 0});
    static_assert(clawbacks<3>(33.33_usd, {0, 1, 2}) == std::array<std::int64_t, 3>{33, 33, 33});
    CHECK(clawbacks<3>(0.50_usd, {2, 0, 1}) == std::array<std::int64_t, 3>{0, 1, 0});
    CHECK(clawbacks<3>(33.33_usd, {1, 2, 0}) == std::array<std::int64_t, 3>{33, 33, 33});
    CHECK(clawbacks<2>(0.99_usd, {0, 1}) == std::array<std::int64_t, 2>{1, 0});
}

TEST_CASE("G03: a refund keeps the tier or loses it, as the programme says") {
    constexpr auto kept = refund_200(sticky);
    static_assert(kept.gave.accepted() && kept.gave.granted<unit::points>() == -200_points);
    static_assert(kept.gave.tier_after == 1 && kept.anna.balance<unit::points>() == 149_points);
    constexpr auto lost = refund_200(strict);
    static_assert(lost.gave.tier_before == 1 && lost.gave.tier_after == 0);
    CHECK(refund_200(sticky).gave.tier_after == 1);
    CHECK(refund_200(strict).gave.tier_after == 0);

    // What was kept ends where the hold would have: 2026 brings nothing, so on 1 January 2027 it is Insider.
    auto anna = refund_200(sticky).anna;
    CHECK(apply(sticky, anna, sale{.id = 5, .time = "2026-05-01T12:00"_utc, .net = 120_usd}).tier_before == 1);
    CHECK(apply(sticky, anna, sale{.id = 6, .time = "2027-01-01T00:00"_utc, .net = 1_usd}).tier_before == 0);
}

TEST_CASE("a purchase without a quantity is one piece") {
    member<std::remove_const_t<decltype(sticky)>> anna;
    const sale bought{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 200_usd};
    CHECK(apply_with_receipt(sticky, anna, bought).receipt.pieces == 1);
}

TEST_CASE("a bonus reached by two purchases falls with either") {
    constexpr programme bonus{spend_threshold{100_points, every(250_usd)}};
    member<decltype(bonus)> anna;
    auto first = apply_with_receipt(bonus, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 200_usd});
    auto second = apply_with_receipt(bonus, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 100_usd});
    CHECK(anna.balance<unit::points>() == 100_points);
    auto other_way = anna;

    CHECK(
        apply(bonus, anna, first.receipt.returned({.id = 3, .time = "2025-01-03T12:00"_utc})).granted<unit::points>() ==
        -100_points);
    CHECK(apply(bonus, anna, second.receipt.returned({.id = 4, .time = "2025-01-03T12:00"_utc}))
              .granted<unit::points>() == 0_points);
    CHECK(anna.balance<unit::points>() == 0_points);
    CHECK(anna.policy<0>().count.total() == 0);

    CHECK(apply(bonus, other_way, second.receipt.returned({.id = 3, .time = "2025-01-03T12:00"_utc})).refused ==
          reason::already_returned);
}

TEST_CASE("a stamp card, a carried rest and a cap give back what they took") {
    constexpr programme card{gamified{stamp_card{3}.awards(1_stamps)}};
    member<decltype(card)> anna;
    auto first = apply_with_receipt(card, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 1_usd});
    apply(card, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 1_usd});
    apply(card, anna, sale{.id = 3, .time = "2025-01-03T12:00"_utc, .net = 1_usd});
    CHECK(anna.balance<unit::stamps>() == 1_stamps);
    CHECK(
        apply(card, anna, first.receipt.returned({.id = 4, .time = "2025-01-04T12:00"_utc})).granted<unit::stamps>() ==
        -1_stamps);
    CHECK(apply(card, anna, sale{.id = 5, .time = "2025-01-05T12:00"_utc, .net = 1_usd}).granted<unit::stamps>() ==
          1_stamps);

    constexpr programme carrying{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}}};
    member<decltype(carrying)> bert;
    auto half = apply_with_receipt(carrying, bert, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 0.50_usd});
    apply(carrying, bert, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 0.50_usd});
    CHECK(bert.balance<unit::points>() == 1_points);
    CHECK(apply(carrying, bert, half.receipt.returned({.id = 3, .time = "2025-01-03T12:00"_utc}))
              .granted<unit::points>() == -1_points);
    CHECK(
        apply(carrying, bert, sale{.id = 4, .time = "2025-01-04T12:00"_utc, .net = 0.50_usd}).granted<unit::points>() ==
        1_points);

    constexpr programme capped{cashback{currency::usd{}, rounding::half_even,
                                        cashback_rate{10_pct}.at_most(5_usd, calendar_window{period_unit::month})}};
    member<decltype(capped)> carl;
    auto used = apply_with_receipt(capped, carl, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 40_usd});
    CHECK(apply(capped, carl, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 40_usd}).granted<currency::usd>() ==
          1_usd);
    CHECK(apply(capped, carl, used.receipt.returned({.id = 3, .time = "2025-01-03T12:00"_utc}))
              .granted<currency::usd>() == -4_usd);
    CHECK(apply(capped, carl, sale{.id = 4, .time = "2025-01-04T12:00"_utc, .net = 90_usd}).granted<currency::usd>() ==
          4_usd);
}

TEST_CASE("a return after the rates have changed takes back at the rates of the sale") {
    constexpr programme rates{points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(before_date("2025-02-01"_date)),
                                     round_off{rounding::floor}}};
    member<decltype(rates)> anna;
    auto sold = apply_with_receipt(rates, anna, sale{.id = 1, .time = "2025-01-31T12:00"_utc, .net = 10_usd});
    CHECK(anna.balance<unit::points>() == 20_points);
    CHECK(apply(rates, anna,
                sold.receipt.returned({.id = 2, .time = "2025-03-01T12:00"_utc},
                                      sale{.id = 1, .time = "2025-01-31T12:00"_utc, .net = 4_usd}))
              .granted<unit::points>() == -12_points);
    CHECK(anna.balance<unit::points>() == 8_points);
}

TEST_CASE("what cannot be reversed is refused, and nothing changes") {
    constexpr programme other{terms<>{.name = "other"}, a_point_a_dollar};
    member<decltype(other)> anna;
    auto sold = apply_with_receipt(other, anna, sale{.id = 5, .time = "2025-01-05T12:00"_utc, .net = 10_usd});
    const auto before = anna;
    const auto slip = sold.receipt;

    auto foreign = slip;
    foreign.version = 2;
    CHECK(apply(other, anna, foreign.returned({.id = 6, .time = "2025-01-06T12:00"_utc})).refused ==
          reason::foreign_receipt);
    CHECK(apply(other, anna, sold.receipt.returned({.id = 4, .time = "2025-01-04T12:00"_utc})).refused ==
          reason::late_event);
    CHECK(apply(other, anna, sold.receipt.returned({.id = 5, .time = "2025-01-05T12:00"_utc})).refused ==
          reason::duplicate_event);
    const sale more{.id = 5, .time = "2025-01-05T12:00"_utc, .net = 10.01_usd};
    CHECK(apply(other, anna, sold.receipt.returned({.id = 6, .time = "2025-01-06T12:00"_utc}, more)).refused ==
          reason::more_than_bought);
    const sale negative{.id = 5, .time = "2025-01-05T12:00"_utc, .net = -0.01_usd};
    CHECK(apply(other, anna, sold.receipt.returned({.id = 6, .time = "2025-01-06T12:00"_utc}, negative)).refused ==
          reason::negative_amount);
    member<decltype(other)> stranger;
    CHECK(apply(other, stranger, sold.receipt.returned({.id = 6, .time = "2025-01-06T12:00"_utc})).refused ==
          reason::foreign_receipt);
    CHECK(anna == before);
    CHECK(sold.receipt == slip);

    CHECK(apply(other, anna, sold.receipt.returned({.id = 6, .time = "2025-01-06T12:00"_utc})).accepted());
    CHECK(apply(other, anna, sold.receipt.returned({.id = 7, .time = "2025-01-07T12:00"_utc})).refused ==
          reason::already_returned);
    CHECK(anna.balance<unit::points>() == 0_points);
}

TEST_CASE("a bonus paid once falls once, with whichever purchase") {
    constexpr programme bonus{spend_threshold{100_points, once(400_usd)}};
    member<decltype(bonus)> anna;
    auto first = apply_with_receipt(bonus, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 200_usd});
    auto second = apply_with_receipt(bonus, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 250_usd});
    CHECK(anna.balance<unit::points>() == 100_points);
    CHECK(
        apply(bonus, anna, first.receipt.returned({.id = 3, .time = "2025-01-03T12:00"_utc})).granted<unit::points>() ==
        -100_points);
    CHECK(apply(bonus, anna, second.receipt.returned({.id = 4, .time = "2025-01-03T12:00"_utc}))
              .granted<unit::points>() == 0_points);
    CHECK(anna.balance<unit::points>() == 0_points);
}

TEST_CASE("a return from last month leaves this month's bonus paid") {
    constexpr programme bonus{spend_threshold{100_points, once(100_usd)}.within(calendar_window{period_unit::month})};
    member<decltype(bonus)> anna;
    auto january = apply_with_receipt(bonus, anna, sale{.id = 1, .time = "2025-01-10T12:00"_utc, .net = 100_usd});
    apply(bonus, anna, sale{.id = 2, .time = "2025-02-10T12:00"_utc, .net = 100_usd});
    CHECK(anna.balance<unit::points>() == 200_points);
    CHECK(apply(bonus, anna, january.receipt.returned({.id = 3, .time = "2025-02-15T12:00"_utc}))
              .granted<unit::points>() == -100_points);
    CHECK(apply(bonus, anna, sale{.id = 4, .time = "2025-02-20T12:00"_utc, .net = 100_usd}).granted<unit::points>() ==
          0_points);
    CHECK(anna.balance<unit::points>() == 100_points);
}

TEST_CASE("a rest that a mode leaves below zero is no point to take back") {
    constexpr programme half_up{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::half_up}}};
    member<decltype(half_up)> anna;
    apply(half_up, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 0.50_usd});
    CHECK(anna.balance<unit::points>() == 1_points); // and half a point is owed
    auto second = apply_with_receipt(half_up, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 0.50_usd});
    CHECK(second.outcome.granted<unit::points>() == 0_points);
    CHECK(apply(half_up, anna, second.receipt.returned({.id = 3, .time = "2025-01-02T13:00"_utc}))
              .granted<unit::points>() == 0_points);
    CHECK(anna.balance<unit::points>() == 1_points);
    CHECK(
        apply(half_up, anna, sale{.id = 4, .time = "2025-01-03T12:00"_utc, .net = 0.50_usd}).granted<unit::points>() ==
        0_points);
}

TEST_CASE("what is carried into a factor comes back through it") {
    constexpr programme five_times{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor},
                                          multiply_by{5_x}, round_off{rounding::floor}}};
    member<decltype(five_times)> anna;
    const auto half = [&](std::uint64_t id, instant time) {
        const sale bought{.id = id, .time = time, .net = last_cent * 50};
        return apply_with_receipt(five_times, anna, bought);
    };
    auto first = half(1, january_1);
    CHECK(half(2, january_1).outcome.granted<unit::points>() == 5_points);
    CHECK(apply(five_times, anna, first.receipt.returned({.id = 3, .time = january_2})).granted<unit::points>() ==
          0_points);
    CHECK(half(4, january_2).outcome.granted<unit::points>() == 0_points); // the half that the 5 points were ahead
    CHECK(half(5, january_2).outcome.granted<unit::points>() == 0_points);
    CHECK(half(6, january_2).outcome.granted<unit::points>() == 5_points); // 2.00 kept: 10 points
    CHECK(anna.balance<unit::points>() == 10_points);
}

TEST_CASE("the version of the sale judges its return, also when it has ended") {
    constexpr programme ended{terms<>{.name = "ended", .valid = {.until = "2022-01-01T00:00"_utc}}, a_point_a_dollar};
    member<decltype(ended)> anna;
    auto sold = apply_with_receipt(ended, anna, sale{.id = 1, .time = "2021-12-31T12:00"_utc, .net = 10_usd});
    CHECK(apply(ended, anna, sale{.id = 2, .time = "2022-01-05T12:00"_utc, .net = 10_usd}).refused ==
          reason::not_in_force);
    CHECK(
        apply(ended, anna, sold.receipt.returned({.id = 3, .time = "2022-01-05T12:00"_utc})).granted<unit::points>() ==
        -10_points);
}

TEST_CASE("no return happens after the end of the calendar") {
    constexpr programme hourly{
        a_point_a_dollar, lots<unit::points>{}.expiring(ledgers::expires_after_seconds<7>{3'600}.in_steps_of(600))};
    member<decltype(hourly)> anna;
    auto sold = apply_with_receipt(hourly, anna, sale{.id = 1, .time = "2024-01-01T00:00"_utc, .net = 123.45_usd});
    const auto before = anna;
    // Found by tests/fuzz/receipt.cpp: the books then had a last day that no calendar has, and nothing came after it.
    for (const std::int64_t seconds : {7'289'484'411'571'237'747, INT64_MAX, 253'402'300'799}) {
        const auto gave = apply(hourly, anna, sold.receipt.returned({.id = 2, .time = instant{seconds}}));
        CHECK(gave.refused == reason::not_in_force);
        CHECK(anna == before);
    }
    CHECK(apply(hourly, anna, sold.receipt.returned({.id = 2, .time = instant{253'402'300'798}})).accepted());
}

TEST_CASE("a tier for life that only what came back had reached is lost at once") {
    constexpr programme for_life{tiered{100_usd}.within(lifetime{}).returning(on_return::loses_tier), a_point_a_dollar};
    member<decltype(for_life)> anna;
    apply(for_life, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 40_usd});
    auto sold = apply_with_receipt(for_life, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 60_usd});
    CHECK(sold.outcome.tier_after == 1);
    const auto gave = apply(for_life, anna, sold.receipt.returned({.id = 3, .time = "2025-01-20T12:00"_utc}));
    CHECK(gave.tier_before == 1);
    CHECK(gave.tier_after == 0);
    CHECK(apply(for_life, anna, time_passed{.id = 4, .time = "2025-01-20T13:00"_utc}).tier_after == 0);
}

TEST_CASE("a tier that never drops stays when something else comes back") {
    constexpr programme never{tiered{350_usd}.dropping(drop::never).returning(on_return::loses_tier), a_point_a_dollar};
    member<decltype(never)> anna;
    apply(never, anna, sale{.id = 1, .time = "2024-03-10T12:00"_utc, .net = 350_usd});
    auto sold = apply_with_receipt(never, anna, sale{.id = 2, .time = "2025-03-10T12:00"_utc, .net = 1_usd});
    CHECK(apply(never, anna, sold.receipt.returned({.id = 3, .time = "2025-03-11T12:00"_utc})).tier_after == 1);
    CHECK(apply(never, anna, time_passed{.id = 4, .time = "2026-03-11T12:00"_utc}).tier_after == 1);
}

TEST_CASE("a cent that a return shifts between two rates passes no cap, and takes nothing away") {
    constexpr programme shared{
        cashback{currency::usd{}, rounding::floor,
                 cashback_rate{1_pct}.on(category_is(1u)).at_most(1_usd, calendar_window{period_unit::month}),
                 cashback_rate{1_pct}}};
    constexpr item tea{.id = 1, .category = 1, .net = 78.60_usd};
    constexpr item cake{.id = 2, .category = 2, .net = 1.30_usd};
    constexpr item less_cake{.id = 2, .category = 2, .net = 0.50_usd};
    const item bought[]{tea, cake};
    const item kept[]{tea, less_cake};
    member<decltype(shared)> anna;
    // 78.6 and 1.3 cents are 79: 78 and 1. With 0.5 cents of cake they are 79 still, and all of it tea.
    auto sold = apply_with_receipt(shared, anna, goods{.id = 1, .time = january_1, .lines = bought});
    CHECK(sold.outcome.granted<currency::usd>() == 0.79_usd);
    CHECK(
        apply(shared, anna, sale{.id = 2, .time = january_1, .net = 50_usd, .category = 1}).granted<currency::usd>() ==
        0.22_usd);
    CHECK(apply(shared, anna,
                sold.receipt.returned({.id = 3, .time = january_1}, goods{.id = 1, .time = january_1, .lines = kept}))
              .granted<currency::usd>() == 0_usd);
    CHECK(
        apply(shared, anna, sale{.id = 4, .time = january_1, .net = 10_usd, .category = 1}).granted<currency::usd>() ==
        0_usd);
}

constexpr date day(int month, int of_month) {
    return date::of(2025, month, of_month);
}
constexpr money<currency::usd> dollars(std::int64_t count) {
    return money<currency::usd>::from_minor_units(100 * count);
}

constexpr amount<unit::points> some_points(std::int64_t count) {
    return amount<unit::points>::from_minor_units(count);
}
constexpr amount<unit::stamps> some_stamps(std::int64_t count) {
    return amount<unit::stamps>::from_minor_units(count);
}

/// Keeps which rule granted what.
struct award_log {
    struct part {
        int rule = 0;
        std::int64_t points = 0;

        bool operator==(const part&) const = default;
    };
    std::vector<part> parts{};

    void on(const award<unit::points>& one) { parts.push_back({one.rule, one.granted.minor_units()}); }
};

TEST_CASE("what goes back as a whole has a rule of its own") {
    constexpr programme two{a_point_a_dollar, spend_threshold{100_points, every(250_usd)}};
    member<decltype(two)> anna;
    auto first = apply_with_receipt(two, anna, sale{.id = 1, .time = january_1, .net = 200_usd});
    auto second = apply_with_receipt(two, anna, sale{.id = 2, .time = january_1, .net = 100_usd});
    CHECK(second.outcome.granted<unit::points>() == 200_points);
    award_log log;
    CHECK(apply(two, anna, first.receipt.returned({.id = 3, .time = january_2}), no_profile{}, log).accepted());
    CHECK(log.parts == std::vector<award_log::part>{{1, -100}, {rule_of_return, -200}}); // by its count, and as a whole
    CHECK(rule_of_return == 255);
}

TEST_CASE("a campaign's cap is none outside the campaign, and what is granted there takes none of it") {
    constexpr campaign spring{{"2025-03-01"_date, "2025-04-01"_date}};
    constexpr programme capped{
        points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{50_points, spring}},
        cashback{currency::usd{}, rounding::half_even, cashback_rate{10_pct}.at_most(5_usd, spring)}};
    member<decltype(capped)> anna;
    auto before = apply_with_receipt(capped, anna, sale{.id = 1, .time = january_1, .net = 200_usd});
    CHECK(before.outcome.granted<unit::points>() == 200_points);
    CHECK(before.outcome.granted<currency::usd>() == 20_usd);
    auto within = apply_with_receipt(capped, anna, sale{.id = 2, .time = march_10, .net = 200_usd});
    CHECK(within.outcome.granted<unit::points>() == 50_points);
    CHECK(within.outcome.granted<currency::usd>() == 5_usd);
    auto after = apply_with_receipt(capped, anna, sale{.id = 3, .time = june_15, .net = 300_usd});
    CHECK(after.outcome.granted<unit::points>() == 300_points);
    CHECK(after.outcome.granted<currency::usd>() == 30_usd);
    for (auto* const each : {&before, &within, &after}) {
        const auto gave = apply(capped, anna, each->receipt.returned({.id = anna.clock().last_id + 1, .time = july_1}));
        CHECK(gave.granted<unit::points>() == -each->outcome.granted<unit::points>());
    }
    CHECK(anna.balance<unit::points>() == 0_points);
    CHECK(anna.balance<currency::usd>() == 0_usd);

    // The same where a basket earns by two rates, and in the first months of a member.
    struct card {
        date joined{};
    };
    constexpr programme early{cashback{currency::usd{}, rounding::half_even,
                                       cashback_rate{10_pct}.on(category_is(1u)).at_most(5_usd, first_months{1}),
                                       cashback_rate{1_pct}}};
    const item bought[]{{.id = 1, .category = 1, .net = 100_usd}, {.id = 2, .category = 2, .net = 100_usd}};
    const card joined{"2025-01-01"_date};
    member<decltype(early)> bert;
    CHECK(apply(early, bert, goods{.id = 1, .time = january_2, .lines = bought}, joined).granted<currency::usd>() ==
          6_usd);
    CHECK(apply(early, bert, goods{.id = 2, .time = march_10, .lines = bought}, joined).granted<currency::usd>() ==
          11_usd);
}

TEST_CASE("what remains must be of the sale") {
    constexpr programme earns{a_point_a_dollar};
    member<decltype(earns)> anna;
    auto sold = apply_with_receipt(earns, anna, sale{.id = 5, .time = january_1, .net = 10_usd});
    const auto before = anna;
    const auto slip = sold.receipt;
    const event_key event{.id = 6, .time = january_2};
    CHECK(apply(earns, anna, sold.receipt.returned(event, sale{.id = 4, .time = january_1, .net = 4_usd})).refused ==
          reason::other_id);
    CHECK(apply(earns, anna, sold.receipt.returned(event, sale{.id = 5, .time = january_2, .net = 4_usd})).refused ==
          reason::other_time);
    CHECK(anna == before);
    CHECK(sold.receipt == slip);
    CHECK(message(reason::other_id) ==
          "what remains has another id than the sale: give the original transaction without what came back");
    CHECK(message(reason::other_time) ==
          "what remains has another time than the sale: give the original transaction without what came back");
    CHECK(apply(earns, anna, sold.receipt.returned(event, sale{.id = 5, .time = january_1, .net = 4_usd}))
              .granted<unit::points>() == -6_points);

    // Where transactions have no id, the time alone is asked.
    constexpr programme by_time{terms<utc, identity::by_time>{}, a_point_a_dollar};
    member<decltype(by_time)> bert;
    auto other = apply_with_receipt(by_time, bert, sale{.id = 5, .time = january_1, .net = 10_usd});
    CHECK(apply(by_time, bert, other.receipt.returned(event, sale{.id = 5, .time = january_2, .net = 4_usd})).refused ==
          reason::other_time);
    CHECK(apply(by_time, bert, other.receipt.returned(event, sale{.id = 4, .time = january_1, .net = 4_usd}))
              .granted<unit::points>() == -6_points);
}

/// A profile that says whose it is.
struct named {
    std::uint64_t member = 0;
};

TEST_CASE("a receipt of another member") {
    constexpr programme earns{a_point_a_dollar};
    const named anna_is{17};
    const named bert_is{18};
    member<decltype(earns)> anna;
    member<decltype(earns)> bert;
    auto of_anna = apply_with_receipt(earns, anna, sale{.id = 1, .time = january_1, .net = 500_usd}, anna_is);
    apply(earns, bert, sale{.id = 1, .time = january_1, .net = 600_usd}, bert_is);
    const auto before = bert;
    const auto slip = of_anna.receipt;
    const event_key event{.id = 2, .time = january_2};
    CHECK(apply(earns, bert, of_anna.receipt.returned(event), bert_is).refused == reason::foreign_receipt);
    CHECK(apply(earns, bert, of_anna.receipt.returned(event, sale{.id = 1, .time = january_1, .net = 1_usd}), bert_is)
              .refused == reason::foreign_receipt);
    CHECK(bert == before);
    CHECK(of_anna.receipt == slip);
    CHECK(apply(earns, anna, of_anna.receipt.returned(event), anna_is).granted<unit::points>() == -500_points);
}

TEST_CASE("more pieces than were bought") {
    constexpr programme by_piece{points{per_unit{1_points}}};
    const item three[]{{.id = 1, .quantity = 3, .net = 30_usd}};
    const item many[]{{.id = 1, .quantity = 300, .net = 20_usd}};
    const item two[]{{.id = 1, .quantity = 2, .net = 20_usd}};
    member<decltype(by_piece)> anna;
    auto sold = apply_with_receipt(by_piece, anna, goods{.id = 1, .time = january_1, .lines = three});
    CHECK(sold.outcome.granted<unit::points>() == 3_points);
    const auto before = anna;
    const event_key event{.id = 2, .time = january_2};
    CHECK(
        apply(by_piece, anna, sold.receipt.returned(event, goods{.id = 1, .time = january_1, .lines = many})).refused ==
        reason::more_than_bought);
    CHECK(anna == before);
    CHECK(apply(by_piece, anna, sold.receipt.returned(event, goods{.id = 1, .time = january_1, .lines = two}))
              .granted<unit::points>() == -1_points);
    CHECK(apply(by_piece, anna,
                sold.receipt.returned({.id = 3, .time = january_2}, goods{.id = 1, .time = january_1, .lines = three}))
              .refused == reason::more_than_bought);
}

TEST_CASE("the receipt of a refused sale") {
    constexpr programme earns{a_point_a_dollar};
    member<decltype(earns)> anna;
    auto refused =
        apply_with_receipt(earns, anna, sale{.id = 1, .time = january_1, .net = money<currency::usd>{} - 1_usd});
    CHECK(refused.outcome.refused == reason::negative_amount);
    const auto before = anna;
    CHECK(apply(earns, anna, refused.receipt.returned({.id = 2, .time = january_2})).refused == reason::refused_sale);
    CHECK(anna == before);
    CHECK(message(reason::refused_sale) ==
          "the sale was refused, and gave nothing that could go back: keep receipts of accepted sales");
}

constexpr programme with_books{beauty_tiers.returning(on_return::loses_tier), a_point_a_dollar,
                               spend_threshold{100_points, every(250_usd)}, gamified{stamp_card{2}.awards(1_stamps)},
                               lots<unit::points>{}};

/// A stream of sales, returns and a redemption.
template <class Form>
auto played(const Form& form) {
    typename Form::member_type anna{};
    auto first = apply_with_receipt(form, anna, sale{.id = 1, .time = january_1, .net = dollars(300)});
    auto second = apply_with_receipt(form, anna, sale{.id = 2, .time = january_2, .net = dollars(100)});
    apply(form, anna, redemption<unit::points>{.id = 3, .time = january_2, .amount = some_points(150)});
    apply(form, anna,
          first.receipt.returned({.id = 4, .time = march_10}, sale{.id = 1, .time = january_1, .net = dollars(100)}));
    apply(form, anna, second.receipt.returned({.id = 5, .time = june_15}));
    return anna;
}

TEST_CASE("returns in a lifted programme are those of its constant, and of numbers from run time") {
    const auto anna = played(with_books);
    // 400 and 100 were earned and 150 spent; of 300.00 and 100.00 stay 100.00: 100 points, and 50 owed.
    const auto balance = balances_of<unit::points>(with_books, anna, july_1);
    CHECK(balance.available == 0_points);
    CHECK(balance.debt == 50_points);
    CHECK(anna.policy<0>().tier == 0);
    CHECK(anna.balance<unit::stamps>() == 0_stamps);
    CHECK(played(lifted<with_books>) == anna);
    CHECK(balances_of<unit::points>(lifted<with_books>, anna, july_1) == balance);
    auto copy = with_books;
    CHECK(played(copy) == anna);
}

TEST_CASE("each rule of a list takes back its own") {
    constexpr stamp_card card = stamp_card{2}.awards(1_stamps);
    constexpr spend_threshold bonus{100_points, every(250_usd)};
    rule_list<4, std::remove_const_t<decltype(card)>, std::remove_const_t<decltype(bonus)>,
              std::remove_const_t<decltype(a_point_a_dollar)>>
        rules;
    REQUIRE((rules.push_back(bonus) && rules.push_back(a_point_a_dollar) && rules.push_back(card)));
    const programme listed{rules};
    constexpr programme constant{bonus, a_point_a_dollar, card};
    const auto play = [](const auto& form) {
        member<std::remove_cvref_t<decltype(form)>> anna;
        auto first = apply_with_receipt(form, anna, sale{.id = 1, .time = january_1, .net = dollars(200)});
        apply(form, anna, sale{.id = 2, .time = january_1, .net = dollars(100)});
        apply(form, anna, sale{.id = 3, .time = january_1, .net = dollars(160)});
        const auto gave = apply(form, anna, first.receipt.returned({.id = 4, .time = january_2}));
        CHECK(gave.template granted<unit::points>() == -some_points(200));
        CHECK(gave.template granted<unit::stamps>() == some_stamps(0)); // three visits were one card, and two are
        CHECK(anna.template balance<unit::points>() == some_points(360));
        // 260.00 have been kept: 10.00 above the threshold, and no field of a card.
        const auto next = apply(form, anna, sale{.id = 5, .time = january_2, .net = dollars(240)});
        CHECK(next.template granted<unit::points>() == some_points(340));
        CHECK(next.template granted<unit::stamps>() == some_stamps(0));
        CHECK(apply(form, anna, sale{.id = 6, .time = january_2, .net = dollars(1)}).template granted<unit::stamps>() ==
              some_stamps(1));
    };
    play(constant);
    play(listed);
}

/// 200.00, 149.99 and 0.01 in 2025 reach VIB for 2026, too; then one of them comes back.
template <class Programme>
constexpr std::uint8_t tier_after_refund_in_2026(const Programme& programme, std::size_t which, bool bought_since) {
    member<Programme> anna;
    receipt<Programme> slips[]{
        apply_with_receipt(programme, anna, sale{.id = 1, .time = march_10, .net = two_hundred}).receipt,
        apply_with_receipt(programme, anna, sale{.id = 2, .time = june_15, .net = rest_to_vib}).receipt,
        apply_with_receipt(programme, anna, sale{.id = 3, .time = july_1, .net = last_cent}).receipt};
    if (bought_since) {
        apply(programme, anna, sale{.id = 4, .time = january_2026, .net = two_hundred + two_hundred});
    }
    return apply(programme, anna, slips[which].returned({.id = 5, .time = february_2026})).tier_after;
}

constexpr programme strict_and_exact{beauty_tiers.returning(on_return::loses_tier).remembering(), a_point_a_dollar};

TEST_CASE("a strict tier goes after the end of its year, too, with what had earned it") {
    // What remembers knows that 350.00 without any of the three are too few.
    for (const std::size_t which : {0u, 1u, 2u}) {
        CHECK(tier_after_refund_in_2026(strict_and_exact, which, false) == 0);
        CHECK(tier_after_refund_in_2026(strict_and_exact, which, true) == 1); // 2026 earned it as well
        CHECK(tier_after_refund_in_2026(sticky, which, false) == 1);
    }
    // What does not knows what the receipts say: that the last cent was it.
    CHECK(tier_after_refund_in_2026(strict, 2, false) == 0);
    CHECK(tier_after_refund_in_2026(strict, 0, false) == 1);
}

TEST_CASE("a strict tier stays where what else was kept of the year that has ended reaches it") {
    const auto tier_after = [](const auto& programme) {
        member<std::remove_cvref_t<decltype(programme)>> anna;
        auto first = apply_with_receipt(programme, anna, sale{.id = 1, .time = march_10, .net = dollars(400)});
        auto second = apply_with_receipt(programme, anna, sale{.id = 2, .time = june_15, .net = dollars(360)});
        const auto once = apply(programme, anna, first.receipt.returned({.id = 3, .time = january_2026}));
        const auto twice = apply(programme, anna, second.receipt.returned({.id = 4, .time = february_2026}));
        return once.tier_after * 10 + twice.tier_after;
    };
    CHECK(tier_after(strict_and_exact) == 10);
    CHECK(tier_after(strict) == 0); // the receipts say only who had reached it
    CHECK(tier_after(sticky) == 11);
}

/// Sales by day of a programme of one policy, and what its points are after each return.
template <class Policy>
struct shop_with_returns : support::returns_desk<programme<terms<>, Policy>> {
    using desk = support::returns_desk<programme<terms<>, Policy>>;

    explicit shop_with_returns(const Policy& policy) : desk{programme<terms<>, Policy>{policy}} {}

    std::int64_t sell(date day, money<currency::usd> net) {
        desk::sell(day, net);
        return this->points();
    }
    std::int64_t take_back(date day, std::size_t which) {
        CHECK(desk::take_back(day, which).accepted());
        return this->points();
    }
};

constexpr calendar_window monthly{period_unit::month};
constexpr spend_threshold ten_each_month = spend_threshold{10_points, every(100_usd)}.within(monthly);
constexpr spend_threshold ten_once_a_month = spend_threshold{10_points, once(100_usd)}.within(monthly);

/// Plays a case with a bonus for each 100.00 of a month, and with one for the first.
template <class Plays>
void with_both(Plays plays) {
    plays(ten_each_month);
    plays(ten_once_a_month);
}

TEST_CASE("a bonus of a month that a sibling's return took is taken once, also after the month") {
    with_both([](const auto& policy) {
        shop_with_returns shop{policy};
        CHECK(shop.sell(day(1, 10), dollars(60)) == 0);
        CHECK(shop.sell(day(1, 11), dollars(60)) == 10);
        CHECK(shop.take_back(day(1, 20), 0) == 0);
        CHECK(shop.take_back(day(2, 10), 1) == 0);
    });
}

TEST_CASE("the last month with purchases follows what is kept of it") {
    with_both([](const auto& policy) {
        shop_with_returns shop{policy};
        shop.sell(day(1, 10), dollars(60));
        shop.sell(day(1, 11), dollars(60));        // 120.00: 10 points
        shop.sell(day(1, 12), dollars(70));        // 190.00
        CHECK(shop.take_back(day(2, 5), 1) == 10); // 130.00 are enough, although the receipt had reached it
        CHECK(shop.take_back(day(3, 5), 0) == 0);  // 70.00 are not; February had no purchases
        CHECK(shop.sell(day(3, 6), dollars(100)) == 10);
        CHECK(shop.take_back(day(3, 7), 2) == 10);
        CHECK(shop.take_back(day(4, 7), 3) == 0);
    });
}

TEST_CASE("a month before the last takes what its receipts say, less what returns had taken") {
    with_both([](const auto& policy) {
        shop_with_returns shop{policy};
        shop.sell(day(1, 10), dollars(60));
        CHECK(shop.sell(day(1, 11), dollars(60)) == 10);
        CHECK(shop.take_back(day(1, 20), 0) == 0);
        CHECK(shop.sell(day(2, 10), dollars(100)) == 10);
        CHECK(shop.sell(day(3, 10), dollars(100)) == 20);
        CHECK(shop.take_back(day(3, 11), 1) == 20); // January's had gone with the first return
        CHECK(shop.take_back(day(4, 11), 2) == 10); // February's own
        CHECK(shop.take_back(day(4, 12), 3) == 0);
    });
}

TEST_CASE("a rolling bonus goes with what had reached it, and what has left the window is no reason to give it again") {
    shop_with_returns each{spend_threshold{10_points, every(dollars(100))}.within(rolling_days<30>{})};
    each.sell(day(1, 1), dollars(60));
    CHECK(each.sell(day(1, 2), dollars(60)) == 10);
    CHECK(each.take_back(day(1, 30), 0) == 0); // 60.00, free again
    CHECK(each.take_back(day(1, 31), 1) == 0); // of which the award had been taken
    CHECK(each.sell(day(2, 10), dollars(40)) == 0);

    shop_with_returns first{spend_threshold{10_points, once(dollars(100))}.within(rolling_days<30>{})};
    first.sell(day(1, 1), dollars(60));
    CHECK(first.sell(day(1, 20), dollars(60)) == 10);
    CHECK(first.take_back(day(2, 5), 1) == 0); // on 31 January the first 60.00 had left
    CHECK(first.sell(day(2, 6), dollars(100)) == 10);

    shop_with_returns kept{spend_threshold{10_points, once(dollars(100))}.within(rolling_days<30>{})};
    kept.sell(day(1, 1), dollars(60));
    kept.sell(day(1, 20), dollars(60));
    kept.sell(day(1, 25), dollars(60));
    CHECK(kept.take_back(day(1, 26), 1) == 10); // 120.00 remain
    CHECK(kept.take_back(day(1, 27), 2) == 0);
}

TEST_CASE("what a rolling award had used counts again where its goods came back, and no longer than it should") {
    shop_with_returns shop{spend_threshold{10_points, every(dollars(100))}.within(rolling_days<30>{})};
    shop.sell(day(1, 1), dollars(60));
    shop.sell(day(1, 10), dollars(60));
    CHECK(shop.sell(day(1, 11), dollars(70)) == 10); // 90.00 are left of 190.00
    CHECK(shop.take_back(day(1, 12), 0) == 10);      // 130.00: the award stands, with 30.00 of 11 January left
    CHECK(shop.sell(day(1, 31), dollars(60)) == 10); // 1 January has left, and takes nothing with it
    CHECK(shop.sell(day(2, 9), dollars(10)) == 20);  // 30.00, 60.00 and 10.00
}

TEST_CASE("a campaign's bonus follows what is kept, whenever it comes back") {
    shop_with_returns shop{spend_threshold{10_points, every(dollars(100))}.within(campaign{{day(1, 1), day(2, 1)}})};
    shop.sell(day(1, 10), dollars(60));
    CHECK(shop.sell(day(1, 11), dollars(60)) == 10);
    CHECK(shop.sell(day(6, 1), dollars(60)) == 10);
    CHECK(shop.take_back(day(6, 2), 2) == 10);
    CHECK(shop.take_back(day(6, 3), 0) == 0);
    CHECK(shop.take_back(day(6, 4), 1) == 0);
}

} // namespace

TEST_CASE("in a stream a receipt serves its own member alone") {
    using plain_return = return_of<std::remove_const_t<decltype(plain)>, everything_returned>;
    std::array<member<std::remove_const_t<decltype(plain)>>, 2> members{};
    auto sold = apply_with_receipt(plain, members[0], sale{.id = 1, .member = 0, .time = january_1, .net = 10_usd});
    apply(plain, members[1], sale{.id = 1, .member = 1, .time = january_1, .net = 10_usd});
    const auto before = members;
    const auto receipt_before = sold.receipt;
    const std::array<plain_return, 1> of_ben{sold.receipt.returned({.id = 2, .member = 1, .time = january_2})};
    span_sink<std::remove_const_t<decltype(plain)>> none{};
    CHECK(apply_all(plain, std::span{members}, std::span<const plain_return>{of_ben}, none) == batch_result{0, 1});
    CHECK(members == before);
    CHECK(sold.receipt == receipt_before);
    const std::array<plain_return, 1> of_anna{sold.receipt.returned({.id = 2, .member = 0, .time = january_2})};
    CHECK(apply_all(plain, std::span{members}, std::span<const plain_return>{of_anna}, none) == batch_result{1, 0});
    CHECK(members[0].balance<unit::points>() == 0_points);
}

TEST_CASE("a policy behind an account may ask for the first purchase, and the receipt still serves") {
    constexpr programme welcome{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, lots<unit::points>{},
                                points{per_visit{1_badges}.when(first_purchase())}};
    member<std::remove_const_t<decltype(welcome)>> anna;
    auto sold = apply_with_receipt(welcome, anna, sale{.id = 1, .time = january_1, .net = 10_usd});
    CHECK(sold.outcome.granted<unit::badges>() == 1_badges);
    CHECK(anna.balance<unit::badges>() == 1_badges);
    CHECK(apply(welcome, anna, sold.receipt.returned({.id = 2, .time = january_2})).granted<unit::points>() ==
          -10_points);
    CHECK(anna.balance<unit::badges>() == 1_badges);
}

/// A purchase that has no money: miles flown.
struct miles {
    static constexpr unit_code code = "mi";
    static constexpr int digits = 0;
};
struct flight {
    std::uint64_t id = 0;
    instant time{};
    amount<miles> distance{};
    std::int64_t quantity = 1; ///< legs
};
struct distance_flown {
    template <class Line, class Visit>
    constexpr amount<miles> operator()(const Line& flown, Visit&) const noexcept {
        return flown.distance;
    }
};

TEST_CASE("a purchase without money comes back, in part and whole") {
    constexpr auto flown = [](std::int64_t distance, std::int64_t legs) {
        return flight{.id = 1, .time = january_1, .distance = amount<miles>::whole(distance), .quantity = legs};
    };
    constexpr programme air{
        points{per_amount{1_points, amount<miles>::whole(10)}.of(distance_flown{}), round_off{rounding::floor}}};
    member<std::remove_const_t<decltype(air)>> anna;
    auto sold = apply_with_receipt(air, anna, flown(1259, 2));
    CHECK(sold.outcome.granted<unit::points>() == 125_points);
    const auto kept = [&](const flight& rest, std::uint64_t id) {
        return apply(air, anna, sold.receipt.returned({.id = id, .time = january_2}, rest));
    };
    CHECK(kept(flown(1259, 3), 2).refused == reason::more_than_bought);
    CHECK(kept(flown(600, 1), 2).granted<unit::points>() == -65_points);
    CHECK(apply(air, anna, sold.receipt.returned({.id = 3, .time = january_2})).granted<unit::points>() == -60_points);
    CHECK(anna.balance<unit::points>() == 0_points);
}
