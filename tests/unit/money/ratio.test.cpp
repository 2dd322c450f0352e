// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/literals.hpp>
#include <loyalty/money/ratio.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>

using namespace loyalty;
using namespace loyalty::arithmetic;

TEST_SUITE("money/ratio") {
    TEST_CASE("ratios are equal and ordered by value, however large their terms") {
        CHECK(ratio{2, 4} == ratio{1, 2});
        CHECK(ratio{} == ratio{0, 1});
        CHECK(ratio{-1, 3} < ratio{0});
        CHECK(ratio{1, 3} > ratio{333333333, 1000000000});
        CHECK(ratio{INT64_MAX, INT64_MAX - 1} < ratio{INT64_MAX - 1, INT64_MAX - 2});
        CHECK(ratio{INT64_MIN, INT64_MAX} < ratio{-1});
        CHECK(ratio{INT64_MIN, 2} == ratio{-4611686018427387904});
    }

    TEST_CASE("lowest terms") {
        CHECK(ratio{2, 4}.reduced().numerator == 1);
        CHECK(ratio{2, 4}.reduced().denominator == 2);
        CHECK(ratio{0, 7}.reduced().denominator == 1);
        CHECK(ratio{INT64_MIN, 2}.reduced().numerator == -4611686018427387904);
        CHECK(ratio{INT64_MIN, 2}.reduced().denominator == 1);
        CHECK(ratio{-6, 9}.reduced().numerator == -2);
        CHECK((-ratio{3, 5}).numerator == -3);
    }

    TEST_CASE("a ratio needs a positive denominator") {
        CHECK(ratio{1, 1}.valid());
        CHECK_FALSE(ratio{1, 0}.valid());
        CHECK_FALSE(ratio{1, -2}.valid());
        CHECK_FALSE(scale(1_usd, ratio{1, 0}, rounding::down).has_value());
        CHECK_FALSE(convert<unit::points>(1_usd, ratio{1, -1}, rounding::down).has_value());
    }

    TEST_CASE("a share of an amount is rounded once") {
        CHECK(scale(83.17_usd, 5_pct, rounding::half_up) == 4.16_usd); // G06: 4.1585
        CHECK(scale(83.17_usd, 3_pct, rounding::half_up) == 2.50_usd); // G06: 2.4951
        CHECK(scale(12.49_usd, 1_pct, rounding::half_up) == 0.12_usd); // G09: three of them are 0.36
        CHECK(scale(37.47_usd, 1_pct, rounding::half_up) == 0.37_usd); // G09: rounded once 0.37
        CHECK(scale(-0.05_usd, ratio{1, 2}, rounding::floor) == -0.03_usd);
        CHECK(scale(79.40_usd, 1.25_x, rounding::down) == 99.25_usd);
        CHECK(scale(0.05_usd, ratio{1, 2}, rounding::half_even) == 0.02_usd);
    }

    TEST_CASE("a product beyond 64 bits is formed exactly, a result beyond them refused") {
        using usd = amount<currency::usd>;
        CHECK(scale(usd::largest(), ratio{1000, 1000}, rounding::down) == usd::largest());
        CHECK(scale(usd::smallest(), ratio{1000, 1000}, rounding::floor) == usd::smallest());
        CHECK(scale(usd::smallest(), ratio{INT64_MIN, INT64_MAX}, rounding::down) == std::nullopt);
        CHECK(scale(usd::largest(), ratio{INT64_MAX, INT64_MAX}, rounding::down) == usd::largest());
        CHECK(scale(usd::largest(), ratio{3, 2}, rounding::down) == std::nullopt);
        CHECK(scale(usd::smallest(), ratio{-1}, rounding::down) == std::nullopt);
        CHECK(scale(usd::from_minor_units(4000000000000000000), ratio{7, 9}, rounding::half_up) ==
              usd::from_minor_units(3111111111111111111));
    }

    TEST_CASE("an amount of one unit is exchanged for another") {
        CHECK(convert<unit::points>(10.90_usd, ratio{2}, rounding::floor) == 21_points);  // G04: 21.80
        CHECK(convert<unit::points>(5.45_usd, ratio{2}, rounding::half_up) == 11_points); // G04: 10.90
        CHECK(convert<unit::points>(5.45_usd, ratio{2}, rounding::floor) == 10_points);
        CHECK(convert<currency::usd>(100_points, ratio{1, 50}, rounding::half_up) == 2_usd);
        CHECK(convert<currency::kwd>(1.00_usd, ratio{30777, 100000}, rounding::half_up) == 0.308_kwd);
        CHECK(convert<currency::jpy>(1.00_usd, ratio{15025, 100}, rounding::half_even) == 150_jpy);
        CHECK(convert<currency::clf>(amount<currency::jpy>::largest(), ratio{1}, rounding::down) == std::nullopt);
        CHECK(convert<currency::clf>(1_jpy, ratio{INT64_MAX}, rounding::down) == std::nullopt);
        CHECK(convert<currency::jpy>(1_clf, ratio{1, INT64_MAX}, rounding::down) == std::nullopt);
    }

    TEST_CASE("an amount is rounded to a multiple, as cash is") {
        using usd = amount<currency::usd>;
        CHECK(round_to_multiple(7.13_chf, 0.05_chf, rounding::half_up) == 7.15_chf);
        CHECK(round_to_multiple(7.12_chf, 0.05_chf, rounding::half_up) == 7.10_chf);
        CHECK(round_to_multiple(-7.125_kwd, 0.250_kwd, rounding::half_even) == -7.000_kwd);
        CHECK(round_to_multiple(1049_points, 100_points, rounding::floor) == 1000_points);
        CHECK(round_to_multiple(1_usd, 0_usd, rounding::floor) == std::nullopt);
        CHECK(round_to_multiple(1_usd, -1_usd, rounding::floor) == std::nullopt);
        CHECK(round_to_multiple(usd::largest(), 1_usd, rounding::up) == std::nullopt);
    }
}
