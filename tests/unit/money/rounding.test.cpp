// SPDX-License-Identifier: BSL-1.0
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/rounding.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace loyalty;

namespace {

constexpr std::int64_t tenths[] = {25, -25, 24, -24, 26, -26, 35, -35, 51, -51, 1, -1, 0, 30, -30};

struct row {
    rounding mode;
    std::int64_t expected[15];
};

// Each row as in the documentation of the mode, by hand.
constexpr row table[] = {
    {rounding::down, {2, -2, 2, -2, 2, -2, 3, -3, 5, -5, 0, 0, 0, 3, -3}},
    {rounding::up, {3, -3, 3, -3, 3, -3, 4, -4, 6, -6, 1, -1, 0, 3, -3}},
    {rounding::floor, {2, -3, 2, -3, 2, -3, 3, -4, 5, -6, 0, -1, 0, 3, -3}},
    {rounding::ceiling, {3, -2, 3, -2, 3, -2, 4, -3, 6, -5, 1, 0, 0, 3, -3}},
    {rounding::half_up, {3, -3, 2, -2, 3, -3, 4, -4, 5, -5, 0, 0, 0, 3, -3}},
    {rounding::half_down, {2, -2, 2, -2, 3, -3, 3, -3, 5, -5, 0, 0, 0, 3, -3}},
    {rounding::half_even, {2, -2, 2, -2, 3, -3, 4, -4, 5, -5, 0, 0, 0, 3, -3}},
    {rounding::half_odd, {3, -3, 2, -2, 3, -3, 3, -3, 5, -5, 0, 0, 0, 3, -3}},
    {rounding::half_ceiling, {3, -2, 2, -2, 3, -3, 4, -3, 5, -5, 0, 0, 0, 3, -3}},
    {rounding::half_floor, {2, -3, 2, -2, 3, -3, 3, -4, 5, -5, 0, 0, 0, 3, -3}},
    {rounding::zero_five_up, {2, -2, 2, -2, 2, -2, 3, -3, 6, -6, 1, -1, 0, 3, -3}},
};

} // namespace

TEST_SUITE("money/rounding") {
    TEST_CASE("every mode rounds tenths as documented, in every width") {
        for (const row& each : table) {
            for (int i = 0; i < 15; ++i) {
                const std::int64_t n = tenths[i];
                CAPTURE(static_cast<int>(each.mode));
                CAPTURE(n);
                CHECK(detail::divide_rounded(n, 10, each.mode) == each.expected[i]);
                CHECK((detail::divide_rounded(detail::wide{n}, 10, each.mode) == detail::wide{each.expected[i]}));
                CHECK((detail::divide_rounded(detail::portable_wide{n}, 10, each.mode) ==
                       detail::portable_wide{each.expected[i]}));
            }
        }
    }

    TEST_CASE("the ends of 64 bits are rounded without overflow") {
        CHECK(detail::divide_rounded<std::int64_t>(INT64_MIN, 1, rounding::floor) == INT64_MIN);
        CHECK(detail::divide_rounded<std::int64_t>(INT64_MIN, INT64_MAX, rounding::down) == -1);
        CHECK(detail::divide_rounded<std::int64_t>(INT64_MIN, INT64_MAX, rounding::up) == -2);
        CHECK(detail::divide_rounded<std::int64_t>(INT64_MIN, 2, rounding::half_even) == -4611686018427387904);
        CHECK(detail::divide_rounded<std::int64_t>(INT64_MAX, 2, rounding::half_up) == 4611686018427387904);
        CHECK(detail::divide_rounded<std::int64_t>(INT64_MAX - 1, INT64_MAX, rounding::half_down) == 1);
        CHECK(detail::divide_rounded<std::int64_t>(4611686018427387903, INT64_MAX, rounding::half_up) == 0);
        CHECK(detail::divide_rounded<std::int64_t>(4611686018427387904, INT64_MAX, rounding::half_down) == 1);
    }

    TEST_CASE("23.99 at a point a dollar with five times: floor first 115, floor last 119") { // G01
        CHECK(detail::divide_rounded<std::int64_t>(2399, 100, rounding::floor) * 5 == 115);
        CHECK(detail::divide_rounded<std::int64_t>(2399 * 5, 100, rounding::floor) == 119);
        CHECK(detail::divide_rounded<std::int64_t>(2399, 100, rounding::ceiling) == 24);
        CHECK(detail::divide_rounded<std::int64_t>(2399, 100, rounding::half_even) == 24);
    }
}
