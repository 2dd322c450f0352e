// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>

using namespace loyalty;
using namespace loyalty::arithmetic;

namespace {

constexpr rounding half_up = rounding::half_up;
constexpr decimal invalid{1, 19};

/// The same number with the same count of decimals.
bool is(std::optional<decimal> result, decimal expected) {
    return result && result->coefficient == expected.coefficient && result->scale == expected.scale;
}

} // namespace

TEST_SUITE("money/decimal") {
    TEST_CASE("decimals are equal and ordered by value") {
        CHECK(decimal{150, 2} == decimal{15, 1});
        CHECK(decimal{5000, 0} == decimal{5, -3});
        CHECK(decimal{0, 18} == decimal{0, -18});
        CHECK(decimal{1, -18} > decimal{INT64_MAX, 18});
        CHECK(decimal{INT64_MIN, -18} < decimal{INT64_MIN, 18});
        CHECK(decimal{-1, 18} < decimal{1, 18});
        CHECK(decimal{1, 1} != decimal{1, 2});
    }

    TEST_CASE("sums, differences and products are rounded once") {
        CHECK(is(add({130, 2}, {5, 3}, 2, half_up), {131, 2}));
        CHECK(is(subtract({130, 2}, {120, 2}, 2, half_up), {10, 2}));
        CHECK(is(subtract({1, -18}, {1, 18}, -18, rounding::down), {0, -18}));
        CHECK(is(subtract({1, -18}, {1, 18}, -18, rounding::up), {1, -18}));
        CHECK(is(multiply({2399, 2}, {15, 3}, 2, half_up), {36, 2})); // 0.35985
        CHECK(is(multiply({INT64_MIN, 18}, {INT64_MIN, 18}, 17, rounding::down), {8507059173023461586, 17}));
        CHECK(is(add({INT64_MAX, 0}, {INT64_MAX, 0}, -1, rounding::floor), {1844674407370955161, -1}));
        CHECK(is(subtract({INT64_MIN, 0}, {INT64_MIN, 0}, 0, half_up), {0, 0}));
        CHECK_FALSE(add({INT64_MAX, 0}, {1, 0}, 0, half_up).has_value());
        CHECK_FALSE(multiply({INT64_MAX, 0}, {2, 0}, 0, half_up).has_value());
    }

    TEST_CASE("a fused multiply-add does not round in between") {
        CHECK(is(fused_multiply_add({15, 1}, {15, 1}, {5, 3}, 2, half_up), {226, 2})); // 2.255
        CHECK(is(fused_multiply_add({INT64_MAX, 0}, {1'000'000'000'000'000'000, 0}, {INT64_MIN, -18}, -18, half_up),
                 {-1, -18}));
        CHECK(is(fused_multiply_add({1, 18}, {1, 18}, {1, -18}, -18, rounding::ceiling), {2, -18}));
        CHECK(is(fused_multiply_add({-3, 0}, {4, 0}, {12, 0}, 0, half_up), {0, 0}));
    }

    TEST_CASE("quotients and remainders") {
        CHECK(is(divide({1, 0}, {3, 0}, 9, half_up), {333333333, 9}));
        CHECK(is(divide({2, 0}, {3, 0}, 4, half_up), {6667, 4}));
        CHECK(is(divide({-7, 0}, {2, 0}, 0, rounding::half_even), {-4, 0}));
        CHECK(is(divide({5, 0}, {2, 0}, 0, rounding::half_even), {2, 0}));
        CHECK(is(divide({51, 0}, {10, 0}, 0, rounding::zero_five_up), {6, 0}));
        CHECK(is(divide({41, 0}, {10, 0}, 0, rounding::zero_five_up), {4, 0}));
        CHECK(is(divide({1, 0}, {10, 0}, 0, rounding::zero_five_up), {1, 0}));
        CHECK(is(divide({-61, 0}, {10, 0}, 0, rounding::zero_five_up), {-6, 0}));
        CHECK(is(divide({INT64_MIN, 18}, {INT64_MIN, -18}, 18, half_up), {0, 18}));
        CHECK_FALSE(divide({INT64_MIN, 0}, {-1, 0}, 0, half_up).has_value());
        CHECK_FALSE(divide({1, 0}, {0, 3}, 0, half_up).has_value());
        CHECK(is(divide_integer({-7, 0}, {2, 0}, 0, rounding::up), {-3, 0}));
        CHECK(is(divide_integer({75, 1}, {25, 1}, 2, rounding::up), {300, 2}));
        CHECK_FALSE(divide_integer({1, 0}, {0, 0}, 0, half_up).has_value());
        CHECK(is(remainder({-13, 0}, {5, 0}, 0, half_up), {-3, 0}));
        CHECK(is(remainder({13, 0}, {-5, 0}, 0, half_up), {3, 0}));
        CHECK(is(remainder({1, -18}, {7, 18}, 18, half_up), {1, 18})); // 10^36 = 1 modulo 7
        CHECK_FALSE(remainder({1, 0}, {0, 0}, 0, half_up).has_value());
    }

    TEST_CASE("a number moves to another scale") {
        CHECK(is(rescale({2345, 3}, 2, rounding::half_even), {234, 2}));
        CHECK(is(rescale({1234, 0}, -2, half_up), {12, -2}));
        CHECK(is(rescale({5, -3}, 0, half_up), {5000, 0}));
        CHECK(is(rescale({INT64_MAX, 18}, -18, rounding::ceiling), {1, -18}));
        CHECK(is(rescale({0, -18}, 18, half_up), {0, 18}));
        CHECK_FALSE(rescale({INT64_MAX, 0}, 1, half_up).has_value());
        CHECK_FALSE(rescale({1, 0}, 19, half_up).has_value());
    }

    TEST_CASE("signs, bounds and trailing zeros") {
        CHECK(is(abs({-2345, 3}, 2, rounding::floor), {234, 2}));
        CHECK(is(negate({2345, 3}, 2, rounding::floor), {-235, 2}));
        CHECK(is(negate({2345, 3}, 3, half_up), {-2345, 3}));
        CHECK_FALSE(abs({INT64_MIN, 0}, 0, half_up).has_value());
        CHECK(is(abs({INT64_MIN, 0}, -1, half_up), {922337203685477581, -1}));
        CHECK(is((min)({1, 0}, {5, 1}, 1, half_up), {5, 1}));
        CHECK(is((max)({1, 0}, {5, 1}, 1, half_up), {10, 1}));
        CHECK(reduce({56260, 4}).coefficient == 5626);
        CHECK(reduce({56260, 4}).scale == 3);
        CHECK(reduce({5000, 0}).scale == -3);
        CHECK(is(reduce({0, 5}), {0, 0}));
        CHECK(reduce({100, -17}).scale == -18);
    }

    TEST_CASE("a scale out of range is refused by every operation") {
        CHECK_FALSE(invalid.valid());
        CHECK_FALSE(add(invalid, {1, 0}, 0, half_up).has_value());
        CHECK_FALSE(subtract({1, 0}, invalid, 0, half_up).has_value());
        CHECK_FALSE(multiply(invalid, {1, 0}, 0, half_up).has_value());
        CHECK_FALSE(divide({1, 0}, invalid, 0, half_up).has_value());
        CHECK_FALSE(divide_integer({1, 0}, invalid, 0, half_up).has_value());
        CHECK_FALSE(remainder({1, 0}, invalid, 0, half_up).has_value());
        CHECK_FALSE(fused_multiply_add({1, 0}, {1, 0}, invalid, 0, half_up).has_value());
        CHECK_FALSE(negate(invalid, 0, half_up).has_value());
        CHECK_FALSE(abs(invalid, 0, half_up).has_value());
        CHECK_FALSE((min)(invalid, {1, 0}, 0, half_up).has_value());
        CHECK_FALSE((max)({1, 0}, invalid, 0, half_up).has_value());
        CHECK_FALSE(to_ratio(invalid).has_value());
        CHECK_FALSE(rescale({1, 0}, -19, half_up).has_value());
    }

    TEST_CASE("to ratios and amounts, and back") {
        CHECK(to_ratio({125, 2})->numerator == 5);
        CHECK(to_ratio({125, 2})->denominator == 4);
        CHECK(to_ratio({5, -3}) == ratio{5000});
        CHECK(to_ratio({15, 1}) == ratio{3, 2});
        CHECK_FALSE(to_ratio({10, -18}).has_value());
        CHECK(amount_from<currency::usd>({1995, 3}, half_up) == 2.00_usd);
        CHECK(amount_from<currency::jpy>({15, 1}, rounding::half_even) == 2_jpy);
        CHECK_FALSE(amount_from<currency::usd>({1, -18}, half_up).has_value());
        CHECK(is(to_decimal(23.99_usd), {2399, 2}));
        CHECK(is(to_decimal(7_points), {7, 0}));
    }
}
