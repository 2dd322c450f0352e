// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_basket.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace loyalty;

namespace {

basket_reader reader_of(std::string_view text) {
    return basket_reader(csv_line_reader(text, "events.csv", *find_csv_layout("default")));
}

struct summary {
    std::string id;
    std::string member;
    std::vector<std::string> skus;
    std::size_t errors = 0;
    friend bool operator==(const summary&, const summary&) = default;
};

std::vector<summary> read_all(basket_reader& reader) {
    std::vector<summary> result;
    csv_basket basket;
    while (reader.read(basket)) {
        summary& one = result.emplace_back();
        one.id = basket.id;
        one.member = basket.member;
        one.errors = basket.errors;
        for (const csv_line& line : basket.lines) {
            one.skus.emplace_back(line.sku);
        }
    }
    return result;
}

std::vector<summary> read_text(std::string_view text) {
    basket_reader reader = reader_of(text);
    return read_all(reader);
}

} // namespace

TEST_CASE("consecutive lines of equal id, member and time are a basket") {
    CHECK(read_text("id,member,time,sku\n"
                    "1,m,2025-01-10,a\n"
                    "1,m,2025-01-10,b\n"
                    "1,m,2025-01-11,c\n"  // another time
                    "1,n,2025-01-11,d\n"  // another member
                    "2,n,2025-01-11,e\n"  // another id
                    "1,m,2025-01-10,f\n") // not consecutive
          == std::vector<summary>{
                 {"1", "m", {"a", "b"}}, {"1", "m", {"c"}}, {"1", "n", {"d"}}, {"2", "n", {"e"}}, {"1", "m", {"f"}}});
}

TEST_CASE("a layout may let the times of a basket differ from that of its first line") {
    csv_layout layout = *find_csv_layout("default");
    layout.basket_seconds = 60;
    const std::string_view text = "id,member,time,sku\n"
                                  "1,m,2025-01-10 08:01,a\n"
                                  "1,m,2025-01-10 08:02,b\n"
                                  "1,m,2025-01-10 08:00,c\n"
                                  "1,m,2025-01-10 08:02:01,d\n" // 61 seconds after the first
                                  "1,m,2025-01-10 08:03:01,e\n" // 60 after d, which opened a basket
                                  "2,m,2025-01-10T09:00+01:00,f\n"
                                  "2,m,2025-01-10T08:00Z,g\n" // the same instant
                                  "2,m,2025-01-10T09:00Z,h\n";
    basket_reader reader(csv_line_reader(text, "events.csv", layout));
    CHECK(read_all(reader) ==
          std::vector<summary>{
              {"1", "m", {"a", "b", "c"}}, {"1", "m", {"d", "e"}}, {"2", "m", {"f", "g"}}, {"2", "m", {"h"}}});
}

TEST_CASE("a basket needs no member") {
    CHECK(read_text("id,member,time,sku\n1,,2025-01-10,a\n1,,2025-01-10,b\n") ==
          std::vector<summary>{{"1", "", {"a", "b"}}});
}

TEST_CASE("without ids each line is a basket, even where two are equal") {
    CHECK(read_text("member,time,sku\nm,2025-01-10,a\nm,2025-01-10,a\n") ==
          std::vector<summary>{{"", "m", {"a"}}, {"", "m", {"a"}}});
}

TEST_CASE("nothing is read from a file without lines, nor from one that does not fit") {
    CHECK(read_text("").empty());
    CHECK(read_text("id,time\n").empty());
    CHECK(read_text("id,when\n1,2025-01-10\n").empty());
}

TEST_CASE("an error counts for the basket that may lack a line") {
    CHECK(read_text("id,member,time,sku\n"
                    "1,m,2025-01-10,a\n"
                    "1,m,bad,b\n" // within the first
                    "1,m,2025-01-10,c\n"
                    "2,m,2025-01-10,d\n"
                    "3,m,2025-01-10,e\n"
                    "3,m,bad,f\n" // between the third and the fourth: of either
                    "4,m,2025-01-10,g\n") ==
          std::vector<summary>{
              {"1", "m", {"a", "c"}, 1}, {"2", "m", {"d"}, 0}, {"3", "m", {"e"}, 1}, {"4", "m", {"g"}, 1}});
}

TEST_CASE("the lines of a basket keep their texts and numbers") {
    std::string text = "id,member,time,sku,description,amount\n";
    for (int i = 0; i < 5000; ++i) {
        text += "1,m,2025-01-10," + std::to_string(i) + ",\"a \"\"" + std::to_string(i) + "\"\"\",1.25\n";
    }
    basket_reader reader = reader_of(text);
    csv_basket basket;
    REQUIRE(reader.read(basket));
    REQUIRE(basket.lines.size() == 5000);
    CHECK(basket.lines[0].sku == "0");
    CHECK(basket.lines[4999].sku == "4999");
    CHECK(basket.lines[17].description == "a \"17\"");
    CHECK(basket.lines[17].amount_minor_units == 125);
    CHECK(basket.lines[17].line == 19);
    CHECK(basket.time.seconds_since_epoch == 1736467200);
    CHECK_FALSE(reader.read(basket));
}

TEST_CASE("a basket of 10,000 lines is read, one of more is left out as a whole") {
    const std::string header = "id,member,time,sku\n";
    std::string lines;
    for (int i = 0; i < 10'000; ++i) {
        lines += "1,m,2025-01-10,a\n";
    }
    const std::string next = "2,m,2025-01-10,b\n";
    const auto fits = read_text(header + lines + next);
    REQUIRE(fits.size() == 2);
    CHECK(fits[0].skus.size() == 10'000);

    const std::string text = header + lines + "1,m,2025-01-10,a\n1,m,2025-01-10,a\n" + next;
    basket_reader too_large = reader_of(text);
    CHECK(read_all(too_large) == std::vector<summary>{{"2", "m", {"b"}}});
    REQUIRE(too_large.errors().count == 1);
    CHECK(too_large.errors().kept[0].message() == "events.csv:10002:1: expected a basket of at most 10000 lines and "
                                                  "16777216 bytes, found more of basket '1'");
}

TEST_CASE("a basket of more than 16 MiB of text is left out") {
    std::string text = "id,time,sku\n";
    const std::string large(1'000'000, 'x');
    for (int i = 0; i < 20; ++i) {
        text += "1,2025-01-10," + large + '\n';
    }
    text += "2,2025-01-10,b\n";
    basket_reader reader = reader_of(text);
    CHECK(read_all(reader) == std::vector<summary>{{"2", "", {"b"}}});
    CHECK(reader.errors().count == 1);
}
