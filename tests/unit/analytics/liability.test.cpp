// SPDX-License-Identifier: BSL-1.0
#include <loyalty/analytics/liability.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>

using namespace loyalty;
using namespace loyalty::analytics;
using namespace loyalty::ledgers;

namespace {

/// A point a dollar, for 60 days.
constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          lots<unit::points>{}.expiring(expires_after_days<60>{60})};
constexpr programme no_account{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using rules_type = std::remove_cvref_t<decltype(rules)>;

constexpr periods quarter{period_unit::month, date::of(2025, 1, 1), 3};

purchase<currency::usd> buy(std::uint64_t id, instant time, amount<currency::usd> net) {
    return {.id = id, .time = time, .net = net};
}

bool is(const roll_forward<unit::points>& row, const std::array<std::int64_t, 6>& expected) {
    const std::array<std::int64_t, 6> found{row.opening.minor_units(),     row.issued.minor_units(),
                                            row.redeemed.minor_units(),    row.expired.minor_units(),
                                            row.clawed_back.minor_units(), row.closing.minor_units()};
    for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(found[i] == expected[i]);
    }
    return found == expected;
}

} // namespace

TEST_SUITE("analytics/liability") {
    TEST_CASE("three months of two members: issued, redeemed, expired, clawed back") {
        liability_book<unit::points> book{boundaries(quarter, rules.frame.calendar)};
        std::array<member<rules_type>, 2> members;
        const auto serve = [&](std::uint32_t index, const auto& event) {
            return book.around(rules, members[index], index, event.time,
                               [&] { return apply(rules, members[index], event).accepted(); });
        };
        // 70 of 10 January live until 10 March; 30 of 20 January are redeemed; 50 of 10 February.
        CHECK(serve(0, buy(1, "2025-01-10T12:00"_utc, 70_usd)));
        CHECK(serve(1, buy(1, "2025-01-20T12:00"_utc, 30_usd)));
        CHECK(serve(1, redemption<unit::points>{.id = 2, .time = "2025-02-01T00:00"_utc, .amount = 30_points}));
        CHECK(serve(1, buy(3, "2025-02-10T12:00"_utc, 50_usd)));
        CHECK(serve(1, clawback<unit::points>{.id = 4, .time = "2025-02-28T23:59"_utc, .amount = 10_points}));
        // Member 0 has no event behind January: its lot expires in March all the same.
        book.finish(rules, members);
        CHECK(book.size() == 3);
        CHECK(is(book.row(0), {0, 100, 0, 0, 0, 100}));
        CHECK(is(book.row(1), {100, 50, 30, 0, 10, 110}));
        CHECK(is(book.row(2), {110, 0, 0, 70, 0, 40}));
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(book.row(i).reconciles());
        }
    }
    TEST_CASE("a refused event passes no boundary, and an event behind it still counts in its own period") {
        liability_book<unit::points> book{boundaries(quarter, rules.frame.calendar)};
        member<rules_type> own;
        const auto serve = [&](const auto& event) {
            return book.around(rules, own, 0, event.time, [&] { return apply(rules, own, event).accepted(); });
        };
        CHECK_FALSE(serve(buy(1, "2025-03-10T12:00"_utc, amount<currency::usd>::whole(-1))));
        CHECK(serve(buy(2, "2025-01-10T12:00"_utc, 20_usd)));
        book.finish(rules, std::array{own});
        CHECK(is(book.row(0), {0, 20, 0, 0, 0, 20}));
    }
    TEST_CASE("what was there before the first period is its opening") {
        liability_book<unit::points> book{boundaries(quarter, rules.frame.calendar)};
        member<rules_type> own;
        CHECK(book.around(rules, own, 0, "2024-12-31T23:59"_utc,
                          [&] { return apply(rules, own, buy(1, "2024-12-31T23:59"_utc, 5_usd)); })
                  .accepted());
        CHECK(book.around(rules, own, 0, "2025-01-01T00:00"_utc,
                          [&] { return apply(rules, own, buy(2, "2025-01-01T00:00"_utc, 8_usd)); })
                  .accepted());
        book.finish(rules, std::array{own});
        CHECK(is(book.row(0), {5, 8, 0, 0, 0, 13}));
    }
    TEST_CASE("a unit without an account is issued and held") {
        using plain = std::remove_cvref_t<decltype(no_account)>;
        liability_book<unit::points> book{boundaries(quarter, no_account.frame.calendar)};
        member<plain> own;
        static_cast<void>(book.around(no_account, own, 0, "2025-02-01T12:00"_utc,
                                      [&] { return apply(no_account, own, buy(1, "2025-02-01T12:00"_utc, 9_usd)); }));
        book.finish(no_account, std::array{own});
        CHECK(is(book.row(1), {0, 9, 0, 0, 0, 9}));
        CHECK(is(book.row(2), {9, 0, 0, 0, 0, 9}));
    }
    TEST_CASE("books of other periods do not merge") {
        liability_book<unit::points> book{boundaries(quarter, rules.frame.calendar)};
        CHECK(book.merge(book));
        CHECK_FALSE(book.merge(liability_book<unit::points>{
            boundaries({period_unit::month, "2025-02-01"_date, 3}, rules.frame.calendar)}));
    }
    TEST_CASE("a sum that passes 64 bits does not reconcile") {
        position large{.balance = INT64_MAX};
        large.add(position{.balance = 1});
        CHECK(large.overflow);
        CHECK_FALSE(roll_forward<unit::points>{.overflow = true}.reconciles());
        CHECK_FALSE(roll_forward<unit::points>{.issued = 1_points}.reconciles());
    }
    TEST_CASE("points in money: breakage in points first, then money") {
        const point_value value{ratio{1, 100}, ratio{1, 10}, rounding::half_up};
        CHECK(value.breakage_of(1000_points) == 100_points);
        CHECK(value.liability_of<currency::usd>(1000_points) == 9_usd);
        CHECK(value.breakage_of(15_points) == 2_points); // 1.5
        CHECK(value.liability_of<currency::usd>(15_points) == 0.13_usd);
        CHECK_FALSE(point_value{ratio{1, 0}}.liability_of<currency::usd>(1_points).has_value());
    }
}
