// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/exact.hpp>
#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

#include <optional>

using namespace loyalty;
using namespace loyalty::arithmetic;
using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

TEST_SUITE("money/exact") {
    TEST_CASE("to numbers without bound") {
        CHECK((to_exact(23.99_usd) == cpp_rational{2399, 100}));
        CHECK((to_exact(5_jpy) == cpp_rational{5}));
        CHECK((to_exact(1.5_pct) == cpp_rational{3, 200}));
        CHECK((to_exact(decimal{150, 2}) == cpp_rational{3, 2}));
        CHECK((to_exact(decimal{-5, -3}) == cpp_rational{-5000}));
    }

    TEST_CASE("and back, rounded") {
        using usd = amount<currency::usd>;
        CHECK(from_exact<usd>(cpp_rational{2, 3}, rounding::half_up) == 0.67_usd);
        CHECK(from_exact<usd>(cpp_rational{-2, 3}, rounding::floor) == -0.67_usd);
        CHECK(from_exact<usd>(cpp_rational{-2, 3}, rounding::down) == -0.66_usd);
        CHECK(from_exact<usd>(cpp_rational{1, 200}, rounding::half_even) == 0_usd);
        using jpy = amount<currency::jpy>;
        CHECK(from_exact<jpy>(cpp_rational{12, 5}, rounding::half_up) == 2_jpy);
        CHECK(from_exact<jpy>(cpp_rational{13, 5}, rounding::half_up) == 3_jpy);
        CHECK(from_exact<jpy>(cpp_rational{5, 2}, rounding::half_even) == 2_jpy);
        CHECK(from_exact<jpy>(cpp_rational{7, 2}, rounding::half_even) == 4_jpy);
        CHECK(from_exact<jpy>(cpp_rational{51, 10}, rounding::zero_five_up) == 6_jpy);
        CHECK(from_exact<jpy>(cpp_rational{41, 10}, rounding::zero_five_up) == 4_jpy);
        CHECK(from_exact<jpy>(cpp_rational{61, 10}, rounding::zero_five_up) == 6_jpy);
        CHECK(from_exact<usd>(to_exact(usd::smallest()), rounding::down) == usd::smallest());
        CHECK(from_exact<usd>(to_exact(usd::largest()), rounding::down) == usd::largest());
        CHECK(from_exact<usd>(to_exact(usd::largest()) + 1, rounding::down) == std::nullopt);
    }
}
