// SPDX-License-Identifier: BSL-1.0

#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/history.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::streams;

using sale = purchase<currency::usd>;

constexpr programme plain{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
constexpr programme year_of_tiers{
    tiered{350_usd}.within(calendar_window{period_unit::year}),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 2_x}, round_off{rounding::floor}}};
constexpr programme stars{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}.max_holds<4>()};

template <class Programme>
using history_of = member_history<std::remove_const_t<Programme>, sale>;
using stars_history = history_of<decltype(stars)>;
using stars_type = std::remove_const_t<decltype(stars)>;
using back = return_of<std::remove_const_t<decltype(plain)>, sale>;
using points_back = give_back<stars_type, unit::points>;

constexpr sale monday{.id = 1, .time = "2025-03-10T12:00"_utc, .net = 300_usd};
constexpr sale tuesday{.id = 2, .time = "2025-03-11T12:00"_utc, .net = 100_usd};
constexpr sale wednesday{.id = 3, .time = "2025-03-12T12:00"_utc, .net = 50_usd};

template <class Outcome>
std::int64_t points_of(const Outcome& gave) {
    return gave.template granted<unit::points>().minor_units();
}

TEST_CASE("an event that is sent again gets its first outcome, and changes nothing") {
    history_of<decltype(plain)> anna{plain};
    CHECK(points_of(anna.submit(monday)) == 300);
    CHECK(points_of(anna.submit(tuesday)) == 100);
    const auto before = anna.state();
    CHECK(points_of(anna.submit(monday)) == 300);
    CHECK(points_of(anna.submit(tuesday)) == 100);
    CHECK(anna.state() == before);
    CHECK(anna.size() == 2);
}

TEST_CASE("another event with the same id is a conflict, and changes nothing") {
    history_of<decltype(plain)> anna{plain};
    anna.submit(monday);
    const auto before = anna.state();
    sale other = monday;
    other.net = 301_usd;
    CHECK(anna.submit(other).refused == reason::conflicting_event);
    CHECK(anna.submit(back{.id = 1, .time = "2025-03-13T12:00"_utc, .sale = 1}).refused == reason::conflicting_event);
    CHECK(anna.submit(time_passed{.id = 1, .time = monday.time}).refused == reason::conflicting_event);
    CHECK(anna.state() == before);
    CHECK(anna.size() == 1);
    CHECK(points_of(*anna.outcome_of(1)) == 300);
    CHECK(anna.outcome_of(2) == nullptr);
}

TEST_CASE("a late event is put into its place, and what comes after it is judged anew") {
    history_of<decltype(year_of_tiers)> anna{year_of_tiers};
    CHECK(points_of(anna.submit(monday)) == 300);
    CHECK(points_of(anna.submit(wednesday)) == 50); // 350.00: the tier, from the next purchase on
    CHECK(points_of(anna.submit(tuesday)) == 100);
    CHECK(points_of(*anna.outcome_of(3)) == 100); // now bought in the tier, that tuesday has reached
    CHECK(points_of(*anna.first_outcome_of(3)) == 50);
    CHECK(points_of(anna.submit(wednesday)) == 50);
    CHECK(anna.state().balance<unit::points>() == 500_points);
}

TEST_CASE("returns name their sale, in whatever order they come") {
    history_of<decltype(plain)> anna{plain};
    sale kept = monday;
    kept.net = 120.50_usd;
    const back part{.id = 10, .time = "2025-03-13T12:00"_utc, .sale = 1, .remaining = kept};
    const back rest{.id = 11, .time = "2025-03-14T12:00"_utc, .sale = 1};
    CHECK(anna.submit(rest).refused == reason::unknown_sale);
    CHECK(points_of(anna.submit(monday)) == 300);
    CHECK(points_of(*anna.outcome_of(11)) == -300);
    CHECK(points_of(anna.submit(part)) == -180);
    CHECK(points_of(*anna.outcome_of(11)) == -120);
    CHECK(anna.submit(back{.id = 12, .time = "2025-03-15T12:00"_utc, .sale = 1}).refused == reason::already_returned);
    CHECK(anna.submit(back{.id = 13, .time = "2025-03-15T12:00"_utc, .sale = 10}).refused == reason::unknown_sale);
    CHECK(anna.submit(back{.id = 14, .time = "2025-03-09T12:00"_utc, .sale = 1}).refused == reason::unknown_sale);
    CHECK(anna.state().balance<unit::points>() == 0_points);
    CHECK(anna.size() == 6);
}

TEST_CASE("an account: redeemed, reserved, given back once") {
    stars_history anna{stars};
    anna.submit(monday);
    CHECK(
        anna.submit(redemption<unit::points>{.id = 20, .time = "2025-03-11T09:00"_utc, .amount = 350_points}).refused ==
        reason::insufficient_balance);
    CHECK(anna.submit(redemption<unit::points>{.id = 21, .time = "2025-03-12T09:00"_utc, .amount = 200_points})
              .accepted());
    const points_back returned{.id = 22, .time = "2025-03-13T09:00"_utc, .redemption = 21};
    CHECK(anna.submit(returned).accepted());
    points_back twice = returned;
    twice.id = 23;
    CHECK(anna.submit(twice).refused == reason::not_spent);
    twice.id = 24;
    twice.redemption = 1;
    CHECK(anna.submit(twice).refused == reason::unknown_sale);
    CHECK(
        anna
            .submit(reservation<unit::points>{
                .id = 25, .time = "2025-03-14T09:00"_utc, .hold = 7, .amount = 120_points, .until = "2025-04-01"_date})
            .accepted());
    CHECK(anna.submit(commitment<unit::points>{.id = 26, .time = "2025-03-15T09:00"_utc, .hold = 7}).accepted());
    CHECK(anna.submit(release<unit::points>{.id = 27, .time = "2025-03-16T09:00"_utc, .hold = 7}).refused ==
          reason::unknown_hold);
    CHECK(balances_of<unit::points>(stars, anna.state(), "2025-03-16T09:00"_utc).available == 180_points);

    // The purchase that makes the first redemption right comes late: 300 + 100 - 350 leave 50, too few for what follows.
    CHECK(points_of(anna.submit(sale{.id = 4, .time = "2025-03-10T18:00"_utc, .net = 100_usd})) == 100);
    CHECK(anna.outcome_of(20)->accepted());
    CHECK(anna.outcome_of(21)->refused == reason::insufficient_balance);
    CHECK(anna.outcome_of(22)->refused == reason::unknown_sale);
    CHECK(balances_of<unit::points>(stars, anna.state(), "2025-03-16T09:00"_utc).available == 50_points);
}

TEST_CASE("a redemption is given back in parts, in whatever order they come, and never more than it took") {
    stars_history anna{stars};
    anna.submit(monday);
    anna.submit(redemption<unit::points>{.id = 20, .time = "2025-03-11T09:00"_utc, .amount = 200_points});
    const points_back rest{.id = 31, .time = "2025-03-14T09:00"_utc, .redemption = 20};
    const points_back part{.id = 30, .time = "2025-03-13T09:00"_utc, .redemption = 20, .amount = 80_points};
    CHECK(anna.submit(rest).accepted()); // all 200
    CHECK(anna.submit(part).accepted()); // comes before it: the rest is now 120
    CHECK(anna.outcome_of(31)->accepted());
    CHECK(balances_of<unit::points>(stars, anna.state(), "2025-03-16T09:00"_utc).available == 300_points);
    const points_back too_much{.id = 29, .time = "2025-03-12T09:00"_utc, .redemption = 20, .amount = 201_points};
    CHECK(anna.submit(too_much).refused == reason::not_spent);
    CHECK(balances_of<unit::points>(stars, anna.state(), "2025-03-16T09:00"_utc).available == 300_points);
    CHECK(balances_of<unit::points>(stars, anna.state(), "2025-03-16T09:00"_utc).spent == 0_points);
}

TEST_CASE("a transfer concerns two members, and a history has one") {
    stars_history anna{stars};
    anna.submit(monday);
    const transfer<unit::points> gift{.id = 20, .time = "2025-03-11T09:00"_utc, .to = 1, .amount = 10_points};
    CHECK(anna.submit(gift).refused == reason::unknown_member);
    CHECK(balances_of<unit::points>(stars, anna.state(), "2025-03-16T09:00"_utc).available == 300_points);
}

TEST_CASE("two tills without a connection merge to one state, whoever merges with whom") {
    history_of<decltype(year_of_tiers)> one{year_of_tiers};
    history_of<decltype(year_of_tiers)> other{year_of_tiers};
    one.submit(monday);
    one.submit(wednesday);
    other.submit(tuesday);
    other.submit(monday);
    auto one_first = one;
    auto other_first = other;
    CHECK(one_first.merge(other) == 0);
    CHECK(other_first.merge(one) == 0);
    CHECK(one_first.state() == other_first.state());
    CHECK(one_first.state().balance<unit::points>() == 500_points);
    CHECK(one_first.size() == 3);
    CHECK(one_first.merge(one_first) == 0);
    CHECK(one_first.size() == 3);

    sale conflicting = tuesday;
    conflicting.net = 1_usd;
    one.submit(conflicting);
    CHECK(one.merge(other) == 1);
    CHECK(one.size() == 3);
}

/// A point a dollar, and 500 for the first 300.00.
constexpr programme bonus{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          spend_threshold{500_points, once(300_usd)}};
using bonus_type = std::remove_const_t<decltype(bonus)>;
using kept_back = ledgers::kept_return_of<bonus_type, sale>;

TEST_CASE("returns by shares name their sale and bring the shares") {
    member_history<bonus_type, sale, extensions::no_profile, kept_back> anna{bonus};
    CHECK(points_of(anna.submit(monday)) == 800);
    sale kept = monday;
    kept.net = 180_usd;
    kept_back part{.id = 10, .time = "2025-03-13T12:00"_utc, .sale = 1, .remaining = kept};
    CHECK_FALSE(part.shares.add_overflows(320_points)); // two fifths of 800
    const return_of<bonus_type, sale> rest{.id = 11, .time = "2025-03-14T12:00"_utc, .sale = 1};
    CHECK(points_of(anna.submit(rest)) == -800); // it came first, and took everything
    CHECK(points_of(anna.submit(part)) == -320);
    CHECK(points_of(*anna.outcome_of(11)) == -480);
    CHECK(points_of(anna.submit(part)) == -320); // the same again
    kept_back other = part;
    CHECK_FALSE(other.shares.add_overflows(1_points));
    CHECK(anna.submit(other).refused == reason::conflicting_event);
    CHECK(anna.state().balance<unit::points>() == 0_points);

    // An earlier purchase reaches the threshold with the first 300.00, and is what remains: 50 points.
    CHECK(points_of(anna.submit(sale{.id = 5, .time = "2025-03-09T12:00"_utc, .net = 50_usd})) == 50);
    CHECK(points_of(*anna.outcome_of(1)) == 800);
    CHECK(points_of(*anna.outcome_of(10)) == -320);
    CHECK(points_of(*anna.outcome_of(11)) == -480);
    CHECK(anna.state().balance<unit::points>() == 50_points);
}

} // namespace
