// SPDX-License-Identifier: BSL-1.0
//
// The parts of loyalty_run that its whole outputs do not reach. Those are compared by examples/CMakeLists.txt.

#include "../../examples/loyalty_run/programmes.hpp"
#include "../../examples/loyalty_run/text.hpp"
#if defined(LOYALTY_TEST_HAS_JSON)
#include "../../examples/loyalty_run/writing.hpp"
#endif

#include <doctest/doctest.h>

using namespace loyalty_run;

TEST_CASE("numbers as people read them") {
    CHECK(grouped("0") == "0");
    CHECK(grouped("999") == "999");
    CHECK(grouped("1000") == "1,000");
    CHECK(grouped("-896812.49") == "-896,812.49");
    CHECK(grouped("8761066.653") == "8,761,066.653");
    CHECK(units_of(-5, 2) == "-0.05");
    CHECK(time_of(instant{1'736'467'200}) == "2025-01-10");
    CHECK(time_of(instant{1'736'467'201}) == "2025-01-10 00:00:01");
}

TEST_CASE("exact values of running awards") {
    CHECK(exact_text(ratio{695, 4}, 0) == "173.75");
    CHECK(exact_text(ratio{2399, 100}, 0) == "23.99");
    CHECK(exact_text(ratio{10, 5}, 0) == "2");
    CHECK(exact_text(ratio{520, 3}, 0) == "173 and 1/3");
    CHECK(exact_text(ratio{-7, 2}, 0) == "-3.5");
    CHECK(exact_text(ratio{603, 2}, 2) == "3.015"); // 301.5 cents
    CHECK(exact_text(ratio{150, 1}, 2) == "1.50");
    CHECK(exact_text(ratio{100, 3}, 2) == "0 and 1/3"); // 33 1/3 cents
    CHECK(exact_text(ratio{INT64_MAX, 1}, 0) == "9223372036854775807");
}

TEST_CASE("rounding modes by name") {
    CHECK(find_rounding("half-even") == rounding::half_even);
    CHECK(find_rounding("half_even") == rounding::half_even);
    CHECK(find_rounding("ceiling") == rounding::ceiling);
    CHECK(!find_rounding("nearest"));
    CHECK(name_of(rounding::half_up) == "half-up");
}

#if defined(LOYALTY_TEST_HAS_JSON)
TEST_CASE("fields of CSV and strings of JSON") {
    CHECK(csv_field("plain") == "plain");
    CHECK(csv_field("a,b") == "\"a,b\"");
    CHECK(csv_field("ben \"two\"\nlines") == "\"ben \"\"two\"\"\nlines\"");
    CHECK(json_string("a\"b\\c\n") == R"("a\"b\\c\n")");
    CHECK(json_string("caf\xE9") == "\"caf\xEF\xBF\xBD\""); // not UTF-8
}
#endif

// The airline's programme: constant, and with numbers that come at run time.

namespace {

using programmes::airline_numbers;
using programmes::airline_with;
using programmes::flights;
using programmes::kilometres;
using programmes::whole_cad;

constexpr flights month{.distance = amount<kilometres>::whole(2030),
                        .points_redeemed = 297_points,
                        .card = programmes::airline_card::nova,
                        .enrollment = programmes::airline_enrollment::promotion};

template <class Programme>
constexpr auto gave(const Programme& programme, const flights& event) {
    member<Programme> own;
    return apply(programme, own, event);
}

static_assert(gave(programmes::airline, month).granted<unit::points>() == 203_points);
static_assert(gave(programmes::airline, month).granted<whole_cad>() == amount<whole_cad>::whole(24)); // 23.76

constexpr airline_numbers other{.km_per_point = amount<kilometres>::whole(8),
                                .bonus_nova = 1.25_x,
                                .bonus_promotion = 1.5_x,
                                .cost_per_point = ratio{1, 10},
                                .cost_rounding = rounding::floor};

// 253.75 points times 1.25 times 1.5 are 475.78; from 253 points they are 474.375.
static_assert(gave(airline_with(other), month).granted<unit::points>() == 475_points);
static_assert(gave(airline_with(other, round_off{rounding::floor}), month).granted<unit::points>() == 474_points);
static_assert(gave(airline_with(other), month).granted<whole_cad>() == amount<whole_cad>::whole(29)); // 29.7

} // namespace

TEST_CASE("numbers that cannot be right are refused when the programme is built") {
    airline_numbers wrong;
    wrong.km_per_point = {};
    CHECK(airline_with(wrong).problem().sentence != nullptr);
    CHECK(gave(airline_with(wrong), month).refused == reason::programme_defect);
    wrong = {};
    wrong.cost_per_point = ratio{-1, 10};
    CHECK(airline_with(wrong).problem().sentence != nullptr);
}

TEST_CASE("a negative distance and negative points are refused") {
    flights event = month;
    event.distance = amount<kilometres>::whole(-1);
    CHECK(gave(programmes::airline, event).refused == reason::negative_amount);
    event = month;
    event.points_redeemed = amount<unit::points>::whole(-1);
    CHECK(gave(programmes::airline, event).refused == reason::negative_amount);
}
