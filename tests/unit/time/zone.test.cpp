// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/time/literals.hpp>
#include <loyalty/time/zone.hpp>

#include "sample_zones.hpp"

using namespace loyalty;
using namespace loyalty::dates;

TEST_SUITE("time/zone") {
    TEST_CASE("UTC and fixed offsets have one segment for ever") {
        CHECK(utc{}.segment(instant{0}) == zone_segment{instant::minimum(), instant::maximum(), 0});
        CHECK(fixed_offset::hours(1).segment(instant{0}) == zone_segment{instant::minimum(), instant::maximum(), 3600});
        CHECK(fixed_offset::hours(-3, -30).offset_seconds == -12600);
        CHECK(fixed_offset::hours(26).offset_seconds == 93600);
        CHECK(fixed_offset{93600}.is_valid());
        CHECK_FALSE(fixed_offset{93601}.is_valid());
        CHECK_FALSE(fixed_offset{-93601}.is_valid());
    }

    TEST_CASE("local time is UTC and the offset") {
        CHECK(to_local(utc{}, "2025-01-10T22:59"_utc) == "2025-01-10T22:59"_local);
        CHECK(to_local(fixed_offset::hours(1), "2025-01-10T23:30"_utc) == "2025-01-11T00:30"_local);
        CHECK(to_local(fixed_offset::hours(-3, -30), "2025-01-10T02:00"_utc) == "2025-01-09T22:30"_local);
        CHECK(to_instant(utc{}, "2025-01-10T22:59"_local) == "2025-01-10T22:59"_utc);
        CHECK(to_instant(fixed_offset::hours(1), "2025-01-11T00:30"_local) == "2025-01-10T23:30"_utc);
        CHECK(to_instant(fixed_offset::hours(-26), "2025-01-11T00:30"_local) == "2025-01-12T02:30"_utc);
        CHECK(to_instant(fixed_offset::hours(26), "2025-01-11T00:30"_local) == "2025-01-09T22:30"_utc);
    }

    TEST_CASE("local time follows the clock changes") {
        CHECK(to_local(sample::berlin_2017, "2017-03-26T00:59:59"_utc) == "2017-03-26T01:59:59"_local);
        CHECK(to_local(sample::berlin_2017, "2017-03-26T01:00"_utc) == "2017-03-26T03:00"_local);
        CHECK(to_local(sample::berlin_2017, "2017-10-29T00:59:59"_utc) == "2017-10-29T02:59:59"_local);
        CHECK(to_local(sample::berlin_2017, "2017-10-29T01:00"_utc) == "2017-10-29T02:00"_local);
    }

    TEST_CASE("a local time that does not occur is the instant of the change") {
        CHECK(to_instant(sample::berlin_2017, "2017-03-26T01:59:59"_local) == "2017-03-26T00:59:59"_utc);
        CHECK(to_instant(sample::berlin_2017, "2017-03-26T02:00"_local) == "2017-03-26T01:00"_utc);
        CHECK(to_instant(sample::berlin_2017, "2017-03-26T02:30"_local) == "2017-03-26T01:00"_utc);
        CHECK(to_instant(sample::berlin_2017, "2017-03-26T03:00"_local) == "2017-03-26T01:00"_utc);
        CHECK(to_instant(sample::berlin_2017, "2017-03-26T03:01"_local) == "2017-03-26T01:01"_utc);
        CHECK(to_instant(sample::apia_2011, "2011-12-30T12:00"_local) == "2011-12-30T10:00"_utc);
    }

    TEST_CASE("of a local time that occurs twice the earlier instant counts") {
        CHECK(to_instant(sample::berlin_2017, "2017-10-29T01:59"_local) == "2017-10-28T23:59"_utc);
        CHECK(to_instant(sample::berlin_2017, "2017-10-29T02:00"_local) == "2017-10-29T00:00"_utc);
        CHECK(to_instant(sample::berlin_2017, "2017-10-29T02:59:59"_local) == "2017-10-29T00:59:59"_utc);
        CHECK(to_instant(sample::berlin_2017, "2017-10-29T03:00"_local) == "2017-10-29T02:00"_utc);
        CHECK(to_instant(sample::st_johns_2011, "2011-11-05T23:30"_local) == "2011-11-06T02:00"_utc);
        CHECK(to_instant(sample::st_johns_2011, "2011-11-06T00:00:30"_local) == "2011-11-06T02:30:30"_utc);
        CHECK(to_instant(sample::st_johns_2011, "2011-11-06T00:01"_local) == "2011-11-06T03:31"_utc);
    }

    TEST_CASE("at the ends of the range conversions stop") {
        CHECK(to_local(fixed_offset::hours(1), instant::maximum()) == local_time::maximum());
        CHECK(to_local(fixed_offset::hours(-1), instant::minimum()) == local_time::minimum());
        CHECK(to_instant(fixed_offset::hours(-1), local_time::maximum()) == instant::maximum());
        CHECK(to_instant(fixed_offset::hours(1), local_time::minimum()) == instant::minimum());
        CHECK(to_instant(sample::berlin_2017, local_time::maximum()) == instant::maximum() - dates::seconds{3600});
    }
}
