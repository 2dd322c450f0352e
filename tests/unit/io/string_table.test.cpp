// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/string_table.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

using loyalty::io::string_table;

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

TEST_CASE("a long text stands beside short ones") {
    string_table table;
    const std::string longer(20'000, 'x');
    const std::string longest(70'000, 'y');
    CHECK(table.intern("a") == 0);
    CHECK(table.intern(longer) == 1);
    CHECK(table.intern("b") == 2);
    CHECK(table.intern(longest) == 3);
    CHECK(table.intern(longer + 'x') == 4);
    CHECK(table.text(0) == "a");
    CHECK(table.text(1) == longer);
    CHECK(table.text(2) == "b");
    CHECK(table.text(3) == longest);
    CHECK(table.find(longer) == 1U);
    CHECK(table.find(longest) == 3U);
}

TEST_CASE("the bytes of a text count, not its letters") {
    string_table table;
    CHECK(table.intern(std::string_view("a\0b", 3)) == 0);
    CHECK(table.intern(std::string_view("a\0c", 3)) == 1);
    CHECK(table.intern("a") == 2);
    CHECK(table.find(std::string_view("a\0b", 3)) == 0U);
    CHECK_FALSE(table.find(std::string_view("a\0", 2)).has_value());
}

TEST_CASE("an empty table finds nothing, and a table that was moved from takes texts again") {
    string_table table;
    CHECK_FALSE(table.find("17850").has_value());
    CHECK(table.intern("17850") == 0);
    string_table other = std::move(table);
    CHECK(table.intern("13047") == 0); // NOLINT(bugprone-use-after-move)
    CHECK(other.intern("20000") == 1);
    CHECK(table.text(0) == "13047");
    CHECK(other.text(0) == "17850");
    CHECK(other.text(1) == "20000");
}

TEST_CASE("each of many texts keeps its number") {
    string_table table;
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        REQUIRE(table.intern("invoice " + std::to_string(i)) == i);
    }
    std::uint32_t wrong = 0;
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        const std::string text = "invoice " + std::to_string(i);
        wrong += table.find(text) == i && table.text(i) == text ? 0U : 1U;
    }
    CHECK(wrong == 0);
    CHECK(table.size() == 100'000);
}

TEST_CASE("a table that begins with a long text") {
    string_table table;
    const std::string longer(20'000, 'x');
    CHECK(table.intern(longer) == 0);
    CHECK(table.intern("a") == 1);
    CHECK(table.intern("b") == 2);
    CHECK(table.text(0) == longer);
    CHECK(table.text(1) == "a");
    CHECK(table.text(2) == "b");
}

TEST_CASE("rules tell apart codes that are the same number and other texts") {
    using namespace loyalty;
    using namespace loyalty::criteria;
    using namespace loyalty::io;
    constexpr std::uint32_t bag = 0;
    constexpr std::uint32_t gift = 1;
    string_table skus;
    CHECK(skus.intern("00") == 0);
    CHECK(skus.intern("007") == 1);
    constexpr programme rules{points{per_amount{1_points, 1_usd}.on(!sku_is(bag)), round_off{rounding::floor},
                                     add_bonus{50_points}.when(any_line(sku_is(gift)))}};
    const auto points_for = [&](const char* text) {
        const std::array lines{basket_line<currency::usd>{.id = 1, .sku = skus.intern(text), .net = 10_usd}};
        const basket<currency::usd> bought{.id = 1, .time = "2025-03-10T12:00"_utc, .lines = lines};
        return preview(rules, {}, bought).granted<unit::points>();
    };
    CHECK(points_for("00") == 0_points);
    CHECK(points_for("0") == 10_points);
    CHECK(points_for("000") == 10_points);
    CHECK(points_for("7") == 10_points);
    CHECK(points_for("007") == 60_points);
    CHECK(points_for("07") == 10_points);
}
