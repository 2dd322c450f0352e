// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/loyalty.hpp>

#include "support/till.hpp"

#include <cstdint>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using support::points_for;
using support::usd_line;

namespace {

constexpr round_off floor_{rounding::floor};
constexpr round_off half_up{rounding::half_up};
constexpr per_amount a_point_a_dollar{1_points, 1_usd};
constexpr offer three_a_dollar{a_point_a_dollar, multiply_by{3_x}};
constexpr per_visit hundred{100_points};

constexpr usd_line coffee{.id = 1, .category = 4, .net = 12.50_usd};
constexpr usd_line cake{.id = 2, .category = 7, .net = 3_usd};

/// A measure of one's own that is below zero.
struct owed {
    template <class Line, class Visit>
    [[nodiscard]] constexpr money<currency::usd> operator()(const Line& line, Visit&) const noexcept {
        return -fact::net(line);
    }
};

/// What a sink hears of the award that counts.
struct listener {
    std::int64_t number = -1;
    constexpr void on(const step& one) noexcept {
        if (one.what == std::string_view{"award that counts"}) {
            number = one.value.numerator;
        }
    }
};

template <class Policy>
constexpr std::int64_t number_that_counts(const Policy& policy, money<currency::usd> net) {
    const programme rules{policy};
    member<std::remove_const_t<decltype(rules)>> anna{};
    listener heard;
    apply(rules, anna, purchase<currency::usd>{.id = 1, .net = net}, no_profile{}, heard);
    return heard.number;
}

} // namespace

TEST_SUITE("policies/competing") {
    TEST_CASE("best_of gives what is most for the member (S17)") {
        constexpr points best{best_of{three_a_dollar, hundred}, floor_};
        CHECK_TWICE(points_for(best, 19.99_usd) == 100); // not 59
        CHECK_TWICE(points_for(best, 33.33_usd) == 100); // not 99.99, which follows rounds
        CHECK_TWICE(points_for(best, 33.34_usd) == 100); // 100.02
        CHECK_TWICE(points_for(best, 40_usd) == 120);
    }

    TEST_CASE("least_of costs the merchant least, of what gives something") {
        constexpr points least{least_of{three_a_dollar, hundred, per_amount{50_points, 1_usd}.on(category_is(7u))},
                               floor_};
        CHECK_TWICE(points_for(least, 19.99_usd) == 59);
        CHECK_TWICE(points_for(least, 40_usd) == 100);
        CHECK_TWICE(points_for(points{least_of{hundred}}, 40_usd) == 100);
    }

    TEST_CASE("first_of gives the first that gives anything") {
        constexpr points first{
            first_of{per_unit{200_points}.on(category_is(7u)), per_visit{50_points}.on(category_is(4u)), hundred}};
        CHECK_TWICE(points_for(first, {coffee}) == 50);
        CHECK_TWICE(points_for(first, {coffee, cake}) == 200);
        constexpr points nothing{first_of{per_amount{9_points, 1_usd}.on(category_is(99u))}, floor_};
        CHECK_TWICE(points_for(nothing, 19.99_usd) == 0);
    }

    TEST_CASE("inside each_line every line has a winner of its own") {
        // The coffee: 12.50 or 5; the cake: 3 or 5.
        CHECK_TWICE(
            points_for(points{each_line{best_of{a_point_a_dollar, per_unit{5_points}}, floor_}}, {coffee, cake}) == 17);
        CHECK_TWICE(points_for(points{best_of{a_point_a_dollar, per_unit{5_points}}, floor_}, {coffee, cake}) == 15);
        CHECK_TWICE(
            points_for(points{each_line{least_of{a_point_a_dollar, per_unit{5_points}}, floor_}}, {coffee, cake}) == 8);
    }

    TEST_CASE("groups nest, and what follows is for the winner") {
        // 100 or 46.50, and beside it 5 for each piece or 1.55: 110, twice.
        constexpr points groups{sum_of{best_of{three_a_dollar, hundred},
                                       best_of{per_unit{5_points}, offer{a_point_a_dollar, multiply_by{0.1_x}}}},
                                multiply_by{2_x}, half_up};
        CHECK_TWICE(points_for(groups, {coffee, cake}) == 220);
    }

    TEST_CASE("awards are compared exactly, as whole numbers and as fractions") {
        // 1/3 of 100.00 is less than 33.34 and more than 33.33.
        constexpr offer a_third{a_point_a_dollar, multiply_by{ratio{1, 3}}};
        CHECK_TWICE(number_that_counts(points{best_of{a_third, offer{a_point_a_dollar, multiply_by{0.3334_x}}}, floor_},
                                       100_usd) == 2);
        CHECK_TWICE(number_that_counts(points{best_of{a_third, offer{a_point_a_dollar, multiply_by{0.3333_x}}}, floor_},
                                       100_usd) == 1);
    }

    TEST_CASE("where two give the same, the first counts, and the explanation says which") {
        constexpr points tie{best_of{hundred, a_point_a_dollar}, floor_};
        CHECK_TWICE(number_that_counts(tie, 99_usd) == 1);
        CHECK_TWICE(number_that_counts(tie, 100_usd) == 1);
        CHECK_TWICE(number_that_counts(tie, 101_usd) == 2);
        CHECK_TWICE(number_that_counts(points{least_of{a_point_a_dollar, hundred}, floor_}, 100_usd) == 1);
        CHECK_TWICE(number_that_counts(points{first_of{a_point_a_dollar.on(category_is(9u)), a_point_a_dollar}, floor_},
                                       0_usd) == 0);
    }

    TEST_CASE("an award below zero gives nothing") {
        constexpr auto below_zero = per_amount{1_points, 1_usd}.of(owed{});
        CHECK_TWICE(points_for(points{best_of{below_zero, a_point_a_dollar.on(category_is(9u))}, floor_}, 20_usd) == 0);
        CHECK_TWICE(points_for(points{least_of{below_zero, hundred}, floor_}, 20_usd) == 100);
        CHECK_TWICE(points_for(points{first_of{below_zero, hundred}, floor_}, 20_usd) == 100);
    }

    TEST_CASE("what 64 bits do not hold is compared with 128") {
        constexpr auto most = amount<currency::usd>::from_minor_units(9'223'372'036'854'775'807);
        // 92,233,720,368,547,758.07 at a point for each 3 cents against one for each 2 cents.
        constexpr points by_parts{best_of{per_amount{1_points, 0.03_usd}, per_amount{1_points, 0.02_usd}}, floor_};
        CHECK_TWICE(points_for(by_parts, most) == 4'611'686'018'427'387'903);
        // Nothing is said of a comparison that 64 bits could not make.
        CHECK_TWICE(number_that_counts(by_parts, most) == -1);
        CHECK_TWICE(number_that_counts(by_parts, 3_usd) == 2);
    }

    TEST_CASE("a problem of any award is the policy's") {
        CHECK(problem_of(points{best_of{hundred, per_visit{0_points}}}) != nullptr);
        CHECK(problem_of(points{best_of{hundred, offer{per_visit{5_points}, cap_at{1_points}}}}) != nullptr);
        CHECK(problem_of(points{best_of{hundred, per_visit{5_points}}}) == nullptr);
        // An offer that may lose must not refuse the purchase.
        constexpr offer refusing{per_visit{5_points}, cap_at{9_points}.rejecting()};
        CHECK(problem_of(points{best_of{hundred, refusing}}) ==
              std::string_view{"offer: put a cap_at that rejects after the choice"});
        CHECK(problem_of(points{best_of{hundred, offer{per_visit{5_points}, cap_at{9_points}}}}) == nullptr);
    }

    TEST_CASE("a return earns again what remains, by the award that then counts") {
        constexpr programme rules{points{best_of{three_a_dollar, hundred}, floor_}};
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, purchase<currency::usd>{.id = 1, .net = 50_usd});
        CHECK(sold.outcome.granted<unit::points>() == 150_points);
        const purchase<currency::usd> kept{.id = 1, .net = 20_usd};
        const auto gave = apply(rules, anna, sold.receipt.returned({.id = 2}, kept));
        CHECK(gave.granted<unit::points>() == -50_points);
        CHECK(anna.balance<unit::points>() == 100_points);
    }
}
