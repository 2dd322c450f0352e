// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/literals.hpp>

#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace loyalty::literals;

namespace {

/// Literals in a template, which clang 14 does not link if they are consteval.
template <class Number>
std::int64_t sum_with_literals(Number number) {
    const auto more = [](Number each) { return (23.99_usd).minor_units() + each; };
    return more(number) + (5_points).minor_units() + (1.5_pct).numerator + "1970-01-02"_date.days_since_epoch +
           ("1970-01-01T00:01"_utc).seconds_since_epoch + ("1970-01-01T00:00:02"_local).seconds_since_epoch;
}

} // namespace

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

    TEST_CASE("in a template") {
        CHECK(sum_with_literals(std::int64_t{1000}) == 3470); // 2399 + 1000 + 5 + 3 + 1 + 60 + 2
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
