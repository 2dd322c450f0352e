// SPDX-License-Identifier: BSL-1.0
//
// G27: a streak over a change of the clocks, Europe/Berlin: visits on 2017-03-24 and 27 have 2 days missed between them,
// those on 26 and 27 are a streak of 2. On the 26th the clock goes forward from 02:00 to 03:00.
#include "support/till.hpp"
#include "unit/time/sample_zones.hpp"

#if defined(LOYALTY_TEST_HAS_DATE)
#include "support/date_zone.hpp"
#endif

using namespace loyalty;
using support::points_of;

namespace {

// Local times of Berlin in UTC.
constexpr instant friday_23_30 = "2017-03-24T22:30"_utc;
constexpr instant sunday_00_00 = "2017-03-25T23:00"_utc;
constexpr instant sunday_23_59 = "2017-03-26T21:59"_utc;
constexpr instant monday_00_00 = "2017-03-26T22:00"_utc;
constexpr instant monday_00_30 = "2017-03-26T22:30"_utc;
constexpr instant monday_23_59 = "2017-03-27T21:59"_utc;

/// What the second of two visits gives, where three misses in a row or fewer are forgiven.
template <class Zone>
constexpr std::int64_t second_visit(Zone zone, std::int32_t forgiven, instant first, instant second) {
    support::till shop{programme{terms<Zone>{.calendar = {zone}},
                                 streak<criteria::calendar_window{period_unit::day}>{4}.forgiving(forgiven).awards(
                                     amount<unit::points>::whole(50))}};
    shop.pay(first, money<currency::eur>{});
    shop.pay(second, money<currency::eur>{});
    return shop.card.template policy<0>().count;
}

using berlin_zone = std::remove_const_t<decltype(sample::berlin_2017)>;

constexpr std::int64_t in_berlin(std::int32_t forgiven, instant first, instant second) {
    return second_visit<berlin_zone>(sample::berlin_2017, forgiven, first, second);
}

/// Pays with the second day of two.
template <class Zone>
constexpr std::int64_t two_in_a_row(Zone zone, instant first, instant second) {
    support::till shop{
        programme{terms<Zone>{.calendar = {zone}},
                  streak<criteria::calendar_window{period_unit::day}>{2}.awards(amount<unit::points>::whole(50))}};
    shop.pay(first, money<currency::eur>{});
    return points_of(shop.pay(second, money<currency::eur>{}));
}

} // namespace

TEST_SUITE("G27 streak over a clock change") {
    TEST_CASE("24 and 27 March: 2 days missed") {
        CHECK_TWICE(in_berlin(2, friday_23_30, monday_00_30) == 2);
        CHECK_TWICE(in_berlin(1, friday_23_30, monday_00_30) == 1);
    }

    TEST_CASE("26 and 27 March: a streak of 2") {
        CHECK_TWICE(in_berlin(0, sunday_00_00, monday_00_00) == 2);
        CHECK_TWICE(in_berlin(0, sunday_00_00, monday_23_59) == 2);
        CHECK_TWICE(in_berlin(0, sunday_00_00, sunday_23_59) == 1);
        CHECK_TWICE(two_in_a_row(sample::berlin_2017, sunday_00_00, monday_00_00) == 50);
        CHECK_TWICE(two_in_a_row(sample::berlin_2017, sunday_00_00, sunday_23_59) == 0);
    }

    TEST_CASE("the same with the zone database") {
#if defined(LOYALTY_TEST_HAS_DATE)
        const support::date_zone berlin{"Europe/Berlin"};
        CHECK(second_visit(berlin, 2, friday_23_30, monday_00_30) == 2);
        CHECK(second_visit(berlin, 1, friday_23_30, monday_00_30) == 1);
        CHECK(second_visit(berlin, 0, sunday_00_00, monday_00_00) == 2);
        CHECK(two_in_a_row(berlin, sunday_00_00, monday_00_00) == 50);
        CHECK(two_in_a_row(berlin, sunday_00_00, sunday_23_59) == 0);
        CHECK(two_in_a_row(berlin, friday_23_30, monday_00_30) == 0);
#else
        MESSAGE("skipped: the date library is not there");
#endif
    }
}
