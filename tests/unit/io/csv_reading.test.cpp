// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_line_reader.hpp>
#include <loyalty/io/csv_reading.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::io;

TEST_CASE("amounts with their sign") {
    CHECK(parse_csv_amount("$5.00", "$") == decimal{500, 2});
    CHECK(parse_csv_amount("5.00 $", "$") == decimal{500, 2});
    CHECK(parse_csv_amount("$ 5.00", "$") == decimal{500, 2});
    CHECK(parse_csv_amount("-$5.00", "$") == decimal{-500, 2});
    CHECK(parse_csv_amount("$-5.00", "$") == decimal{-500, 2});
    CHECK(parse_csv_amount("5.00", "$") == decimal{500, 2});
    CHECK(parse_csv_amount("1.234,56 \xE2\x82\xAC", "\xE2\x82\xAC", ',', '.') == decimal{123456, 2});
    CHECK(parse_csv_amount("USD 1,234.5", "USD", '.', ',') == decimal{12345, 1});
    CHECK(parse_csv_amount("$9223372036854775807", "$") == decimal{std::numeric_limits<std::int64_t>::max(), 0});
}

TEST_CASE("what is no amount with that sign") {
    for (const std::string_view text : {"", "$", "-$", "$$5.00", "-$-5.00", "$5.00$",
                                        "\xE2\x82\xAC"
                                        "5.00",
                                        "5$00", "$ $5", "$-", "$9223372036854775808"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_csv_amount(text, "$").has_value());
    }
    CHECK_FALSE(parse_csv_amount("$5.00", "").has_value());
}

namespace {

/// What an error says of the third field.
std::string said_of(std::string_view amount, std::string_view fact = "amount", const csv_format& format = {}) {
    const std::string text = "member\ttime\t" + std::string(fact) + "\n7\t2025-01-10\t" + std::string(amount) + '\n';
    const std::string schema = "member,time," + std::string(fact);
    csv_line_reader reader(std::string_view(text), "a",
                           csv_layout{.dialect = {.delimiter = '\t'}, .format = format, .schema = schema});
    csv_line line;
    static_cast<void>(reader.read(line));
    const std::string message = reader.errors().kept.empty() ? "" : reader.errors().kept[0].message();
    const std::size_t which = message.find(", which");
    return message.empty() ? "read" : which == std::string::npos ? "" : message.substr(which);
}

} // namespace

TEST_CASE("an error says how the amount could be read") {
    CHECK(said_of("1,234.56") == ", which is a number with the group separator ','");
    CHECK(said_of("1.234,56") == ", which is a number with the decimal separator ','");
    CHECK(said_of("12,34") == ", which is a number with the decimal separator ','");
    CHECK(said_of("1,234") ==
          ", which is a number with the group separator ',' or the decimal separator ','"); // nobody can tell
    CHECK(said_of("1 234.56") == ", which is a number with the group separator ' '");
    CHECK(said_of("1 234,56") == ", which is a number with the decimal separator ',' and the group separator ' '");
    CHECK(said_of("1'234.50") == ", which is a number with the group separator '''");
    CHECK(said_of("$5.00") == ", which is a number with the currency sign '$'");
    CHECK(said_of("-\xC2\xA3"
                  "1,234.56") == ", which is a number with the group separator ',' and the currency sign '\xC2\xA3'");
    CHECK(said_of("5.00 USD", "unit_price") == ", which is a number with the currency sign 'USD'");
    CHECK(said_of("1,000", "quantity") ==
          ", which is a number with the group separator ',' or the decimal separator ','");
}

TEST_CASE("what no separator makes a number has no reading") {
    for (const std::string_view text : {"12,3x", "abc", "1,23.50", "n/a", "$", "5%", "(5.00)", "1e5"}) {
        CAPTURE(text);
        CHECK(said_of(text).empty());
    }
    CHECK(said_of("$5", "quantity").empty()); // pieces have no currency
}

TEST_CASE("a format that has the separators and the sign reads them") {
    const csv_format format{.group_separator = ',', .currency_sign = "$"};
    CHECK(said_of("$1,234.56", "amount", format) == "read");
    CHECK(said_of("1,234", "unit_price", format) == "read");
    CHECK(said_of("$1,234", "redeemed_value", format) == "read");
    CHECK(said_of("1.234,56", "amount", format) == ", which is a number with the decimal separator ','");
}

TEST_CASE("what a file states to compare with stays exact") {
    const auto read = [](std::string_view text) {
        csv_line_reader reader(text, "a", *find_csv_layout("default"));
        csv_line line;
        CHECK(reader.read(line));
        CHECK(reader.errors().count == 0);
        return line;
    };
    const csv_line half = read("time,points_earned,redeemed_value\n2025-01-10,177.5,23.996\n");
    CHECK(half.points_earned == decimal{1775, 1});
    CHECK(half.redeemed_value == decimal{23996, 3});
    CHECK_FALSE(half.rounded);
    CHECK(read("time,points_earned\n2025-01-10,177.0\n").points_earned == decimal{177, 0});
}

TEST_CASE("of many amounts the readings that hold for all are left") {
    csv_reading all = csv_readings_of("1,234", true);
    CHECK(all.is_ambiguous);
    all.limit_to(csv_readings_of("1,234.50", true));
    CHECK(all.separators == 0b10); // group separators alone
    all = csv_readings_of("$1.50", true);
    all.limit_to(csv_readings_of("\xC2\xA3"
                                 "1.50",
                                 true));
    CHECK(all.empty()); // two currencies
    all = csv_readings_of("12,34", true);
    all.limit_to(csv_readings_of("$1 234,50", true));
    CHECK(all.separators == 0b10000);
    CHECK(all.currency_sign == "$");
}
