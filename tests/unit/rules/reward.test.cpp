// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/reward.hpp>

#include "support/till.hpp"

#include <cstdint>

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;

namespace {

using three = detail::shared_ratios<3>;

constexpr bool none_is_negative(ratio first, ratio second, ratio third) {
    return three{first, second, third}.none_is_negative();
}

} // namespace

TEST_SUITE("rules/reward") {
    TEST_CASE("several ratios over one denominator") {
        constexpr three rates{ratio{1, 2}, ratio{2, 3}, ratio{5, 4}};
        CHECK_TWICE(rates.denominator == 12);
        CHECK_TWICE(rates.numerators[0] == 6);
        CHECK_TWICE(rates.numerators[1] == 8);
        CHECK_TWICE(rates.numerators[2] == 15);
        CHECK_TWICE(rates[2] == ratio{5, 4});
        CHECK_TWICE(three{}.denominator == 1);
    }

    TEST_CASE("ratios that share no denominator of 64 bits are not valid") {
        // 4 * 10^9 + 7 and 4 * 10^9 + 9 have a product of 1.6 * 10^19, more than 2^63.
        CHECK_TWICE(!three{ratio{1, 4'000'000'007}, ratio{1, 4'000'000'009}, ratio{1}}.valid());
        CHECK_TWICE(!three{ratio{1}, ratio{1, 0}, ratio{1}}.valid());
        CHECK_TWICE(!three{ratio{1}, ratio{INT64_MAX}, ratio{1, 2}}.valid());
        CHECK_TWICE(three{ratio{1}, ratio{INT64_MAX}, ratio{1}}.valid());
    }

    TEST_CASE("zero is no ratio below zero") {
        CHECK_TWICE(none_is_negative({0}, {1}, {2}));
        CHECK_TWICE(!none_is_negative({0}, {-1}, {2}));
        CHECK_TWICE(!none_is_negative({0}, {1}, {2, 0}));
    }

    TEST_CASE("an award is above zero in each of its units") {
        CHECK_TWICE(problem_of(detail::bundle{1_points, 1_badges}) == nullptr);
        CHECK_TWICE(problem_of(detail::bundle{1_points, 0_badges}) != nullptr);
        CHECK_TWICE(problem_of(detail::bundle{0_points, 1_badges}) != nullptr);
    }
}
