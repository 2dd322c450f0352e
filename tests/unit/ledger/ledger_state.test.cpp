// SPDX-License-Identifier: BSL-1.0
//
// Which books are valid: each case bends one number of books that are.
#include <doctest/doctest.h>

#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/time/literals.hpp>

#include <cstdint>

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::literals;

namespace {

using books = ledger_state<3, 2>;

constexpr date beyond{date::maximum().days_since_epoch + 1};
constexpr lot_dates january{"2025-01-01"_date, "2025-07-01"_date};
constexpr lot_dates february{"2025-02-01"_date, "2025-08-01"_date};

/// 100 were earned: 30 are spent, 40 and 20 are in two lots, and a hold has 10 of the first until 1 May.
constexpr books right() {
    books own;
    own.earned = 100;
    own.spent = 30;
    own.last = "2025-02-01"_date;
    own.due = "2025-05-01"_date;
    own.buckets.push_back({january, 40});
    own.buckets.push_back({february, 20});
    own.holds.push_back({7, "2025-05-01"_date, 1});
    own.held.push_back({january, 10});
    return own;
}

template <class Change>
constexpr bool valid_after(Change change) {
    books own = right();
    change(own);
    return own.is_valid();
}

} // namespace

TEST_SUITE("ledger/ledger_state") {
    TEST_CASE("books as operations leave them are valid") {
        CHECK(books{}.is_valid());
        CHECK(right().is_valid());
        static_assert(right().is_valid());
        CHECK(valid_after([](books& own) { own.shortfall = 5; }));
    }

    TEST_CASE("the totals agree with the lots") {
        CHECK_FALSE(valid_after([](books& own) { own.earned = 101; }));
        CHECK_FALSE(valid_after([](books& own) { own.spent = 29; }));
        CHECK_FALSE(valid_after([](books& own) { own.expired = 1; }));
        CHECK_FALSE(valid_after([](books& own) { own.buckets[0].remaining = 41; }));
        CHECK_FALSE(valid_after([](books& own) { own.held[0].amount = 9; }));
        // A debt is a part of what was taken back.
        CHECK(valid_after([](books& own) { own.debt = own.clawed_back = 5; }));
        CHECK_FALSE(valid_after([](books& own) {
            own.debt = 5;
            own.earned = 95;
        }));
    }

    TEST_CASE("no amount is below zero, and no sum passes 64 bits") {
        CHECK_FALSE(valid_after([](books& own) { own.shortfall = -1; }));
        CHECK_FALSE(valid_after([](books& own) {
            own.buckets[0].remaining = -40;
            own.buckets[1].remaining = 100;
        }));
        CHECK_FALSE(valid_after([](books& own) {
            own.spent = -30;
            own.expired = 60;
        }));
        CHECK_FALSE(valid_after([](books& own) {
            own.expired = -30;
            own.spent = 60;
        }));
        CHECK_FALSE(valid_after([](books& own) {
            own.held[0].amount = -10;
            own.spent = 50;
        }));
        CHECK_FALSE(valid_after([](books& own) { own.debt = own.clawed_back = -1; }));
        // 2^63 - 1 twice, and 2 more, are 0 modulo 2^64.
        CHECK_FALSE(valid_after([](books& own) {
            own.buckets[0].remaining = own.buckets[1].remaining = INT64_MAX;
            own.spent = 2;
            own.earned = 10;
        }));
    }

    TEST_CASE("lots are sorted, and no two share a bucket") {
        CHECK_FALSE(valid_after([](books& own) {
            own.buckets[0].dates = february;
            own.buckets[1].dates = january;
        }));
        CHECK_FALSE(valid_after([](books& own) { own.buckets[1].dates = january; }));
        // Both are active on the last day, and die on one.
        CHECK_FALSE(valid_after([](books& own) { own.buckets[1].dates = {"2025-01-02"_date, january.expires}; }));
        // One becomes active later, on the day that is due.
        CHECK(valid_after([](books& own) {
            own.due = "2025-03-01"_date;
            own.buckets[1].dates = {own.due, january.expires};
        }));
    }

    TEST_CASE("nothing moves before the day that is due") {
        CHECK_FALSE(valid_after([](books& own) { own.due = "2025-05-02"_date; }));
        CHECK_FALSE(valid_after([](books& own) { own.due = own.last; }));
        CHECK(valid_after([](books& own) { own.due = own.last + 1; }));
        CHECK_FALSE(valid_after([](books& own) { own.buckets[1].dates.active_from = "2025-04-30"_date; }));
        CHECK(valid_after([](books& own) { own.buckets[1].dates.active_from = "2025-05-01"_date; }));
    }

    TEST_CASE("dates are of the calendar") {
        CHECK_FALSE(valid_after([](books& own) { own.last = date{INT32_MIN}; }));
        CHECK_FALSE(valid_after([](books& own) { own.due = beyond; }));
        CHECK_FALSE(valid_after([](books& own) { own.buckets[1].dates.expires = beyond; }));
        CHECK_FALSE(valid_after([](books& own) { own.buckets[0].dates.active_from = date{INT32_MIN}; }));
        CHECK_FALSE(valid_after([](books& own) { own.held[0].dates.expires = beyond; }));
        CHECK_FALSE(valid_after([](books& own) { own.holds[0].until = beyond; }));
    }

    TEST_CASE("each held slice belongs to one hold") {
        CHECK_FALSE(valid_after([](books& own) { own.holds[0].slices = 0; }));
        CHECK_FALSE(valid_after([](books& own) { own.holds[0].slices = 2; }));
        CHECK_FALSE(valid_after([](books& own) {
            own.holds[0].slices = UINT32_MAX;
            own.holds.push_back({8, "2025-05-01"_date, 2});
        }));
    }
}
