// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>

#include <loyalty/time/calendar.hpp>
#include <loyalty/time/text.hpp>

#if defined(LOYALTY_TEST_HAS_DATE)
#include <chrono>

#include <date/date.h>
#include <date/iso_week.h>

#include "../support/date_zone.hpp"
#include "../support/random.hpp"
#endif

// Inside the namespace, so that `date` is this library's and `::date` is Howard Hinnant's.
namespace loyalty {

using namespace loyalty::dates;
using namespace loyalty::texts;
namespace {

/// The seed of every random test here; LOYALTY_SEED repeats a run.
std::uint64_t seed() {
    return support::seed_or(20250110);
}

template <class Engine>
std::int64_t between(Engine& engine, std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>{low, high}(engine);
}

bool is_leap_by_hand(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

TEST_SUITE("time/property") {
    TEST_CASE("every day of the years 1 to 9999 follows the one before") {
        int wrong = 0;
        int weekday_number = 1; // 0001-01-01 is a Monday
        std::int32_t days = -719162;
        for (int year = 1; year <= 9999; ++year) {
            const int lengths[] = {31, is_leap_by_hand(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
            for (int month = 1; month <= 12; ++month) {
                for (int day = 1; day <= lengths[month - 1]; ++day) {
                    const civil_date parts{year, static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
                    wrong += civil(date{days}) == parts ? 0 : 1;
                    wrong += from_civil(parts) == date{days} ? 0 : 1;
                    wrong += static_cast<int>(weekday_of(date{days})) == weekday_number ? 0 : 1;
                    wrong += month_index(date{days}) == (year - 1970) * 12 + month - 1 ? 0 : 1;
                    weekday_number = weekday_number % 7 + 1;
                    ++days;
                }
                wrong += make_date(year, month, lengths[month - 1] + 1) ? 1 : 0;
            }
        }
        CHECK(wrong == 0);
        CHECK(days == 2932897); // one past 9999-12-31
    }

    TEST_CASE("every day lies in its week, month, quarter and year, and they follow one another") {
        int wrong = 0;
        for (std::int32_t days = date::minimum().days_since_epoch; days < date::maximum().days_since_epoch; ++days) {
            const date day{days};
            for (const period_unit unit :
                 {period_unit::day, period_unit::week, period_unit::month, period_unit::quarter, period_unit::year}) {
                const std::int32_t step = period_index(unit, day + 1) - period_index(unit, day);
                wrong += step == 0 || step == 1 ? 0 : 1;
                const bool starts_tomorrow = first_day(unit, period_index(unit, day + 1)) == day + 1;
                wrong += (step == 1) == starts_tomorrow ? 0 : 1;
            }
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("adding months keeps the day or clamps, and moves by so many months") {
        std::mt19937_64 engine{seed()};
        int wrong = 0;
        for (int i = 0; i < 200000; ++i) {
            const date start{static_cast<std::int32_t>(between(engine, -600000, 2800000))};
            const int months = static_cast<int>(between(engine, -1200, 1200));
            const date result = add_months(start, months);
            wrong += month_index(result) - month_index(start) == months ? 0 : 1;
            const bool keeps_day = civil(result).day == civil(start).day;
            const bool is_clamped = result == end_of_month(result) && civil(result).day < civil(start).day;
            wrong += keeps_day || is_clamped ? 0 : 1;
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("what is written is read back") {
        std::mt19937_64 engine{seed()};
        int wrong = 0;
        for (int i = 0; i < 200000; ++i) {
            const instant time{
                between(engine, instant::minimum().seconds_since_epoch, instant::maximum().seconds_since_epoch)};
            const local_time local{time.seconds_since_epoch};
            wrong += parse_instant(to_text(time)).value == time ? 0 : 1;
            wrong += parse_local_time(to_text(local)).value == local ? 0 : 1;
            wrong += parse_date(to_text(date_of(local))).value == date_of(local) ? 0 : 1;
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("no text makes the readers fall over") {
        std::mt19937_64 engine{seed()};
        const std::string alphabet = "0123456789-:TZ +.x";
        int wrong = 0;
        for (int i = 0; i < 200000; ++i) {
            std::string text = "2025-01-10T23:59:30+01:00";
            text.resize(static_cast<std::size_t>(between(engine, 0, 25)));
            for (int change = 0; change < 2 && !text.empty(); ++change) {
                const auto at = static_cast<std::size_t>(between(engine, 0, static_cast<int>(text.size()) - 1));
                text[at] = alphabet[static_cast<std::size_t>(between(engine, 0, 17))];
            }
            const parsed<instant> result = parse_instant(text);
            wrong += result.position <= text.size() ? 0 : 1;
            wrong += result && !is_valid(result.value) ? 1 : 0;
            wrong += parse_date(text).position <= text.size() && parse_local_time(text).position <= text.size() ? 0 : 1;
        }
        CHECK(wrong == 0);
    }

#if defined(LOYALTY_TEST_HAS_DATE)
    TEST_CASE("every day agrees with the date library: civil date, weekday, ISO week, last day of the month") {
        int wrong = 0;
        for (std::int32_t days = -719162; days <= 2932896; ++days) {
            const ::date::sys_days theirs{::date::days{days}};
            const ::date::year_month_day parts{theirs};
            const civil_date ours = civil(date{days});
            wrong += ours.year == static_cast<int>(parts.year()) ? 0 : 1;
            wrong += ours.month == static_cast<unsigned>(parts.month()) ? 0 : 1;
            wrong += ours.day == static_cast<unsigned>(parts.day()) ? 0 : 1;
            wrong += static_cast<unsigned>(weekday_of(date{days})) == ::date::weekday{theirs}.iso_encoding() ? 0 : 1;
            const ::iso_week::year_weeknum_weekday week{theirs};
            wrong += iso_week_of(date{days}).year == static_cast<int>(week.year()) ? 0 : 1;
            wrong += iso_week_of(date{days}).week == static_cast<unsigned>(week.weeknum()) ? 0 : 1;
            const ::date::sys_days last = parts.year() / parts.month() / ::date::last;
            wrong += end_of_month(date{days}).days_since_epoch == last.time_since_epoch().count() ? 0 : 1;
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("month arithmetic agrees with the date library") {
        std::mt19937_64 engine{seed()};
        int wrong = 0;
        for (int i = 0; i < 200000; ++i) {
            const auto days = static_cast<std::int32_t>(between(engine, -600000, 2800000));
            const int months = static_cast<int>(between(engine, -1200, 1200));
            const ::date::year_month_day start{::date::sys_days{::date::days{days}}};
            ::date::year_month_day theirs = start + ::date::months{months};
            if (!theirs.ok()) {
                theirs = theirs.year() / theirs.month() / ::date::last;
            }
            const auto expected = ::date::sys_days{theirs}.time_since_epoch().count();
            wrong += add_months(date{days}, months).days_since_epoch == expected ? 0 : 1;
        }
        CHECK(wrong == 0);
    }

    constexpr const char* zone_names[] = {
        "Europe/Berlin",       "Europe/London",     "Europe/Dublin",   "America/New_York", "America/St_Johns",
        "America/Sao_Paulo",   "Africa/Casablanca", "Asia/Kathmandu",  "Asia/Tehran",      "Asia/Manila",
        "Australia/Lord_Howe", "Antarctica/Troll",  "Pacific/Apia",    "Pacific/Chatham",  "Pacific/Kwajalein",
        "America/Juneau",      "Asia/Pyongyang",    "America/Caracas", "Africa/Monrovia",  "UTC"};

    // Half of the instants anywhere between 1850 and 2100, half within two days of a change of the clock.
    template <class Engine>
    instant interesting_instant(Engine & engine, const support::date_zone& place) {
        const instant anywhere{between(engine, -3786912000, 4102444800)};
        const instant change = place.segment(anywhere).from;
        const bool near_change = between(engine, 0, 1) == 1 && change > instant::minimum();
        return near_change ? change + dates::seconds{between(engine, -172800, 172800)} : anywhere;
    }

    TEST_CASE("conversions in twenty zones agree with the date library, gaps and overlaps included") {
        std::mt19937_64 engine{seed()};
        for (const char* name : zone_names) {
            const support::date_zone ours{name};
            const ::date::time_zone* theirs = ::date::locate_zone(name);
            int wrong = 0;
            for (int i = 0; i < 5000; ++i) {
                const instant time = interesting_instant(engine, ours);
                const ::date::sys_seconds their_time{std::chrono::seconds{time.seconds_since_epoch}};
                const auto local = theirs->to_local(their_time).time_since_epoch().count();
                wrong += to_local(ours, time).seconds_since_epoch == local ? 0 : 1;

                const std::int64_t wall = local + between(engine, -7200, 7200);
                const ::date::local_seconds their_wall{std::chrono::seconds{wall}};
                const auto expected = theirs->to_sys(their_wall, ::date::choose::earliest).time_since_epoch().count();
                wrong += to_instant(ours, local_time{wall}).seconds_since_epoch == expected ? 0 : 1;
            }
            INFO(name);
            CHECK(wrong == 0);
        }
    }

    TEST_CASE("a business day has one date from its first instant to its last, in every zone") {
        std::mt19937_64 engine{seed()};
        for (const char* name : zone_names) {
            int wrong = 0;
            for (int i = 0; i < 2000; ++i) {
                const calendar ours{support::date_zone{name}, static_cast<std::int32_t>(between(engine, 0, 86399))};
                const instant time = interesting_instant(engine, ours.zone);
                const business_day day = ours.day_of(time);
                wrong += day.contains(time) && day.day == ours.business_date(time) ? 0 : 1;
                wrong += ours.business_date(day.from) == day.day ? 0 : 1;
                wrong += ours.business_date(day.until - dates::seconds{1}) == day.day ? 0 : 1;
                const instant inside{between(engine, day.from.seconds_since_epoch, day.until.seconds_since_epoch - 1)};
                wrong += ours.business_date(inside) == day.day ? 0 : 1;
                const bool is_longest_in_segment =
                    ours.business_date(day.until) != day.day || ours.zone.segment(time).until == day.until;
                wrong += is_longest_in_segment ? 0 : 1;
                wrong += ours.start_of(day.day) <= time ? 0 : 1;
                wrong += ours.business_date(ours.start_of(day.day) - dates::seconds{1}) < day.day ? 0 : 1;
            }
            INFO(name);
            CHECK(wrong == 0);
        }
    }
#else
    TEST_CASE("agreement with the date library") {
        MESSAGE("skipped: the date library is not there");
    }
#endif
}

} // namespace
} // namespace loyalty
