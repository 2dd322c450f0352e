// SPDX-License-Identifier: BSL-1.0
#include <loyalty/ledger/growing_ledger.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace loyalty;
using namespace loyalty::ledgers;

TEST_SUITE("ledger/growing_ledger") {
    TEST_CASE("a bucket for each day of a year, and those that are forgotten go") {
        constexpr auto daily = lots<unit::points>{}.expiring(expires_after_days{365}).keep_expired_for(30);
        growing_ledger<std::vector> anna;
        const date first = "2025-01-01"_date;
        for (std::int32_t day = 0; day < 365; ++day) {
            CHECK(daily.earn(anna, 1_points, first + day) == reason::none);
        }
        CHECK(anna.buckets.size() == 365);
        CHECK(daily.balances(anna, first + 464).available == 265_points);
        CHECK(daily.balances(anna, first + 464).expired == 100_points);
        CHECK(daily.earn(anna, 1_points, first + 464) == reason::none);
        CHECK(anna.buckets.size() == 365 - 70 + 1);
        CHECK(daily.balances(anna, first + 464).expired == 100_points);
    }

    TEST_CASE("holds and debits have no bound either") {
        constexpr auto daily = lots<unit::points>{}.expiring(expires_after_days{365});
        growing_ledger<std::vector> anna;
        growing_ledger<std::vector>::taken from;
        const date today = "2025-06-01"_date;
        for (std::int32_t day = 0; day < 100; ++day) {
            CHECK(daily.earn(anna, 2_points, today - 100 + day) == reason::none);
        }
        for (std::uint64_t id = 0; id < 50; ++id) {
            CHECK(daily.reserve(anna, id, 3_points, today + 5, today) == reason::none);
        }
        CHECK(daily.spend(anna, 50_points, today, from) == reason::none);
        CHECK(from.size() == 25);
        CHECK(daily.balances(anna, today + 5).available == 150_points);
    }
}
