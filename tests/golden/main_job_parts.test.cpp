// SPDX-License-Identifier: BSL-1.0
//
// What loyalty_run says of files, of progress and of numbers in JSON, function by function.

#if defined(LOYALTY_TEST_HAS_JSON)
#include "../../examples/loyalty_run/advice.hpp"
#include "../../examples/loyalty_run/progress.hpp"
#include "../../examples/loyalty_run/writing.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

using namespace loyalty_run;
using namespace loyalty::io;

TEST_CASE("a whole number stands bare in JSON as long as a binary fraction holds it") {
    CHECK(json_value({"0", true}) == "0");
    CHECK(json_value({"9007199254740992", true}) == "9007199254740992"); // 2^53
    CHECK(json_value({"9007199254740993", true}) == "\"9007199254740993\"");
    CHECK(json_value({"-9007199254740992", true}) == "-9007199254740992");
    CHECK(json_value({"-9007199254740993", true}) == "\"-9007199254740993\"");
    CHECK(json_value({"18446744073709551615", true}) == "\"18446744073709551615\""); // 2^64 - 1
    CHECK(json_value({"12.50", false}) == "\"12.50\"");
}

TEST_CASE("progress fits the terminal") {
    CHECK(progress_line("lines", 1024, 50, 80) == "[###############               ]  50 %  1,024 lines");
    CHECK(progress_line("lines", 1024, 50, 52) ==
          "[###############               ]  50 %  1,024 lines"); // 51 characters
    CHECK(progress_line("lines", 1024, 50, 51) == "50 %  1,024 lines");
    CHECK(progress_line("lines", 1024, 50, 24) == "50 %  1,024 lines");
    CHECK(progress_line("lines", 1024, 50, 17) == "50 %");
    CHECK(progress_line("lines", 1024, 50, 4).empty());
    CHECK(progress_line("lines", 12'345'678, -1, 24) == "12,345,678 lines"); // the size is not known
    CHECK(progress_line("lines", 12'345'678, -1, 16).empty());
    CHECK(progress_line("lines", 7, 140, 80) == "[##############################] 100 %  7 lines"); // the file grew
    CHECK(progress_line("lines", 7, 0, 1).empty());
    for (std::size_t columns = 0; columns < 100; ++columns) {
        CHECK(progress_line("transactions", 999'999'999, 100, columns).size() <= (columns == 0 ? 0 : columns - 1));
    }
}

TEST_CASE("the delimiter that a first line has") {
    CHECK(other_delimiter("id;member;amount", ',') == ';');
    CHECK(other_delimiter("id\tmember", ',') == '\t');
    CHECK(other_delimiter("\"id, or none\";\"member\";\"amount\"", ',') == ';'); // a comma within quotes is none
    CHECK(other_delimiter("id,member", ';') == ',');
    CHECK(other_delimiter("id,member", csv_dialect::white_space) == ',');
    CHECK(other_delimiter("id member amount", ',') == csv_dialect::white_space);
    CHECK(other_delimiter("booked at", ',') == std::nullopt); // one column whose name has a blank
    CHECK(other_delimiter("id,a;b", ',') == std::nullopt);
    CHECK(other_delimiter("id\tmember", csv_dialect::white_space) == std::nullopt); // a tab is a blank
    CHECK(other_delimiter("", ',') == std::nullopt);
}

TEST_CASE("words for a shell") {
    CHECK(shell_word("sales.csv") == "sales.csv");
    CHECK(shell_word("my sales.csv") == "'my sales.csv'");
    CHECK(shell_word("$") == "'$'");
    CHECK(shell_word("it's") == "'it'\\''s'");
    CHECK(shell_word("") == "''");
}
#endif
