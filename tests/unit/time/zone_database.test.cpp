// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/time/calendar.hpp>
#include <loyalty/time/literals.hpp>
#include <loyalty/time/zone.hpp>

#if defined(LOYALTY_TEST_HAS_DATE)
#include "../../support/date_zone.hpp"

using namespace loyalty;
using namespace loyalty::dates;

TEST_SUITE("time/zone_database") {
    TEST_CASE("a zone of the database is a zone") {
        static_assert(dates::zone<support::date_zone>);
    }

    TEST_CASE("G27: days missed over a clock change in Europe/Berlin") {
        const calendar berlin{support::date_zone{"Europe/Berlin"}};
        // 2017-03-24 23:30 and 2017-03-27 00:30 are 48 hours apart, as the clock goes forward on the 26th.
        const instant friday_night = "2017-03-24T22:30"_utc;
        const instant monday_morning = "2017-03-26T22:30"_utc;
        CHECK(monday_morning - friday_night == dates::seconds{172800});
        CHECK(berlin.business_date(friday_night) == "2017-03-24"_date);
        CHECK(berlin.business_date(monday_morning) == "2017-03-27"_date);
        CHECK(berlin.business_date(monday_morning) - berlin.business_date(friday_night) - 1 == 2);
    }

    TEST_CASE("G27: consecutive days over a clock change in Europe/Berlin") {
        const calendar berlin{support::date_zone{"Europe/Berlin"}};
        const auto sunday = berlin.business_date("2017-03-25T23:00"_utc); // 00:00, before the change
        const auto monday = berlin.business_date("2017-03-26T22:00"_utc); // 00:00, only 23 hours later
        CHECK(sunday == "2017-03-26"_date);
        CHECK(monday == "2017-03-27"_date);
        CHECK(monday - sunday == 1);
    }

    TEST_CASE("the segments of Europe/Berlin in 2017") {
        const support::date_zone berlin{"Europe/Berlin"};
        CHECK(berlin.segment("2017-07-01T00:00"_utc) ==
              zone_segment{"2017-03-26T01:00"_utc, "2017-10-29T01:00"_utc, 7200});
        CHECK(to_instant(berlin, "2017-03-26T02:30"_local) == "2017-03-26T01:00"_utc);
        CHECK(to_instant(berlin, "2017-10-29T02:30"_local) == "2017-10-29T00:30"_utc);
        CHECK(calendar{berlin}.start_of("2017-03-27"_date) == "2017-03-26T22:00"_utc);
    }

    TEST_CASE("Samoa had no 30 December 2011") {
        const calendar apia{support::date_zone{"Pacific/Apia"}};
        CHECK(apia.business_date("2011-12-30T09:59:59"_utc) == "2011-12-29"_date);
        CHECK(apia.business_date("2011-12-30T10:00"_utc) == "2011-12-31"_date);
    }

    TEST_CASE("a cached business day is right on both sides of the change") {
        const calendar berlin{support::date_zone{"Europe/Berlin"}, 5 * 3600};
        const business_day day = berlin.day_of("2017-03-26T00:30"_utc);
        CHECK(day == business_day{"2017-03-25"_date, "2017-03-25T04:00"_utc, "2017-03-26T01:00"_utc});
        CHECK(berlin.day_of(day.until) ==
              business_day{"2017-03-25"_date, "2017-03-26T01:00"_utc, "2017-03-26T03:00"_utc});
    }
}
#else
TEST_CASE("time/zone_database") {
    MESSAGE("skipped: the date library is not there");
}
#endif
