// SPDX-License-Identifier: BSL-1.0
#include <loyalty/events/redemption.hpp>

#include <loyalty/money/literals.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

namespace {

using namespace loyalty;

struct shop;
using points_back = give_back<shop, unit::points>;

constexpr points_back event{
    .id = 7, .member = 3, .time = "2025-03-10T12:00"_utc, .redemption = 5, .amount = 200_points, .receipt = nullptr};

} // namespace

TEST_SUITE("events/redemption") {
    TEST_CASE("two events that give back are equal if each member is; the receipt is left out") {
        points_back other = event;
        CHECK(other == event);
        const auto differs = [](auto change) {
            points_back changed = event;
            change(changed);
            return !(changed == event) && !(event == changed);
        };
        CHECK(differs([](points_back& one) { one.id = 8; }));
        CHECK(differs([](points_back& one) { one.member = 4; }));
        CHECK(differs([](points_back& one) { one.time = "2025-03-10T12:01"_utc; }));
        CHECK(differs([](points_back& one) { one.redemption = 6; }));
        CHECK(differs([](points_back& one) { one.amount = 201_points; }));
    }

    TEST_CASE("everything of a unit is an amount that no redemption has") {
        CHECK(ledgers::everything<unit::points> < 0_points);
        CHECK(points_back{}.amount == ledgers::everything<unit::points>);
    }
}
