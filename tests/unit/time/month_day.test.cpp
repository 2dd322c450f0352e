// SPDX-License-Identifier: BSL-1.0
#include <loyalty/time/literals.hpp>
#include <loyalty/time/month_day.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::dates;

TEST_SUITE("time/month_day") {
    TEST_CASE("valid days") {
        CHECK(month_day{2, 29}.is_valid());
        CHECK(month_day::monthly(31).is_valid());
        CHECK_FALSE(month_day{2, 30}.is_valid());
        CHECK_FALSE(month_day{4, 31}.is_valid());
        CHECK_FALSE(month_day{13, 1}.is_valid());
        CHECK_FALSE(month_day{1, 0}.is_valid());
        CHECK_FALSE(month_day::monthly(32).is_valid());
    }

    TEST_CASE("the next of a list, the day itself included") {
        constexpr month_day days[]{{12, 24}, {3, 1}};
        CHECK(detail::next_of(days, "2025-03-01"_date) == "2025-03-01"_date);
        CHECK(detail::next_of(days, "2025-03-02"_date) == "2025-12-24"_date);
        CHECK(detail::next_of(days, "2025-12-25"_date) == "2026-03-01"_date);
        constexpr month_day ends[]{month_day::monthly(31)};
        CHECK(detail::next_of(ends, "2024-02-01"_date) == "2024-02-29"_date);
        constexpr month_day once[]{{2, 29}};
        CHECK(detail::next_of(once, "2025-03-01"_date) == "2026-02-28"_date);
        CHECK(detail::next_of(once, "9999-03-01"_date) == date::maximum());
    }
}
