// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/predicates.hpp>
#include <loyalty/rules/problem.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using namespace loyalty::dates;
using namespace loyalty::criteria;
using support::noon;
using support::points_of;
using support::till;
using support::usd_line;
using support::usd_part;

namespace {

struct month_and_day {
    std::uint8_t month;
    std::uint8_t day;
};

struct anna {
    std::uint64_t attributes = 0;
    month_and_day birthday{1, 1};
    instant_window membership{};
};

enum class aisle : std::uint8_t { bakery, dairy };

struct shelf_line {
    aisle category;
    money<currency::usd> net;
};

struct shelf_basket {
    std::uint64_t id;
    instant time;
    std::span<const shelf_line> lines;
};

/// A predicate of one's own, as the header describes it.
struct net_at_least {
    using is_predicate = void;
    money<currency::usd> least;

    template <class Line, class Visit>
    constexpr bool operator()(const Line& line, const Visit&) const noexcept {
        return fact::net(line) >= least;
    }
};

constexpr auto march_10 = "2025-03-10"_date;
constexpr per_unit one_each{1_points};
constexpr per_visit one_point{1_points};
constexpr auto by_visits = tiered{1_visits, 2_visits}.of(visits{});

/// Whether a predicate takes a line.
template <class Predicate>
constexpr bool takes(Predicate where, usd_line line) {
    till shop{programme{points{one_each.on(where)}}};
    return points_of(shop.ring(march_10, {line})) == 1;
}

/// Whether a predicate takes a purchase.
template <class Predicate>
constexpr bool takes(Predicate when, const basket<currency::usd>& bought) {
    till shop{programme{points{one_point.when(when)}}};
    return points_of(shop.scan(bought)) == 1;
}

/// Whether a predicate takes a purchase of a member at a time.
template <class Predicate>
constexpr bool takes(Predicate when, instant time, anna profile = {}) {
    till shop{programme{points{one_point.when(when)}}, profile};
    return points_of(shop.pay(time, money<currency::usd>{})) == 1;
}

template <class Predicate>
constexpr bool takes(Predicate when, date day, anna profile = {}) {
    return takes(when, noon(day), profile);
}

constexpr usd_line goods[]{{.id = 1, .sku = 17, .category = 4}, {.id = 2, .sku = 18, .category = 7}};
constexpr usd_part mixed[]{{tender::cash, 6_usd}, {tender::registered_card, 4_usd}};
constexpr basket<currency::usd> at_store_12{
    .id = 1, .time = noon(march_10), .lines = goods, .tenders = mixed, .store = 12, .channel = 2};

} // namespace

TEST_SUITE("rules/predicate") {
    TEST_CASE("facts of the line: one of some values") {
        CHECK_TWICE(takes(category_is(4u), {.category = 4}));
        CHECK_TWICE(!takes(category_is(4u), {.category = 7}));
        CHECK_TWICE(takes(category_is(4u, 7u), {.category = 7}));
        CHECK_TWICE(takes(sku_is(17u), {.sku = 17}));
        CHECK_TWICE(!takes(sku_is(17u), {.sku = 18}));
        CHECK_TWICE(takes(brand_is(3u), {.brand = 3}));
        CHECK_TWICE(!takes(brand_is(3u), {.brand = 4}));
    }

    TEST_CASE("components") {
        constexpr auto takes_points = [](component what) {
            till shop{programme{points{each_line{per_visit{1_points}.when(component_is(component::tip))}}}};
            return points_of(shop.ring(march_10, {usd_line{.id = 1, .component = what}}));
        };
        CHECK_TWICE(takes_points(component::tip) == 1);
        CHECK_TWICE(takes_points(component::goods) == 0);
    }

    TEST_CASE("codes compare by value, whatever their types") {
        CHECK_TWICE(takes(category_is(4), {.category = 4}));
        CHECK_TWICE(takes(category_is(4, 7), {.category = 7}));
        CHECK_TWICE(takes(category_is(std::uint64_t{4}), {.category = 4}));
        CHECK_TWICE(!takes(category_is(-1), {.category = 0xFFFF'FFFF}));
        CHECK_TWICE(!takes(category_is(std::uint64_t{0x1'0000'0004}), {.category = 4}));
        constexpr auto in_aisle = [](aisle where) {
            const shelf_line bought[]{{where, {}}};
            till shop{programme{points{one_each.on(category_is(aisle::dairy))}}};
            return points_of(shop.scan(shelf_basket{1, noon(march_10), bought}));
        };
        CHECK_TWICE(in_aisle(aisle::dairy) == 1);
        CHECK_TWICE(in_aisle(aisle::bakery) == 0);
    }

    TEST_CASE("a code of 0 is 0 in every integer type, and below zero in none without a sign") {
        CHECK_TWICE(detail::same_code(0, 0u));
        CHECK_TWICE(detail::same_code(std::uint8_t{0}, std::int64_t{0}));
        CHECK_TWICE(detail::same_code(-1, std::int64_t{-1}));
        CHECK_TWICE(!detail::same_code(-1, UINT64_MAX));
        CHECK_TWICE(!detail::same_code(UINT64_MAX, -1));
        CHECK_TWICE(!detail::same_code(0, 1u));
    }

    TEST_CASE("a predicate that is never true has a sentence") {
        const auto says = [](const char* problem) { return problem == nullptr ? std::string_view{} : problem; };
        CHECK(says(problem_of(day_of_week_is())) == "day_of_week_is: name at least one day");
        CHECK(says(problem_of(day_of_week_is(weekday::monday))).empty());
        CHECK(says(problem_of(between(clock(17), clock(17)))) ==
              "between: the times are the same, so no time is between them");
        CHECK(says(problem_of(between(clock(17), clock(17, 1)))).empty());
        const date_window backwards{date::of(2025, 6, 1), date::of(2025, 5, 1)};
        CHECK(says(problem_of(during(backwards))) ==
              "during: the window ends before it starts, so no day is in it: give a later end");
        CHECK(says(problem_of(during({}))).empty());
        CHECK(says(tier_is().problem_with(3)) == "tier_is: name at least one tier");
        CHECK(says(tier_is(2).problem_with(3)).empty());
        CHECK(says(tier_is(3).problem_with(3)).substr(0, 39) == "tier_is: the programme has no such tier");
        CHECK(says(tier_is(1).problem_with(2)).empty());
        CHECK(
            says(tier_is(3).problem_with(1)).empty()); // the programme lacks a tiered, of which another sentence speaks
    }

    TEST_CASE("a time of day in seconds") {
        CHECK_TWICE(clock(17, 30) == 63'000);
        CHECK_TWICE(clock(5) == 18'000);
        CHECK_TWICE(clock(0, 1) == 60);
    }

    TEST_CASE("facts of the purchase") {
        CHECK_TWICE(takes(store_is(12u), at_store_12));
        CHECK_TWICE(takes(store_is(11, 12), at_store_12));
        CHECK_TWICE(!takes(store_is(11u), at_store_12));
        CHECK_TWICE(takes(channel_is(2u), at_store_12));
        CHECK_TWICE(!takes(channel_is(1u), at_store_12));
    }

    TEST_CASE("tenders") {
        CHECK_TWICE(takes(tender_is(tender::cash), at_store_12));
        CHECK_TWICE(takes(tender_is(tender::registered_card), at_store_12));
        CHECK_TWICE(takes(tender_is(tender::points, tender::cash), at_store_12));
        CHECK_TWICE(!takes(tender_is(tender::gift_card, tender::card), at_store_12));
    }

    TEST_CASE("the sum of the basket reaches an amount, to the minor unit") {
        const auto points_of_basket = [](std::initializer_list<usd_line> lines) {
            till shop{programme{points{one_point.when(basket_at_least(50_usd))}}};
            return points_of(shop.ring(march_10, lines));
        };
        CHECK(points_of_basket({{.net = 49.99_usd}}) == 0);
        CHECK(points_of_basket({{.net = 50_usd}}) == 1);
        CHECK(points_of_basket({{.net = 50.01_usd}}) == 1);
        CHECK(points_of_basket({{.net = 20_usd}, {.net = 29.99_usd}}) == 0);
        CHECK(points_of_basket({{.net = 20_usd}, {.net = 30_usd}}) == 1);
        CHECK(points_of_basket({{.net = 20_usd}, {.net = 30.01_usd}}) == 1);
    }

    TEST_CASE("a sum of the basket that passes 64 bits reaches every amount") {
        till shop{programme{points{one_point.when(basket_at_least(92'233'720'368'547'758.07_usd))}}};
        CHECK(points_of(shop.ring(march_10, {usd_line{.net = 92'233'720'368'547'758.06_usd}})) == 0);
        CHECK(points_of(shop.ring(march_10,
                                  {usd_line{.net = 92'233'720'368'547'758.07_usd}, usd_line{.net = 0.01_usd}})) == 1);
    }

    TEST_CASE("any line of the basket") {
        CHECK_TWICE(takes(any_line(sku_is(18u)), at_store_12));
        CHECK_TWICE(!takes(any_line(sku_is(19u)), at_store_12));
        CHECK_TWICE(takes(any_line(sku_is(17u) && category_is(4u)), at_store_12));
        CHECK_TWICE(!takes(any_line(sku_is(17u) && category_is(7u)), at_store_12));
        CHECK_TWICE(takes(any_line(sku_is(17u)) && any_line(category_is(7u)), at_store_12));
    }

    TEST_CASE("and, or, not") {
        CHECK_TWICE(takes(category_is(4u) && sku_is(17u), {.sku = 17, .category = 4}));
        CHECK_TWICE(!takes(category_is(4u) && sku_is(17u), {.sku = 18, .category = 4}));
        CHECK_TWICE(takes(category_is(4u) || sku_is(17u), {.sku = 18, .category = 4}));
        CHECK_TWICE(takes(category_is(4u) || sku_is(17u), {.sku = 17, .category = 7}));
        CHECK_TWICE(!takes(category_is(4u) || sku_is(17u), {.sku = 18, .category = 7}));
        CHECK_TWICE(takes(!category_is(4u), {.category = 7}));
        CHECK_TWICE(!takes(!category_is(4u), {.category = 4}));
        CHECK_TWICE(takes(!(category_is(4u) || category_is(7u)) && !sku_is(17u), {.sku = 18, .category = 1}));
        CHECK_TWICE(takes(always{}, march_10));
        CHECK_TWICE(!takes(!always{}, march_10));
        // 2025-03-11 is a Tuesday.
        constexpr auto composed = [](date day) {
            till shop{
                programme{points{one_each.on(category_is(4, 7) && !store_is(12) && day_of_week_is(weekday::tuesday))}}};
            return points_of(shop.scan(basket<currency::usd>{.id = 1, .time = noon(day), .lines = goods, .store = 11}));
        };
        CHECK_TWICE(composed("2025-03-11"_date) == 2);
        CHECK_TWICE(composed("2025-03-12"_date) == 0);
    }

    TEST_CASE("a predicate of one's own composes with the others") {
        CHECK_TWICE(takes(net_at_least{5_usd}, {.net = 5_usd}));
        CHECK_TWICE(!takes(net_at_least{5_usd}, {.net = 4.99_usd}));
        CHECK_TWICE(takes(net_at_least{5_usd} && category_is(4u), {.category = 4, .net = 5_usd}));
        CHECK_TWICE(takes(any_line(!net_at_least{5_usd}), at_store_12));
    }

    TEST_CASE("days of the week") {
        constexpr auto weekend = day_of_week_is(weekday::saturday, weekday::sunday);
        CHECK_TWICE(!takes(weekend, "2025-03-07"_date));
        CHECK_TWICE(takes(weekend, "2025-03-08"_date));
        CHECK_TWICE(takes(weekend, "2025-03-09"_date));
        CHECK_TWICE(!takes(weekend, "2025-03-10"_date));
        CHECK_TWICE(takes(day_of_week_is(weekday::monday), "2025-03-10"_date));
        CHECK_TWICE(takes(day_of_week_is(weekday::thursday), "1969-12-25"_date));
    }

    TEST_CASE("dates") {
        constexpr auto may = during({.from = "2025-05-01"_date, .until = "2025-06-01"_date});
        CHECK_TWICE(!takes(may, "2025-04-30"_date));
        CHECK_TWICE(takes(may, "2025-05-01T00:00"_utc));
        CHECK_TWICE(takes(may, "2025-05-31T23:59:59"_utc));
        CHECK_TWICE(!takes(may, "2025-06-01T00:00"_utc));
        CHECK_TWICE(takes(from_date("2022-01-01"_date), "2022-01-01T00:00"_utc));
        CHECK_TWICE(!takes(from_date("2022-01-01"_date), "2021-12-31T23:59:59"_utc));
        CHECK_TWICE(takes(before_date("2022-01-01"_date), "2021-12-31T23:59:59"_utc));
        CHECK_TWICE(!takes(before_date("2022-01-01"_date), "2022-01-01T00:00"_utc));
    }

    TEST_CASE("a time of day, also past midnight") {
        constexpr auto happy_hour = between(clock(17, 30), clock(19));
        CHECK_TWICE(!takes(happy_hour, "2025-03-10T17:29:59"_utc));
        CHECK_TWICE(takes(happy_hour, "2025-03-10T17:30"_utc));
        CHECK_TWICE(takes(happy_hour, "2025-03-10T18:59:59"_utc));
        CHECK_TWICE(!takes(happy_hour, "2025-03-10T19:00"_utc));
        constexpr auto night = between(clock(22), clock(2));
        CHECK_TWICE(!takes(night, "2025-03-10T21:59:59"_utc));
        CHECK_TWICE(takes(night, "2025-03-10T22:00"_utc));
        CHECK_TWICE(takes(night, "2025-03-11T00:00"_utc));
        CHECK_TWICE(takes(night, "2025-03-11T01:59:59"_utc));
        CHECK_TWICE(!takes(night, "2025-03-11T02:00"_utc));
        constexpr auto evening = between(clock(18), clock(24));
        CHECK_TWICE(takes(evening, "2025-03-10T23:59:59"_utc));
        CHECK_TWICE(!takes(evening, "2025-03-11T00:00"_utc));
    }

    TEST_CASE("days and times are those of the programme's zone and business day") {
        constexpr auto at = [](instant time, auto when) {
            till bar{programme{terms<fixed_offset>{.calendar = {fixed_offset::hours(1), 5 * 3600}},
                               points{one_point.when(when)}}};
            return points_of(bar.pay(time, money<currency::usd>{}));
        };
        // Saturday 02:30 at UTC+1 is Friday's business, and 02:30 on the clock.
        CHECK_TWICE(at("2025-01-11T01:30"_utc, day_of_week_is(weekday::friday)) == 1);
        CHECK_TWICE(at("2025-01-11T01:30"_utc, before_date("2025-01-11"_date)) == 1);
        CHECK_TWICE(at("2025-01-11T01:30"_utc, between(clock(2), clock(3))) == 1);
        CHECK_TWICE(at("2025-01-11T04:00"_utc, day_of_week_is(weekday::friday)) == 0); // 05:00
    }

    TEST_CASE("attributes of the member") {
        CHECK_TWICE(takes(member_has(3), march_10, {.attributes = 8}));
        CHECK_TWICE(takes(member_has(3), march_10, {.attributes = 15}));
        CHECK_TWICE(!takes(member_has(3), march_10, {.attributes = 7}));
        CHECK_TWICE(takes(member_has(63), march_10, {.attributes = 0x8000'0000'0000'0000u}));
        CHECK_TWICE(takes(member_has(0) || member_has(3), march_10, {.attributes = 1}));
    }

    TEST_CASE("the first purchase of all") {
        constexpr auto on_visit = [](int nth, bool first_is_refused) {
            till shop{programme{points{one_point.when(first_purchase())}}};
            std::int64_t given = -1;
            for (int i = 0; i < nth; ++i) {
                given = points_of(
                    shop.pay(march_10, money<currency::usd>::from_minor_units(first_is_refused && i == 0 ? -1 : 1)));
            }
            return given;
        };
        CHECK_TWICE(on_visit(1, false) == 1);
        CHECK_TWICE(on_visit(2, false) == 0);
        CHECK_TWICE(on_visit(2, true) == 1); // a refused purchase is none
    }

    TEST_CASE("birthdays") {
        constexpr anna on_may_7{.birthday = {5, 7}};
        CHECK_TWICE(takes(birthday(), "2025-05-07"_date, on_may_7));
        CHECK_TWICE(!takes(birthday(), "2025-05-08"_date, on_may_7));
        CHECK_TWICE(!takes(birthday(), "2025-06-07"_date, on_may_7));
        CHECK_TWICE(takes(birthday_month(), "2025-05-31"_date, on_may_7));
        CHECK_TWICE(!takes(birthday_month(), "2025-06-01"_date, on_may_7));
    }

    TEST_CASE("a birthday on 29 February (S13)") {
        constexpr anna leapling{.birthday = {2, 29}};
        CHECK_TWICE(takes(birthday(), "2024-02-29"_date, leapling));
        CHECK_TWICE(!takes(birthday(), "2024-02-28"_date, leapling));
        CHECK_TWICE(takes(birthday(), "2025-02-28"_date, leapling));
        CHECK_TWICE(!takes(birthday(), "2025-03-01"_date, leapling));
        CHECK_TWICE(takes(birthday(leap_birthday::march_1), "2025-03-01"_date, leapling));
        CHECK_TWICE(!takes(birthday(leap_birthday::march_1), "2025-02-28"_date, leapling));
        CHECK_TWICE(takes(birthday(leap_birthday::march_1), "2024-02-29"_date, leapling));
        CHECK_TWICE(!takes(birthday(leap_birthday::march_1), "2024-03-01"_date, leapling));
        CHECK_TWICE(!takes(birthday(leap_birthday::leap_years_only), "2025-02-28"_date, leapling));
        CHECK_TWICE(!takes(birthday(leap_birthday::leap_years_only), "2025-03-01"_date, leapling));
        CHECK_TWICE(takes(birthday(leap_birthday::leap_years_only), "2028-02-29"_date, leapling));
        CHECK_TWICE(takes(birthday_month(), "2025-02-01"_date, leapling));
    }

    TEST_CASE("a paid membership, half open") {
        constexpr anna prime{.membership = {"2025-01-10T00:00"_utc, "2026-01-10T00:00"_utc}};
        CHECK_TWICE(!takes(membership_active(), "2025-01-09T23:59:59"_utc, prime));
        CHECK_TWICE(takes(membership_active(), "2025-01-10T00:00"_utc, prime));
        CHECK_TWICE(takes(membership_active(), "2026-01-09T23:59:59"_utc, prime));
        CHECK_TWICE(!takes(membership_active(), "2026-01-10T00:00"_utc, prime));
    }

    TEST_CASE("the member's tier") {
        constexpr auto at_tier = [](int visits, auto when) {
            till shop{programme{by_visits, points{one_point.when(when)}}};
            std::int64_t given = 0;
            for (int i = 0; i <= visits; ++i) {
                given = points_of(shop.pay(march_10, money<currency::usd>{}));
            }
            return given;
        };
        CHECK_TWICE(at_tier(0, tier_is(0)) == 1);
        CHECK_TWICE(at_tier(1, tier_is(0)) == 0);
        CHECK_TWICE(at_tier(1, tier_is(1)) == 1);
        CHECK_TWICE(at_tier(2, tier_is(1)) == 0);
        CHECK_TWICE(at_tier(1, tier_is(1, 2)) == 1);
        CHECK_TWICE(at_tier(2, tier_is(1, 2)) == 1);
        CHECK_TWICE(at_tier(2, !tier_is(2) || first_purchase()) == 0);
    }
}
