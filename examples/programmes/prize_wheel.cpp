// SPDX-License-Identifier: BSL-1.0
//
// A wheel of 100 fields: 50 give nothing, 30 give 5 points, 15 give 10, and 5 give 50 (S33, S49). A spin costs 6 points,
// which come out of the member's lots, those first that expire first. It pays 5.5 points on average: a wheel that paid
// more than its stake would not compile. Anyone can compute a draw again out of the seed, the member and the number of
// the event. A spin that is taken back gives the stake back to its lots and takes the prize. Source: an example of this
// project; the drawing of numbers is in docs/games.md.

#include "check.hpp"

#include <loyalty/policies/gamified/prize_wheel.hpp>

namespace prize_wheel {

using namespace loyalty;
using games::prize;

enum kind : std::uint32_t { review = 1, spin = 7 };

constexpr auto wheel =
    games::prize_wheel{2025, prize{50, 0_points}, prize{30, 5_points}, prize{15, 10_points}, prize{5, 50_points}}
        .of(spin)
        .staking(6_points)
        .covered_by_stake();
constexpr programme rules{
    points{per_activity{20_points}.of(review)},
    wheel,
    lots<unit::points>{}.expiring(ledgers::expires_end_of_month<6>{}),
};
static_assert(wheel.expected_cost() == ratio{11, 2} && wheel.worst_cost() == 50_points);

void cases(gallery::checks& check) {
    // SplitMix64 from 0 gives the tickets 88, 43, 2 and 97 of 100.
    constexpr std::array<std::int64_t, 4> worth{0, 5, 10, 50};
    const auto field = [&](std::uint64_t number) { return worth[wheel.spin_of(games::draws{0}.at(number)).prize]; };
    check("ticket 88", field(0), 10);
    check("ticket 43", field(1), 0);
    check("ticket 2", field(2), 0);
    check("ticket 97", field(3), 50);

    gallery::customer anna{rules};
    const auto at = [](std::int64_t stake) {
        return activity{.member = 3, .time = gallery::noon("2025-03-10"_date), .kind = spin, .score = stake};
    };
    anna.acts("2025-03-10"_date, review);
    auto won = anna.does_with_receipt(at(6)); // her second event: ticket 96
    check("20 points, a spin for 6: she wins", won.outcome.granted<unit::points>(), 50_points);
    check("and has", anna.available("2025-03-10"_date), 64_points);
    auto taken = won.receipt.returned({.id = 3, .member = 3, .time = gallery::noon("2025-03-10"_date)});
    anna.last_id = 3;
    check("it is taken back", anna.gives_back(taken).granted<unit::points>(), -50_points);
    check("and she has", anna.available("2025-03-10"_date), 20_points);
    check("a spin for 5", anna.does(at(5)).refused, reason::wrong_stake);
}

const gallery::page here{"prize_wheel", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace prize_wheel
