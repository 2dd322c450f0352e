// SPDX-License-Identifier: BSL-1.0
//
// What loyalty_run says of files, of progress and of numbers in JSON, function by function.

#if defined(LOYALTY_TEST_HAS_JSON)
#include "../../examples/loyalty_run/advice.hpp"
#include "../../examples/loyalty_run/progress.hpp"
#include "../../examples/loyalty_run/stream_names.hpp"
#include "../../examples/loyalty_run/writing.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
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
    constexpr pace fast{512, 2};
    constexpr pace unknown{512, -1};
    const std::string bar = "[###############               ]  50 %  1,024 lines";
    CHECK(progress_line("lines", 1024, 50, fast, 80) == bar + ", 512 a second, 2 s left");
    CHECK(progress_line("lines", 1024, 50, fast, 76) == bar + ", 512 a second, 2 s left"); // 75 characters
    CHECK(progress_line("lines", 1024, 50, fast, 75) == bar);
    CHECK(progress_line("lines", 1024, 50, fast, 52) == bar); // 51 characters
    CHECK(progress_line("lines", 1024, 50, fast, 51) == "50 %  1,024 lines, 512 a second, 2 s left");
    CHECK(progress_line("lines", 1024, 50, fast, 24) == "50 %  1,024 lines");
    CHECK(progress_line("lines", 1024, 50, fast, 17) == "50 %");
    CHECK(progress_line("lines", 1024, 50, fast, 4).empty());
    CHECK(progress_line("lines", 12'345'678, -1, unknown, 80) ==
          "12,345,678 lines, 512 a second"); // the size is not known
    CHECK(progress_line("lines", 12'345'678, -1, unknown, 24) == "12,345,678 lines");
    CHECK(progress_line("lines", 12'345'678, -1, unknown, 16).empty());
    CHECK(progress_line("lines", 7, 140, {7, 0}, 80) ==
          "[##############################] 100 %  7 lines, 7 a second, 0 s left"); // the file grew
    CHECK(progress_line("lines", 7, 0, unknown, 1).empty());
    for (std::size_t columns = 0; columns < 120; ++columns) {
        CHECK(progress_line("transactions", 999'999'999, 100, {999'999'999, 359'999}, columns).size() <=
              (columns == 0 ? 0 : columns - 1));
    }
}

TEST_CASE("the pace of a work") {
    const pace quarter = pace_of(1024, {250, 1000}, 2000);
    CHECK(quarter.per_second == 512);
    CHECK(quarter.seconds_left == 6);
    CHECK(pace_of(1024, {0, 0}, 2000).seconds_left == -1); // of unknown size
    CHECK(pace_of(0, {0, 1000}, 2000).seconds_left == -1); // nothing is done
    CHECK(pace_of(5, {1000, 1000}, 0).per_second == 5000); // in less than a millisecond
    CHECK(pace_of(1, {1'000'000'000'000, 4'000'000'000'000}, 3'600'000).seconds_left == 10'800);
    CHECK(duration_text(59) == "59 s");
    CHECK(duration_text(125) == "2 min 05 s");
    CHECK(duration_text(12'000) == "3 h 20 min");
    CHECK(share_done{50, 150}.percent() == 33);
    CHECK(share_done{0, 0}.percent() == -1);
    CHECK(share_done{UINT64_MAX / 2, UINT64_MAX}.percent() == 50);
}

TEST_CASE("ids of a member's last instant are known again, and no others are kept") {
    stream_names names;
    const auto number = [&](std::string_view id, instant time, std::uint64_t line, std::uint32_t member = 0) {
        return names.number_of(names.event(id, line), member, time, line);
    };
    constexpr instant noon{43'200};
    constexpr instant evening{64'800};
    CHECK(number("x", noon, 1) == 1);
    CHECK(number("y", noon, 2) == 2);
    CHECK(number("x", noon, 3) == 1);    // again, at the same instant
    CHECK(number("x", noon, 4, 1) == 4); // another member
    CHECK(number("x", evening, 5) == 5); // another instant
    CHECK(number("", evening, 6) == 6);  // a file without ids
    names.end_batch([&](std::uint32_t, instant time) { return time == noon; });
    CHECK(names.events.size() == 0);
    CHECK(number("y", noon, 7) == 2);    // of the last event that counted
    CHECK(number("x", evening, 8) == 8); // of one that was refused
    stream_names sorted{true};
    CHECK(sorted.number_of(sorted.event("x", 1), 0, noon, 1) == 1);
    CHECK(sorted.number_of(sorted.event("x", 9), 5, evening, 9) == 1); // a stream that is sorted keeps them all
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
