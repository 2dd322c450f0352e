// SPDX-License-Identifier: BSL-1.0
#include <loyalty/ledger/activation.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace loyalty;
using namespace loyalty::ledgers;

TEST_SUITE("ledger/activation") {
    TEST_CASE("each policy from 2025-01-10") {
        constexpr date earned = "2025-01-10"_date;
        CHECK(at_once{}.active_from(earned) == "2025-01-10"_date);
        CHECK(activates_after_days<14>{}.active_from(earned) == "2025-01-24"_date);
        CHECK(activates_after_days<14>{3}.active_from(earned) == "2025-01-13"_date);
        CHECK(activates_on_fixed_dates{dates::month_day::monthly(1)}.active_from(earned) == "2025-02-01"_date);
        CHECK(activates_on_confirmation<30>{}.deadline(earned) == "2025-02-09"_date);
        CHECK(activates_on_confirmation<30>{7}.deadline(earned) == "2025-01-17"_date);
    }

    TEST_CASE("a fixed date is one after the day of earning, and clamps to the month") {
        constexpr activates_on_fixed_dates twice{dates::month_day::monthly(15), dates::month_day::monthly(31)};
        CHECK(twice.active_from("2025-01-15"_date) == "2025-01-31"_date);
        CHECK(twice.active_from("2025-02-15"_date) == "2025-02-28"_date);
        CHECK(twice.active_from("2025-02-28"_date) == "2025-03-15"_date);
    }

    TEST_CASE("numbers that cannot be right are named") {
        CHECK(problem_of(activates_after_days<14>{15}) != nullptr);
        CHECK(problem_of(activates_after_days<14>{-1}) != nullptr);
        CHECK(problem_of(activates_after_days<14>{0}) == nullptr);
        CHECK(problem_of(activates_on_fixed_dates{dates::month_day::monthly(0)}) != nullptr);
        CHECK(problem_of(activates_on_fixed_dates{dates::month_day{13, 1}}) != nullptr);
        CHECK(problem_of(activates_on_confirmation<8>{0}) != nullptr);
        CHECK(problem_of(activates_on_confirmation<8>{8}) == nullptr);
        REQUIRE(problem_of(activates_on_confirmation<8>{9}) != nullptr);
        CHECK(std::string_view{problem_of(activates_on_confirmation<8>{9})}.find("fewer places than days") !=
              std::string_view::npos);
    }
}
