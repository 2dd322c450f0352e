// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/partition_members.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace loyalty::streams;

TEST_CASE("members are found by numbers with gaps, and never move") {
    partition_members<std::uint64_t> members;
    CHECK(members.find(0) == nullptr);
    std::uint64_t* const first = &members.at(0xFFFF'FFFF);
    *first = 5;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        CHECK(members.at(i * 4'096) == 0); // new
        members.at(i * 4'096) = i + 7;
    }
    CHECK(members.size() == 5'001);
    CHECK(first == &members.at(0xFFFF'FFFF));
    CHECK(*first == 5);
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        REQUIRE(members.find(i * 4'096) != nullptr);
        CHECK(*members.find(i * 4'096) == i + 7);
        CHECK(members.find(i * 4'096 + 1) == nullptr);
    }
    CHECK(members.number_of(0) == 0xFFFF'FFFF);
    CHECK(members.number_of(2) == 4'096);
    CHECK(members.by_index(2) == 8);
    CHECK(members.size() == 5'001);
}

TEST_CASE("the place of a member stays, however many come") {
    partition_members<std::uint64_t> members;
    CHECK(members.ask_for_member(9) == 0);
    CHECK(&members.at(9, 0) == &members.at(9)); // it is new
    CHECK(members.ask_for_member(9) == 1);
    members.at(9) = 3;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        members.at(100 + i) = i;
    }
    CHECK(members.ask_for_member(9) == 1);
    CHECK(members.at(9, 1) == 3);
    CHECK(members.ask_for_member(101) == 3);
}
