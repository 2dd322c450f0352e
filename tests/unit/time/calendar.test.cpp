// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include <loyalty/time/calendar.hpp>
#include <loyalty/time/literals.hpp>

#include "sample_zones.hpp"

using namespace loyalty;
using namespace loyalty::dates;

TEST_SUITE("time/calendar") {
    constexpr std::int32_t five_o_clock = 5 * 3600;

    TEST_CASE("S12: the business day may start after midnight") {
        constexpr calendar<> midnight;
        CHECK(midnight.business_date("2025-01-11T02:30"_utc) == "2025-01-11"_date);

        constexpr calendar<> bar{utc{}, five_o_clock};
        CHECK(bar.business_date("2025-01-11T02:30"_utc) == "2025-01-10"_date);
        CHECK(bar.business_date("2025-01-11T04:59:59"_utc) == "2025-01-10"_date);
        CHECK(bar.business_date("2025-01-11T05:00"_utc) == "2025-01-11"_date);
        CHECK(bar.start_of("2025-01-11"_date) == "2025-01-11T05:00"_utc);
        CHECK(bar.local("2025-01-11T02:30"_utc) == "2025-01-11T02:30"_local);
    }

    TEST_CASE("the date is that of the programme's zone") {
        constexpr calendar paris{fixed_offset::hours(1)};
        CHECK(paris.business_date("2026-01-09T22:59"_utc) == "2026-01-09"_date);
        CHECK(paris.business_date("2026-01-09T23:00"_utc) == "2026-01-10"_date);
        CHECK(paris.start_of("2026-01-10"_date) == "2026-01-09T23:00"_utc);
    }

    TEST_CASE("a day start is a time of day") {
        CHECK(calendar<>{utc{}, 0}.is_valid());
        CHECK(calendar<>{utc{}, 86399}.is_valid());
        CHECK_FALSE(calendar<>{utc{}, 86400}.is_valid());
        CHECK_FALSE(calendar<>{utc{}, -1}.is_valid());
    }

    TEST_CASE("a business day knows its instants") {
        constexpr calendar bar{fixed_offset::hours(1), five_o_clock};
        const business_day day = bar.day_of("2025-01-11T02:30"_utc);
        CHECK(day == business_day{"2025-01-10"_date, "2025-01-10T04:00"_utc, "2025-01-11T04:00"_utc});
        CHECK(day.contains("2025-01-11T03:59:59"_utc));
        CHECK_FALSE(day.contains("2025-01-11T04:00"_utc));
    }

    TEST_CASE("the day on which clocks change comes in two pieces") {
        constexpr calendar berlin{sample::berlin_2017};
        CHECK(berlin.day_of("2017-03-25T12:00"_utc) ==
              business_day{"2017-03-25"_date, "2017-03-24T23:00"_utc, "2017-03-25T23:00"_utc});
        CHECK(berlin.day_of("2017-03-26T00:00"_utc) ==
              business_day{"2017-03-26"_date, "2017-03-25T23:00"_utc, "2017-03-26T01:00"_utc});
        CHECK(berlin.day_of("2017-03-26T01:00"_utc) ==
              business_day{"2017-03-26"_date, "2017-03-26T01:00"_utc, "2017-03-26T22:00"_utc});
        CHECK(berlin.day_of("2017-10-29T22:59:59"_utc) ==
              business_day{"2017-10-29"_date, "2017-10-29T01:00"_utc, "2017-10-29T23:00"_utc});
    }

    TEST_CASE("how far business days are ahead of UTC, in quarters of an hour") {
        using detail::day_shift;
        CHECK(day_shift::of(0) == 0);
        CHECK(day_shift::of(3'600) == 4);
        CHECK(day_shift::of(-18'000) == 236); // 256 - 20
        CHECK(day_shift::of(99'000) == 110);  // 27 hours and a half
        CHECK(day_shift::of(-129'600) == 112);
        for (const std::int64_t none : {1, 899, 99'900, 100'800, -130'500, -131'400, 921'600}) {
            CHECK(day_shift::of(none) == day_shift::unknown);
        }
        CHECK(day_shift::next(0) == 1);
        CHECK(day_shift::next(110) == day_shift::unknown);
        CHECK(day_shift::next(255) == 0);
        CHECK(day_shift::date_of("2025-01-10T23:00"_utc, 4) == "2025-01-11"_date);
        CHECK(day_shift::date_of("2025-01-10T22:59:59"_utc, 4) == "2025-01-10"_date);
        CHECK(day_shift::date_of("2025-01-11T04:59:59"_utc, 236) == "2025-01-10"_date);
        CHECK(day_shift::date_of("2025-01-11T05:00"_utc, 236) == "2025-01-11"_date);
        CHECK(calendar{fixed_offset::hours(1), five_o_clock}.shift_at("2025-01-11T02:30"_utc) == 240); // -4 hours
    }

    TEST_CASE("days are 23, 24 and 25 hours long") {
        constexpr calendar berlin{sample::berlin_2017};
        const auto length = [&](date day) { return (berlin.start_of(day + 1) - berlin.start_of(day)).count; };
        CHECK(length("2017-03-25"_date) == 86400);
        CHECK(length("2017-03-26"_date) == 82800);
        CHECK(length("2017-10-29"_date) == 90000);
    }

    TEST_CASE("a day start that the clock change skips is the instant of the change") {
        constexpr calendar at_half_past_two{sample::berlin_2017, 2 * 3600 + 1800};
        CHECK(at_half_past_two.start_of("2017-03-26"_date) == "2017-03-26T01:00"_utc);
        CHECK(at_half_past_two.business_date("2017-03-26T00:59:59"_utc) == "2017-03-25"_date);
        CHECK(at_half_past_two.business_date("2017-03-26T01:00"_utc) == "2017-03-26"_date);
    }

    TEST_CASE("a date that a zone skipped has no instants") {
        constexpr calendar apia{sample::apia_2011};
        CHECK(apia.business_date("2011-12-30T09:59:59"_utc) == "2011-12-29"_date);
        CHECK(apia.business_date("2011-12-30T10:00"_utc) == "2011-12-31"_date);
        CHECK(apia.start_of("2011-12-30"_date) == apia.start_of("2011-12-31"_date));
    }

    TEST_CASE("where the clock goes back over midnight the date does, too") {
        constexpr calendar st_johns{sample::st_johns_2011};
        CHECK(st_johns.business_date("2011-11-06T02:30"_utc) == "2011-11-06"_date);
        CHECK(st_johns.day_of("2011-11-06T02:30"_utc) ==
              business_day{"2011-11-06"_date, "2011-11-06T02:30"_utc, "2011-11-06T02:31"_utc});
        CHECK(st_johns.day_of("2011-11-06T02:31"_utc) ==
              business_day{"2011-11-05"_date, "2011-11-06T02:31"_utc, "2011-11-06T03:30"_utc});
        CHECK(st_johns.start_of("2011-11-06"_date) == "2011-11-06T02:30"_utc);
    }

    TEST_CASE("a window of dates is a window of instants") {
        constexpr calendar berlin{sample::berlin_2017};
        CHECK(berlin.window_of(date_window::through("2017-03-01"_date, "2017-03-31"_date)) ==
              instant_window{"2017-02-28T23:00"_utc, "2017-03-31T22:00"_utc});
        CHECK(berlin.window_of(date_window{}) == instant_window{});
        CHECK(calendar{fixed_offset::hours(-5)}.window_of(date_window{}) == instant_window{});
    }

    TEST_CASE("periods by unit") {
        constexpr date day = "2025-01-10"_date;
        CHECK(period_index(period_unit::day, day) == 20098);
        CHECK(period_index(period_unit::week, day) == 2871);
        CHECK(period_index(period_unit::month, day) == 660);
        CHECK(period_index(period_unit::quarter, day) == 220);
        CHECK(period_index(period_unit::year, day) == 2025);
        CHECK(first_day(period_unit::day, 20098) == day);
        CHECK(first_day(period_unit::week, 2871) == "2025-01-06"_date);
        CHECK(first_day(period_unit::month, 660) == "2025-01-01"_date);
        CHECK(first_day(period_unit::quarter, 221) == "2025-04-01"_date);
        CHECK(first_day(period_unit::year, 2024) == "2024-01-01"_date);
    }

    TEST_CASE("a period is a window") {
        CHECK(period_of(period_unit::month, "2024-02-10"_date).window() ==
              date_window{"2024-02-01"_date, "2024-03-01"_date});
        CHECK(period_of(period_unit::week, "2025-01-05"_date).window() ==
              date_window{"2024-12-30"_date, "2025-01-06"_date});
        CHECK(period_of(period_unit::quarter, "2025-12-31"_date).window() ==
              date_window{"2025-10-01"_date, "2026-01-01"_date});
        CHECK(period_of(period_unit::year, "9999-06-01"_date).window() ==
              date_window{"9999-01-01"_date, date::maximum()});
        CHECK(period{period_unit::day, std::numeric_limits<std::int32_t>::max()}.window().empty());
    }

    TEST_CASE("instants outside the range have the first or last date") {
        constexpr calendar berlin{sample::berlin_2017, five_o_clock};
        constexpr instant after{std::numeric_limits<std::int64_t>::max()};
        constexpr instant before{std::numeric_limits<std::int64_t>::min()};
        CHECK(berlin.business_date(after) == date::maximum());
        CHECK(berlin.day_of(after).day == date::maximum());
        CHECK(berlin.business_date(before) == date::minimum());
        CHECK(berlin.day_of(before).day == date::minimum());
    }
}
