// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

using namespace loyalty::literals;

TEST_SUITE("money/literals") {
    TEST_CASE("amounts") {
        CHECK((350_usd).minor_units() == 35000);
        CHECK((23.99_usd).minor_units() == 2399);
        CHECK((0.5_eur).minor_units() == 50);
        CHECK((1'000'000.01_eur).minor_units() == 100000001);
        CHECK((500_jpy).minor_units() == 500);
        CHECK((1.250_kwd).minor_units() == 1250);
        CHECK((1.2345_clf).minor_units() == 12345);
        CHECK((10_try).minor_units() == 1000);
        CHECK((0_gbp).minor_units() == 0);
        CHECK((92233720368547758.07_usd).minor_units() == 9223372036854775807);
        CHECK((100_points).minor_units() == 100);
        CHECK((7_qualifying_points).minor_units() == 7);
        CHECK((1_stamps).minor_units() == 1);
        CHECK((2_badges).minor_units() == 2);
    }

    TEST_CASE("rates, in lowest terms") {
        CHECK((1.5_pct).numerator == 3);
        CHECK((1.5_pct).denominator == 200);
        CHECK((100_pct).numerator == 1);
        CHECK((100_pct).denominator == 1);
        CHECK((5_bp).numerator == 1);
        CHECK((5_bp).denominator == 2000);
        CHECK((1.25_x).numerator == 5);
        CHECK((1.25_x).denominator == 4);
        CHECK((3_x).denominator == 1);
        CHECK((0_pct).denominator == 1);
    }
}
