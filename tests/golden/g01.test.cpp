// SPDX-License-Identifier: BSL-1.0
//
// G01: points, 1 a dollar, 5x bonus; the mode and the stage of rounding are named.
#include "support/till.hpp"

using namespace loyalty;
using support::points_of;

namespace {

constexpr per_amount a_point_a_dollar{1_points, 1_usd};
constexpr round_off floor{rounding::floor};

constexpr programme floored{points{a_point_a_dollar, floor}};
constexpr programme raised{points{a_point_a_dollar, round_off{rounding::ceiling}}};
constexpr programme half_up{points{a_point_a_dollar, round_off{rounding::half_up}}};
constexpr programme half_even{points{a_point_a_dollar, round_off{rounding::half_even}}};
constexpr programme floor_then_multiply{points{a_point_a_dollar, floor, multiply_by{5_x}, floor}};
constexpr programme multiply_then_floor{points{a_point_a_dollar, multiply_by{5_x}, floor}};

template <class Programme>
constexpr std::int64_t given(const Programme& rules, money<currency::usd> net) {
    support::till shop{rules};
    return points_of(shop.pay(date::of(2025, 3, 10), net));
}

} // namespace

TEST_SUITE("G01 points") {
    TEST_CASE("23.99 at a point a dollar") {
        CHECK_TWICE(given(floored, 23.99_usd) == 23);
        CHECK_TWICE(given(raised, 23.99_usd) == 24);
        CHECK_TWICE(given(half_up, 23.99_usd) == 24);
        CHECK_TWICE(given(half_even, 23.99_usd) == 24);
    }

    TEST_CASE("with 5x: floor then multiply, multiply then floor") {
        CHECK_TWICE(given(floor_then_multiply, 23.99_usd) == 115);
        CHECK_TWICE(given(multiply_then_floor, 23.99_usd) == 119);
    }
}
