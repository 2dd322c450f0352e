// SPDX-License-Identifier: BSL-1.0
//
// A paid membership that events start, renew and end (S43).
#include <loyalty/policies/paid_membership.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::criteria;
using sale = purchase<currency::usd>;

namespace {

constexpr programme prime{paid_membership{},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                                 multiply_by{2_x}.when(membership_active()), round_off{rounding::floor}}};
using prime_type = std::remove_const_t<decltype(prime)>;

constexpr instant before = "2025-01-09T12:00"_utc;
constexpr instant start = "2025-01-10T00:00"_utc;
constexpr instant end = "2026-01-10T00:00"_utc;
constexpr instant last_second = "2026-01-09T23:59:59"_utc;

amount<unit::points> points_for_ten(member<prime_type>& own, std::uint64_t id, instant time) {
    return apply(prime, own, sale{.id = id, .time = time, .net = 10_usd}).granted<unit::points>();
}

} // namespace

TEST_SUITE("policies/paid_membership") {
    TEST_CASE("the benefit holds from the first second to the last") {
        member<prime_type> anna;
        CHECK(points_for_ten(anna, 1, before) == 10_points);
        CHECK(apply(prime, anna, membership_change{.id = 2, .time = before, .membership = {start, end}}).accepted());
        CHECK(points_for_ten(anna, 3, start + dates::seconds{-1}) == 10_points);
        CHECK(points_for_ten(anna, 4, start) == 20_points);
        CHECK(points_for_ten(anna, 5, last_second) == 20_points);
        CHECK(points_for_ten(anna, 6, end) == 10_points);
    }

    TEST_CASE("an empty interval ends it at once") {
        member<prime_type> anna;
        apply(prime, anna, membership_change{.id = 1, .time = start, .membership = {start, end}});
        CHECK(points_for_ten(anna, 2, start) == 20_points);
        apply(prime, anna, membership_change{.id = 3, .time = start, .membership = {start, start}});
        CHECK(points_for_ten(anna, 4, start) == 10_points);
    }

    TEST_CASE("B33: a membership that ends before it starts is refused, and the one there is stays") {
        member<prime_type> anna;
        apply(prime, anna, membership_change{.id = 1, .time = before, .membership = {start, end}});
        const auto as_it_was = anna;
        const membership_change wrong{
            .id = 2, .time = before, .membership = {"2026-01-01T00:00"_utc, "2025-12-31T00:00"_utc}};
        const auto gave = apply(prime, anna, wrong);
        CHECK(gave.refused == reason::ends_before_start);
        CHECK(gave.refusing_rule() == 0);
        CHECK(message(gave.refused) == "the membership ends before it starts: give it a later end, or one interval "
                                       "without length to end it");
        CHECK(anna == as_it_was);
        CHECK(points_for_ten(anna, 2, start) == 20_points);
    }

    TEST_CASE("a return leaves the membership") {
        member<prime_type> anna;
        apply(prime, anna, membership_change{.id = 1, .time = start, .membership = {start, end}});
        auto sold = apply_with_receipt(prime, anna, sale{.id = 2, .time = start, .net = 10_usd});
        CHECK(apply(prime, anna, sold.receipt.returned({.id = 3, .time = start})).granted<unit::points>() ==
              -20_points);
        CHECK(points_for_ten(anna, 4, start) == 20_points);
    }

    TEST_CASE("a product of more than 64 bits is computed for the same membership") {
        // 40,000,000,000,000,000.00 at 3 points for 7.00 passes 64 bits before the division.
        constexpr programme large{paid_membership{},
                                  points{per_amount{3_points, 7_usd}, round_off{rounding::floor},
                                         multiply_by{2_x}.when(membership_active()), round_off{rounding::floor}}};
        constexpr auto net = money<currency::usd>::from_minor_units(4'000'000'000'000'000'000);
        member<std::remove_const_t<decltype(large)>> anna;
        CHECK(apply(large, anna, sale{.id = 1, .time = start, .net = net}).granted<unit::points>() ==
              amount<unit::points>::from_minor_units(17'142'857'142'857'142));
        apply(large, anna, membership_change{.id = 2, .time = start, .membership = {start, end}});
        CHECK(apply(large, anna, sale{.id = 3, .time = start, .net = net}).granted<unit::points>() ==
              amount<unit::points>::from_minor_units(34'285'714'285'714'284));
    }

    TEST_CASE("of two members the later end stays, and what meets is one") {
        struct merging {
            instant_window membership{};
        };
        const auto of = [](date from, date until) {
            const auto midnight = [](date day) { return calendar<>{}.start_of(day); };
            return instant_window{midnight(from), midnight(until)};
        };
        const auto merged = [](instant_window mine, instant_window other) {
            paid_membership::state own{mine};
            merging visit;
            paid_membership{}.merge(own, paid_membership::state{other}, visit);
            CHECK(visit.membership == own.interval);
            return own.interval;
        };
        const auto winter = of("2025-01-01"_date, "2025-07-01"_date);
        const auto summer = of("2025-05-01"_date, "2025-10-01"_date);
        const auto autumn = of("2025-08-01"_date, "2025-10-01"_date);
        const auto next = of("2025-07-01"_date, "2025-10-01"_date);
        const auto none = of("2025-03-01"_date, "2025-03-01"_date);
        const auto both = of("2025-01-01"_date, "2025-10-01"_date);
        CHECK(merged(winter, summer) == both);
        CHECK(merged(summer, winter) == both);
        CHECK(merged(winter, next) == both); // one ends where the other begins
        CHECK(merged(next, winter) == both);
        CHECK(merged(winter, autumn) == autumn); // a month lies between them
        CHECK(merged(autumn, winter) == autumn);
        CHECK(merged(both, summer) == both);
        CHECK(merged(summer, both) == both);
        CHECK(merged(winter, none) == winter);
        CHECK(merged(none, winter) == winter);
        CHECK(merged(none, none) == none);
    }
}
