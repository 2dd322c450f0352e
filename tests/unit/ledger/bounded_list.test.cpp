// SPDX-License-Identifier: BSL-1.0
#include <loyalty/ledger/bounded_list.hpp>

#include <doctest/doctest.h>

using loyalty::ledgers::bounded_list;

TEST_SUITE("ledger/bounded_list") {
    TEST_CASE("inserts and erases in place") {
        bounded_list<int, 3> list;
        CHECK(list.empty());
        list.push_back(1);
        list.push_back(3);
        list.insert(1, 2);
        CHECK(list.full());
        CHECK(list[0] == 1);
        CHECK(list[1] == 2);
        CHECK(list[2] == 3);
        list.erase(0);
        CHECK(list.size() == 2);
        CHECK(list[0] == 2);
        CHECK(list[1] == 3);
        CHECK(list.items[2] == 0); // out of use
        int sum = 0;
        for (const int each : list) {
            sum += each;
        }
        CHECK(sum == 5);
    }

    TEST_CASE("elements move in a constant expression as at run time") {
        constexpr auto moved = [] {
            bounded_list<int, 5> list;
            for (int each = 1; each <= 4; ++each) {
                list.push_back(each);
            }
            list.insert(1, 9); // 1 9 2 3 4
            list.erase(2);     // 1 9 3 4
            list.erase(3);     // 1 9 3
            list.insert(3, 7); // 1 9 3 7
            list.insert(0, 5); // 5 1 9 3 7
            return list;
        };
        constexpr bounded_list<int, 5> before = moved();
        static_assert(before[0] == 5 && before[1] == 1 && before[2] == 9 && before[3] == 3 && before[4] == 7);
        const bounded_list<int, 5> now = moved();
        CHECK(now == before);
        CHECK(now.full());
    }

    TEST_CASE("equal where what is in use is") {
        bounded_list<int, 2> left;
        bounded_list<int, 2> right;
        CHECK(left == right);
        left.push_back(1);
        CHECK_FALSE(left == right);
        right.push_back(2);
        CHECK_FALSE(left == right);
        right.push_back(3);
        right.clear();
        CHECK(right.empty());
        CHECK(right.items[0] == 0); // out of use
        CHECK(right.items[1] == 0);
        right.push_back(1);
        CHECK(left == right);
    }

    TEST_CASE("one without capacity is empty and full") {
        bounded_list<int, 0> list;
        CHECK(list.empty());
        CHECK(list.full());
        CHECK(list.size() == 0);
        CHECK(list.begin() == list.end());
    }

    TEST_CASE("the first elements give way to new ones at the end") {
        bounded_list<int, 3> list;
        list.push_back(1);
        list.push_back(2);
        list.push_back(3);
        list.shift_in(4);
        CHECK(list.full());
        CHECK(list[0] == 2);
        CHECK(list[1] == 3);
        CHECK(list[2] == 4);
        list.drop_first(2);
        CHECK(list.size() == 1);
        CHECK(list[0] == 4);
        list.push_back(5);
        CHECK(list[1] == 5);
    }
}
