// SPDX-License-Identifier: BSL-1.0
#include <loyalty/ledger/lots.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/literals.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <utility>

using namespace loyalty;
using namespace loyalty::ledgers;
using points = amount<unit::points>;

namespace {

constexpr auto plain = lots<unit::points>{}.max_holds<4>();
constexpr auto monthly = plain.expiring(expires_end_of_month<6>{});
constexpr auto confirmed = monthly.activating(activates_on_confirmation<30>{});
constexpr auto waiting = monthly.activating(activates_after_days<14>{});
constexpr auto lively = plain.expiring(expires_on_inactivity::after_months(12));

template <class Rules>
using books = typename Rules::state;
using plain_books = books<decltype(plain)>;
using monthly_books = books<decltype(monthly)>;

constexpr reason done = reason::none;

/// Refused for that reason, and the books are as before.
template <class Books, class Operation>
bool refuses(Books& own, reason why, Operation operation) {
    const Books before = own;
    return operation() == why && own == before;
}

struct by_dates {
    bool operator()(const lot_dates& left, const lot_dates& right) const {
        return std::pair{left.expires, left.active_from} < std::pair{right.expires, right.active_from};
    }
};

/// Earns a point on each of 4,000 days, with no places to spare, and returns true if each has the expiry that was promised.
template <class Rules>
bool expires_exactly(Rules rules) {
    const auto tight = rules.template spare_buckets<0>();
    auto own = std::make_unique<books<decltype(tight)>>();
    std::map<lot_dates, std::int64_t, by_dates> promised;
    constexpr auto new_years_eve = "2018-12-31"_date;
    constexpr auto last = "2029-12-14"_date;
    constexpr auto one_point = 1_points;
    // One that has been confirmed stands beside those that wait.
    if constexpr (decltype(tight.activation)::is_confirmed) {
        promised[tight.dates_confirmed(new_years_eve)] = 1;
        CHECK(tight.earn_lot(*own, one_point, tight.dates_confirmed(new_years_eve), new_years_eve) == done);
    }
    for (date today = new_years_eve + 1; today < last; ++today) {
        ++promised[tight.dates_of(today)];
        if (tight.earn(*own, one_point, today) != done) {
            return false;
        }
        std::int64_t alive = 0;
        for (auto each = promised.begin(); each != promised.end();) {
            alive += each->first.is_expired(today) ? 0 : each->second;
            each = each->first.is_expired(today) ? promised.erase(each) : std::next(each);
        }
        const auto all = tight.balances(*own, today);
        if (all.pending.minor_units() + all.available.minor_units() != alive) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_SUITE("ledger/lots") {
    TEST_CASE("a balance is what is pending, available and held, less the debt") {
        constexpr balances<unit::points> anna{
            .pending = 10_points, .available = 50_points, .held = 5_points, .spent = 900_points, .debt = 3_points};
        CHECK(anna.total() == 62_points);
        CHECK(lot_slice{}.amount == 0);
    }

    TEST_CASE("the order of consumption, also of lots that begin or expire on the same day") {
        constexpr lot_dates early{.active_from = "2025-01-01"_date, .expires = "2025-06-01"_date};
        constexpr lot_dates longer{.active_from = "2025-01-01"_date, .expires = "2025-07-01"_date};
        constexpr lot_dates late{.active_from = "2025-02-01"_date, .expires = "2025-06-01"_date};
        const auto before = [](consumption order, lot_dates first, lot_dates second) {
            const bool is = loyalty::detail::ledger::is_taken_before(order, first, second);
            CHECK_FALSE((is && loyalty::detail::ledger::is_taken_before(order, second, first)));
            return is;
        };
        CHECK(before(consumption::first_in, early, late));
        CHECK(before(consumption::first_in, early, longer));
        CHECK_FALSE(before(consumption::first_in, late, longer));
        CHECK(before(consumption::last_in, late, early));
        CHECK(before(consumption::last_in, longer, early));
        CHECK_FALSE(before(consumption::last_in, early, late));
        CHECK(before(consumption::first_to_expire, late, longer));
        CHECK(before(consumption::first_to_expire, early, late));
        CHECK_FALSE(before(consumption::first_to_expire, longer, late));
        for (const auto order : {consumption::first_in, consumption::last_in, consumption::first_to_expire}) {
            CHECK_FALSE(before(order, early, early));
        }
    }

    TEST_CASE("points expire by themselves on the day that was promised") {
        monthly_books anna;
        CHECK(monthly.earn(anna, 150_points, "2020-12-15"_date) == done);
        CHECK(monthly.earn(anna, 50_points, "2021-01-01"_date) == done);
        CHECK(monthly.balances(anna, "2021-06-30"_date).available == 200_points);
        CHECK(monthly.balances(anna, "2021-07-01"_date) ==
              balances<unit::points>{.available = 50_points, .expired = 150_points, .earned = 200_points});
        CHECK(monthly.balances(anna, "2021-08-01"_date).expired == 200_points);

        decltype(monthly)::taken from;
        CHECK(refuses(anna, reason::insufficient_balance,
                      [&] { return monthly.spend(anna, 51_points, "2021-07-01"_date, from); }));
        CHECK(monthly.spend(anna, 50_points, "2021-07-01"_date, from) == done);
    }

    TEST_CASE("what is to expire: by a day, and next") {
        monthly_books anna;
        CHECK(monthly.earn(anna, 150_points, "2020-12-15"_date) == done);
        CHECK(monthly.earn(anna, 50_points, "2021-01-01"_date) == done);
        const date today = "2021-02-01"_date;
        CHECK(monthly.expiring_by(anna, "2021-06-30"_date, today) == 0_points);
        CHECK(monthly.expiring_by(anna, "2021-07-01"_date, today) == 150_points);
        CHECK(monthly.expiring_by(anna, "2021-08-01"_date, today) == 200_points);
        CHECK(monthly.next_expiry(anna, today) == expiry_notice<unit::points>{"2021-07-01"_date, 150_points});
        CHECK(monthly.next_expiry(anna, "2021-07-01"_date).expires == 50_points);
        CHECK(monthly.next_expiry(anna, "2021-08-01"_date).day == date::maximum());
    }

    TEST_CASE("lots that share their dates share a bucket") {
        monthly_books anna;
        CHECK(monthly.earn(anna, 1_points, "2020-12-01"_date) == done);
        CHECK(monthly.earn(anna, 2_points, "2020-12-31"_date) == done);
        CHECK(anna.buckets.size() == 1);
        CHECK(anna.buckets[0].remaining == 3);
    }

    TEST_CASE("the order of consumption") {
        const lot_dates early{"2025-01-01"_date, "2025-12-01"_date};
        const lot_dates middle{"2025-01-02"_date, "2025-06-01"_date};
        const lot_dates late{"2025-01-03"_date, date::maximum()};
        const auto first_taken = [&](consumption order) {
            const auto rules = plain.consuming(order);
            plain_books anna;
            CHECK(rules.earn_lot(anna, 10_points, early, "2025-01-03"_date) == done);
            CHECK(rules.earn_lot(anna, 10_points, late, "2025-01-03"_date) == done);
            CHECK(rules.earn_lot(anna, 10_points, middle, "2025-01-03"_date) == done);
            decltype(plain)::taken from;
            CHECK(rules.spend(anna, 15_points, "2025-01-04"_date, from) == done);
            CHECK(from.size() == 2);
            CHECK(from[0].amount == 10);
            CHECK(from[1].amount == 5);
            return std::pair{from[0].dates, from[1].dates};
        };
        CHECK(first_taken(consumption::first_to_expire) == std::pair{middle, early});
        CHECK(first_taken(consumption::first_in) == std::pair{early, middle});
        CHECK(first_taken(consumption::last_in) == std::pair{late, middle});
    }

    TEST_CASE("a reversal puts points back where they came from") {
        monthly_books anna;
        decltype(monthly)::taken from;
        CHECK(monthly.earn(anna, 100_points, "2020-12-15"_date) == done);
        CHECK(monthly.earn(anna, 100_points, "2021-01-15"_date) == done);
        const monthly_books before = anna;
        CHECK(monthly.spend(anna, 130_points, "2021-02-01"_date, from) == done);
        CHECK(monthly.give_back(anna, from, "2021-02-01"_date) == done);
        CHECK(monthly.balances(anna, "2021-02-01"_date) == monthly.balances(before, "2021-02-01"_date));
        CHECK(anna.buckets == before.buckets);
        CHECK(refuses(anna, reason::not_spent, [&] { return monthly.give_back(anna, from, "2021-02-01"_date); }));
    }

    TEST_CASE("a reversal after the lot has died: dead, grace, or a new lot") {
        const auto after_reversal = [](const decltype(monthly)& rules, date as_of) {
            monthly_books anna;
            decltype(monthly)::taken from;
            CHECK(rules.earn(anna, 100_points, "2020-12-15"_date) == done);
            CHECK(rules.spend(anna, 40_points, "2021-02-01"_date, from) == done);
            CHECK(rules.give_back(anna, from, "2021-07-10"_date) == done);
            return rules.balances(anna, as_of);
        };
        CHECK(after_reversal(monthly, "2021-07-10"_date).expired == 100_points);
        const auto grace = monthly.restoring(expired_lot::grace, 30);
        CHECK(after_reversal(grace, "2021-08-08"_date).available == 40_points);
        CHECK(after_reversal(grace, "2021-08-09"_date).available == 0_points);
        const auto anew = monthly.restoring(expired_lot::new_lot);
        CHECK(after_reversal(anew, "2022-01-31"_date).available == 40_points);
        CHECK(after_reversal(anew, "2022-02-01"_date).expired == 100_points);
    }

    TEST_CASE("a redemption is given back in parts, last taken first, and never twice") {
        const date today = "2021-02-01"_date;
        const lot_dates december{"2020-12-15"_date, "2021-07-01"_date};
        const lot_dates january{"2021-01-15"_date, "2021-08-01"_date};
        monthly_books anna;
        decltype(monthly)::taken first;
        decltype(monthly)::taken second;
        CHECK(monthly.earn(anna, 40_points, "2020-12-15"_date) == done);
        CHECK(monthly.earn(anna, 100_points, "2021-01-15"_date) == done);
        CHECK(monthly.spend(anna, 100_points, today, first) == done); // 40 of December, 60 of January
        CHECK(monthly.spend(anna, 40_points, today, second) == done); // of January

        CHECK(monthly.give_back(anna, first, 70_points, today) == done);
        CHECK(monthly.available_from(anna, january, today) == 60_points);
        CHECK(monthly.available_from(anna, december, today) == 10_points);
        REQUIRE(first.size() == 1);
        CHECK(first[0] == lot_slice{december, 30});

        const auto before = first;
        CHECK(refuses(anna, reason::not_spent, [&] { return monthly.give_back(anna, first, 31_points, today); }));
        CHECK(refuses(anna, reason::negative_amount, [&] { return monthly.give_back(anna, first, -1_points, today); }));
        CHECK(refuses(anna, reason::late_event, [&] { return monthly.give_back(anna, first, 1_points, today - 1); }));
        CHECK(first == before);
        CHECK(monthly.give_back(anna, first, 0_points, today) == done);
        CHECK(first == before);
        CHECK(monthly.give_back(anna, first, 30_points, today) == done);
        CHECK(first.empty());
        CHECK(monthly.balances(anna, today).spent == 40_points);

        // 40 are spent still, by the other redemption.
        CHECK(refuses(anna, reason::not_spent, [&] { return monthly.give_back(anna, first, today); }));
        CHECK(refuses(anna, reason::not_spent, [&] { return monthly.give_back(anna, first, 1_points, today); }));
        CHECK(monthly.give_back(anna, second, today) == done);
        CHECK(refuses(anna, reason::not_spent, [&] { return monthly.give_back(anna, second, today); }));
        CHECK(monthly.balances(anna, today) == balances<unit::points>{.available = 140_points, .earned = 140_points});
    }

    TEST_CASE("a copy of the list gives back no more than is spent in all") {
        plain_books anna;
        decltype(plain)::taken from;
        const date today = "2025-01-10"_date;
        CHECK(plain.earn(anna, 100_points, today) == done);
        CHECK(plain.spend(anna, 60_points, today, from) == done);
        auto copy = from;
        CHECK(plain.give_back(anna, from, 50_points, today) == done);
        CHECK(refuses(anna, reason::not_spent, [&] { return plain.give_back(anna, copy, 11_points, today); }));
        CHECK(plain.give_back(anna, copy, 10_points, today) == done);
    }

    TEST_CASE("clawback: from the lot itself, from the expired, from others") {
        monthly_books anna;
        clawback_parts<unit::points> claim;
        decltype(monthly)::taken from;
        CHECK(monthly.earn(anna, 100_points, "2020-12-15"_date) == done);
        CHECK(monthly.earn(anna, 50_points, "2021-01-15"_date) == done);
        CHECK(monthly.spend(anna, 70_points, "2021-02-01"_date, from) == done); // of December

        SUBCASE("of the younger lot, which is all there") {
            CHECK(monthly.claw_back(anna, 50_points, "2021-01-15"_date, "2021-02-02"_date, claim) == done);
            CHECK(claim == clawback_parts<unit::points>{.from_lot = 50_points});
        }
        SUBCASE("of the older lot: 30 are there, 50 come from the younger, 20 are owed") {
            CHECK(monthly.claw_back(anna, 100_points, "2020-12-15"_date, "2021-02-02"_date, claim) == done);
            CHECK(claim ==
                  clawback_parts<unit::points>{.from_lot = 30_points, .from_others = 50_points, .owed = 20_points});
            CHECK(monthly.balances(anna, "2021-02-02"_date).total() == -20_points);
        }
        SUBCASE("of the older lot after it has died: 30 had expired, and only what was spent is taken elsewhere") {
            CHECK(monthly.claw_back(anna, 100_points, "2020-12-15"_date, "2021-07-02"_date, claim) == done);
            CHECK(claim ==
                  clawback_parts<unit::points>{.from_expired = 30_points, .from_others = 50_points, .owed = 20_points});
            CHECK(monthly.balances(anna, "2021-07-02"_date).expired == 0_points);
        }
        SUBCASE("after the retention nothing is known of the lot") {
            CHECK(monthly.keep_expired_for(10).claw_back(anna, 100_points, "2020-12-15"_date, "2021-07-11"_date,
                                                         claim) == done);
            CHECK(claim == clawback_parts<unit::points>{.from_others = 50_points, .owed = 50_points});
        }
        SUBCASE("down to zero") {
            const auto rules = monthly.on_shortfall(debt_policy::down_to_zero);
            CHECK(rules.claw_back(anna, 100_points, "2020-12-15"_date, "2021-02-02"_date, claim) == done);
            CHECK(claim.taken() == 80_points);
            CHECK(claim.written_off == 20_points);
            CHECK(rules.balances(anna, "2021-02-02"_date) ==
                  balances<unit::points>{
                      .spent = 70_points, .clawed_back = 80_points, .earned = 150_points, .shortfall = 20_points});
        }
        SUBCASE("only pending: what is active is kept") {
            const auto rules = monthly.on_shortfall(debt_policy::only_pending);
            CHECK(rules.claw_back(anna, 50_points, "2021-01-15"_date, "2021-02-02"_date, claim) == done);
            CHECK(claim == clawback_parts<unit::points>{.written_off = 50_points});
        }
    }

    TEST_CASE("debt is filled first") {
        plain_books anna;
        clawback_parts<unit::points> claim;
        decltype(plain)::taken from;
        const date today = "2025-03-01"_date;
        CHECK(plain.earn(anna, 100_points, today) == done);
        CHECK(plain.spend(anna, 100_points, today, from) == done);
        CHECK(plain.claw_back(anna, 100_points, today, today, claim) == done);
        CHECK(plain.balances(anna, today).debt == 100_points);
        CHECK(plain.earn(anna, 30_points, today) == done);
        CHECK(plain.balances(anna, today).debt == 70_points);
        CHECK(plain.give_back(anna, from, today) == done);
        CHECK(plain.balances(anna, today) ==
              balances<unit::points>{.available = 30_points, .clawed_back = 100_points, .earned = 130_points});
    }

    TEST_CASE("pending lots become available on their day, and can be taken back before") {
        books<decltype(waiting)> anna;
        clawback_parts<unit::points> claim;
        CHECK(waiting.earn(anna, 100_points, "2025-01-20"_date) == done);
        CHECK(waiting.earn(anna, 10_points, "2025-01-21"_date) == done);
        CHECK(waiting.balances(anna, "2025-02-02"_date).pending == 110_points);
        CHECK(waiting.balances(anna, "2025-02-03"_date).available == 100_points);
        // The clock starts with the activation in February: to the end of August.
        CHECK(waiting.balances(anna, "2025-08-31"_date).available == 110_points);
        CHECK(waiting.balances(anna, "2025-09-01"_date).expired == 110_points);
        CHECK(waiting.on_shortfall(debt_policy::only_pending)
                  .claw_back(anna, 100_points, "2025-01-20"_date, "2025-02-02"_date, claim) == done);
        CHECK(claim == clawback_parts<unit::points>{.from_lot = 100_points});
        CHECK(waiting.balances(anna, "2025-02-04"_date).available == 10_points);
    }

    TEST_CASE("an event confirms, the deadline cancels") {
        books<decltype(confirmed)> anna;
        CHECK(confirmed.earn(anna, 100_points, "2025-01-10"_date) == done);
        CHECK(confirmed.balances(anna, "2025-02-08"_date).pending == 100_points);
        CHECK(confirmed.balances(anna, "2025-02-09"_date).expired == 100_points);
        CHECK(refuses(anna, reason::insufficient_pending,
                      [&] { return confirmed.confirm(anna, 101_points, "2025-01-10"_date, "2025-01-20"_date); }));
        CHECK(confirmed.confirm(anna, 60_points, "2025-01-10"_date, "2025-01-20"_date) == done);
        CHECK(confirmed.balances(anna, "2025-01-20"_date).available == 60_points);
        CHECK(refuses(anna, reason::insufficient_pending,
                      [&] { return confirmed.confirm(anna, 1_points, "2025-01-10"_date, "2025-02-09"_date); }));
        CHECK(confirmed.balances(anna, "2025-02-09"_date).expired == 40_points);
        CHECK(confirmed.balances(anna, "2025-08-01"_date).expired == 100_points);
    }

    TEST_CASE("what is held is not spent twice, and does not expire") {
        monthly_books anna;
        decltype(monthly)::taken from;
        CHECK(monthly.earn(anna, 100_points, "2020-12-15"_date) == done);
        CHECK(monthly.reserve(anna, 7, 60_points, "2021-07-10"_date, "2021-06-30"_date) == done);
        CHECK(refuses(anna, reason::insufficient_balance,
                      [&] { return monthly.spend(anna, 41_points, "2021-06-30"_date, from); }));
        CHECK(refuses(anna, reason::hold_exists,
                      [&] { return monthly.reserve(anna, 7, 1_points, "2021-07-10"_date, "2021-06-30"_date); }));
        CHECK(refuses(anna, reason::hold_over,
                      [&] { return monthly.reserve(anna, 8, 1_points, "2021-06-30"_date, "2021-06-30"_date); }));
        CHECK(monthly.balances(anna, "2021-07-09"_date) ==
              balances<unit::points>{.held = 60_points, .expired = 40_points, .earned = 100_points});
        SUBCASE("committed, the dead lot's points are spent") {
            CHECK(monthly.commit(anna, 7, "2021-07-09"_date, from) == done);
            CHECK(monthly.balances(anna, "2021-07-09"_date).spent == 60_points);
            CHECK(
                refuses(anna, reason::unknown_hold, [&] { return monthly.commit(anna, 7, "2021-07-09"_date, from); }));
        }
        SUBCASE("committed in part, the rest is dead with its lot") {
            CHECK(refuses(anna, reason::more_than_held,
                          [&] { return monthly.commit(anna, 7, 61_points, "2021-07-09"_date, from); }));
            CHECK(refuses(anna, reason::negative_amount,
                          [&] { return monthly.commit(anna, 7, -1_points, "2021-07-09"_date, from); }));
            CHECK(monthly.commit(anna, 7, 45_points, "2021-07-09"_date, from) == done);
            CHECK(monthly.balances(anna, "2021-07-09"_date) ==
                  balances<unit::points>{.spent = 45_points, .expired = 55_points, .earned = 100_points});
            REQUIRE(from.size() == 1);
            CHECK(from[0].amount == 45);
        }
        SUBCASE("of nothing, the commit is a release") {
            CHECK(monthly.commit(anna, 7, 0_points, "2021-07-09"_date, from) == done);
            CHECK(from.empty());
            CHECK(monthly.balances(anna, "2021-07-09"_date).expired == 100_points);
        }
        SUBCASE("released, they are dead with their lot") {
            CHECK(monthly.release(anna, 7, "2021-07-05"_date) == done);
            CHECK(monthly.balances(anna, "2021-07-05"_date).expired == 100_points);
        }
        SUBCASE("timed out, they are so by themselves") {
            CHECK(monthly.balances(anna, "2021-07-10"_date).expired == 100_points);
            CHECK(
                refuses(anna, reason::unknown_hold, [&] { return monthly.commit(anna, 7, "2021-07-10"_date, from); }));
        }
    }

    TEST_CASE("what a hold gives back fills debt on the day on which it ends") {
        plain_books anna;
        clawback_parts<unit::points> claim;
        CHECK(plain.earn(anna, 100_points, "2025-01-01"_date) == done);
        CHECK(plain.reserve(anna, 1, 80_points, "2025-01-05"_date, "2025-01-02"_date) == done);
        CHECK(plain.claw_back(anna, 100_points, "2025-01-01"_date, "2025-01-03"_date, claim) == done);
        CHECK(claim == clawback_parts<unit::points>{.from_lot = 20_points, .owed = 80_points});
        CHECK(plain.balances(anna, "2025-01-04"_date).debt == 80_points);
        CHECK(plain.balances(anna, "2025-01-05"_date) ==
              balances<unit::points>{.clawed_back = 100_points, .earned = 100_points});
    }

    TEST_CASE("holds are bounded") {
        const auto two = plain.max_holds<2>();
        books<decltype(two)> anna;
        const date today = "2025-01-01"_date;
        CHECK(two.earn(anna, 100_points, today) == done);
        CHECK(two.reserve(anna, 1, 10_points, today + 1, today) == done);
        CHECK(two.reserve(anna, 2, 10_points, today + 9, today) == done);
        CHECK(refuses(anna, reason::holds_full, [&] { return two.reserve(anna, 3, 10_points, today + 9, today); }));
        CHECK(two.reserve(anna, 3, 10_points, today + 9, today + 1) == done); // the first has timed out
    }

    TEST_CASE("as many places as the rules say are enough for an earning on every day") {
        CHECK(expires_exactly(plain.expiring(expires_after_days<90>{90})));
        CHECK(expires_exactly(plain.expiring(expires_after_days<90>{90}).activating(activates_after_days<14>{})));
        CHECK(expires_exactly(plain.expiring(expires_after_days<5>{90}.to_end_of(period_unit::month))));
        CHECK(expires_exactly(plain.expiring(expires_after_days<14>{90}.to_end_of(period_unit::week))));
        CHECK(expires_exactly(plain.expiring(expires_after_months<31>{1})));
        CHECK(expires_exactly(plain.expiring(expires_after_months<32>{1}.day_included())));
        CHECK(expires_exactly(plain.expiring(expires_after_months<92>{3})));
        CHECK(expires_exactly(plain.expiring(expires_after_months<365>{12})));
        CHECK(expires_exactly(plain.expiring(expires_end_of_month<2>{})));
        CHECK(expires_exactly(plain.expiring(expires_end_of_quarter<4>{})));
        CHECK(expires_exactly(plain.expiring(expires_end_of_year<1>{})));
        CHECK(expires_exactly(
            plain.expiring(expires_on_fixed_dates<2, 7>{dates::month_day{2, 29}, dates::month_day{11, 30}})));
        CHECK(expires_exactly(
            plain.expiring(expires_on_fixed_dates{dates::month_day::monthly(15), dates::month_day::monthly(31)})));
        CHECK(expires_exactly(plain.activating(activates_on_fixed_dates{dates::month_day::monthly(1)})));
        CHECK(expires_exactly(plain.activating(activates_on_confirmation<30>{})));
    }

    TEST_CASE("one place less than the rules need, and a lot of some day lives longer") {
        CHECK_FALSE(expires_exactly(plain.expiring(expires_after_days<89>{90})));
        CHECK_FALSE(expires_exactly(plain.expiring(expires_after_days<4>{90}.to_end_of(period_unit::month))));
        CHECK_FALSE(expires_exactly(plain.expiring(expires_after_days<13>{90}.to_end_of(period_unit::week))));
        CHECK_FALSE(expires_exactly(plain.expiring(expires_after_months<30>{1})));
        CHECK_FALSE(expires_exactly(plain.expiring(expires_after_months<31>{1}.day_included())));
        CHECK_FALSE(expires_exactly(plain.expiring(expires_after_months<91>{3})));
        CHECK_FALSE(expires_exactly(plain.expiring(expires_after_months<364>{12})));
        CHECK_FALSE(expires_exactly(plain.activating(activates_on_confirmation<29>{30})));
    }

    TEST_CASE("where every place is taken, the two lots closest in expiry share the later one") {
        const auto three = plain.expiring(expires_after_days<3>{3}).spare_buckets<0>();
        const date today = "2025-02-01"_date;
        books<decltype(three)> anna;
        for (const date expires : {"2025-03-01"_date, "2025-06-01"_date, "2025-09-01"_date}) {
            CHECK(three.earn_lot(anna, 10_points, {today, expires}, today) == done);
        }
        SUBCASE("the new one is among them, and expires last") {
            CHECK(three.earn_lot(anna, 1_points, {today, "2025-09-10"_date}, today) == done);
            CHECK(three.expiring_by(anna, "2025-09-09"_date, today) == 20_points);
            CHECK(three.expiring_by(anna, "2025-09-10"_date, today) == 31_points);
        }
        SUBCASE("the new one is among them, and expires first") {
            CHECK(three.earn_lot(anna, 1_points, {today, "2025-05-20"_date}, today) == done);
            CHECK(three.expiring_by(anna, "2025-05-31"_date, today) == 10_points);
            CHECK(three.expiring_by(anna, "2025-06-01"_date, today) == 21_points);
        }
        SUBCASE("the new one is not among them: March joins June, 92 days apart as June and September are") {
            CHECK(three.earn_lot(anna, 1_points, {today, date::maximum()}, today) == done);
            CHECK(three.next_expiry(anna, today) == expiry_notice<unit::points>{"2025-06-01"_date, 20_points});
            CHECK(three.expiring_by(anna, "2025-09-01"_date, today) == 30_points);
        }
        SUBCASE("a lot that has expired makes room first") {
            CHECK(three.earn_lot(anna, 1_points, {today, "2025-09-10"_date}, "2025-03-01"_date) == done);
            CHECK(three.expiring_by(anna, "2025-09-09"_date, "2025-03-01"_date) == 20_points);
            CHECK(three.balances(anna, "2025-03-01"_date).expired == 10_points);
        }
        SUBCASE("a lot that waits for a day shares with none that can be spent, while others can") {
            CHECK(three.earn_lot(anna, 1_points, {today + 1, "2025-09-02"_date}, today) == done);
            CHECK(three.balances(anna, today).pending == 1_points);
            CHECK(three.balances(anna, today + 1).available == 31_points);
        }
        CHECK(anna.buckets.size() == 3);
        CHECK(three.balances(anna, "2025-03-01"_date).earned == 31_points);
    }

    TEST_CASE("lots that wait for a confirmation share only with each other, and last of all") {
        const auto rules = plain.activating(activates_on_confirmation<2>{}).spare_buckets<0>();
        books<decltype(rules)> anna;
        CHECK(rules.earn(anna, 1_points, "2025-01-10"_date) == done);
        CHECK(rules.earn(anna, 2_points, "2025-01-11"_date) == done);
        CHECK(rules.earn_lot(anna, 4_points, {"2025-01-11"_date, "2025-01-20"_date}, "2025-01-11"_date) == done);
        CHECK(rules.earn_lot(anna, 8_points, {"2025-01-11"_date, "2025-01-13"_date}, "2025-01-11"_date) == done);
        CHECK(rules.expiring_by(anna, "2025-01-19"_date, "2025-01-11"_date) == 0_points);
        CHECK(rules.expiring_by(anna, "2025-01-20"_date, "2025-01-11"_date) == 12_points);
        CHECK(rules.confirm(anna, 1_points, "2025-01-10"_date, "2025-01-11"_date) == done);
    }

    TEST_CASE("points come back where every place is taken") {
        const auto two = plain.expiring(expires_after_days<2>{2}).restoring(expired_lot::grace, 5).spare_buckets<0>();
        const date today = "2025-01-01"_date;
        books<decltype(two)> anna;
        decltype(two)::taken from;
        CHECK(two.earn_lot(anna, 9_points, {today, "2025-01-20"_date}, today) == done);
        SUBCASE("a redemption, with days of grace: 2025-02-08 is closest to 2025-02-10") {
            CHECK(two.spend(anna, 9_points, today, from) == done);
            CHECK(two.earn_lot(anna, 1_points, {today, "2025-02-10"_date}, today) == done);
            CHECK(two.earn_lot(anna, 2_points, {today, "2025-03-10"_date}, today) == done);
            CHECK(two.give_back(anna, from, "2025-02-03"_date) == done);
            CHECK(two.next_expiry(anna, "2025-02-03"_date) ==
                  expiry_notice<unit::points>{"2025-02-10"_date, 10_points});
        }
        SUBCASE("a hold that ends by itself: its lot, of the 20th, shares with that of the 22nd") {
            CHECK(two.reserve(anna, 1, 9_points, "2025-01-09"_date, today) == done);
            CHECK(two.earn_lot(anna, 1_points, {today, "2025-01-22"_date}, today) == done);
            CHECK(two.earn_lot(anna, 2_points, {today, "2025-03-10"_date}, today) == done);
            CHECK(two.next_expiry(anna, "2025-01-09"_date) ==
                  expiry_notice<unit::points>{"2025-01-22"_date, 10_points});
        }
    }

    // Three places and two holds: the holds have five places for the parts of lots that they take.
    TEST_CASE("a hold is never refused for the lots that it takes from") {
        const auto three = plain.expiring(expires_after_days<3>{3}).max_holds<2>().spare_buckets<0>();
        const date today = "2025-01-01"_date;
        const auto earn = [&](auto& own, points award, date expires) {
            CHECK(three.earn_lot(own, award, {today, expires}, today) == done);
        };
        books<decltype(three)> anna;
        decltype(three)::taken from;
        earn(anna, 1_points, "2025-01-10"_date);
        earn(anna, 2_points, "2025-01-11"_date);
        earn(anna, 4_points, "2025-01-30"_date);
        CHECK(three.reserve(anna, 1, 7_points, "2025-01-05"_date, today) == done);
        earn(anna, 8_points, "2025-02-12"_date);
        earn(anna, 16_points, "2025-02-18"_date);
        earn(anna, 32_points, "2025-03-10"_date);
        CHECK(three.reserve(anna, 2, 56_points, "2025-01-06"_date, today) == done);
        CHECK(three.balances(anna, today).held == 63_points);
        CHECK(refuses(anna, reason::holds_full, [&] { return three.reserve(anna, 3, 0_points, today + 1, today); }));
        CHECK(three.commit(anna, 1, today, from) == done); // 10 and 11 January were closest
        REQUIRE(from.size() == 2);
        CHECK(from[0] == lot_slice{{today, "2025-01-11"_date}, 3});
        CHECK(from[1] == lot_slice{{today, "2025-01-30"_date}, 4});
        CHECK(three.expiring_by(anna, "2025-02-18"_date, "2025-01-06"_date) == 24_points);
        CHECK(three.expiring_by(anna, "2025-03-10"_date, "2025-01-06"_date) == 56_points);
    }

    TEST_CASE("a transfer keeps the dates or renews them, and is spent there and earned here") {
        monthly_books anna;
        monthly_books ben;
        CHECK(monthly.earn(anna, 100_points, "2020-12-15"_date) == done);
        CHECK(refuses(anna, reason::insufficient_balance, [&] {
            return monthly.transfer(anna, ben, 101_points, "2021-02-01"_date, transfer_dates::kept);
        }));
        CHECK(monthly.transfer(anna, ben, 40_points, "2021-02-01"_date, transfer_dates::kept) == done);
        CHECK(monthly.transfer(anna, ben, 10_points, "2021-02-01"_date, transfer_dates::renewed) == done);
        CHECK(monthly.balances(anna, "2021-02-01"_date).spent == 50_points);
        CHECK(monthly.balances(ben, "2021-06-30"_date).available == 50_points);
        CHECK(monthly.balances(ben, "2021-07-01"_date).available == 10_points);
        CHECK(monthly.balances(ben, "2021-09-01"_date).expired == 50_points);
    }

    TEST_CASE("corrections go both ways, not below what is there") {
        plain_books anna;
        const date today = "2025-01-01"_date;
        CHECK(plain.adjust(anna, 10_points, today) == done);
        CHECK(plain.adjust(anna, -4_points, today) == done);
        CHECK(plain.balances(anna, today) ==
              balances<unit::points>{.available = 6_points, .clawed_back = 4_points, .earned = 10_points});
        CHECK(refuses(anna, reason::insufficient_balance, [&] { return plain.adjust(anna, -7_points, today); }));
        CHECK(refuses(anna, reason::amount_overflow, [&] { return plain.adjust(anna, points::smallest(), today); }));
    }

    TEST_CASE("inactivity takes all, and activity renews") {
        books<decltype(lively)> anna;
        decltype(lively)::taken from;
        CHECK(lively.earn(anna, 100_points, "2024-01-31"_date) == done);
        CHECK(lively.balances(anna, "2025-01-30"_date).available == 100_points);
        CHECK(lively.balances(anna, "2025-01-31"_date).expired == 100_points);
        CHECK(lively.touch(anna, "2025-01-30"_date) == done);
        CHECK(lively.balances(anna, "2026-01-29"_date).available == 100_points);
        CHECK(lively.spend(anna, 100_points, "2025-06-01"_date, from) == done);
        CHECK(lively.earn(anna, 1_points, "2026-05-01"_date) == done); // keeps the clock running
        CHECK(lively.give_back(anna, from, "2026-08-01"_date) == done);
        CHECK(lively.balances(anna, "2027-04-30"_date).available == 101_points);
        CHECK(lively.balances(anna, "2027-05-01"_date).expired == 101_points);
    }

    TEST_CASE("inactivity takes a share each time, and what is left dies out") {
        const auto half = plain.expiring(expires_on_inactivity::after_months(12).taking(50_pct));
        books<decltype(half)> anna;
        CHECK(half.earn(anna, 101_points, "2020-01-01"_date) == done);
        CHECK(half.next_expiry(anna, "2020-01-01"_date) == expiry_notice<unit::points>{"2021-01-01"_date, 51_points});
        CHECK(half.balances(anna, "2020-12-31"_date).available == 101_points);
        CHECK(half.balances(anna, "2021-01-01"_date).available == 50_points);
        CHECK(half.balances(anna, "2022-01-01"_date).available == 25_points);
        CHECK(half.balances(anna, "2026-01-01"_date).available == 1_points);
        CHECK(half.balances(anna, "2027-01-01"_date).expired == 101_points);
    }

    TEST_CASE("bad input is refused, and nothing changes") {
        plain_books anna;
        decltype(plain)::taken from;
        clawback_parts<unit::points> claim;
        const date today = "2025-01-10"_date;
        CHECK(plain.earn(anna, points::largest(), today) == done);
        CHECK(refuses(anna, reason::amount_overflow, [&] { return plain.earn(anna, 1_points, today); }));
        CHECK(refuses(anna, reason::negative_amount, [&] { return plain.earn(anna, -1_points, today); }));
        CHECK(refuses(anna, reason::late_event, [&] { return plain.earn(anna, 0_points, today - 1); }));
        CHECK(refuses(anna, reason::negative_amount, [&] { return plain.spend(anna, -1_points, today, from); }));
        CHECK(refuses(anna, reason::negative_amount,
                      [&] { return plain.claw_back(anna, -1_points, today, today, claim); }));
        CHECK(refuses(anna, reason::unknown_hold, [&] { return plain.release(anna, 1, today); }));
        CHECK(plain.claw_back(anna, points::largest(), today, today, claim) == done);
        CHECK(refuses(anna, reason::amount_overflow,
                      [&] { return plain.claw_back(anna, 1_points, today, today, claim); }));
        from.push_back({{today, date::maximum()}, -1});
        CHECK(refuses(anna, reason::negative_amount, [&] { return plain.give_back(anna, from, today); }));
        CHECK(plain.earn(anna, 0_points, today) == done);
    }

    TEST_CASE("rules that cannot be right are named") {
        CHECK(problem_of(plain) == nullptr);
        CHECK(problem_of(plain.restoring(expired_lot::grace)) != nullptr);
        CHECK(problem_of(plain.restoring(expired_lot::new_lot, 3)) != nullptr);
        CHECK(problem_of(plain.restoring(expired_lot::grace, 3)) == nullptr);
        CHECK(problem_of(plain.keep_expired_for(-1)) != nullptr);
        CHECK(problem_of(plain.expiring(expires_end_of_month<1>{2})) != nullptr);
        CHECK(problem_of(plain.activating(activates_after_days<1>{2})) != nullptr);
        CHECK(problem_of(plain.activating(activates_on_confirmation<1>{2})) != nullptr);
        CHECK(problem_of(plain.expiring(expires_after_days<89>{90})) != nullptr);
        CHECK(problem_of(plain.expiring(expires_after_days<90>{90})) == nullptr);
    }
}
