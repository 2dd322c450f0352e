// SPDX-License-Identifier: BSL-1.0
//
// G13: grocery fuel points. One point a dollar of groceries and two of gift cards; 100 points are 0.10 USD a gallon, at
// most 1000 points and 35 gallons. Monthly buckets never combine; a bucket dies at the end of the next month.
#include <loyalty/ledger/lots.hpp>
#include <loyalty/ledger/redemption.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

using namespace loyalty;
using namespace loyalty::ledgers;

namespace {

constexpr auto fuel_points = lots<unit::points>{}.expiring(expires_end_of_month<1>{});
constexpr price_redemption fuel{redemption_rule{redemption_rate{100_points, 0.10_usd}}.at_most(1000_points),
                                ratio{35, 1}};
static_assert(problem_of(fuel_points) == nullptr && problem_of(fuel) == nullptr);

constexpr lot_dates march = fuel_points.dates_of("2025-03-01"_date);
constexpr date today = "2025-04-20"_date;

struct shopper {
    decltype(fuel_points)::state books{};

    shopper() {
        CHECK(fuel_points.earn(books, 412_points, "2025-03-08"_date) == reason::none); // 412.60 of groceries, floored
        CHECK(fuel_points.earn(books, 100_points, "2025-03-20"_date) == reason::none); // a gift card of 50.00
        CHECK(fuel_points.earn(books, 180_points, "2025-04-05"_date) == reason::none);
    }
};

} // namespace

TEST_SUITE("golden/g13") {
    TEST_CASE("18.642 gallons on 20 April with March's bucket") {
        shopper anna;
        const auto in_march = fuel_points.available_from(anna.books, march, today);
        CHECK(in_march == 512_points);
        const auto cut = fuel.quote(in_march, in_march, ratio{18'642, 1000}, today);
        CHECK(cut == price_cut{500_points, 0.50_usd, 9.32_usd});

        decltype(fuel_points)::taken from;
        CHECK(fuel_points.spend_from(anna.books, cut.points, march, today, from) == reason::none);
        CHECK(fuel_points.balances(anna.books, "2025-04-30"_date).available == 192_points);
        CHECK(fuel_points.next_expiry(anna.books, today) == expiry_notice<unit::points>{"2025-05-01"_date, 12_points});
        CHECK(fuel_points.balances(anna.books, "2025-05-01"_date).expired == 12_points);
        CHECK(fuel_points.balances(anna.books, "2025-05-01"_date).available == 180_points);
    }

    TEST_CASE("40 gallons count as 35") {
        CHECK(fuel.quote(512_points, 512_points, ratio{40, 1}, today).value == 17.50_usd);
    }

    TEST_CASE("no more than 1000 points") {
        CHECK(fuel.quote(5000_points, 5000_points, ratio{10, 1}, today) == price_cut{1000_points, 1_usd, 10_usd});
    }

    TEST_CASE("buckets never combine: 600 of March are not there, though 692 are in all") {
        shopper anna;
        decltype(fuel_points)::taken from;
        const auto before = anna.books;
        CHECK(fuel_points.balances(anna.books, today).available == 692_points);
        CHECK(fuel_points.spend_from(anna.books, 600_points, march, today, from) == reason::insufficient_balance);
        CHECK(anna.books == before);
        // In May, March's bucket has died.
        CHECK(fuel_points.available_from(anna.books, march, "2025-05-01"_date) == 0_points);
    }
}
