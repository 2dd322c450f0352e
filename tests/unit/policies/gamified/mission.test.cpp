// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/policies/gamified/mission.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::points_of;
using support::till;
using support::usd_line;

namespace {

constexpr auto april_30 = "2025-04-30"_date;
constexpr auto may_1 = "2025-05-01"_date;
constexpr auto may_31 = "2025-05-31"_date;
constexpr auto june_1 = "2025-06-01"_date;
constexpr date_window in_may{may_1, june_1};
constexpr auto ten_dollars = 10_usd;

constexpr auto three_visits = mission(200_points, 3_visits, in_may).of(visits{});

/// What purchases of 10.00 on some days gave in all.
template <class Policy>
constexpr std::int64_t given(const Policy& policy, std::initializer_list<date> days) {
    till shop{programme{policy}};
    for (const date day : days) {
        shop.pay(day, ten_dollars);
    }
    return shop.card.template balance<unit::points>().minor_units();
}

} // namespace

TEST_SUITE("policies/gamified/mission") {
    TEST_CASE("three visits in May") {
        CHECK_TWICE(given(three_visits, {may_1, may_1}) == 0);
        CHECK_TWICE(given(three_visits, {may_1, may_1, may_31}) == 200);
        CHECK_TWICE(given(three_visits, {april_30, may_1, may_31}) == 0);
        CHECK_TWICE(given(three_visits, {may_1, may_31, june_1}) == 0);
        CHECK_TWICE(given(three_visits, {april_30, may_1, may_1, may_31, june_1}) == 200);
    }

    TEST_CASE("a mission pays once") {
        CHECK_TWICE(given(three_visits, {may_1, may_1, may_1, may_31, may_31, may_31}) == 200);
    }

    TEST_CASE("money to spend") {
        constexpr auto spend_30 = mission(200_points, 30_usd, in_may);
        CHECK_TWICE(given(spend_30, {may_1, may_1}) == 0);
        CHECK_TWICE(given(spend_30, {may_1, may_1, may_31}) == 200);
    }

    TEST_CASE("pieces of some goods") {
        constexpr auto bought = [](std::uint32_t category, std::int64_t pieces) {
            till shop{programme{mission(200_points, 2_items, in_may).of(quantity{}).on(category_is(4u))}};
            return points_of(shop.ring(may_1, {usd_line{.id = 1, .category = category, .quantity = pieces}}));
        };
        CHECK_TWICE(bought(4, 1) == 0);
        CHECK_TWICE(bought(4, 2) == 200);
        CHECK_TWICE(bought(5, 2) == 0);
    }

    TEST_CASE("a badge is for a lifetime, once") {
        constexpr auto badges_after = [](int visits) {
            till shop{programme{badge(3_visits).of(loyalty::criteria::visits{})}};
            for (int i = 0; i < visits; ++i) {
                shop.pay(may_1 + 400 * i, ten_dollars);
            }
            return shop.card.balance<unit::badges>();
        };
        CHECK_TWICE(badges_after(2) == 0_badges);
        CHECK_TWICE(badges_after(3) == 1_badges);
        CHECK_TWICE(badges_after(9) == 1_badges);
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](const auto& policy) { return std::string_view{problem_of(policy)}; };
        CHECK_TWICE(problem(mission(0_points, 3_visits, in_may)) == "spend_threshold: the award must be above zero");
        CHECK_TWICE(problem(mission(1_points, 0_visits, in_may)) ==
                    "spend_threshold: the threshold must be above zero");
        CHECK_TWICE(problem(mission(1_points, 1_visits, {june_1, may_1})) ==
                    "campaign: the window ends before it starts: give a later end");
    }
}
