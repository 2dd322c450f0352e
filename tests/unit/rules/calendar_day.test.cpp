// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/time/literals.hpp>

#include "support/till.hpp"

#include <cstdint>

using namespace loyalty;
using namespace loyalty::extensions;

namespace {

constexpr calendar_day utc_day = calendar_day::at(calendar<>{}, "2025-03-10T12:00"_utc);
constexpr calendar_day bar_day =
    calendar_day::at(calendar<dates::fixed_offset>{dates::fixed_offset::hours(1), 5 * 3600}, "2025-01-01T03:59:59"_utc);

} // namespace

TEST_SUITE("rules/calendar_day") {
    TEST_CASE("2025-03-10 in UTC") {
        CHECK_TWICE(utc_day.today() == "2025-03-10"_date);
        CHECK_TWICE(utc_day.index(period_unit::day) == 20157);
        CHECK_TWICE(utc_day.index(period_unit::week) == 2880);
        CHECK_TWICE(utc_day.index(period_unit::month) == 662);
        CHECK_TWICE(utc_day.index(period_unit::quarter) == 220);
        CHECK_TWICE(utc_day.index(period_unit::year) == 2025);
        CHECK_TWICE(utc_day.starts(period_unit::day) == "2025-03-10T00:00"_utc);
        CHECK_TWICE(utc_day.starts(period_unit::week) == "2025-03-10T00:00"_utc);
        CHECK_TWICE(utc_day.starts(period_unit::month) == "2025-03-01T00:00"_utc);
        CHECK_TWICE(utc_day.starts(period_unit::quarter) == "2025-01-01T00:00"_utc);
        CHECK_TWICE(utc_day.starts(period_unit::year) == "2025-01-01T00:00"_utc);
    }

    TEST_CASE("it is good for its day alone") {
        CHECK_TWICE(utc_day.contains("2025-03-10T00:00"_utc));
        CHECK_TWICE(utc_day.contains("2025-03-10T23:59:59"_utc));
        CHECK_TWICE(!utc_day.contains("2025-03-11T00:00"_utc));
        CHECK_TWICE(!utc_day.contains("2025-03-09T23:59:59"_utc));
    }

    TEST_CASE("a month ahead is the same whether it was noted or not") {
        constexpr auto noted = [](std::int32_t months) {
            calendar_day day = utc_day;
            day.note_month_ahead(months);
            return day;
        };
        CHECK_TWICE(utc_day.first_of_month_ahead(0) == "2025-03-01"_date);
        CHECK_TWICE(utc_day.first_of_month_ahead(13) == "2026-04-01"_date);
        CHECK_TWICE(noted(13).first_of_month_ahead(13) == "2026-04-01"_date);
        CHECK_TWICE(noted(13).first_of_month_ahead(12) == "2026-03-01"_date);
        CHECK_TWICE(noted(0).first_of_month_ahead(0) == "2025-03-01"_date);
    }

    TEST_CASE("two months are noted side by side, each once") {
        constexpr auto noted = [](std::initializer_list<std::int32_t> all) {
            calendar_day day = utc_day;
            for (const std::int32_t months : all) {
                day.note_month_ahead(months);
            }
            return day;
        };
        CHECK_TWICE(noted({13, 7}).months_ahead[0].months == 13);
        CHECK_TWICE(noted({13, 7}).months_ahead[0].first == "2026-04-01"_date);
        CHECK_TWICE(noted({13, 7}).months_ahead[1].months == 7);
        CHECK_TWICE(noted({13, 7}).months_ahead[1].first == "2025-10-01"_date);
        CHECK_TWICE(noted({13, 7}).first_of_month_ahead(13) == "2026-04-01"_date);
        CHECK_TWICE(noted({13, 7}).first_of_month_ahead(7) == "2025-10-01"_date);
        CHECK_TWICE(noted({13, 13}).months_ahead[1].months == -1);
        CHECK_TWICE(noted({13, 7, 1}).months_ahead[0].months == 13);
        CHECK_TWICE(noted({13, 7, 1}).months_ahead[1].months == 1);
        CHECK_TWICE(noted({13, 7, 1}).first_of_month_ahead(7) == "2025-10-01"_date);
    }

    TEST_CASE("at first it holds no instant") {
        CHECK_TWICE(!calendar_day{}.contains("2025-03-10T12:00"_utc));
        CHECK_TWICE(!calendar_day{}.contains(instant::minimum()));
        CHECK_TWICE(!calendar_day{}.contains(instant::maximum()));
    }

    TEST_CASE("New Year's night before 05:00 at UTC+1 is business of the old year") {
        CHECK_TWICE(bar_day.today() == "2024-12-31"_date);
        CHECK_TWICE(bar_day.index(period_unit::year) == 2024);
        CHECK_TWICE(bar_day.index(period_unit::month) == 659);
        CHECK_TWICE(bar_day.starts(period_unit::year) == "2024-01-01T04:00"_utc);
        CHECK_TWICE(bar_day.index(period_unit::week) == 2870);
        CHECK_TWICE(bar_day.starts(period_unit::day) == "2024-12-31T04:00"_utc);
        CHECK_TWICE(bar_day.starts(period_unit::week) == "2024-12-30T04:00"_utc);
        CHECK_TWICE(bar_day.starts(period_unit::quarter) == "2024-10-01T04:00"_utc);
        CHECK_TWICE(bar_day.starts(period_unit::month) == "2024-12-01T04:00"_utc);
        CHECK_TWICE(bar_day.contains("2024-12-31T04:00"_utc));
        CHECK_TWICE(!bar_day.contains("2025-01-01T04:00"_utc));
    }
}
