// SPDX-License-Identifier: BSL-1.0
//
// An event that is refused for a limit says how much was asked for and how much there was (S18). The limits of accounts are in
// bad_input.test.cpp, those of redemptions in redemption_rule.test.cpp.
#include <loyalty/engine/visit.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;

namespace {

constexpr per_amount a_point_a_dollar{1_points, 1_usd};
constexpr round_off down{rounding::floor};
constexpr instant march_10 = "2025-03-10T12:00"_utc;
constexpr instant april_1 = "2025-04-01T12:00"_utc;

struct refusal_log {
    refusal last{};
    int count = 0;
    void on(const refusal& one) noexcept {
        last = one;
        ++count;
    }
};

/// The refusal of an event; the member stays as before.
template <class Programme, class Member, class Event>
refusal refused(const Programme& programme, const Member& own, const Event& event) {
    Member copy = own;
    refusal_log log;
    const auto gave = apply(programme, copy, event, no_profile{}, log);
    CHECK_FALSE(gave.accepted());
    CHECK(copy == own);
    CHECK(log.count == 1);
    CHECK(log.last.why == gave.refused);
    return log.last;
}

template <class Programme>
refusal refused_first(const Programme& programme, money<currency::usd> net) {
    return refused(programme, member<Programme>{}, sale{.id = 1, .time = march_10, .net = net});
}

constexpr refusal capped(std::int64_t asked, std::int64_t there) {
    return {
        .why = reason::cap_reached, .rule = 0, .policy = "points", .asked = asked, .there = there, .unit = "points"};
}

} // namespace

TEST_SUITE("limits: cap_at{...}.rejecting()") {
    TEST_CASE("of one purchase") {
        const programme shop{points{a_point_a_dollar, down, cap_at{500_points}.rejecting()}};
        CHECK(refused_first(shop, 501_usd) == capped(501, 500));
        CHECK(preview(shop, {}, sale{.id = 1, .time = march_10, .net = 500.99_usd}).granted<unit::points>() ==
              500_points);
    }

    TEST_CASE("before the rounding, a fraction of a point counts as a whole one") {
        const programme shop{points{a_point_a_dollar, cap_at{33_points}.rejecting(), down}};
        CHECK(refused_first(shop, 33.50_usd) == capped(34, 33));
        CHECK(refused_first(shop, 34_usd) == capped(34, 33));
    }

    TEST_CASE("in a window, of what it leaves") {
        const programme shop{
            points{a_point_a_dollar, down, cap_at{500_points, calendar_window{period_unit::month}}.rejecting()}};
        member<std::remove_const_t<decltype(shop)>> anna;
        apply(shop, anna, sale{.id = 1, .time = march_10, .net = 400_usd});
        CHECK(refused(shop, anna, sale{.id = 2, .time = march_10, .net = 200_usd}) == capped(200, 100));
        CHECK(refused(shop, anna, sale{.id = 2, .time = april_1, .net = 600_usd}) == capped(600, 500));
        CHECK(apply(shop, anna, sale{.id = 2, .time = march_10, .net = 100_usd}).accepted());
        CHECK(refused(shop, anna, sale{.id = 3, .time = march_10, .net = 1_usd}) == capped(1, 0));
    }

    TEST_CASE("of one line") {
        const programme shop{points{each_line{a_point_a_dollar, down, cap_at{20_points}.rejecting()}}};
        const std::array<basket_line<currency::usd>, 2> lines{{{.net = 20_usd}, {.net = 25_usd}}};
        const basket<currency::usd> bought{.id = 1, .time = march_10, .lines = lines};
        CHECK(refused(shop, member<std::remove_const_t<decltype(shop)>>{}, bought) == capped(25, 20));
    }

    TEST_CASE("of money, with its decimals") {
        const programme shop{points{per_amount{1_usd, 20_usd}, down, cap_at{5_usd}.rejecting()}};
        CHECK(refused_first(shop, 120_usd) == refusal{.why = reason::cap_reached,
                                                      .rule = 0,
                                                      .policy = "points",
                                                      .asked = 600,
                                                      .there = 500,
                                                      .unit = "USD",
                                                      .digits = 2});
    }

    TEST_CASE("of an award that needs 128 bits on the way") {
        const programme shop{points{a_point_a_dollar, multiply_by{1.000001_x}, down, cap_at{500_points}.rejecting()}};
        // 92,233,720,368,547,758.07 and a millionth of it
        CHECK(refused_first(shop, 92'233'720'368'547'758.07_usd) == capped(92'233'812'602'268'126, 500));
    }

    TEST_CASE("of an award that 64 bits do not hold: the largest amount stands for it") {
        const programme shop{points{a_point_a_dollar, multiply_by{1000_x}, down, cap_at{500_points}.rejecting()}};
        CHECK(refused_first(shop, 92'233'720'368'547'758.07_usd) == capped(9'223'372'036'854'775'807, 500));
    }

    TEST_CASE("an overflow is no limit, and has no numbers") {
        const programme shop{points{a_point_a_dollar, multiply_by{1000_x}, down}};
        CHECK(refused_first(shop, 92'233'720'368'547'758.07_usd) ==
              refusal{.why = reason::amount_overflow, .rule = 0, .policy = "points"});
    }
}
