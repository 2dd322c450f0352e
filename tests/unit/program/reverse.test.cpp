// SPDX-License-Identifier: BSL-1.0

#include <loyalty/loyalty.hpp>
#include <loyalty/program/reverse.hpp>

#include <doctest/doctest.h>

#include <array>
#include <span>

namespace {

using namespace loyalty;

using sale = purchase<currency::usd>;
using goods = basket<currency::usd>;
using item = line<currency::usd>;

constexpr programme plain{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};

/// G20: lines returned one by one, in an order; the points taken back at each step.
// Constants of their own: clang 14 does not link a consteval literal that stands in a template.
constexpr instant january_1 = "2025-01-01T12:00"_utc;
constexpr instant january_2 = "2025-01-02T12:00"_utc;
constexpr instant march_10 = "2025-03-10T12:00"_utc;
constexpr instant june_15 = "2025-06-15T12:00"_utc;
constexpr instant july_1 = "2025-07-01T12:00"_utc;
constexpr instant august_1 = "2025-08-01T12:00"_utc;
constexpr auto two_hundred = 200_usd;
constexpr auto rest_to_vib = 149.99_usd;
constexpr auto last_cent = 0.01_usd;

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
        const occasion event{.id = 2 + step, .time = january_2};
        const auto gave =
            left == 0
                ? reverse_all(plain, anna, sold.receipt, event)
                : reverse(plain, anna, sold.receipt,
                          goods{.id = 1, .time = january_1, .lines = std::span<const item>{kept.data(), left}}, event);
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
    result.gave = reverse_all(programme, result.anna, first.receipt, {.id = 4, .time = august_1});
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

TEST_CASE("a bonus reached by two purchases falls with either") {
    constexpr programme bonus{spend_threshold{100_points, every(250_usd)}};
    member<decltype(bonus)> anna;
    auto first = apply_with_receipt(bonus, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 200_usd});
    auto second = apply_with_receipt(bonus, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 100_usd});
    CHECK(anna.balance<unit::points>() == 100_points);
    auto other_way = anna;

    CHECK(reverse_all(bonus, anna, first.receipt, {.id = 3, .time = "2025-01-03T12:00"_utc}).granted<unit::points>() ==
          -100_points);
    CHECK(reverse_all(bonus, anna, second.receipt, {.id = 4, .time = "2025-01-03T12:00"_utc}).granted<unit::points>() ==
          0_points);
    CHECK(anna.balance<unit::points>() == 0_points);
    CHECK(anna.policy<0>().count.total() == 0);

    CHECK(reverse_all(bonus, other_way, second.receipt, {.id = 3, .time = "2025-01-03T12:00"_utc}).refused ==
          reason::already_returned);
}

TEST_CASE("a stamp card, a carried rest and a cap give back what they took") {
    constexpr programme card{gamified{stamp_card{3}.awards(1_stamps)}};
    member<decltype(card)> anna;
    auto first = apply_with_receipt(card, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 1_usd});
    apply(card, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 1_usd});
    apply(card, anna, sale{.id = 3, .time = "2025-01-03T12:00"_utc, .net = 1_usd});
    CHECK(anna.balance<unit::stamps>() == 1_stamps);
    CHECK(reverse_all(card, anna, first.receipt, {.id = 4, .time = "2025-01-04T12:00"_utc}).granted<unit::stamps>() ==
          -1_stamps);
    CHECK(apply(card, anna, sale{.id = 5, .time = "2025-01-05T12:00"_utc, .net = 1_usd}).granted<unit::stamps>() ==
          1_stamps);

    constexpr programme carrying{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}}};
    member<decltype(carrying)> bert;
    auto half = apply_with_receipt(carrying, bert, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 0.50_usd});
    apply(carrying, bert, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 0.50_usd});
    CHECK(bert.balance<unit::points>() == 1_points);
    CHECK(
        reverse_all(carrying, bert, half.receipt, {.id = 3, .time = "2025-01-03T12:00"_utc}).granted<unit::points>() ==
        -1_points);
    CHECK(
        apply(carrying, bert, sale{.id = 4, .time = "2025-01-04T12:00"_utc, .net = 0.50_usd}).granted<unit::points>() ==
        1_points);

    constexpr programme capped{cashback{currency::usd{}, rounding::half_even,
                                        rate{10_pct}.at_most(5_usd, calendar_window{period_unit::month})}};
    member<decltype(capped)> carl;
    auto used = apply_with_receipt(capped, carl, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 40_usd});
    CHECK(apply(capped, carl, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 40_usd}).granted<currency::usd>() ==
          1_usd);
    CHECK(reverse_all(capped, carl, used.receipt, {.id = 3, .time = "2025-01-03T12:00"_utc}).granted<currency::usd>() ==
          -4_usd);
    CHECK(apply(capped, carl, sale{.id = 4, .time = "2025-01-04T12:00"_utc, .net = 90_usd}).granted<currency::usd>() ==
          4_usd);
}

TEST_CASE("a return after the rates have changed takes back at the rates of the sale") {
    constexpr programme rates{points{per_amount{1_points, 1_usd}, multiply_by{2_x}.when(before_date("2025-02-01"_date)),
                                     round_off{rounding::floor}}};
    member<decltype(rates)> anna;
    auto sold = apply_with_receipt(rates, anna, sale{.id = 1, .time = "2025-01-31T12:00"_utc, .net = 10_usd});
    CHECK(anna.balance<unit::points>() == 20_points);
    CHECK(reverse(rates, anna, sold.receipt, sale{.id = 1, .time = "2025-01-31T12:00"_utc, .net = 4_usd},
                  {.id = 2, .time = "2025-03-01T12:00"_utc})
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
    CHECK(reverse_all(other, anna, foreign, {.id = 6, .time = "2025-01-06T12:00"_utc}).refused ==
          reason::foreign_receipt);
    CHECK(reverse_all(other, anna, sold.receipt, {.id = 4, .time = "2025-01-04T12:00"_utc}).refused ==
          reason::late_event);
    CHECK(reverse_all(other, anna, sold.receipt, {.id = 5, .time = "2025-01-05T12:00"_utc}).refused ==
          reason::duplicate_event);
    const sale more{.id = 5, .time = "2025-01-05T12:00"_utc, .net = 10.01_usd};
    CHECK(reverse(other, anna, sold.receipt, more, {.id = 6, .time = "2025-01-06T12:00"_utc}).refused ==
          reason::more_than_bought);
    const sale negative{.id = 5, .time = "2025-01-05T12:00"_utc, .net = -0.01_usd};
    CHECK(reverse(other, anna, sold.receipt, negative, {.id = 6, .time = "2025-01-06T12:00"_utc}).refused ==
          reason::negative_amount);
    member<decltype(other)> stranger;
    CHECK(reverse_all(other, stranger, sold.receipt, {.id = 6, .time = "2025-01-06T12:00"_utc}).refused ==
          reason::foreign_receipt);
    CHECK(anna == before);
    CHECK(sold.receipt == slip);

    CHECK(reverse_all(other, anna, sold.receipt, {.id = 6, .time = "2025-01-06T12:00"_utc}).accepted());
    CHECK(reverse_all(other, anna, sold.receipt, {.id = 7, .time = "2025-01-07T12:00"_utc}).refused ==
          reason::already_returned);
    CHECK(anna.balance<unit::points>() == 0_points);
}

TEST_CASE("a bonus paid once falls once, with whichever purchase") {
    constexpr programme bonus{spend_threshold{100_points, once(400_usd)}};
    member<decltype(bonus)> anna;
    auto first = apply_with_receipt(bonus, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 200_usd});
    auto second = apply_with_receipt(bonus, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 250_usd});
    CHECK(anna.balance<unit::points>() == 100_points);
    CHECK(reverse_all(bonus, anna, first.receipt, {.id = 3, .time = "2025-01-03T12:00"_utc}).granted<unit::points>() ==
          -100_points);
    CHECK(reverse_all(bonus, anna, second.receipt, {.id = 4, .time = "2025-01-03T12:00"_utc}).granted<unit::points>() ==
          0_points);
    CHECK(anna.balance<unit::points>() == 0_points);
}

TEST_CASE("a return from last month leaves this month's bonus paid") {
    constexpr programme bonus{spend_threshold{100_points, once(100_usd)}.within(calendar_window{period_unit::month})};
    member<decltype(bonus)> anna;
    auto january = apply_with_receipt(bonus, anna, sale{.id = 1, .time = "2025-01-10T12:00"_utc, .net = 100_usd});
    apply(bonus, anna, sale{.id = 2, .time = "2025-02-10T12:00"_utc, .net = 100_usd});
    CHECK(anna.balance<unit::points>() == 200_points);
    CHECK(
        reverse_all(bonus, anna, january.receipt, {.id = 3, .time = "2025-02-15T12:00"_utc}).granted<unit::points>() ==
        -100_points);
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
    CHECK(
        reverse_all(half_up, anna, second.receipt, {.id = 3, .time = "2025-01-02T13:00"_utc}).granted<unit::points>() ==
        0_points);
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
    CHECK(reverse_all(five_times, anna, first.receipt, {.id = 3, .time = january_2}).granted<unit::points>() ==
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
    CHECK(reverse_all(ended, anna, sold.receipt, {.id = 3, .time = "2022-01-05T12:00"_utc}).granted<unit::points>() ==
          -10_points);
}

TEST_CASE("a tier for life that only what came back had reached is lost at once") {
    constexpr programme for_life{tiered{100_usd}.within(lifetime{}).returning(on_return::loses_tier), a_point_a_dollar};
    member<decltype(for_life)> anna;
    apply(for_life, anna, sale{.id = 1, .time = "2025-01-01T12:00"_utc, .net = 40_usd});
    auto sold = apply_with_receipt(for_life, anna, sale{.id = 2, .time = "2025-01-02T12:00"_utc, .net = 60_usd});
    CHECK(sold.outcome.tier_after == 1);
    const auto gave = reverse_all(for_life, anna, sold.receipt, {.id = 3, .time = "2025-01-20T12:00"_utc});
    CHECK(gave.tier_before == 1);
    CHECK(gave.tier_after == 0);
    CHECK(pass_time(for_life, anna, {.id = 4, .time = "2025-01-20T13:00"_utc}).tier_after == 0);
}

TEST_CASE("a tier that never drops stays when something else comes back") {
    constexpr programme never{tiered{350_usd}.dropping(drop::never).returning(on_return::loses_tier), a_point_a_dollar};
    member<decltype(never)> anna;
    apply(never, anna, sale{.id = 1, .time = "2024-03-10T12:00"_utc, .net = 350_usd});
    auto sold = apply_with_receipt(never, anna, sale{.id = 2, .time = "2025-03-10T12:00"_utc, .net = 1_usd});
    CHECK(reverse_all(never, anna, sold.receipt, {.id = 3, .time = "2025-03-11T12:00"_utc}).tier_after == 1);
    CHECK(pass_time(never, anna, {.id = 4, .time = "2026-03-11T12:00"_utc}).tier_after == 1);
}

TEST_CASE("a cent that a return shifts between two rates passes no cap, and takes nothing away") {
    constexpr programme shared{
        cashback{currency::usd{}, rounding::floor,
                 rate{1_pct}.on(category_is(1u)).at_most(1_usd, calendar_window{period_unit::month}), rate{1_pct}}};
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
    CHECK(reverse(shared, anna, sold.receipt, goods{.id = 1, .time = january_1, .lines = kept},
                  {.id = 3, .time = january_1})
              .granted<currency::usd>() == 0_usd);
    CHECK(
        apply(shared, anna, sale{.id = 4, .time = january_1, .net = 10_usd, .category = 1}).granted<currency::usd>() ==
        0_usd);
}

} // namespace
