// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>

using namespace loyalty;
using namespace loyalty::io;

namespace {

constexpr std::string_view small_file = "\xEF\xBB\xBFid,member,time,sku,quantity,unit_price\r\n"
                                        "1,\"m \"\"1\"\"\",2025-01-10 08:26,a,2,1.125\n"
                                        "1,\"m \"\"1\"\"\",2025-01-10 08:26,\"b\nc\",-1,2.5\r"
                                        "\n2,,20250111,Zo\xC3\xAB,0.5,.99";

/// Reads a text to its end. Whatever the text, every line of it is read once, and every error stands within it.
void read_to_the_end(std::string_view text, csv_dialect dialect) {
    const csv_layout layout{.dialect = dialect, .schema = "id=1,member=2?,time=3?,sku=4?,quantity=5?,unit_price=6?"};
    csv_line_reader reader(text, "events.csv", layout);
    csv_line line;
    std::size_t lines = 0;
    while (reader.read(line)) {
        ++lines;
    }
    bool is_sound = lines == reader.lines() && lines + reader.errors().count <= text.size() + 1;
    for (const csv_error& error : reader.errors().kept) {
        is_sound = is_sound && error.line >= 1 && error.line <= text.size() + 1 && error.column >= 1 &&
                   error.column <= text.size() + 1;
    }
    if (!is_sound) { // a check for each of many thousand texts would be slow
        CAPTURE(text);
        CHECK(is_sound);
    }
}

/// With a buffer that holds the file, with one that must be filled again and again, and with fields parted by blanks.
void read_to_the_end(std::string_view text) {
    read_to_the_end(text, {.record_limit_bytes = 1024});
    read_to_the_end(text, {.record_limit_bytes = 64});
    read_to_the_end(text, {.delimiter = csv_dialect::white_space, .record_limit_bytes = 64});
}

} // namespace

TEST_CASE("the small file is sound") {
    csv_line_reader reader(small_file, "events.csv", *find_csv_layout("default"));
    csv_line line;
    REQUIRE(reader.read(line));
    CHECK(line.member == "m \"1\"");
    CHECK(line.amount_minor_units == 225);
    REQUIRE(reader.read(line));
    CHECK(line.member == "m \"1\"");
    CHECK(line.sku == "b\nc");
    REQUIRE(reader.read(line));
    CHECK(line.sku == "Zo\xC3\xAB");
    CHECK(line.amount_minor_units == 50); // 0.495, half up
    CHECK_FALSE(reader.read(line));
    CHECK(reader.errors().count == 0);
}

TEST_CASE("no prefix of a file breaks the reader") {
    for (std::size_t size = 0; size <= small_file.size(); ++size) {
        read_to_the_end(small_file.substr(0, size));
    }
}

TEST_CASE("no single byte in the wrong place breaks the reader") {
    for (std::size_t at = 0; at < small_file.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text(small_file);
            text[at] = static_cast<char>(byte);
            read_to_the_end(text);
        }
    }
}
