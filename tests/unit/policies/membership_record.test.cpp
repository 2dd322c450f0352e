// SPDX-License-Identifier: BSL-1.0
//
// Paid memberships by days (S43): renewal early and late, upgrade, downgrade, cancellation.
#include <loyalty/policies/membership_record.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <string_view>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::social;
using usd = currency::usd;

namespace {

constexpr membership_plan<usd> silver{.number = 1, .fee = 59_usd};
constexpr membership_plan<usd> gold{.number = 2, .fee = 119_usd};
constexpr membership_plan<usd> monthly{.number = 3, .fee = 9.99_usd, .months = 1};

using record = membership_record<usd>;

} // namespace

TEST_SUITE("policies/membership_record") {
    TEST_CASE("renewed early it extends from its end, renewed late it begins with the payment") {
        record anna;
        CHECK(anna.renew(gold, "2025-01-10"_date).days == date_window{"2025-01-10"_date, "2026-01-10"_date});
        const auto early = anna.renew(gold, "2025-12-20"_date);
        CHECK(early.days == date_window{"2026-01-10"_date, "2027-01-10"_date});
        CHECK(early.due == 119_usd);
        CHECK(anna.days() == date_window{"2025-01-10"_date, "2027-01-10"_date});

        record ben;
        ben.renew(gold, "2025-01-10"_date);
        CHECK(ben.renew(gold, "2026-02-01"_date).days == date_window{"2026-02-01"_date, "2027-02-01"_date});
        CHECK_FALSE(ben.is_active("2026-01-31"_date)); // the gap is not paid for
        CHECK(ben.days() == date_window{"2026-02-01"_date, "2027-02-01"_date});
    }

    TEST_CASE("months from 31 January: 28 February, and then 31 March") {
        record anna;
        CHECK(anna.renew(monthly, "2025-01-31"_date).days == date_window{"2025-01-31"_date, "2025-02-28"_date});
        CHECK(anna.renew(monthly, "2025-02-10"_date).days == date_window{"2025-02-28"_date, "2025-03-31"_date});
        CHECK(anna.renew(monthly, "2025-03-31"_date).days ==
              date_window{"2025-03-31"_date, "2025-04-30"_date}); // on the day it ends
        CHECK(anna.renew(monthly, "2025-05-02"_date).days == date_window{"2025-05-02"_date, "2025-06-02"_date}); // late
    }

    TEST_CASE("cancelled on 20 April: 265 of 365 days go back, 86.40 of 119.00") {
        record anna;
        anna.renew(gold, "2025-01-10"_date);
        auto ben = anna;
        ben.days_rounded = rounding::down;
        const auto back = anna.cancel("2025-04-20"_date); // 86.3972...
        CHECK(back.credited == 86.40_usd);
        CHECK(back.due == -86.40_usd);
        CHECK(back.days == date_window{"2025-01-10"_date, "2025-04-20"_date});
        CHECK_FALSE(anna.is_active("2025-04-20"_date));
        CHECK(anna.is_active("2025-04-19"_date) == false); // what has ended is not kept
        CHECK(ben.cancel("2025-04-20"_date).credited == 86.39_usd);

        // The used and the unused part sum to what was paid, on every day.
        constexpr paid_term<usd> year{2, {"2025-01-10"_date, "2026-01-10"_date}, 119_usd};
        CHECK(year.unused("2025-01-09"_date, rounding::half_up) == 119_usd);
        CHECK(year.unused("2025-01-10"_date, rounding::half_up) == 119_usd);
        CHECK(year.unused("2025-01-11"_date, rounding::half_up) == 118.67_usd); // 118.6739...
        CHECK(year.unused("2026-01-09"_date, rounding::half_up) == 0.33_usd);   // 0.3260...
        CHECK(year.unused("2026-01-10"_date, rounding::half_up) == 0_usd);
    }

    TEST_CASE("a plan without a length has twelve months; a term without days gives nothing back") {
        using plan_type = loyalty::social::membership_plan<currency::usd>;
        CHECK(plan_type{}.months == 12);
        const loyalty::social::paid_term<currency::usd> none{.days = {"2025-01-01"_date, "2025-01-01"_date},
                                                             .paid = 10_usd};
        CHECK(none.unused("2025-01-01"_date, rounding::half_up) == 0_usd);
    }

    TEST_CASE("a leap year has 366 days") {
        record anna;
        anna.renew(gold, "2023-07-01"_date);
        CHECK(anna.cancel("2024-02-29"_date).credited == 39.99_usd); // 123 of 366: 39.9918...
    }

    TEST_CASE("a renewal that has not begun goes back as a whole") {
        record anna;
        anna.renew(gold, "2025-01-10"_date);
        anna.renew(gold, "2025-12-20"_date);
        CHECK(anna.cancel("2025-12-31"_date).due == -122.26_usd); // 10 of 365 days are 3.2602..., and 119.00
        CHECK(anna.cancel("2025-12-31"_date).refused == membership_refusal::not_active);
    }

    TEST_CASE("an upgrade at once: 243 of 365 days of silver are credited, 39.28 of 59.00") {
        record anna;
        anna.renew(silver, "2025-03-01"_date);
        const auto gave = anna.upgrade(gold, "2025-07-01"_date); // 39.2794...
        CHECK(gave.fee == 119_usd);
        CHECK(gave.credited == 39.28_usd);
        CHECK(gave.due == 79.72_usd);
        CHECK(gave.days == date_window{"2025-07-01"_date, "2026-07-01"_date});
        CHECK(anna.plan_on("2025-07-01"_date) == 2);
        CHECK(anna.days() == date_window{"2025-07-01"_date, "2026-07-01"_date});
        CHECK(anna.upgrade(gold, "2026-07-01"_date).refused == membership_refusal::not_active);
    }

    TEST_CASE("a downgrade takes effect when what is paid ends") {
        record anna;
        anna.renew(gold, "2025-01-10"_date);
        const auto gave = anna.renew(silver, "2025-06-01"_date);
        CHECK(gave.due == 59_usd);
        CHECK(gave.days == date_window{"2026-01-10"_date, "2027-01-10"_date});
        CHECK(anna.plan_on("2026-01-09"_date) == 2);
        CHECK(anna.plan_on("2026-01-10"_date) == 1);
        CHECK(anna.plan_on("2027-01-10"_date) == 0);
    }

    TEST_CASE("B33: the calendar year of the payment, and the first day of the month in the next year") {
        constexpr membership_plan<usd> by_year{
            .fee = 20_usd, .ends = membership_end::end_of_calendar_year, .least_days = 30};
        record anna;
        CHECK(anna.renew(by_year, "2026-01-01"_date).days == date_window{"2026-01-01"_date, "2027-01-01"_date});
        CHECK(anna.renew(by_year, "2026-11-15"_date).days == date_window{"2027-01-01"_date, "2028-01-01"_date});
        record ben;
        const auto one_day = ben.renew(by_year, "2025-12-31"_date);
        CHECK(one_day.days == date_window{"2025-12-31"_date, "2026-01-01"_date});
        CHECK(one_day.is_short);
        CHECK_FALSE(record{}.renew(by_year, "2025-12-02"_date).is_short);

        constexpr membership_plan<usd> to_month{.fee = 20_usd, .ends = membership_end::first_day_of_month};
        CHECK(record{}.renew(to_month, "2020-07-05"_date).days.until == "2021-07-01"_date);
        CHECK(record{}.renew(to_month, "2020-12-03"_date).days.until == "2021-12-01"_date);
        record cleo;
        cleo.renew(to_month, "2020-07-05"_date);
        CHECK(cleo.renew(to_month, "2021-06-30"_date).days == date_window{"2021-07-01"_date, "2022-07-01"_date});
    }

    TEST_CASE("the programme hears of each change by an event, and ends the benefit at midnight of its zone") {
        constexpr calendar<dates::fixed_offset> berlin{dates::fixed_offset::hours(1)};
        constexpr programme prime{terms<dates::fixed_offset>{.calendar = berlin}, paid_membership{},
                                  points{per_visit{1_points}.when(membership_active())}};
        using prime_type = std::remove_const_t<decltype(prime)>;
        const auto visits = [&](const record& paid, instant paid_on, instant time) {
            member<prime_type> card;
            REQUIRE(apply(prime, card, paid.change({.id = 1, .time = paid_on}, berlin)).accepted());
            return apply(prime, card, purchase<usd>{.id = 2, .time = time, .net = 1_usd}).granted<unit::points>();
        };
        record anna;
        anna.renew(gold, "2025-01-10"_date);
        const instant paid_on = "2025-01-10T12:00"_utc;
        CHECK(visits(anna, paid_on, "2026-01-09T22:59:59"_utc) == 1_points);
        CHECK(visits(anna, paid_on, "2026-01-09T23:00:00"_utc) == 0_points);
        anna.cancel("2025-04-20"_date);
        CHECK(visits(anna, "2025-04-20T12:00"_utc, "2025-04-20T12:00"_utc) == 0_points);
    }

    TEST_CASE("bad input: one refusal each, and the record is as before") {
        membership_record<usd, 2> anna;
        const auto is_refused = [&](const membership_bill<usd>& gave, membership_refusal why,
                                    std::string_view sentence) {
            CHECK(gave.refused == why);
            CHECK(message(gave.refused) == sentence);
            CHECK(gave.due == 0_usd);
        };
        constexpr date today = "2025-01-10"_date;
        const auto before = anna;
        is_refused(anna.cancel(today), membership_refusal::not_active, "no membership runs on this day: renew it");
        is_refused(anna.upgrade(gold, today), membership_refusal::not_active,
                   "no membership runs on this day: renew it");
        is_refused(anna.renew({.fee = -1_usd}, today), membership_refusal::wrong_plan,
                   "the plan has a fee below zero, or no month: mend the plan");
        is_refused(anna.renew({.fee = 1_usd, .months = 0}, today), membership_refusal::wrong_plan,
                   "the plan has a fee below zero, or no month: mend the plan");
        is_refused(anna.renew(gold, "9999-06-01"_date), membership_refusal::out_of_range,
                   "a day lies beyond 9999, or a sum passes 64 bits: check the plan and the day");
        CHECK(anna == before);
        REQUIRE(anna.renew(gold, today).accepted());
        REQUIRE(anna.renew(gold, today).accepted());
        const auto full = anna;
        is_refused(anna.renew(gold, today), membership_refusal::too_many_terms,
                   "the record has no place for another term: give it more, or wait until one has ended");
        is_refused(anna.upgrade({.fee = -1_usd}, today), membership_refusal::wrong_plan,
                   "the plan has a fee below zero, or no month: mend the plan");
        CHECK(anna == full);
    }
}
