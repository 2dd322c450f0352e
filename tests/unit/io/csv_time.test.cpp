// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_time.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>

using namespace loyalty;
using namespace loyalty::io;

namespace {

/// Seconds since 1970-01-01T00:00:00 of the local time, or -1 where the text is refused.
std::int64_t seconds_of(std::string_view text, csv_time_order order = {}) {
    const auto time = parse_csv_time(text, order);
    return time ? time->local.seconds_since_epoch : -1;
}

} // namespace

TEST_CASE("ISO 8601 and its relatives") {
    CHECK(seconds_of("2010-12-01 08:26:00") == 1291191960);
    CHECK(seconds_of("2010-12-01T08:26") == 1291191960);
    CHECK(seconds_of("2010/12/1 8:26") == 1291191960);
    CHECK(seconds_of("20101201T0826") == 1291191960);
    CHECK(seconds_of("201012010826") == 1291191960);
    CHECK(seconds_of("20101201082600") == 1291191960);
    CHECK(seconds_of("2010-12-01T08:26:00.999") == 1291191960);
    CHECK(seconds_of("2010-12-01 08:26 AM") == 1291191960);
    CHECK(seconds_of("2010-12-01") == 1291161600);
    CHECK(seconds_of("2010-12") == 1291161600);
    CHECK(seconds_of("19970101") == 852076800);
    CHECK(seconds_of("2017-01") == 1483228800);
    CHECK(seconds_of("1969-12-31 23:59:58") == -2);
}

TEST_CASE("an offset is kept beside the local time") {
    const auto berlin = parse_csv_time("2025-01-10T23:59:00+01:00");
    REQUIRE(berlin.has_value());
    CHECK(berlin->local.seconds_since_epoch == 1736553540);
    CHECK(berlin->has_offset);
    CHECK(berlin->offset_seconds == 3600);
    CHECK(parse_csv_time("2025-01-10 23:59 -0530")->offset_seconds == -19800);
    CHECK(parse_csv_time("2025-01-10 23:59+02")->offset_seconds == 7200);
    CHECK(parse_csv_time("2025-01-10T23:59Z")->has_offset);
    CHECK_FALSE(parse_csv_time("2025-01-10T23:59")->has_offset);
}

TEST_CASE("the order of day and month is the file's") {
    CHECK(seconds_of("12/1/2010 8:26", csv_time_order::month_day_year) == 1291191960);
    CHECK(seconds_of("01.12.2010 08:26", csv_time_order::day_month_year) == 1291191960);
    CHECK(seconds_of("12/1/2010 12:00 AM", csv_time_order::month_day_year) == 1291161600);
    CHECK(seconds_of("12/1/2010 12:00pm", csv_time_order::month_day_year) == 1291204800);
    CHECK(seconds_of("13/1/2010", csv_time_order::month_day_year) == -1);
    CHECK(seconds_of("13/1/10", csv_time_order::day_month_year) == -1);
}

TEST_CASE("seconds since 1970 are UTC") {
    const auto time = parse_csv_time("1291191960", csv_time_order::unix_seconds);
    REQUIRE(time.has_value());
    CHECK(time->local.seconds_since_epoch == 1291191960);
    CHECK(time->has_offset);
    CHECK(parse_csv_time("-2", csv_time_order::unix_seconds)->local.seconds_since_epoch == -2);
    CHECK_FALSE(parse_csv_time("12x", csv_time_order::unix_seconds).has_value());
    CHECK_FALSE(parse_csv_time("", csv_time_order::unix_seconds).has_value());
    CHECK_FALSE(parse_csv_time("999999999999", csv_time_order::unix_seconds).has_value());
}

TEST_CASE("what is no time is refused") {
    for (const std::string_view text : {"",
                                        " ",
                                        "x",
                                        "2010",
                                        "2010-",
                                        "2010-13",
                                        "2010-02-30",
                                        "2010-12-01x",
                                        "2010-12/01",
                                        "2010-12-01 ",
                                        "2010-12-01 24:00",
                                        "2010-12-01 08:60",
                                        "2010-12-01 08:26:60",
                                        "2010-12-01 8",
                                        "2010-12-01 08:26:00.",
                                        "2010-12-01 08:26 +1",
                                        "2010-12-01 08:26Zx",
                                        "2010-12-01 13:00 PM",
                                        "2010-12-01 00:30 AM",
                                        "0000-01-01",
                                        "19970231",
                                        "1997010",
                                        "201012010",
                                        "2010-12-01 08:26+27:00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_csv_time(text).has_value());
    }
}

TEST_CASE("in which orders a text is a time") {
    const auto orders = [](std::string_view text) {
        std::string names;
        for (const csv_time_order order : csv_time_order_list) {
            names += csv_time_orders_of(text).has(order) ? std::string(name_of(order)) + ' ' : "";
        }
        return names;
    };
    CHECK(orders("2010-12-01 08:26") == "year_month_day ");
    CHECK(orders("12/13/2010 8:26") == "month_day_year ");
    CHECK(orders("13.12.2010") == "day_month_year ");
    CHECK(orders("12/1/2010") == "day_month_year month_day_year ");
    CHECK(orders("1291191960") == "unix_seconds ");
    CHECK(orders("20101201") == "year_month_day "); // seconds would be those of August 1970
    CHECK(orders("soon").empty());
    CHECK(csv_time_orders_of("soon").empty());
}
