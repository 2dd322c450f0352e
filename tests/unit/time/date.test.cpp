// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>

#include <loyalty/time/date.hpp>

using namespace loyalty;
using namespace loyalty::dates;

TEST_SUITE("time/date") {
    TEST_CASE("days are counted from 1970-01-01") {
        CHECK(date{} == date{0});
        CHECK(date::of(1970, 1, 1).days_since_epoch == 0);
        CHECK(date::of(1969, 12, 31).days_since_epoch == -1);
        CHECK(date::of(2000, 2, 29).days_since_epoch == 11016);
        CHECK(date::of(2025, 1, 10).days_since_epoch == 20098);
        CHECK(date::of(1600, 2, 29).days_since_epoch == -135081);
        CHECK(date::of(1900, 3, 1).days_since_epoch == -25508);
        CHECK(date::of(1, 1, 1).days_since_epoch == -719162);
        CHECK(date::of(9999, 12, 31).days_since_epoch == 2932896);
    }

    TEST_CASE("a count of days has a year, a month and a day") {
        CHECK(civil(date{0}) == civil_date{1970, 1, 1});
        CHECK(civil(date{-1}) == civil_date{1969, 12, 31});
        CHECK(civil(date{11016}) == civil_date{2000, 2, 29});
        CHECK(civil(date{-25509}) == civil_date{1900, 2, 28});
        CHECK(civil(date{-719162}) == civil_date{1, 1, 1});
        CHECK(civil(date{2932896}) == civil_date{9999, 12, 31});
        CHECK(from_civil({2025, 1, 10}) == date{20098});
    }

    TEST_CASE("the calendar is right even for counts outside the range") {
        CHECK(civil(date{-719163}) == civil_date{0, 12, 31});
        CHECK(civil(date{-719528}) == civil_date{0, 1, 1});
        CHECK(civil(date{2932897}) == civil_date{10000, 1, 1});
        CHECK(civil(date{std::numeric_limits<std::int32_t>::max()}) == civil_date{5881580, 7, 11});
        CHECK(civil(date{std::numeric_limits<std::int32_t>::min()}) == civil_date{-5877641, 6, 23});
    }

    TEST_CASE("the Gregorian calendar has 97 leap years in 400") {
        CHECK(is_leap(2024));
        CHECK(is_leap(2000));
        CHECK(is_leap(1600));
        CHECK_FALSE(is_leap(2023));
        CHECK_FALSE(is_leap(1900));
        CHECK_FALSE(is_leap(2100));
        CHECK(date::of(2400, 1, 1) - date::of(2000, 1, 1) == 146097);
        CHECK(date::of(1901, 1, 1) - date::of(1900, 1, 1) == 365);
        CHECK(date::of(2001, 1, 1) - date::of(2000, 1, 1) == 366);
    }

    TEST_CASE("only dates of the calendar are made") {
        CHECK(make_date(2024, 2, 29) == std::optional{date{19782}});
        CHECK_FALSE(make_date(2025, 2, 29));
        CHECK_FALSE(make_date(1900, 2, 29));
        CHECK_FALSE(make_date(2025, 4, 31));
        CHECK_FALSE(make_date(2025, 13, 1));
        CHECK_FALSE(make_date(2025, 0, 1));
        CHECK_FALSE(make_date(2025, 1, 0));
        CHECK_FALSE(make_date(2025, 1, 32));
        CHECK_FALSE(make_date(0, 12, 31));
        CHECK_FALSE(make_date(10000, 1, 1));
        CHECK_FALSE(make_date(2025, -1, -1));
        CHECK(make_date(1, 1, 1) == std::optional{date::minimum()});
        CHECK(make_date(9999, 12, 31) == std::optional{date::maximum()});
    }

    TEST_CASE("months have the lengths that they have") {
        constexpr int lengths_2023[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        for (int month = 1; month <= 12; ++month) {
            CHECK(days_in_month(2023, month) == lengths_2023[month - 1]);
        }
        CHECK(days_in_month(2024, 2) == 29);
        CHECK(days_in_month(1900, 2) == 28);
        CHECK(days_in_month(2023, 0) == 0);
        CHECK(days_in_month(2023, 13) == 0);
    }

    TEST_CASE("dates add, subtract and compare as days") {
        CHECK(date::of(2025, 12, 31) + 1 == date::of(2026, 1, 1));
        CHECK(date::of(2025, 3, 1) - 1 == date::of(2025, 2, 28));
        CHECK(date::of(2024, 3, 1) - date::of(2024, 2, 28) == 2);
        CHECK(date::of(2025, 1, 10) < date::of(2025, 1, 11));
        date day = date::of(2025, 6, 30);
        CHECK(++day == date::of(2025, 7, 1));
        CHECK(--day == date::of(2025, 6, 30));
        CHECK((day += 31) == date::of(2025, 7, 31));
        CHECK((day -= 31) == date::of(2025, 6, 30));
    }

    TEST_CASE("arithmetic stops at the ends of the range") {
        constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
        CHECK(date::maximum() + 1 == date::maximum());
        CHECK(date::maximum() + most == date::maximum());
        CHECK(date::minimum() - 1 == date::minimum());
        CHECK(date::minimum() + -most - most == date::minimum());
        CHECK(date::of(2025, 1, 1) - std::numeric_limits<std::int32_t>::min() == date::maximum());
        CHECK(add_months(date::of(9999, 12, 1), 1) == date::maximum());
        CHECK(add_months(date::of(9998, 12, 31), 2) == date::of(9999, 2, 28));
        CHECK(add_years(date::of(9996, 2, 29), 3) == date::of(9999, 2, 28));
        CHECK(add_months(date::of(1, 1, 31), -1) == date::minimum());
        CHECK(add_months(date::of(2, 1, 31), -11) == date::of(1, 2, 28));
        CHECK(add_months(date::of(2025, 1, 1), most) == date::maximum());
        CHECK(add_years(date::of(2025, 1, 1), most) == date::maximum());
        CHECK(add_years(date::of(2025, 1, 1), std::numeric_limits<std::int32_t>::min()) == date::minimum());
        CHECK(is_valid(date::maximum()));
        CHECK_FALSE(is_valid(date{2932897}));
        CHECK_FALSE(is_valid(date{-719163}));
    }

    TEST_CASE("days of the week have their ISO numbers") {
        CHECK(weekday_of(date::of(1970, 1, 1)) == weekday::thursday);
        CHECK(weekday_of(date::of(1969, 12, 31)) == weekday::wednesday);
        CHECK(weekday_of(date::of(2025, 1, 10)) == weekday::friday);
        CHECK(weekday_of(date::of(2000, 1, 1)) == weekday::saturday);
        CHECK(weekday_of(date::of(1, 1, 1)) == weekday::monday);
        CHECK(weekday_of(date::of(9999, 12, 31)) == weekday::friday);
        CHECK(static_cast<int>(weekday_of(date::of(2021, 1, 3))) == 7);
        CHECK(static_cast<int>(weekday_of(date::of(2021, 1, 4))) == 1);
    }

    TEST_CASE("the days around New Year belong to the ISO week of their Thursday") {
        CHECK(iso_week_of(date::of(2020, 12, 31)) == iso_week{2020, 53});
        CHECK(iso_week_of(date::of(2021, 1, 3)) == iso_week{2020, 53});
        CHECK(iso_week_of(date::of(2021, 1, 4)) == iso_week{2021, 1});
        CHECK(iso_week_of(date::of(2024, 12, 29)) == iso_week{2024, 52});
        CHECK(iso_week_of(date::of(2024, 12, 30)) == iso_week{2025, 1});
        CHECK(iso_week_of(date::of(2014, 12, 29)) == iso_week{2015, 1}); // Thursday is 2015-01-01
        CHECK(iso_week_of(date::of(2026, 1, 1)) == iso_week{2026, 1});
        CHECK(iso_week_of(date::of(2016, 1, 3)) == iso_week{2015, 53});
        CHECK(iso_week_of(date::of(2010, 1, 4)) == iso_week{2010, 1});
        CHECK(iso_week_of(date::of(2000, 1, 1)) == iso_week{1999, 52});
        CHECK(iso_week_of(date::of(1, 1, 1)) == iso_week{1, 1});
        CHECK(iso_week_of(date::of(9999, 12, 31)) == iso_week{9999, 52});
    }

    TEST_CASE("periods have running numbers") {
        CHECK(week_index(date::of(1969, 12, 28)) == -1);
        CHECK(week_index(date::of(1969, 12, 29)) == 0);
        CHECK(week_index(date::of(1970, 1, 4)) == 0);
        CHECK(week_index(date::of(1970, 1, 5)) == 1);
        CHECK(week_index(date::of(2024, 12, 30)) == week_index(date::of(2025, 1, 5)));
        CHECK(week_index(date::of(2025, 1, 6)) - week_index(date::of(2024, 12, 29)) == 2);
        CHECK(month_index(date::of(1970, 1, 31)) == 0);
        CHECK(month_index(date::of(1969, 12, 31)) == -1);
        CHECK(month_index(date::of(2025, 1, 10)) == 660);
        CHECK(quarter_index(date::of(1970, 3, 31)) == 0);
        CHECK(quarter_index(date::of(1969, 12, 31)) == -1);
        CHECK(quarter_index(date::of(2025, 6, 30)) == 221);
        CHECK(quarter_index(date::of(2025, 7, 1)) == 222);
        CHECK(year_index(date::of(2025, 12, 31)) == 2025);
    }

    TEST_CASE("periods start on their first day") {
        CHECK(first_day_of_week(0) == date::of(1969, 12, 29));
        CHECK(first_day_of_week(2871) == date::of(2025, 1, 6));
        CHECK(first_day_of_month(660) == date::of(2025, 1, 1));
        CHECK(first_day_of_month(-1) == date::of(1969, 12, 1));
        CHECK(first_day_of_quarter(221) == date::of(2025, 4, 1));
        CHECK(first_day_of_quarter(-1) == date::of(1969, 10, 1));
        CHECK(first_day_of_year(2025) == date::of(2025, 1, 1));
        CHECK(first_day_of_year(10000) == date::maximum());
        CHECK(first_day_of_year(0) == date::minimum());
        CHECK(first_day_of_month(std::numeric_limits<std::int32_t>::max()) == date::maximum());
        CHECK(first_day_of_quarter(std::numeric_limits<std::int32_t>::min()) == date::minimum());
        CHECK(first_day_of_week(std::numeric_limits<std::int32_t>::max()) == date::maximum());
    }

    TEST_CASE("every month of the range begins on its first") {
        int wrong = 0;
        for (int year = 1; year <= 9999; ++year) {
            for (int month = 1; month <= 12; ++month) {
                wrong += first_day_of_month((year - 1970) * 12 + month - 1) != date::of(year, month, 1) ? 1 : 0;
            }
        }
        CHECK(wrong == 0);
        CHECK(first_day_of_month(-1969 * 12 - 1) == date::minimum());
        CHECK(first_day_of_month(8030 * 12) == date::maximum());
    }

    TEST_CASE("S13, G21: adding months clamps to the end of the month") {
        CHECK(add_months(date::of(2025, 1, 31), 1) == date::of(2025, 2, 28));
        CHECK(add_months(date::of(2024, 1, 31), 1) == date::of(2024, 2, 29));
        CHECK(add_months(date::of(2025, 1, 31), 2) == date::of(2025, 3, 31));
        CHECK(add_months(date::of(2025, 3, 31), -1) == date::of(2025, 2, 28));
        CHECK(add_months(date::of(2025, 2, 28), -1) == date::of(2025, 1, 28));
        CHECK(add_months(date::of(2025, 12, 15), 1) == date::of(2026, 1, 15));
        CHECK(add_months(date::of(2025, 1, 15), -1) == date::of(2024, 12, 15));
        CHECK(add_months(date::of(2025, 1, 15), -13) == date::of(2023, 12, 15));
        CHECK(add_months(date::of(2025, 5, 31), 0) == date::of(2025, 5, 31));
        CHECK(add_years(date::of(2024, 2, 29), 1) == date::of(2025, 2, 28));
        CHECK(add_years(date::of(2024, 2, 29), 4) == date::of(2028, 2, 29));
        CHECK(add_years(date::of(2025, 1, 10), 1) == date::of(2026, 1, 10));
    }

    TEST_CASE("G21: twelve months, then to the end of that month") {
        CHECK(end_of_month(add_months(date::of(2020, 7, 6), 12)) + 1 == date::of(2021, 8, 1));
        CHECK(end_of_month(date::of(2024, 2, 10)) == date::of(2024, 2, 29));
        CHECK(end_of_month(date::of(2025, 12, 31)) == date::of(2025, 12, 31));
    }

    TEST_CASE("G04: six months after the month in which it was earned") {
        const auto dead_at = [](date earned) { return end_of_month(add_months(end_of_month(earned), 6)) + 1; };
        CHECK(dead_at(date::of(2020, 12, 15)) == date::of(2021, 7, 1));
        CHECK(dead_at(date::of(2020, 12, 31)) == date::of(2021, 7, 1));
        CHECK(dead_at(date::of(2021, 1, 1)) == date::of(2021, 8, 1));
        CHECK(dead_at(date::of(2021, 8, 31)) == date::of(2022, 3, 1));
    }

    TEST_CASE("S13: a birthday on 29 February is kept as the programme says") {
        CHECK(birthday_in(2, 29, 2025, leap_birthday::february_28) == std::optional{date::of(2025, 2, 28)});
        CHECK(birthday_in(2, 29, 2025, leap_birthday::march_1) == std::optional{date::of(2025, 3, 1)});
        CHECK_FALSE(birthday_in(2, 29, 2025, leap_birthday::leap_years_only));
        CHECK_FALSE(birthday_in(2, 29, 1900, leap_birthday::leap_years_only));
        for (const leap_birthday rule :
             {leap_birthday::february_28, leap_birthday::march_1, leap_birthday::leap_years_only}) {
            CHECK(birthday_in(2, 29, 2024, rule) == std::optional{date::of(2024, 2, 29)});
            CHECK(birthday_in(2, 28, 2025, rule) == std::optional{date::of(2025, 2, 28)});
            CHECK(birthday_in(7, 6, 2025, rule) == std::optional{date::of(2025, 7, 6)});
            CHECK_FALSE(birthday_in(2, 30, 2024, rule));
            CHECK_FALSE(birthday_in(2, 30, 2025, rule));
            CHECK_FALSE(birthday_in(2, 31, 2023, rule));
            CHECK_FALSE(birthday_in(0, 0, 2024, rule));
            CHECK_FALSE(birthday_in(2, 29, 10001, rule));
        }
    }
}
