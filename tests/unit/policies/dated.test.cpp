// SPDX-License-Identifier: BSL-1.0
//
// Lots with dates of their own: points of a campaign in the account of all others.
#include <loyalty/policies/dated.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using sale = purchase<currency::usd>;
using spending = redemption<unit::points>;

namespace {

constexpr round_off whole{rounding::floor};
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, whole};
constexpr date_window june{"2025-06-01"_date, "2025-07-01"_date};
constexpr auto of_june = dated{points{per_visit{100_points}.when(during(june))}};
constexpr auto year_account = lots<unit::points>{}.expiring(expires_end_of_year<1>{}).spare_buckets<46>();

// 1 point a dollar to the end of next year, and 100 points for a visit in June, which die after 30 days.
constexpr programme summer{a_point_a_dollar, of_june.expiring(expires_after_days<30>{30}), year_account};
using summer_type = std::remove_const_t<decltype(summer)>;

constexpr instant on_10_june = "2025-06-10T12:00"_utc;
constexpr instant on_11_june = "2025-06-11T12:00"_utc;
constexpr instant on_9_july = "2025-07-09T12:00"_utc;
constexpr instant on_10_july = "2025-07-10T12:00"_utc;

std::string number(std::int64_t value) {
    return std::to_string(value);
}

/// Keeps each movement as a line. Days count from 10 June 2025.
struct movement_log {
    std::vector<std::string> lines{};

    static std::string day(date of) { return number(of - "2025-06-10"_date); }
    static std::string from(std::span<const lot_slice> lots) {
        std::string text;
        for (const lot_slice& each : lots) {
            text += " " + number(each.amount) + "@" + day(each.dates.expires);
        }
        return text;
    }
    void on(const award<unit::points>& one) {
        lines.push_back(number(one.rule) + " award " + number(one.granted.minor_units()));
    }
    void on(const credited<unit::points>& one) {
        lines.push_back(number(one.rule) + " credited " + number(one.amount_credited.minor_units()) + " from " +
                        day(one.dates.active_from) + " until " + day(one.dates.expires) +
                        (one.filled_debt == 0_points ? "" : ", debt " + number(one.filled_debt.minor_units())));
    }
    void on(const taken_back<unit::points>& one) {
        const auto& parts = one.parts;
        lines.push_back(number(one.rule) + " taken " + number(one.asked.minor_units()) + ": lot " +
                        number(parts.from_lot.minor_units()) + ", expired " + number(parts.from_expired.minor_units()) +
                        ", others " + number(parts.from_others.minor_units()) + ", owed " +
                        number(parts.owed.minor_units()) + ", of" + from(one.lots));
    }
    void on(const spent<unit::points>& one) {
        lines.push_back(number(one.rule) + " spent " + number(one.amount_spent.minor_units()) + " of" + from(one.lots));
    }
};
using log_lines = std::vector<std::string>;

template <class Programme, class Event>
log_lines log_of(const Programme& rules, member<Programme>& own, const Event& event) {
    movement_log log;
    apply(rules, own, event, no_profile{}, log);
    return log.lines;
}

template <class Programme>
balances<unit::points> books(const Programme& rules, const member<Programme>& own, instant at) {
    return balances_of<unit::points>(rules, own, at);
}

/// 5 points until Christmas.
struct until_christmas {
    using rewards = units<unit::points>;
    template <class Account>
    static constexpr std::size_t lot_buckets = 1;
    template <class Account>
    constexpr lot_dates dates_of(const Account& account, date earned_on) const {
        return {account.dates_of(earned_on).active_from, "2025-12-25"_date};
    }
    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const {
        visit.grant(5_points);
    }
};

/// As many points as cents.
struct flood {
    using rewards = units<unit::points>;
    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const {
        visit.grant(amount<unit::points>::from_minor_units(visit.event.net.minor_units()));
    }
};

} // namespace

TEST_SUITE("policies/dated") {
    TEST_CASE("40 points for a year and 100 for 30 days: one outcome, two lots of one account") {
        member<summer_type> anna;
        movement_log log;
        const auto gave = apply(summer, anna, sale{.id = 1, .time = on_10_june, .net = 40_usd}, no_profile{}, log);
        CHECK(gave.granted<unit::points>() == 140_points);
        // 1 January 2027 is 570 days after 10 June 2025.
        CHECK(log.lines == log_lines{"0 award 40", "1 award 100", "1 credited 100 from 0 until 30",
                                     "2 credited 40 from 0 until 570"});
        CHECK(books(summer, anna, on_9_july).available == 140_points);
        CHECK(books(summer, anna, on_10_july).available == 40_points);
        CHECK(books(summer, anna, on_10_july).expired == 100_points);
    }

    TEST_CASE("without a sink the books are the same; outside the campaign there is one lot") {
        member<summer_type> heard;
        member<summer_type> silent;
        const sale bought{.id = 1, .time = on_10_june, .net = 40_usd};
        log_of(summer, heard, bought);
        apply(summer, silent, bought);
        CHECK(heard == silent);
        CHECK(log_of(summer, silent, sale{.id = 2, .time = on_10_july, .net = 7_usd}) ==
              log_lines{"0 award 7", "2 credited 7 from 30 until 570"});
        CHECK(log_of(summer, silent, sale{.id = 3, .time = on_10_july, .net = 0.50_usd}).empty());
    }

    TEST_CASE("points that expire first are spent first") {
        member<summer_type> anna;
        apply(summer, anna, sale{.id = 1, .time = on_10_june, .net = 40_usd});
        CHECK(log_of(summer, anna, spending{.id = 2, .time = on_11_june, .amount = 110_points}) ==
              log_lines{"2 spent 110 of 100@30 10@570"});
    }

    TEST_CASE("a return takes each award from its own lot, not from others") {
        member<summer_type> anna;
        apply(summer, anna, sale{.id = 1, .time = on_10_june, .net = 500_usd}); // 500 and 100 with the same dates
        auto sold = apply_with_receipt(summer, anna, sale{.id = 2, .time = on_11_june, .net = 40_usd});
        CHECK(log_of(summer, anna, sold.receipt.returned({.id = 3, .time = on_11_june})) ==
              log_lines{"255 award -140", "1 taken 100: lot 100, expired 0, others 0, owed 0, of 100@31",
                        "2 taken 40: lot 40, expired 0, others 0, owed 0, of 40@570"});
        CHECK(books(summer, anna, on_10_july).available == 500_points); // the campaign's lot of the 10th is dead
        CHECK(books(summer, anna, on_10_july).expired == 100_points);
    }

    TEST_CASE("a return in parts: the visit keeps its bonus to the last") {
        member<summer_type> anna;
        auto sold = apply_with_receipt(summer, anna, sale{.id = 1, .time = on_10_june, .net = 40_usd});
        CHECK(log_of(summer, anna,
                     sold.receipt.returned({.id = 2, .time = on_10_june},
                                           sale{.id = 1, .time = on_10_june, .net = 15.50_usd})) ==
              log_lines{"255 award -25", "2 taken 25: lot 25, expired 0, others 0, owed 0, of 25@570"});
        CHECK(log_of(summer, anna, sold.receipt.returned({.id = 3, .time = on_10_june})) ==
              log_lines{"255 award -115", "1 taken 100: lot 100, expired 0, others 0, owed 0, of 100@30",
                        "2 taken 15: lot 15, expired 0, others 0, owed 0, of 15@570"});
        CHECK(books(summer, anna, on_10_june).total() == 0_points);
    }

    TEST_CASE("of a bonus that was spent in part: what is left of it, then others, then debt") {
        member<summer_type> anna;
        auto sold = apply_with_receipt(summer, anna, sale{.id = 1, .time = on_10_june, .net = 40_usd});
        apply(summer, anna, spending{.id = 2, .time = on_10_june, .amount = 80_points}); // of the 100
        CHECK(log_of(summer, anna, sold.receipt.returned({.id = 3, .time = on_10_june})) ==
              log_lines{"255 award -140", "1 taken 100: lot 20, expired 0, others 0, owed 80, of 20@30",
                        "2 taken 40: lot 40, expired 0, others 0, owed 0, of 40@570"});
        CHECK(books(summer, anna, on_10_june).debt == 80_points);
        CHECK(log_of(summer, anna, sale{.id = 4, .time = on_11_june, .net = 40_usd}) ==
              log_lines{"0 award 40", "1 award 100", "1 credited 100 from 1 until 31, debt 80",
                        "2 credited 40 from 1 until 570"});
        CHECK(books(summer, anna, on_11_june).available == 60_points);
    }

    TEST_CASE("a bonus that has expired is taken back without debt") {
        member<summer_type> anna;
        auto sold = apply_with_receipt(summer, anna, sale{.id = 1, .time = on_10_june, .net = 40_usd});
        CHECK(log_of(summer, anna, sold.receipt.returned({.id = 2, .time = on_10_july})) ==
              log_lines{"255 award -140", "1 taken 100: lot 0, expired 100, others 0, owed 0, of 100@30",
                        "2 taken 40: lot 40, expired 0, others 0, owed 0, of 40@570"});
        CHECK(books(summer, anna, on_10_july).expired == 0_points);
        CHECK(books(summer, anna, on_10_july).clawed_back == 140_points);
    }

    TEST_CASE("an activation of its own: pending for 14 days, in an account where all others can be spent at once") {
        constexpr programme later{a_point_a_dollar,
                                  of_june.activating(activates_after_days<14>{}).expiring(expires_after_days<30>{30}),
                                  year_account};
        member<std::remove_const_t<decltype(later)>> anna;
        CHECK(log_of(later, anna, sale{.id = 1, .time = on_10_june, .net = 40_usd}) ==
              log_lines{"0 award 40", "1 award 100", "1 credited 100 from 14 until 44",
                        "2 credited 40 from 0 until 570"});
        CHECK(books(later, anna, "2025-06-23T23:59"_utc).pending == 100_points);
        CHECK(books(later, anna, "2025-06-23T23:59"_utc).available == 40_points);
        CHECK(books(later, anna, "2025-06-24T00:00"_utc).available == 140_points);
        CHECK(books(later, anna, "2025-07-23T23:59"_utc).available == 140_points);
        CHECK(books(later, anna, "2025-07-24T00:00"_utc).available == 40_points);
    }

    TEST_CASE("one of the two of its own: the other is that of the account") {
        constexpr auto waiting_account = lots<unit::points>{}
                                             .expiring(expires_end_of_month<6>{})
                                             .activating(activates_after_days<5>{})
                                             .spare_buckets<40>();
        constexpr auto soon = of_june.expiring(expires_after_days<30>{30});
        constexpr auto at_first = of_june.activating(at_once{});
        constexpr date day = "2025-06-10"_date;
        CHECK(waiting_account.dates_of(day) == lot_dates{"2025-06-15"_date, "2026-01-01"_date});
        CHECK(soon.dates_of(waiting_account, day) == lot_dates{"2025-06-15"_date, "2025-07-15"_date});
        CHECK(at_first.dates_of(waiting_account, day) == lot_dates{day, "2026-01-01"_date});
        CHECK(soon.lot_buckets<std::remove_const_t<decltype(waiting_account)>> == 35);
        CHECK(at_first.lot_buckets<std::remove_const_t<decltype(waiting_account)>> == 0);
        CHECK(programme{a_point_a_dollar, soon, waiting_account}.problem().sentence == nullptr);
    }

    TEST_CASE("any policy: a threshold that a later sale reaches, and a card") {
        constexpr programme games{
            a_point_a_dollar, dated{spend_threshold{250_points, once(150_usd)}}.expiring(expires_after_days<10>{10}),
            dated{stamp_card{2}.awards(50_points, 1_badges)}.expiring(expires_after_days<5>{5}), year_account};
        member<std::remove_const_t<decltype(games)>> anna;
        CHECK(log_of(games, anna, sale{.id = 1, .time = on_10_june, .net = 100_usd}) ==
              log_lines{"0 award 100", "3 credited 100 from 0 until 570"});
        CHECK(progress<1>(games, anna, on_10_june).missing == 50_usd);
        auto second = apply_with_receipt(games, anna, sale{.id = 2, .time = on_11_june, .net = 60_usd});
        CHECK(second.outcome.granted<unit::points>() == 360_points);
        CHECK(second.outcome.granted<unit::badges>() == 1_badges);
        // The threshold and the card correct their counts themselves, and the award goes back as a whole.
        CHECK(log_of(games, anna, second.receipt.returned({.id = 3, .time = on_11_june})) ==
              log_lines{"255 award -360", "1 taken 250: lot 250, expired 0, others 0, owed 0, of 250@11",
                        "2 taken 50: lot 50, expired 0, others 0, owed 0, of 50@6",
                        "3 taken 60: lot 60, expired 0, others 0, owed 0, of 60@570"});
        CHECK(anna.balance<unit::badges>() == 0_badges);
    }

    TEST_CASE("a correction by count takes from the lot of its policy too") {
        constexpr programme games{
            a_point_a_dollar, dated{spend_threshold{250_points, once(150_usd)}}.expiring(expires_after_days<10>{10}),
            year_account};
        member<std::remove_const_t<decltype(games)>> anna;
        auto first = apply_with_receipt(games, anna, sale{.id = 1, .time = on_10_june, .net = 100_usd});
        apply(games, anna, sale{.id = 2, .time = on_10_june, .net = 60_usd}); // reaches 150.00 on the same day
        CHECK(log_of(games, anna, first.receipt.returned({.id = 3, .time = on_10_june})) ==
              log_lines{"1 award -250", "255 award -100",
                        "1 taken 250: lot 250, expired 0, others 0, owed 0, of 250@10",
                        "2 taken 100: lot 100, expired 0, others 0, owed 0, of 100@570"});
        CHECK(books(games, anna, on_10_june).available == 60_points);
    }

    TEST_CASE("a conversion and a list of rules may have dates of their own") {
        using list = rule_list<2, std::remove_const_t<decltype(a_point_a_dollar)>>;
        list rules;
        REQUIRE(rules.push_back(a_point_a_dollar));
        const programme shop{stamp_card{1}.awards(1_stamps),
                             dated{conversion{2_stamps, 30_points}}.expiring(expires_after_days<3>{3}),
                             dated{rules}.expiring(expires_after_days<7>{7}), year_account};
        REQUIRE(shop.problem().sentence == nullptr);
        member<std::remove_const_t<decltype(shop)>> anna;
        apply(shop, anna, sale{.id = 1, .time = on_10_june, .net = 5_usd});
        CHECK(log_of(shop, anna, sale{.id = 2, .time = on_10_june, .net = 6_usd}) ==
              log_lines{"1 award 30", "2 award 6", "1 credited 30 from 0 until 3", "2 credited 6 from 0 until 7"});
    }

    TEST_CASE("a policy of one's own has dates of its own") {
        constexpr programme shop{a_point_a_dollar, until_christmas{}, year_account};
        member<std::remove_const_t<decltype(shop)>> anna;
        CHECK(log_of(shop, anna, sale{.id = 1, .time = on_10_june, .net = 3_usd}) ==
              log_lines{"0 award 3", "1 award 5", "1 credited 5 from 0 until 198", "2 credited 3 from 0 until 570"});
    }

    TEST_CASE("in an account of instants: a bonus of an hour") {
        constexpr programme hour{
            a_point_a_dollar,
            dated{points{per_visit{10_points}}}.expiring(expires_after_seconds<61>{3'600}.in_steps_of(60)),
            lots<unit::points>{}.timed().spare_buckets<63>()};
        member<std::remove_const_t<decltype(hour)>> anna;
        apply(hour, anna, sale{.id = 1, .time = on_10_june, .net = 3_usd});
        CHECK(books(hour, anna, "2025-06-10T12:59:59"_utc).available == 13_points);
        CHECK(books(hour, anna, "2025-06-10T13:00:00"_utc).available == 3_points);
    }

    TEST_CASE("a later lot that does not fit refuses the whole event, and the first is not booked either") {
        constexpr programme shop{flood{}, of_june.expiring(expires_after_days<30>{30}), year_account};
        member<std::remove_const_t<decltype(shop)>> anna;
        const auto almost_all =
            money<currency::usd>::from_minor_units(amount<unit::points>::largest().minor_units() - 250);
        CHECK(apply(shop, anna, sale{.id = 1, .time = on_10_june, .net = almost_all}).accepted()); // and 100 of June
        const auto before = anna;
        const auto gave = apply(shop, anna, sale{.id = 2, .time = on_10_june, .net = 1_usd});
        CHECK(gave.refused == reason::amount_overflow);
        CHECK(anna == before);
    }

    TEST_CASE("dates that the account cannot have are a problem") {
        const auto problem = [](const auto& rules) {
            const char* const sentence = rules.problem().sentence;
            return std::string_view{sentence == nullptr ? "" : sentence};
        };
        const auto soon = of_june.expiring(expires_after_days<30>{30});
        const lots<unit::points> account{};
        CHECK(problem(programme{a_point_a_dollar, soon, account.spare_buckets<30>()}) == "");
        CHECK(
            problem(programme{a_point_a_dollar, soon, account.spare_buckets<29>()}) ==
            "dated: the account has too few buckets for the dates of its policies: give it as many as they have days "
            "of expiry and of activation together, by lots<Unit>{}.spare_buckets<count>(); for example, 30 days and 14 "
            "days need spare_buckets<44>()");
        CHECK(problem(programme{a_point_a_dollar, soon,
                                account.expiring(expires_on_inactivity::after_months(12)).spare_buckets<30>()}) ==
              "dated: an account that expires on inactivity has one clock for all lots: give it another expiry");
        CHECK(problem(programme{a_point_a_dollar, soon,
                                account.activating(activates_on_confirmation<5>{}).spare_buckets<40>()}) ==
              "dated: lots that wait for a confirmation have the dates of the account: give it another activation");
        CHECK(problem(programme{a_point_a_dollar, soon}) ==
              "dated: no account of this programme books what the policy grants: add lots<Unit>{} behind it");
        CHECK(problem(programme{a_point_a_dollar, of_june.expiring(expires_after_days<9>{30}),
                                account.spare_buckets<30>()}) ==
              "expires_after_days: fewer places than days: 90 days need expires_after_days<90>{90}");
        CHECK(
            problem(programme{a_point_a_dollar, dated{points{per_visit{0_points}}}.expiring(expires_after_days<30>{30}),
                              account.spare_buckets<30>()}) == "per_visit: the award must be above zero");
    }
}
