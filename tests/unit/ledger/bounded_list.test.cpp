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

    TEST_CASE("equal where what is in use is") {
        bounded_list<int, 2> left;
        bounded_list<int, 2> right;
        CHECK(left == right);
        left.push_back(1);
        CHECK_FALSE(left == right);
        right.push_back(2);
        CHECK_FALSE(left == right);
        right.clear();
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
}
