// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/reward.hpp>
#include <loyalty/rules/tier_standing.hpp>

#include "support/till.hpp"

#include <cstdint>

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;

namespace {

// A threshold more than the factors need: it must not be read.
constexpr std::int64_t thresholds[]{500, 1'000, 1};
constexpr detail::shared_ratios<3> one_two_three{1_x, 2_x, 3_x};

constexpr ratio blended(std::int64_t from, std::int64_t until, std::uint8_t before = 0) {
    return blend(
        tier_standing{.before = before, .is_split = true, .from = from, .until = until, .thresholds = thresholds},
        one_two_three);
}

} // namespace

TEST_SUITE("rules/tier_standing") {
    TEST_CASE("the factors are weighed by how much lies in each tier") {
        CHECK_TWICE(blended(0, 400) == ratio{1});
        CHECK_TWICE(blended(0, 500) == ratio{1});
        CHECK_TWICE(blended(0, 1'000) == ratio{3, 2});    // 500 at 1, 500 at 2
        CHECK_TWICE(blended(250, 1'000) == ratio{5, 3});  // 250 at 1, 500 at 2
        CHECK_TWICE(blended(0, 2'000) == ratio{9, 4});    // 500 at 1, 500 at 2, 1,000 at 3
        CHECK_TWICE(blended(1'000, 1'001) == ratio{3});   // 1 at 3
        CHECK_TWICE(blended(0, 2'000, 1) == ratio{5, 2}); // none earns at less than the tier before: 1,000 at 2
        CHECK_TWICE(blended(400, 500) == ratio{1});
    }

    TEST_CASE("nothing, and what passes 64 bits, have no factor") {
        CHECK_TWICE(!blended(500, 500).valid());
        CHECK_TWICE(!blended(0, INT64_MAX).valid()); // 3 times
        CHECK_TWICE(blended(0, INT64_MAX, 0).numerator == 0);
        CHECK_TWICE(!blended(600, 500).valid());
    }

    TEST_CASE("at first every tier is that of everyone") {
        CHECK_TWICE(tier_standing{} == tier_standing{.told = 0,
                                                     .before = 0,
                                                     .after = 0,
                                                     .earning = 0,
                                                     .earned = 0,
                                                     .is_split = false,
                                                     .from = 0,
                                                     .until = 0});
    }
}
