// SPDX-License-Identifier: BSL-1.0
#include <loyalty/rules/draw.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace loyalty::games;

TEST_SUITE("rules/draw") {
    TEST_CASE("G16: SplitMix64 from 0, and the tickets of 100") {
        constexpr draws numbers{0};
        static_assert(numbers.at(0) == 0xe220a8397b1dcdafu);
        static_assert(numbers.at(1) == 0x6e789e6aa1b965f4u);
        static_assert(numbers.at(2) == 0x06c45d188009454fu);
        static_assert(numbers.at(3) == 0xf88bb8a8724c81ecu);
        CHECK(ticket_of(numbers.at(3), 100) == 97); // in any order
        CHECK(ticket_of(numbers.at(0), 100) == 88);
        CHECK(ticket_of(numbers.at(2), 100) == 2);
        CHECK(ticket_of(numbers.at(1), 100) == 43);
    }

    TEST_CASE("a ticket is below the number of tickets") {
        CHECK(ticket_of(0, 3) == 0);
        CHECK(ticket_of(0x5555'5555'5555'5555u, 3) == 0); // 2^64 / 3, rounded down
        CHECK(ticket_of(0x5555'5555'5555'5556u, 3) == 1);
        CHECK(ticket_of(0xFFFF'FFFF'FFFF'FFFFu, 3) == 2);
        CHECK(ticket_of(0xFFFF'FFFF'FFFF'FFFFu, 1) == 0);
        CHECK(ticket_of(0xFFFF'FFFF'FFFF'FFFFu, 0xFFFF'FFFF'FFFF'FFFFu) == 0xFFFF'FFFF'FFFF'FFFEu);
    }

    TEST_CASE("seed, member and event each change the draw") {
        const draws drawn = draws::keyed(7, 3, 500);
        CHECK(drawn == draws::keyed(7, 3, 500));
        CHECK(drawn.at(0) == 0xcb4d0c48bd9c9e31u); // by SipHash-2-4 and SplitMix64 written in another language
        CHECK(ticket_of(drawn.at(0), 100) == 79);
        CHECK(drawn.at(0) != draws::keyed(8, 3, 500).at(0));
        CHECK(drawn.at(0) != draws::keyed(7, 4, 500).at(0));
        CHECK(drawn.at(0) != draws::keyed(7, 3, 501).at(0));
        CHECK(drawn.at(0) != draws::keyed(7, 500, 3).at(0));
        CHECK(drawn.at(0) != drawn.at(1));
    }
}
