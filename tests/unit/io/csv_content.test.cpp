// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_content.hpp>
#include <loyalty/io/csv_line_reader.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace loyalty;
using namespace loyalty::io;
using namespace std::string_view_literals;

TEST_CASE("the first bytes tell what is no text") {
    CHECK(csv_content_of("\x1F\x8B\x08\x00\x00"sv) == csv_content::gzip);
    CHECK(csv_content_of("\xFD\x37\x7A\x58\x5A\x00\x00"sv) == csv_content::xz);
    CHECK(csv_content_of("BZh91AY&SY\x01"sv) == csv_content::bzip2);
    CHECK(csv_content_of("BZh11AY&SY\x01"sv) == csv_content::bzip2);
    CHECK(csv_content_of("\x28\xB5\x2F\xFD\x04"sv) == csv_content::zstd);
    CHECK(csv_content_of("PK\x03\x04\x14"sv) == csv_content::zip);
    CHECK(csv_content_of("\xFF\xFEm\0"sv) == csv_content::utf16);
    CHECK(csv_content_of("\xFE\xFF\0m"sv) == csv_content::utf16);
    CHECK(csv_content_of("i\0d\0"sv) == csv_content::utf16);
    CHECK(csv_content_of("\0i\0d"sv) == csv_content::utf16);
}

TEST_CASE("what only looks like it is text") {
    for (const std::string_view text :
         {""sv, "i"sv, "\x1F\x8B"sv, "BZh,amount\n"sv, "BZh9"sv, "PK,amount\n"sv, "i\0d,"sv, "i\0\0\0"sv, "\x01\0d\0"sv,
          "i\0\x01\0"sv, "\0\x01\0d"sv, "\0i\0\x01"sv, "\0\0\0\0"sv, "id,member\n"sv, "\xEF\xBB\xBFid"sv}) {
        CAPTURE(text);
        CHECK(csv_content_of(text) == csv_content::text);
    }
}

TEST_CASE("of what is no text nothing is read, and the one error says what it is") {
    csv_line_reader reader("\x1F\x8B\x08\x00member,time\n1,2025-01-10\n"sv, "sales.csv", *find_csv_layout("default"));
    csv_line line;
    CHECK_FALSE(reader.ready());
    CHECK_FALSE(reader.read(line));
    CHECK(reader.content() == csv_content::gzip);
    REQUIRE(reader.errors().count == 1);
    CHECK(reader.errors().kept[0].message() ==
          "sales.csv:1:1: expected UTF-8 text, found a file that gzip has compressed");
}

TEST_CASE("columns by number do not make bytes out of text") {
    csv_line_reader reader("PK\x03\x04,2025-01-10\n"sv, "sales.csv",
                           csv_layout{.dialect = {.header = false}, .schema = "member=1,time=2"});
    csv_line line;
    CHECK_FALSE(reader.ready());
    CHECK_FALSE(reader.read(line));
}

TEST_CASE("an empty file is one without a byte") {
    CHECK(csv_line_reader(""sv, "a", *find_csv_layout("default")).content() == csv_content::empty);
    CHECK(csv_line_reader("\n"sv, "a", *find_csv_layout("default")).content() == csv_content::text);
    CHECK(csv_line_reader("\xEF\xBB\xBF"sv, "a", *find_csv_layout("default")).content() == csv_content::text);
}

TEST_CASE("the first line stays as it stands") {
    const auto first_line = [](std::string_view text) { return csv_reader(text, "a").first_line(); };
    CHECK(first_line("id;member\r\n1;2\r\n") == "id;member");
    CHECK(first_line("\xEF\xBB\xBF\"id\"\t\"member\"") == "\"id\"\t\"member\"");
    CHECK(first_line("id;\"mem\"ber\n") == "id;\"mem\"ber"); // also if it is malformed
    CHECK(first_line("") == "");
    CHECK(first_line(std::string(5000, 'x')).size() == 4096);
}
