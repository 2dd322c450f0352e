// SPDX-License-Identifier: BSL-1.0
#include <loyalty/ledger/expiry.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace loyalty;
using namespace loyalty::ledgers;

namespace {

bool complains(const char* sentence, std::string_view of) {
    return sentence != nullptr && std::string_view{sentence}.find(of) != std::string_view::npos;
}

} // namespace

TEST_SUITE("ledger/expiry") {
    TEST_CASE("each policy from 2020-07-06") {
        constexpr date active = "2020-07-06"_date;
        CHECK(never_expires{}.expiry_of(active) == date::maximum());
        CHECK(expires_after_days<90>{90}.expiry_of(active) == "2020-10-04"_date);
        CHECK(expires_after_days<5>{90}.to_end_of(period_unit::month).expiry_of(active) == "2020-11-01"_date);
        CHECK(expires_after_months<92>{3}.expiry_of(active) == "2020-10-06"_date);
        CHECK(expires_end_of_month<12>{}.expiry_of(active) == "2021-08-01"_date);
        CHECK(expires_end_of_quarter<12>{}.expiry_of(active) == "2021-10-01"_date);
        CHECK(expires_end_of_year<1>{}.expiry_of(active) == "2022-01-01"_date);
        CHECK(expires_on_fixed_dates{dates::month_day{12, 31}}.expiry_of(active) == "2021-01-01"_date);
        CHECK(expires_on_fixed_dates<1, 12>{dates::month_day{12, 31}}.expiry_of(active) == "2022-01-01"_date);
        CHECK(expires_on_inactivity::after_months(12).expiry_of(active) == "2021-07-06"_date);
        CHECK(expires_on_inactivity::after_days(90).expiry_of(active) == "2020-10-04"_date);
    }

    TEST_CASE("a number at run time may be smaller than the bound in the type") {
        CHECK(expires_end_of_month<12>{6}.expiry_of("2020-12-15"_date) == "2021-07-01"_date);
        CHECK(expires_end_of_month<12>{0}.expiry_of("2020-12-15"_date) == "2021-01-01"_date);
        CHECK(expires_end_of_quarter<12>{1}.expiry_of("2020-12-15"_date) == "2021-04-01"_date);
        CHECK(expires_end_of_year<3>{0}.expiry_of("2020-12-31"_date) == "2021-01-01"_date);
    }

    TEST_CASE("G21: a month from the end of a month is valid through the last day of the next") {
        constexpr auto month = expires_after_months<32>{1}.day_included();
        CHECK(month.expiry_of("2025-01-31"_date) == "2025-03-01"_date);
        CHECK(month.expiry_of("2024-01-31"_date) == "2024-03-01"_date);
        CHECK(expires_after_months<32>{1}.expiry_of("2025-01-31"_date) == "2025-02-28"_date);
        CHECK(expires_after_months<32>{1}.expiry_of("2024-01-31"_date) == "2024-02-29"_date);
    }

    TEST_CASE("fixed dates: the day itself is the last good one, and short months clamp") {
        constexpr expires_on_fixed_dates twice{dates::month_day{6, 30}, dates::month_day{12, 31}};
        CHECK(twice.expiry_of("2025-06-30"_date) == "2025-07-01"_date);
        CHECK(twice.expiry_of("2025-07-01"_date) == "2026-01-01"_date);
        constexpr expires_on_fixed_dates leap{dates::month_day{2, 29}};
        CHECK(leap.expiry_of("2025-01-10"_date) == "2025-03-01"_date);
        CHECK(leap.expiry_of("2028-01-10"_date) == "2028-03-01"_date);
        CHECK(leap.expiry_of("2025-03-01"_date) == "2026-03-01"_date);
    }

    TEST_CASE("the share that inactivity takes is rounded up") {
        constexpr auto half = expires_on_inactivity::after_months(12).taking(50_pct);
        CHECK(half.lapsing(7) == 4);
        CHECK(half.lapsing(1) == 1);
        CHECK(half.lapsing(0) == 0);
        CHECK(half.lapsing(9'223'372'036'854'775'807) == 4'611'686'018'427'387'904);
        CHECK(expires_on_inactivity::after_months(12).lapsing(7) == 7);
    }

    TEST_CASE("never stays never at the end of the calendar") {
        CHECK(expires_end_of_month<6>{}.expiry_of("9999-12-31"_date) == date::maximum());
        CHECK(expires_on_fixed_dates{dates::month_day{1, 1}}.expiry_of("9999-12-31"_date) == date::maximum());
        CHECK(expires_after_days<7>{7}.expiry_of("9999-12-31"_date) == date::maximum());
    }

    TEST_CASE("days: as many places as days") {
        CHECK(complains(problem_of(expires_after_days<40>{90}), "90 days need expires_after_days<90>{90}"));
        CHECK(complains(problem_of(expires_after_days<89>{90}), "fewer places than days"));
        CHECK(problem_of(expires_after_days<90>{90}) == nullptr);
        CHECK(problem_of(expires_after_days<1>{1}) == nullptr);
        CHECK(complains(problem_of(expires_after_days<1>{2}), "fewer places than days"));
        CHECK(problem_of(expires_after_days{36'500}) == nullptr);
    }

    // 90 days from 31 January are 1 May of a common year: five months. 365 days from 31 January are 31 January, 366 are
    // 1 February: 13 and 14 months.
    TEST_CASE("days to the end of a period: as many places as periods are touched") {
        CHECK(problem_of(expires_after_days<5>{90, period_unit::month}) == nullptr);
        CHECK(complains(problem_of(expires_after_days<4>{90, period_unit::month}), "touch up to 5 months"));
        CHECK(problem_of(expires_after_days<13>{365, period_unit::month}) == nullptr);
        CHECK(problem_of(expires_after_days<13>{366, period_unit::month}) != nullptr);
        CHECK(problem_of(expires_after_days<2>{28, period_unit::month}) == nullptr);
        CHECK(problem_of(expires_after_days<2>{29, period_unit::month}) != nullptr);
        CHECK(problem_of(expires_after_days<2>{7, period_unit::week}) == nullptr);
        CHECK(problem_of(expires_after_days<2>{8, period_unit::week}) != nullptr);
        CHECK(problem_of(expires_after_days<2>{90, period_unit::quarter}) == nullptr);
        CHECK(problem_of(expires_after_days<2>{91, period_unit::quarter}) != nullptr);
        CHECK(problem_of(expires_after_days<2>{365, period_unit::year}) == nullptr);
        CHECK(problem_of(expires_after_days<2>{366, period_unit::year}) != nullptr);
        // From 31 December 1896 to 1 January 1904 are seven years of 365 days and a day: nine years are touched.
        CHECK(problem_of(expires_after_days<9>{2'556, period_unit::year}) == nullptr);
        CHECK(problem_of(expires_after_days<8>{2'556, period_unit::year}) != nullptr);
        CHECK(problem_of(expires_after_days<8>{2'555, period_unit::year}) == nullptr);
    }

    TEST_CASE("months: as many places as days of expiry") {
        CHECK(problem_of(expires_after_months<31>{1}) == nullptr);
        CHECK(complains(problem_of(expires_after_months<30>{1}), "1 month needs 31 places"));
        CHECK(problem_of(expires_after_months<32>{1}.day_included()) == nullptr);
        CHECK(problem_of(expires_after_months<31>{1}.day_included()) != nullptr);
        CHECK(problem_of(expires_after_months<61>{2}) == nullptr); // of September and October to November and December
        CHECK(complains(problem_of(expires_after_months<60>{2}), "fewer places than days of expiry"));
        CHECK(problem_of(expires_after_months<92>{3}) == nullptr); // of May to July to August to October
        CHECK(complains(problem_of(expires_after_months<91>{3}), "3 months 92"));
        CHECK(problem_of(expires_after_months<365>{12}) == nullptr);
        CHECK(problem_of(expires_after_months<364>{12}) != nullptr);
        CHECK(problem_of(expires_after_months<1'461>{48}) == nullptr); // from a leap year to a leap year
        CHECK(problem_of(expires_after_months<1'460>{48}) != nullptr);
        CHECK(problem_of(expires_after_months{1'200}) == nullptr);
    }

    TEST_CASE("numbers that cannot be right are named") {
        CHECK(complains(problem_of(expires_after_days<8>{0}), "at least one day"));
        CHECK(complains(problem_of(expires_after_months<8>{0}), "at least one month"));
        CHECK(complains(problem_of(expires_end_of_month<6>{7}), "between 0 and the bound"));
        CHECK(complains(problem_of(expires_end_of_quarter<6>{-1}), "between 0 and the bound"));
        CHECK(complains(problem_of(expires_end_of_year<1>{2}), "between 0 and the bound"));
        CHECK(complains(problem_of(expires_on_fixed_dates{dates::month_day{2, 30}}), "not in the calendar"));
        CHECK(complains(problem_of(expires_on_fixed_dates<1, 6>{dates::month_day::monthly(1)}), "name the month"));
        CHECK(problem_of(expires_on_fixed_dates{dates::month_day::monthly(1)}) == nullptr);
        CHECK(problem_of(expires_on_fixed_dates<1, 6>{dates::month_day{6, 30}}) == nullptr);
        CHECK(complains(problem_of(expires_on_inactivity::after_months(0)), "either months or days"));
        CHECK(complains(problem_of(expires_on_inactivity::after_months(1).taking(0_pct)), "above nothing"));
        CHECK(complains(problem_of(expires_on_inactivity::after_months(1).taking(101_pct)), "at most all"));
        CHECK(problem_of(expires_on_inactivity::after_days(1).taking(100_pct)) == nullptr);
    }
}
