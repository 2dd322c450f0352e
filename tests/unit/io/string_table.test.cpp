// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/string_table.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>

using loyalty::string_table;

TEST_CASE("a text keeps the number of its first appearance") {
    string_table members;
    CHECK(members.intern("17850") == 0);
    CHECK(members.intern("13047") == 1);
    CHECK(members.intern("17850") == 0);
    CHECK(members.intern("") == 2);
    CHECK(members.size() == 3);
    CHECK(members.text(0) == "17850");
    CHECK(members.text(1) == "13047");
    CHECK(members.text(2).empty());
}

TEST_CASE("find gives no number to what was never interned") {
    string_table members;
    static_cast<void>(members.intern("17850"));
    CHECK(members.find("17850") == 0U);
    CHECK_FALSE(members.find("1785").has_value());
    CHECK(members.size() == 1);
}

TEST_CASE("texts stay where they are while the table grows and when it moves") {
    string_table table;
    static_cast<void>(table.intern("first"));
    const char* const place = table.text(0).data();
    for (std::uint32_t i = 1; i < 5000; ++i) {
        CHECK(table.intern("text " + std::to_string(i)) == i);
    }
    const string_table moved = std::move(table);
    CHECK(moved.text(0).data() == place);
    CHECK(moved.find("text 4999") == 4999U);
}
