// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_reader.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::io;

namespace {

using rows = std::vector<std::vector<std::string>>;

struct reading {
    rows records;
    std::vector<std::string> messages;
};

reading read_all(csv_reader& reader) {
    reading result;
    csv_record record;
    while (reader.read(record)) {
        auto& row = result.records.emplace_back();
        for (std::size_t i = 0; i < record.size(); ++i) {
            row.emplace_back(record[i]);
        }
    }
    for (const csv_error& error : reader.errors().kept) {
        result.messages.push_back(error.message());
    }
    return result;
}

reading read_text(std::string_view text, csv_dialect dialect = {.header = false}) {
    csv_reader reader(text, "events.csv", dialect);
    return read_all(reader);
}

using messages = std::vector<std::string>;

} // namespace

TEST_CASE("plain fields") {
    const reading result = read_text("a,b,c\n1,,3\n");
    CHECK(result.records == rows{{"a", "b", "c"}, {"1", "", "3"}});
    CHECK(result.messages.empty());
}

TEST_CASE("the last line needs no end, and may end in an empty field") {
    CHECK(read_text("a,b\n1,2").records == rows{{"a", "b"}, {"1", "2"}});
    CHECK(read_text("a,b\n1,").records == rows{{"a", "b"}, {"1", ""}});
    CHECK(read_text("a,b\n1,\"2\"").records == rows{{"a", "b"}, {"1", "2"}});
}

TEST_CASE("LF, CRLF and CR end a line, mixed as they come") {
    CHECK(read_text("a,b\r\n1,2\n3,4\r5,6").records == rows{{"a", "b"}, {"1", "2"}, {"3", "4"}, {"5", "6"}});
    csv_reader reader(std::string_view("a\r\nb\nc\rd"), "events.csv", {.header = false});
    csv_record record;
    for (const std::size_t line : {1U, 2U, 3U, 4U}) {
        REQUIRE(reader.read(record));
        CHECK(record.line() == line);
    }
}

TEST_CASE("empty lines are skipped and counted") {
    csv_reader reader(std::string_view("\n\r\na,b\n\n\r\r1,2\n\n"), "events.csv", {.header = false});
    csv_record record;
    REQUIRE(reader.read(record));
    CHECK(record.line() == 3);
    REQUIRE(reader.read(record));
    CHECK(record.line() == 7);
    CHECK_FALSE(reader.read(record));
    CHECK(reader.errors().count == 0);
}

TEST_CASE("nothing is read from nothing") {
    CHECK(read_text("").records.empty());
    CHECK(read_text("\n\n").records.empty());
    csv_reader reader(std::string_view{}, "events.csv");
    CHECK(reader.header().empty());
    CHECK(reader.errors().count == 0);
}

TEST_CASE("quoted fields hold delimiters, quotes and line ends") {
    CHECK(read_text("\"a,b\",c").records == rows{{"a,b", "c"}});
    CHECK(read_text("\"a \"\"b\"\", c\",\"\"\"\"").records == rows{{"a \"b\", c", "\""}});
    CHECK(read_text("\"\",x").records == rows{{"", "x"}});
    CHECK(read_text("\"a\r\nb\nc\rd\",x\n1,2").records == rows{{"a\r\nb\nc\rd", "x"}, {"1", "2"}});
}

TEST_CASE("blanks belong to their field") {
    CHECK(read_text(" a , b\n").records == rows{{" a ", " b"}});
}

TEST_CASE("NUL and bytes that are not UTF-8 are passed on") {
    CHECK(read_text(std::string_view("a\0b,\xFF\n", 6)).records == rows{{std::string("a\0b", 3), "\xFF"}});
}

TEST_CASE("a byte order mark of UTF-8 is skipped, one of UTF-16 is refused") {
    CHECK(read_text("\xEF\xBB\xBF"
                    "a,b\n")
              .records == rows{{"a", "b"}});
    for (const std::string_view text : {std::string_view("\xFF\xFE"
                                                         "a\0",
                                                         4),
                                        std::string_view("\xFE\xFF\0a", 4)}) {
        const reading result = read_text(text);
        CHECK(result.records.empty());
        CHECK(result.messages == messages{"events.csv:1:1: expected UTF-8 text, found text in UTF-16"});
    }
}

TEST_CASE("other delimiters") {
    CHECK(read_text("a;b,c\n", {.delimiter = ';', .header = false}).records == rows{{"a", "b,c"}});
    CHECK(read_text("a\t b\t\n", {.delimiter = '\t', .header = false}).records == rows{{"a", " b", ""}});
    CHECK(read_text("5\" nail,x\n", {.quote = csv_dialect::no_quote, .header = false}).records ==
          rows{{"5\" nail", "x"}});
}

TEST_CASE("runs of white space") {
    const csv_dialect dialect{.delimiter = csv_dialect::white_space};
    csv_reader reader(std::string_view(" id  date \r\n 00001 19970101\t \r\n \t\n\"a b\"  2"), "events.csv", dialect);
    CHECK(reader.header() == std::vector<std::string>{"id", "date"});
    const reading result = read_all(reader);
    CHECK(result.records == rows{{"00001", "19970101"}, {"a b", "2"}});
    CHECK(result.messages.empty());
}

TEST_CASE("the header names the columns and is no record") {
    csv_reader reader(std::string_view("id,\"the \"\"name\"\"\"\n1,2\n"), "events.csv");
    CHECK(reader.header() == std::vector<std::string>{"id", "the \"name\""});
    CHECK(read_all(reader).records == rows{{"1", "2"}});
}

TEST_CASE("a record knows where its fields stand") {
    csv_reader reader(std::string_view("id,name,note\n1,\"Zo\xC3\xAB\",\"a\"\"b\"\n2,\"x\ny\",zz\n3,p,q\n"),
                      "events.csv");
    csv_record record;
    REQUIRE(reader.read(record));
    CHECK(record.line() == 2);
    CHECK(record.column(0) == 1);
    CHECK(record.column(1) == 3);
    CHECK(record.column(2) == 9); // characters: the five of "Zoë" with its quotes
    CHECK(record[2] == "a\"b");
    REQUIRE(reader.read(record));
    CHECK(record.line() == 3);
    CHECK(record.position(1) == csv_position{3, 3});
    CHECK(record.position(2) == csv_position{4, 4});
    CHECK(record.end() == csv_position{4, 6});
    REQUIRE(reader.read(record));
    CHECK(record.line() == 5);
}

TEST_CASE("a wrong number of fields") {
    const reading result = read_text("a,b,c\n1,2\n4,5,6\n7,8,9,10\n11,12,13\n");
    CHECK(result.records == rows{{"a", "b", "c"}, {"4", "5", "6"}, {"11", "12", "13"}});
    CHECK(result.messages == messages{"events.csv:2:4: expected 3 fields, found 2 fields",
                                      "events.csv:4:7: expected 3 fields, found 4 fields"});
    CHECK(read_text("a\n", {.header = false, .fields = 2}).messages ==
          messages{"events.csv:1:2: expected 2 fields, found 1 field"});
}

TEST_CASE("a stray quote costs its line") {
    const reading result = read_text("a,b\n1,5\" nail\n3,4\n");
    CHECK(result.records == rows{{"a", "b"}, {"3", "4"}});
    CHECK(result.messages == messages{"events.csv:2:4: expected no quote inside a field that does not begin with one, "
                                      "found '5\" nail'"});
}

TEST_CASE("text after a closing quote costs its line") {
    const reading result = read_text("a,b\n\"1\"x,2\n3,4\n");
    CHECK(result.records == rows{{"a", "b"}, {"3", "4"}});
    CHECK(result.messages == messages{"events.csv:2:4: expected a delimiter or the end of the line after the closing "
                                      "quote, found 'x,2'"});
}

TEST_CASE("a lost quote costs one line, not all up to the next quote") {
    const reading result = read_text("a,b\n1,\"lost\n3,4\n5,\"six, 6\"\n7,8\n");
    CHECK(result.records == rows{{"a", "b"}, {"3", "4"}, {"5", "six, 6"}, {"7", "8"}});
    CHECK(result.messages == messages{"events.csv:4:4: expected a delimiter or the end of the line after the closing "
                                      "quote of the field that opens at 2:3, found 'six, 6\"'"});
}

TEST_CASE("a quote that never closes") {
    const reading result = read_text("a,b\n1,\"lost\n3,4\n");
    CHECK(result.records == rows{{"a", "b"}, {"3", "4"}});
    CHECK(result.messages == messages{"events.csv:2:3: expected a closing quote for the field that opens here, found "
                                      "the end of the file"});
}

TEST_CASE("lines are still counted after a malformed record") {
    csv_reader reader(std::string_view("a,b\r\n1,x\"\r\n3,4\r\n\"5\r\n6\"7,8\r9,10\n"), "events.csv",
                      {.header = false});
    csv_record record;
    for (const std::size_t line : {1U, 3U, 6U}) {
        REQUIRE(reader.read(record));
        CHECK(record.line() == line);
    }
    CHECK_FALSE(reader.read(record));
    REQUIRE(reader.errors().count == 3);
    CHECK(reader.errors().kept[0].line == 2);
    CHECK(reader.errors().kept[1].line == 5); // the text behind the quote that closes there
    CHECK(reader.errors().kept[2].line == 5); // the same line again, as the beginning of a record
}

TEST_CASE("a record that is too long is an error, and the next is read") {
    const csv_dialect dialect{.header = false, .record_limit_bytes = 16};
    const reading result = read_text("a,b\n1,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n3,4\n", dialect);
    CHECK(result.records == rows{{"a", "b"}, {"3", "4"}});
    CHECK(result.messages == messages{"events.csv:2:1: expected a record of at most 16 bytes, found a longer one"});

    const reading quoted = read_text("a,b\n1,\"lost\n3,4\n5,6\n7,8\n", dialect);
    CHECK(quoted.records == rows{{"a", "b"}, {"3", "4"}, {"5", "6"}, {"7", "8"}});
    CHECK(quoted.messages == messages{"events.csv:2:3: expected a closing quote for the field that opens here, found "
                                      "none within 16 bytes"});
}

TEST_CASE("the limit of a record is 1 MiB") {
    const std::string text(1 << 20, 'x');
    CHECK(read_text(text + "\nb\n").messages ==
          messages{"events.csv:1:1: expected a record of at most 1048576 bytes, found a longer one"});
    const reading fits = read_text(text.substr(1) + "\nb\n");
    REQUIRE(fits.records.size() == 2);
    CHECK(fits.records[0][0].size() == 1048575);
    CHECK(fits.records[1][0] == "b");
    CHECK(fits.messages.empty());
}

TEST_CASE("the size of the buffer makes no difference") {
    const std::string_view text = "id,note\r\n1,\"a\r\nb\"\r\n2,\"\"\"q\"\"\"\r\r\n\n3,\"x\"\r4,5";
    const rows expected{{"id", "note"}, {"1", "a\r\nb"}, {"2", "\"q\""}, {"3", "x"}, {"4", "5"}};
    for (std::size_t limit = 12; limit < 60; ++limit) {
        CAPTURE(limit);
        const reading result = read_text(text, {.header = false, .record_limit_bytes = limit});
        CHECK(result.records == expected);
        CHECK(result.messages.empty());
    }
}

TEST_CASE("a stream and a file are read as a text is") {
    std::istringstream stream("a,b\n1,2\n");
    csv_reader from_stream(stream, "stream");
    CHECK(read_all(from_stream).records == rows{{"1", "2"}});

    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    std::fputs("a,b\n3,4\n", file);
    std::rewind(file);
    csv_reader from_file(file, "file");
    CHECK(read_all(from_file).records == rows{{"3", "4"}});
    std::fclose(file);
}

TEST_CASE("a source that cannot be read says so") {
    csv_reader reader(static_cast<std::FILE*>(nullptr), "gone.csv");
    const reading result = read_all(reader);
    CHECK(result.records.empty());
    CHECK(result.messages == messages{"gone.csv:1:1: expected a file that can be read, found a failure to read it"});
}

TEST_CASE("a source of one's own may break off") {
    int calls = 0;
    const auto half = [](void* handle, char* buffer, std::size_t, bool& failed) -> std::size_t {
        failed = ++*static_cast<int*>(handle) == 1;
        const std::string_view text = "a,b\n1,2\n3";
        text.copy(buffer, text.size());
        return failed ? text.size() : 0;
    };
    csv_reader reader(csv_source(&calls, half), "net.csv");
    const reading result = read_all(reader);
    CHECK(result.records == rows{{"1", "2"}});
    CHECK(result.messages == messages{"net.csv:1:1: expected a file that can be read, found a failure to read it",
                                      "net.csv:3:2: expected 2 fields, found 1 field"});
}

TEST_CASE("all errors are counted and heard, the first are kept") {
    csv_reader reader(std::string_view("a,b\n1\n2\n3\n"), "events.csv");
    reader.errors().limit = 2;
    std::size_t heard = 0;
    reader.errors().on_error = [&](const csv_error& error) { heard += error.line; };
    csv_record record;
    CHECK_FALSE(reader.read(record));
    CHECK(reader.errors().count == 3);
    CHECK(reader.errors().kept.size() == 2);
    CHECK(heard == 2 + 3 + 4);
}

TEST_CASE("an error shows text that a terminal can bear") {
    CHECK(csv_error{"events.csv", 17, 23, "an amount such as 12.34", detail::csv_shown("12,3x")}.message() ==
          "events.csv:17:23: expected an amount such as 12.34, found '12,3x'");
    CHECK(detail::csv_shown(std::string_view("a\0\x1B\x7F\xFF", 5)) == "'a\\x00\\x1B\\x7F\\xFF'");
    CHECK(detail::csv_shown("Zo\xC3\xAB") == "'Zo\xC3\xAB'");
    CHECK(detail::csv_shown("\xC3") == "'\\xC3'");
    CHECK(detail::csv_shown("\xC0\x80") == "'\\xC0\\x80'");
    CHECK(detail::csv_shown(std::string(41, 'x')) == "'" + std::string(40, 'x') + "...'");
    CHECK(detail::csv_shown(std::string(40, 'x')) == "'" + std::string(40, 'x') + "'");
}
