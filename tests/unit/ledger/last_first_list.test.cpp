// SPDX-License-Identifier: BSL-1.0
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/ledger/last_first_list.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

using loyalty::ledgers::bounded_list;
using loyalty::ledgers::last_first_list;

TEST_SUITE("ledger/last_first_list") {
    TEST_CASE("the last element lies first, and indices are those of the order") {
        last_first_list<int, 4> list;
        CHECK(list.empty());
        list.push_back(1);
        CHECK(list[0] == 1);
        CHECK(list.items[0] == 1);
        list.push_back(2);
        list.push_back(3);
        CHECK(list[0] == 1);
        CHECK(list[1] == 2);
        CHECK(list[2] == 3);
        CHECK(list.items[0] == 3);
        CHECK(list.items[1] == 1);
        CHECK(list.items[2] == 2);
        CHECK(list.items[3] == 0);
        CHECK(list.any_order().end() - list.any_order().begin() == 3);
        CHECK(*list.any_order().begin() == 3); // as in memory
        CHECK_FALSE(list.full());
        list.push_back(4);
        CHECK(list.full());
        int all = 0;
        for (const int each : list) {
            all = all * 10 + each;
        }
        CHECK(all == 1234);
        list.clear();
        CHECK(list.empty());
        CHECK(list.items[0] == 0);
    }

    TEST_CASE("elements come and go at both ends and between") {
        constexpr auto moved = [] {
            last_first_list<int, 5> list;
            list.insert(0, 4); // 4
            list.insert(0, 1); // 1 4
            list.insert(1, 3); // 1 3 4
            list.insert(1, 2); // 1 2 3 4
            list.insert(4, 5); // 1 2 3 4 5
            list.erase(2);     // 1 2 4 5
            list.erase(3);     // 1 2 4
            list.erase(0);     // 2 4
            return list;
        };
        constexpr last_first_list<int, 5> before = moved();
        static_assert(before.size() == 2 && before[0] == 2 && before[1] == 4);
        static_assert(before.items[0] == 4 && before.items[1] == 2);
        static_assert(before.items[2] == 0 && before.items[3] == 0 && before.items[4] == 0); // out of use
        const last_first_list<int, 5> now = moved();
        CHECK(now == before);
        last_first_list<int, 5> less = moved();
        less.erase(1);
        CHECK(less[0] == 2);
        CHECK_FALSE(less == now);
        less.erase(0);
        CHECK(less == last_first_list<int, 5>{});
        CHECK(less.items[0] == 0);
    }

    TEST_CASE("any operations leave what a list in the usual order has") {
        bounded_list<std::uint32_t, 6> usual;
        last_first_list<std::uint32_t, 6> list;
        std::uint32_t random = 7;
        const auto below = [&](std::size_t bound) {
            random = random * 1664525u + 1013904223u;
            return static_cast<std::size_t>(random >> 8u) % bound;
        };
        bool same = true;
        for (std::uint32_t step = 1; step <= 2000; ++step) {
            const bool grows = usual.empty() || (!usual.full() && below(2) == 0);
            const std::size_t at = below(usual.size() + (grows ? 1u : 0u));
            if (grows) {
                usual.insert(at, step);
                list.insert(at, step);
            } else {
                usual.erase(at);
                list.erase(at);
            }
            same = same && usual.size() == list.size();
            for (std::size_t i = 0; same && i < usual.size(); ++i) {
                same = usual[i] == list[i];
            }
            for (std::size_t i = list.size(); same && i < 6; ++i) {
                same = list.items[i] == 0;
            }
        }
        CHECK(same);
    }
}
