// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include <loyalty/time/instant.hpp>

using namespace loyalty;
using namespace loyalty::dates;

TEST_SUITE("time/instant") {
    constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

    TEST_CASE("instants add and subtract seconds") {
        instant time{1704067200};
        CHECK(time + dates::seconds{1} == instant{1704067201});
        CHECK(time - dates::seconds{1} == instant{1704067199});
        CHECK(instant{1704067201} - time == dates::seconds{1});
        CHECK((time += dates::seconds{86400}) == instant{1704153600});
        CHECK((time -= dates::seconds{86400}) == instant{1704067200});
        CHECK(instant{1} < instant{2});
        CHECK(-dates::seconds{5} + dates::seconds{7} - dates::seconds{1} == dates::seconds{1});
    }

    TEST_CASE("the ends of the range are within it") {
        CHECK(instant{} == instant{0});
        CHECK(local_time{} == local_time{0});
        CHECK(is_valid(instant{-62'135'596'800})); // 0001-01-01T00:00:00Z
        CHECK_FALSE(is_valid(instant{-62'135'596'801}));
        CHECK(is_valid(instant{253'402'300'799})); // 9999-12-31T23:59:59Z
        CHECK_FALSE(is_valid(instant{253'402'300'800}));
        CHECK(is_valid(local_time{-62'135'596'800}));
        CHECK_FALSE(is_valid(local_time{-62'135'596'801}));
        CHECK(is_valid(local_time{253'402'300'799}));
        CHECK_FALSE(is_valid(local_time{253'402'300'800}));
    }

    TEST_CASE("instants stop at the ends of the range") {
        CHECK(instant::minimum().seconds_since_epoch == -62135596800);
        CHECK(instant::maximum().seconds_since_epoch == 253402300799);
        CHECK(instant::maximum() + dates::seconds{1} == instant::maximum());
        CHECK(instant::maximum() + dates::seconds{highest} == instant::maximum());
        CHECK(instant::minimum() - dates::seconds{1} == instant::minimum());
        CHECK(instant::minimum() + dates::seconds{lowest} == instant::minimum());
        CHECK(instant{0} - dates::seconds{lowest} == instant::maximum());
        CHECK(is_valid(instant::maximum()));
        CHECK_FALSE(is_valid(instant{253402300800}));
        CHECK_FALSE(is_valid(instant{-62135596801}));
    }

    TEST_CASE("lengths of time stop at 64 bits") {
        CHECK(dates::seconds{highest} + dates::seconds{1} == dates::seconds{highest});
        CHECK(dates::seconds{lowest} - dates::seconds{1} == dates::seconds{lowest});
        CHECK(-dates::seconds{lowest} == dates::seconds{highest});
        CHECK(instant{highest} - instant{lowest} == dates::seconds{highest});
    }

    TEST_CASE("a local time is a date and a time of day") {
        const local_time evening = local_time::of(date::of(2025, 1, 10), 23, 59);
        CHECK(evening.seconds_since_epoch == 1736553540);
        CHECK(date_of(evening) == date::of(2025, 1, 10));
        CHECK(second_of_day(evening) == 86340);
        CHECK(local_time::of(date::of(2025, 1, 10), 1, 2, 3).seconds_since_epoch == 1736470923);
        CHECK(evening + dates::seconds{60} == local_time::midnight(date::of(2025, 1, 11)));
        CHECK(local_time::midnight(date::of(2025, 1, 11)) - evening == dates::seconds{60});
        CHECK(evening - dates::seconds{59} == local_time{1736553481});
    }

    TEST_CASE("before 1970 the time of day still runs forward") {
        CHECK(date_of(local_time{-1}) == date::of(1969, 12, 31));
        CHECK(second_of_day(local_time{-1}) == 86399);
        CHECK(date_of(local_time{-86400}) == date::of(1969, 12, 31));
        CHECK(second_of_day(local_time{-86400}) == 0);
        CHECK(date_of(local_time{-86401}) == date::of(1969, 12, 30));
    }

    TEST_CASE("a damaged local time has the first or last date") {
        CHECK(date_of(local_time{highest}) == date::maximum());
        CHECK(date_of(local_time{lowest}) == date::minimum());
        CHECK(date_of(local_time::maximum()) == date::maximum());
        CHECK(date_of(local_time::minimum()) == date::minimum());
        CHECK_FALSE(is_valid(local_time{highest}));
        CHECK(is_valid(local_time{0}));
    }
}
