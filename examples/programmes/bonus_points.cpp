// SPDX-License-Identifier: BSL-1.0
//
// A point a dollar, and five times as many in a campaign. Sources: a point a dollar with bonuses of 5 to 10 times
// is the plainest programme of all; the factor 5 is an example. 23.99 earns 23 or 24 points by the mode of
// rounding, and 115 or 119 by its place (S2, S16). Your customers will notice, so both are named.

#include "check.hpp"

namespace bonus_points {

using namespace loyalty;

constexpr per_amount a_point_a_dollar{1_points, 1_usd};
constexpr round_off down{rounding::floor};

constexpr programme plain{points{a_point_a_dollar, down}};
constexpr programme upwards{points{a_point_a_dollar, round_off{rounding::ceiling}}};
constexpr programme half_up{points{a_point_a_dollar, round_off{rounding::half_up}}};
constexpr programme half_even{points{a_point_a_dollar, round_off{rounding::half_even}}};
constexpr programme rounded_first{points{a_point_a_dollar, down, multiply_by{5_x}, down}};
constexpr programme rounded_last{points{a_point_a_dollar, multiply_by{5_x}, down}};

constexpr auto points_of_23_99(const auto& rules) {
    gallery::customer anna{rules};
    return anna.buys("2025-03-10"_date, money<currency::usd>::from_minor_units(23'99)).template granted<unit::points>();
}

void cases(gallery::checks& check) {
    check("23.99 rounded down", points_of_23_99(plain), 23_points);
    check("23.99 rounded up", points_of_23_99(upwards), 24_points);
    check("23.99 half up", points_of_23_99(half_up), 24_points);
    check("23.99 half to even", points_of_23_99(half_even), 24_points);
    check("5 times 23, rounded first", points_of_23_99(rounded_first), 115_points);
    check("5 times 23.99, rounded last", points_of_23_99(rounded_last), 119_points);
}

const gallery::page here{"bonus_points", cases, [](gallery::leaflets& says) {
                             says("plain", plain);
                             says("upwards", upwards);
                             says("half_up", half_up);
                             says("half_even", half_even);
                             says("rounded_first", rounded_first);
                             says("rounded_last", rounded_last);
                         }};

} // namespace bonus_points
