// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/time/window.hpp>

using namespace loyalty;
using namespace loyalty::dates;

TEST_SUITE("time/window") {
    TEST_CASE("G06: a membership holds up to the day before its end") {
        const date_window membership{date::of(2025, 1, 10), date::of(2026, 1, 10)};
        CHECK_FALSE(membership.contains(date::of(2025, 1, 9)));
        CHECK(membership.contains(date::of(2025, 1, 10)));
        CHECK(membership.contains(date::of(2026, 1, 9)));
        CHECK_FALSE(membership.contains(date::of(2026, 1, 10)));
        CHECK_FALSE(membership.empty());
    }

    TEST_CASE("S12: through 31 May ends at 1 June") {
        const date_window campaign = date_window::through(date::of(2025, 3, 1), date::of(2025, 5, 31));
        CHECK(campaign.until == date::of(2025, 6, 1));
        CHECK(campaign.contains(date::of(2025, 5, 31)));
        CHECK_FALSE(campaign.contains(date::of(2025, 6, 1)));
        CHECK(date_window::through(date::of(2025, 3, 1), date::maximum()).until == date::maximum());
        CHECK_FALSE(date_window::through(date::of(2025, 3, 1), date::of(2025, 3, 1)).empty());
    }

    TEST_CASE("a window that ends when or before it starts is empty") {
        CHECK(date_window{date::of(2025, 1, 1), date::of(2025, 1, 1)}.empty());
        CHECK(date_window{date::of(2025, 1, 2), date::of(2025, 1, 1)}.empty());
        CHECK_FALSE(date_window{date::of(2025, 1, 2), date::of(2025, 1, 1)}.contains(date::of(2025, 1, 1)));
        CHECK(instant_window{instant{5}, instant{5}}.empty());
        CHECK_FALSE(instant_window{instant{5}, instant{6}}.empty());
    }

    TEST_CASE("by default a window is open on both sides") {
        CHECK(date_window{}.contains(date::minimum()));
        CHECK(date_window{}.contains(date::of(9999, 12, 30)));
        CHECK(date_window{date::of(2025, 1, 1)}.contains(date::of(2525, 1, 1)));
        CHECK_FALSE(date_window{date::of(2025, 1, 1)}.contains(date::of(2024, 12, 31)));
        CHECK(instant_window{}.contains(instant{0}));
    }

    TEST_CASE("windows of instants are half-open, too") {
        const instant_window hour{instant{3600}, instant{7200}};
        CHECK_FALSE(hour.contains(instant{3599}));
        CHECK(hour.contains(instant{3600}));
        CHECK(hour.contains(instant{7199}));
        CHECK_FALSE(hour.contains(instant{7200}));
    }

    TEST_CASE("what two windows share") {
        const date_window january{date::of(2025, 1, 1), date::of(2025, 2, 1)};
        const date_window rest{date::of(2025, 1, 20), date::maximum()};
        const date_window february{date::of(2025, 2, 1), date::of(2025, 3, 1)};
        CHECK(intersection(january, rest) == date_window{date::of(2025, 1, 20), date::of(2025, 2, 1)});
        CHECK(intersection(january, february).empty());
        CHECK(intersection(instant_window{instant{1}, instant{9}}, instant_window{instant{5}, instant{20}}) ==
              instant_window{instant{5}, instant{9}});
    }
}
