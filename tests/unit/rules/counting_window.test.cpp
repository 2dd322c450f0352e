// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/problem.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using support::noon;

namespace {

struct anna {
    date joined;
};

/// A day of a member, as a window sees it.
struct moment_of {
    loyalty::calendar<> calendar{};
    calendar_day day;
    instant previous;
    anna profile;

    constexpr moment_of(date last, date now, anna member_of)
        : day{calendar_day::at(loyalty::calendar<>{}, noon(now))}, previous{noon(last)}, profile{member_of} {}

    constexpr date today() const noexcept { return day.today(); }
    constexpr date date_of_previous() const noexcept { return calendar.business_date(previous); }
    template <class Fact>
    constexpr auto member(Fact fact) const noexcept {
        return fact(profile);
    }
};

constexpr anna joined_in_january{"2025-01-15"_date};

/// What is counted on some days of one unit each, after the last.
template <class Window>
constexpr std::int64_t counted(const Window& window, std::initializer_list<date> days,
                               anna member = joined_in_january) {
    typename Window::count count{};
    date last = *days.begin();
    for (const date day : days) {
        const moment_of now{last, day, member};
        window.advance(count, now);
        if (window.is_open(now) && count.add_overflows(1)) {
            return -1;
        }
        last = day;
    }
    return count.total();
}

template <class Window>
constexpr bool opens(const Window& window, date day, anna member = joined_in_january) {
    return window.is_open(moment_of{day, day, member});
}

constexpr bool overflows_after(std::int64_t first, std::int64_t second) {
    running_count running;
    rolling_count<3> rolling;
    const bool early = running.add_overflows(first) || rolling.add_overflows(first);
    const bool one = running.add_overflows(second);
    const bool other = rolling.add_overflows(second);
    return !early && one && other;
}

/// A rolling count of three periods with 10, 20 and 30 in them.
constexpr rolling_count<3> ten_twenty_thirty() {
    rolling_count<3> count;
    for (std::int32_t period = 100; period < 103; ++period) {
        count.advance_to(period);
        static_cast<void>(count.add_overflows((period - 99) * 10));
    }
    return count;
}

constexpr std::int64_t left_after_taking(std::int64_t paid, std::int32_t then) {
    rolling_count<3> count = ten_twenty_thirty();
    count.take(paid);
    count.advance_to(then);
    return count.total();
}

/// A count of three periods, 102 the newest, as bytes may claim it.
constexpr rolling_count<3> claimed(std::int64_t first, std::int64_t second, std::int64_t third, std::int64_t sum) {
    return {.sums = {first, second, third}, .sum = sum, .newest = 102};
}

/// A count from which something was paid.
constexpr rolling_count<3> taken(rolling_count<3> count, std::int64_t paid) {
    count.take(paid);
    return count;
}

/// Returns true if adding to a count of three periods, 102 the newest, does not fit.
constexpr bool add_overflows(rolling_count<3> count, std::int64_t more) {
    return count.add_overflows(more);
}
constexpr bool add_at_overflows(rolling_count<3> count, std::int32_t period, std::int64_t more) {
    return count.add_at_overflows(period, more);
}

/// Returns true if something leaves the window when `period` is the newest.
constexpr bool forgets(rolling_count<3> count, std::int32_t period) {
    return count.advance_to(period);
}

/// What is left when the oldest period has left the window.
constexpr std::int64_t left_a_period_later(rolling_count<3> count) {
    count.advance_to(103);
    return count.total();
}

/// A count after an event was taken out of it that made `with` of `without`.
constexpr rolling_count<3> reverted(rolling_count<3> now, rolling_count<3> with, rolling_count<3> without) {
    return now.revert_overflows(with, without) ? rolling_count<3>{} : now;
}

constexpr rolling_count<3> settled(rolling_count<3> count) {
    count.settle();
    return count;
}

} // namespace

TEST_SUITE("rules/counting_window") {
    TEST_CASE("sizes are those of the table") {
        static_assert(sizeof(one_basket::count) == 8);
        static_assert(sizeof(lifetime::count) == 8);
        static_assert(sizeof(calendar_window::count) == 8);
        static_assert(sizeof(membership_year::count) == 16);
        static_assert(sizeof(first_months::count) == 8);
        static_assert(sizeof(campaign::count) == 8);
        static_assert(sizeof(rolling_days<30>::count) == 8 * 30 + 16);
        static_assert(sizeof(rolling_months<12>::count) == 8 * 12 + 16);
    }

    TEST_CASE("one basket counts each purchase for itself") {
        CHECK_TWICE(counted(one_basket{}, {"2025-03-10"_date, "2025-03-10"_date, "2025-03-11"_date}) == 1);
    }

    TEST_CASE("a lifetime counts all") {
        CHECK_TWICE(counted(lifetime{}, {"2025-03-10"_date, "2025-03-10"_date, "2099-03-11"_date}) == 3);
    }

    TEST_CASE("calendar periods of each length") {
        constexpr auto in = [](period_unit unit, date first, date second) {
            return counted(calendar_window{unit}, {first, first, second});
        };
        CHECK_TWICE(in(period_unit::day, "2025-03-10"_date, "2025-03-10"_date) == 3);
        CHECK_TWICE(in(period_unit::day, "2025-03-10"_date, "2025-03-11"_date) == 1);
        CHECK_TWICE(in(period_unit::week, "2025-03-10"_date, "2025-03-16"_date) == 3);
        CHECK_TWICE(in(period_unit::week, "2025-03-16"_date, "2025-03-17"_date) == 1);
        CHECK_TWICE(in(period_unit::month, "2025-03-01"_date, "2025-03-31"_date) == 3);
        CHECK_TWICE(in(period_unit::month, "2025-03-31"_date, "2025-04-01"_date) == 1);
        CHECK_TWICE(in(period_unit::month, "2024-03-31"_date, "2025-03-31"_date) == 1);
        CHECK_TWICE(in(period_unit::quarter, "2025-01-01"_date, "2025-03-31"_date) == 3);
        CHECK_TWICE(in(period_unit::quarter, "2025-03-31"_date, "2025-04-01"_date) == 1);
        CHECK_TWICE(in(period_unit::year, "2025-01-01"_date, "2025-12-31"_date) == 3);
        CHECK_TWICE(in(period_unit::year, "2025-12-31"_date, "2026-01-01"_date) == 1);
    }

    TEST_CASE("a year of membership begins with the anniversary") {
        CHECK_TWICE(counted(membership_year{}, {"2025-01-15"_date, "2026-01-14"_date}) == 2);
        CHECK_TWICE(counted(membership_year{}, {"2025-01-15"_date, "2026-01-15"_date}) == 1);
        CHECK_TWICE(counted(membership_year{}, {"2026-01-14"_date, "2026-01-15"_date}) == 1);
        CHECK_TWICE(membership_year::year_began("2025-01-15"_date, "2027-01-14"_date) == "2026-01-15"_date);
        CHECK_TWICE(membership_year::year_began("2025-01-15"_date, "2027-01-15"_date) == "2027-01-15"_date);
    }

    TEST_CASE("who joined on 29 February renews on the 28th in other years (S13)") {
        constexpr anna leapling{"2024-02-29"_date};
        CHECK_TWICE(membership_year::year_began(leapling.joined, "2025-02-27"_date) == "2024-02-29"_date);
        CHECK_TWICE(membership_year::year_began(leapling.joined, "2025-02-28"_date) == "2025-02-28"_date);
        CHECK_TWICE(membership_year::year_began(leapling.joined, "2028-02-28"_date) == "2027-02-28"_date);
        CHECK_TWICE(membership_year::year_began(leapling.joined, "2028-02-29"_date) == "2028-02-29"_date);
        CHECK_TWICE(counted(membership_year{}, {"2025-02-27"_date, "2025-02-28"_date}, leapling) == 1);
        CHECK_TWICE(counted(membership_year{}, {"2028-02-27"_date, "2028-02-28"_date}, leapling) == 2);
    }

    TEST_CASE("the first months from joining, then nothing") {
        CHECK_TWICE(!opens(first_months{3}, "2025-01-14"_date));
        CHECK_TWICE(opens(first_months{3}, "2025-01-15"_date));
        CHECK_TWICE(opens(first_months{3}, "2025-04-14"_date));
        CHECK_TWICE(!opens(first_months{3}, "2025-04-15"_date));
        constexpr anna at_month_end{"2025-01-31"_date};
        CHECK_TWICE(opens(first_months{1}, "2025-02-27"_date, at_month_end));
        CHECK_TWICE(!opens(first_months{1}, "2025-02-28"_date, at_month_end));
        CHECK_TWICE(opens(first_months{2}, "2025-03-30"_date, at_month_end));
        CHECK_TWICE(counted(first_months{3}, {"2025-01-15"_date, "2025-04-14"_date, "2025-04-15"_date}) == 2);
    }

    TEST_CASE("a campaign between two dates, outside nothing") {
        constexpr campaign may{{"2025-05-01"_date, "2025-06-01"_date}};
        CHECK_TWICE(!opens(may, "2025-04-30"_date));
        CHECK_TWICE(opens(may, "2025-05-01"_date));
        CHECK_TWICE(opens(may, "2025-05-31"_date));
        CHECK_TWICE(!opens(may, "2025-06-01"_date));
        CHECK_TWICE(counted(may, {"2025-04-30"_date, "2025-05-01"_date, "2025-05-31"_date, "2025-06-01"_date}) == 2);
    }

    TEST_CASE("rolling days: today and those before") {
        using month = rolling_days<30>;
        CHECK_TWICE(counted(month{}, {"2025-03-01"_date, "2025-03-30"_date}) == 2);
        CHECK_TWICE(counted(month{}, {"2025-03-01"_date, "2025-03-31"_date}) == 1);
        CHECK_TWICE(counted(month{}, {"2025-03-01"_date, "2025-03-15"_date, "2025-03-31"_date}) == 2);
        CHECK_TWICE(counted(month{}, {"2025-03-01"_date, "2025-03-15"_date, "2026-03-15"_date}) == 1);
        CHECK_TWICE(counted(rolling_days<1>{}, {"2025-03-01"_date, "2025-03-01"_date}) == 2);
        CHECK_TWICE(counted(rolling_days<1>{}, {"2025-03-01"_date, "2025-03-02"_date}) == 1);
        CHECK_TWICE(counted(month{}, {"1969-12-20"_date, "1970-01-18"_date}) == 2); // across day 0
        CHECK_TWICE(counted(month{}, {"1969-12-20"_date, "1970-01-19"_date}) == 1);
    }

    TEST_CASE("rolling months: this one and those before") {
        using year = rolling_months<12>;
        CHECK_TWICE(counted(year{}, {"2024-04-01"_date, "2025-03-31"_date}) == 2);
        CHECK_TWICE(counted(year{}, {"2024-03-31"_date, "2025-03-01"_date}) == 1);
        CHECK_TWICE(counted(rolling_months<1>{}, {"2025-03-01"_date, "2025-03-31"_date}) == 2);
        CHECK_TWICE(counted(rolling_months<1>{}, {"2025-03-31"_date, "2025-04-01"_date}) == 1);
    }

    TEST_CASE("what has been paid for is taken from the oldest") {
        CHECK_TWICE(left_after_taking(0, 102) == 60);
        CHECK_TWICE(left_after_taking(0, 103) == 50);
        CHECK_TWICE(left_after_taking(0, 104) == 30);
        CHECK_TWICE(left_after_taking(0, 105) == 0);
        CHECK_TWICE(left_after_taking(15, 102) == 45);
        CHECK_TWICE(left_after_taking(15, 103) == 45);
        CHECK_TWICE(left_after_taking(15, 104) == 30);
        CHECK_TWICE(left_after_taking(40, 104) == 20);
        CHECK_TWICE(left_after_taking(60, 102) == 0);
        CHECK_TWICE(left_after_taking(1, 103) == 50);
        CHECK_TWICE(left_after_taking(40, 105) == 0);
        CHECK_TWICE(taken(claimed(30, 10, 20, 60), 1) == claimed(30, 9, 20, 59));
        CHECK_TWICE(taken(claimed(30, 10, -20, 20), 10) == claimed(30, 0, -20, 10));
        CHECK_TWICE(taken(claimed(30, 10, 20, 60), 60) == claimed(0, 0, 0, 0));
    }

    TEST_CASE("when a rolling sum falls below a threshold, if nothing is added") {
        constexpr rolling_count<3> count = ten_twenty_thirty();
        CHECK_TWICE(count.falls_below(61) == 102);
        CHECK_TWICE(count.falls_below(60) == 103);
        CHECK_TWICE(count.falls_below(51) == 103);
        CHECK_TWICE(count.falls_below(50) == 104);
        CHECK_TWICE(count.falls_below(30) == 105);
        CHECK_TWICE(count.falls_below(1) == 105);
    }

    TEST_CASE("when the sum of any other window does") {
        constexpr moment_of now{"2025-03-01"_date, "2025-03-10"_date, joined_in_january};
        constexpr running_count five{5};
        CHECK_TWICE(lifetime{}.falls_below(five, 5, now) == date::maximum());
        CHECK_TWICE(one_basket{}.falls_below(five, 5, now) == "2025-03-02"_date);
        CHECK_TWICE(first_months{3}.falls_below(five, 5, now) == "2025-04-15"_date);
        CHECK_TWICE(campaign{{"2025-03-01"_date, "2025-06-01"_date}}.falls_below(five, 5, now) == "2025-06-01"_date);
    }

    TEST_CASE("a sum that passes 64 bits says so") {
        CHECK_TWICE(overflows_after(INT64_MAX, 1));
        CHECK_TWICE(overflows_after(1, INT64_MAX));
        CHECK_TWICE(!overflows_after(INT64_MAX, 0));
        // The sum alone, and the slot of 102 or of 101 alone.
        CHECK_TWICE(add_overflows(claimed(0, INT64_MAX, 0, INT64_MAX), 1));
        CHECK_TWICE(add_overflows(claimed(INT64_MAX, -5, 0, INT64_MAX - 5), 1));
        CHECK_TWICE(!add_overflows(claimed(INT64_MAX - 1, -5, 0, INT64_MAX - 6), 1));
        CHECK_TWICE(add_at_overflows(claimed(0, INT64_MAX, 0, INT64_MAX), 101, 1));
        CHECK_TWICE(add_at_overflows(claimed(0, -5, INT64_MAX, INT64_MAX - 5), 101, 1));
        CHECK_TWICE(!add_at_overflows(claimed(0, -5, INT64_MAX - 1, INT64_MAX - 6), 101, 1));
    }

    TEST_CASE("a rolling count is valid if its sum is that of its slots") {
        CHECK_TWICE(claimed(10, 20, 30, 60).is_valid());
        CHECK_TWICE(!claimed(10, 20, 30, 61).is_valid());
        CHECK_TWICE(!claimed(10, 20, 31, 60).is_valid());
        CHECK_TWICE(!claimed(10, 4'000'000'000'000'000'000, 30, 60).is_valid());
        CHECK_TWICE(claimed(10, -20, 5, -5).is_valid());
        constexpr date last = date::maximum();
        CHECK_TWICE(rolling_count<3>{.newest = last.days_since_epoch}.is_valid());
        CHECK_TWICE(!rolling_count<3>{.newest = last.days_since_epoch + 1}.is_valid());
        constexpr date first = date::minimum();
        CHECK_TWICE(rolling_count<3>{.newest = first.days_since_epoch}.is_valid());
        CHECK_TWICE(!rolling_count<3>{.newest = first.days_since_epoch - 1}.is_valid());
        CHECK_TWICE(rolling_count<3>{} == rolling_count<3>{.sums = {0, 0, 0}, .sum = 0, .newest = 0});
    }

    TEST_CASE("a rolling count says whether something has left it") {
        constexpr auto count = ten_twenty_thirty();
        CHECK_TWICE(!forgets(count, 101));
        CHECK_TWICE(!forgets(count, 102));
        CHECK_TWICE(forgets(count, 103));
        CHECK_TWICE(!forgets(taken(count, 10), 103));
        CHECK_TWICE(forgets(count, 105));
        CHECK_TWICE(!forgets(rolling_count<3>{}, 105));
    }

    TEST_CASE("slots that pass 64 bits together end no loop late, and overflow nothing") {
        // Three slots of 2^63 - 1 sum up to 2^63 - 3 modulo 2^64.
        constexpr auto full = claimed(INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX - 2);
        CHECK_TWICE(full.is_valid());
        CHECK_TWICE(full.falls_below(1) == 103);
        CHECK_TWICE(left_a_period_later(full) == -2);
        constexpr auto mixed = claimed(INT64_MIN, INT64_MIN, 7, 7);
        CHECK_TWICE(mixed.is_valid());
        CHECK_TWICE(mixed.falls_below(1) == 103);
        CHECK_TWICE(settled(mixed).total() == 7);
        CHECK_TWICE(settled(mixed).is_valid());
    }

    TEST_CASE("what an event has done to a count is taken out, as far as it still counts") {
        // 100 stands in slot 1, 101 in slot 2, and 99 and 102 in slot 0. The event is of 101, and added 15 there.
        constexpr rolling_count<3> with{.sums = {7, 10, 20}, .sum = 37, .newest = 101};
        constexpr rolling_count<3> without{.sums = {7, 10, 5}, .sum = 22, .newest = 101};
        CHECK_TWICE(reverted(claimed(30, 10, 20, 60), with, without) == claimed(30, 10, 5, 45));
        // It took 4 of 99, which has left, and 3 of 100.
        constexpr rolling_count<3> taken{.sums = {3, 7, 20}, .sum = 30, .newest = 101};
        CHECK_TWICE(reverted(claimed(30, 7, 20, 57), taken, with) == claimed(30, 10, 20, 60));
        // Two periods later 100 has left as well, and 103 stands in its slot.
        constexpr rolling_count<3> later{.sums = {30, 40, 20}, .sum = 90, .newest = 103};
        CHECK_TWICE(reverted(later, taken, with) == later);
    }

    TEST_CASE("periods below zero draw on the others, the oldest first") {
        // 102 stands in slot 0, 100 in slot 1, 101 in slot 2.
        CHECK_TWICE(settled(claimed(-5, 20, 30, 45)) == claimed(0, 15, 30, 45));
        CHECK_TWICE(settled(claimed(30, 20, -25, 25)) == claimed(25, 0, 0, 25));
        CHECK_TWICE(settled(claimed(30, 20, -5, 45)) == claimed(30, 15, 0, 45));
        CHECK_TWICE(settled(claimed(10, 20, -35, -5)) == claimed(-5, 0, 0, -5));
    }

    TEST_CASE("what was counted at an instant still counts from the first second of the window on") {
        constexpr moment_of now{"2025-03-09"_date, "2025-03-10"_date, joined_in_january};
        CHECK_TWICE(calendar_window{period_unit::month}.still_counts(now, "2025-03-01T00:00"_utc));
        CHECK_TWICE(!calendar_window{period_unit::month}.still_counts(now, "2025-02-28T23:59:59"_utc));
        CHECK_TWICE(rolling_days<30>{}.still_counts(now, "2025-02-09T00:00"_utc));
        CHECK_TWICE(!rolling_days<30>{}.still_counts(now, "2025-02-08T23:59:59"_utc));
        CHECK_TWICE(membership_year{}.still_counts(now, "2025-01-15T00:00"_utc));
        CHECK_TWICE(!membership_year{}.still_counts(now, "2025-01-14T23:59:59"_utc));
        CHECK_TWICE(lifetime{}.still_counts(now, instant::minimum()));
        CHECK_TWICE(!one_basket{}.still_counts(now, "2025-03-10T12:00"_utc));
    }

    TEST_CASE("only windows that start anew say that they did") {
        constexpr moment_of next_year{"2025-01-10"_date, "2026-03-10"_date, joined_in_january};
        constexpr auto renews = [=](const auto& window, auto count) { return window.advance(count, next_year); };
        CHECK_TWICE(renews(calendar_window{period_unit::year}, running_count{5}));
        CHECK_TWICE(renews(one_basket{}, running_count{5}));
        CHECK_TWICE(renews(membership_year{}, membership_count{5, 0}));
        CHECK_TWICE(!renews(membership_year{}, membership_count{5, 1}));
        CHECK_TWICE(!renews(lifetime{}, running_count{5}));
        CHECK_TWICE(!renews(first_months{3}, running_count{5}));
        CHECK_TWICE(!renews(campaign{{"2025-05-01"_date, "2025-06-01"_date}}, running_count{5}));
    }

    TEST_CASE("a year of membership counts the years since joining, and gives back what was paid for") {
        constexpr moment_of now{"2025-03-09"_date, "2025-03-10"_date, joined_in_january};
        CHECK_TWICE(membership_year{}.period_at(now, "2025-03-10"_date) == 0);
        CHECK_TWICE(membership_year{}.period_at(now, "2027-01-15"_date) == 2);
        CHECK_TWICE(membership_count{} == membership_count{0, -1});
        constexpr auto left = [] {
            membership_count count{30, 2};
            count.take(10);
            return count;
        };
        CHECK_TWICE(left() == membership_count{20, 2});
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](const auto& window) { return std::string_view{problem_of(window)}; };
        CHECK_TWICE(problem(first_months{0}) == "first_months: give at least one month");
        CHECK_TWICE(problem(campaign{{"2025-06-01"_date, "2025-06-01"_date}}) ==
                    "campaign: the window ends before it starts: give a later end");
        CHECK_TWICE(problem_of(lifetime{}) == nullptr);
        CHECK_TWICE(problem_of(one_basket{}) == nullptr);
        CHECK_TWICE(problem_of(calendar_window{}) == nullptr);
        CHECK_TWICE(problem_of(membership_year{}) == nullptr);
        CHECK_TWICE(problem_of(first_months{1}) == nullptr);
        CHECK_TWICE(problem_of(rolling_days<30>{}) == nullptr);
    }
}
