// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_line_reader.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::io;

namespace {

csv_line_reader reader_of(std::string_view text, const csv_layout& layout) {
    return {text, "events.csv", layout};
}

csv_line_reader reader_of(std::string_view text, std::string_view name = "default") {
    return reader_of(text, *find_csv_layout(name));
}

/// The only line of a text.
csv_line only_line(csv_line_reader& reader) {
    csv_line line;
    REQUIRE(reader.read(line));
    return line;
}

/// The message of the only error of a text that has no line.
std::string only_error(csv_line_reader reader) {
    csv_line line;
    CHECK_FALSE(reader.read(line));
    REQUIRE(reader.errors().kept.size() == 1);
    return reader.errors().kept.front().message();
}

std::string only_error(std::string_view text, const csv_layout& layout) {
    return only_error(reader_of(text, layout));
}

std::string only_error(std::string_view text) {
    return only_error(reader_of(text));
}

} // namespace

TEST_CASE("until has an offset of its own, and both it and reference are stated facts of one line") {
    csv_line_reader reader = reader_of("member,time,until,reference,score\n"
                                       "m1,2025-01-10T10:00+01:00,2026-01-10T00:00-05:00,7,3\n"
                                       "m1,2025-01-11,2026-01-10,,\n");
    csv_line line;
    REQUIRE(reader.read(line));
    CHECK(line.has(csv_fact::until));
    CHECK(line.has(csv_fact::reference));
    CHECK_FALSE(line.has(csv_fact::id)); // no bit of another fact is set
    CHECK(line.until.seconds_since_epoch == 1768003200);
    CHECK(line.until_has_offset);
    CHECK(line.until_offset_seconds == -18000);
    CHECK(line.offset_seconds == 3600);
    CHECK(line.time.seconds_since_epoch == 1736503200);
    REQUIRE(reader.read(line));
    CHECK(line.has(csv_fact::until));
    CHECK_FALSE(line.until_has_offset);
    CHECK_FALSE(line.has(csv_fact::reference));
    CHECK(line.until.seconds_since_epoch == 1768003200);
}

TEST_CASE("the default layout: columns named as the facts") {
    csv_line_reader reader = reader_of(
        "id,member,time,sku,category,quantity,amount,discount,tax,points_redeemed,measure,brand,store,channel,tender\n"
        "e1, m1,2025-01-10T23:59:30+01:00,4711,book,2,23.99,1.5,3.83,100,12,acme,Ulm,web,card\n");
    REQUIRE(reader.ready());
    const csv_line line = only_line(reader);
    CHECK(line.line == 2);
    CHECK(line.id == "e1");
    CHECK(line.member == " m1");
    CHECK(line.time.seconds_since_epoch == 1736553570);
    CHECK(line.has_offset);
    CHECK(line.offset_seconds == 3600);
    CHECK(line.sku == "4711");
    CHECK(line.category == "book");
    CHECK(line.quantity == 2);
    CHECK(line.amount_minor_units == 2399);
    CHECK(line.discount_minor_units == 150);
    CHECK(line.tax_minor_units == 383);
    CHECK(line.points_redeemed == 100);
    CHECK(line.measure == 12);
    CHECK(line.brand == "acme");
    CHECK(line.store == "Ulm");
    CHECK(line.channel == "web");
    CHECK(line.tender == "card");
    CHECK(line.has(csv_fact::tender));
    CHECK_FALSE(line.has(csv_fact::component));
    CHECK_FALSE(line.amount_computed);
    CHECK_FALSE(line.rounded);
}

TEST_CASE("a time in another order: the error says in which") {
    const std::string begin = "events.csv:2:1: expected a time such as 2025-01-10 23:59, found ";
    CHECK(only_error("time\n12/13/2010 8:26\n") ==
          begin + "'12/13/2010 8:26', which the time order month_day_year reads");
    CHECK(only_error("time\n12/1/2010 8:26\n") ==
          begin + "'12/1/2010 8:26', which the time order day_month_year or month_day_year reads");
    CHECK(only_error("time\n1291191960\n") == begin + "'1291191960', which the time order unix_seconds reads");
    CHECK(only_error("time\n12912\n") == begin + "'12912'");
}

TEST_CASE("a reader above reports a fact of the last line where it stands") {
    csv_line_reader reader = reader_of("id,time,tender\ne1,2025-01-10,cheque\ne2,2025-01-10,\n");
    CHECK(reader.header() == std::vector<std::string>{"id", "time", "tender"});
    CHECK(reader.has_column(csv_fact::tender));
    CHECK_FALSE(reader.has_column(csv_fact::amount));
    csv_line line;
    REQUIRE(reader.read(line));
    reader.report(csv_fact::tender, "a tender");
    REQUIRE(reader.read(line));
    reader.report(csv_fact::tender, "a tender");
    reader.report(csv_fact::amount, "an amount");
    REQUIRE(reader.errors().count == 3);
    CHECK(reader.errors().kept[0].message() == "events.csv:2:15: expected a tender, found 'cheque'");
    CHECK(reader.errors().kept[1].message() == "events.csv:3:15: expected a tender, found an empty field");
    CHECK(reader.errors().kept[2].message() == "events.csv:3:1: expected an amount, found no such column");
}

TEST_CASE("what is empty is not stated") {
    csv_line_reader reader = reader_of("id,member,time,quantity,amount,points_redeemed\n,,2025-01-10,, \t,\n");
    const csv_line line = only_line(reader);
    CHECK_FALSE(line.has(csv_fact::id));
    CHECK_FALSE(line.has(csv_fact::member));
    CHECK_FALSE(line.has(csv_fact::quantity));
    CHECK_FALSE(line.has(csv_fact::amount));
    CHECK_FALSE(line.has(csv_fact::points_redeemed));
    CHECK(line.has(csv_fact::time));
    CHECK(line.quantity == 1);
    CHECK(line.amount_minor_units == 0);
}

TEST_CASE("online_retail: an amount is quantity times unit price") {
    csv_line_reader reader =
        reader_of("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
                  "536365,85123A,\"HEART, WHITE\",6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
                  "C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527,United Kingdom\n"
                  "536414,22139,,56,2010-12-01 11:52:00,0,,United Kingdom\n"
                  "550193,PADS,PADS,3,2011-04-15 09:27:00,0.125,13952,United Kingdom\n",
                  "online_retail");
    csv_line line;
    REQUIRE(reader.read(line));
    CHECK(line.id == "536365");
    CHECK(line.sku == "85123A");
    CHECK(line.description == "HEART, WHITE");
    CHECK(line.member == "17850");
    CHECK(line.country == "United Kingdom");
    CHECK(line.time.seconds_since_epoch == 1291191960);
    CHECK_FALSE(line.has_offset);
    CHECK(line.quantity == 6);
    CHECK(line.unit_price == decimal{255, 2});
    CHECK(line.has(csv_fact::amount));
    CHECK(line.amount_computed);
    CHECK(line.amount_minor_units == 1530);
    REQUIRE(reader.read(line));
    CHECK(line.quantity == -1);
    CHECK(line.amount_minor_units == -2750);
    REQUIRE(reader.read(line));
    CHECK_FALSE(line.has(csv_fact::member));
    CHECK_FALSE(line.has(csv_fact::description));
    CHECK(line.amount_minor_units == 0);
    CHECK(reader.rounded_lines() == 0);
    REQUIRE(reader.read(line));
    CHECK(line.rounded);
    CHECK(line.amount_minor_units == 38); // 0.375, half up
    CHECK(reader.rounded_lines() == 1);
    CHECK(reader.lines() == 4);
    CHECK(reader.errors().count == 0);
}

TEST_CASE("cdnow and airline") {
    csv_line_reader cdnow = reader_of(" customer_id  date number_of_cds  dollar_value\r\n"
                                      " 00002 19970112  5   77.00\r\n",
                                      "cdnow");
    csv_line line = only_line(cdnow);
    CHECK(line.member == "00002");
    CHECK(line.time.seconds_since_epoch == 853027200);
    CHECK(line.quantity == 5);
    CHECK(line.amount_minor_units == 7700);
    CHECK_FALSE(line.has(csv_fact::id));

    csv_line_reader airline =
        reader_of("period,member,card,enrolled,cancelled,enrollment_type,total_flights,distance_km,points_accumulated,"
                  "points_redeemed,redeemed_cost_cad\n2017-01,100018,Aurora,2016-08,,Standard,3,1521,152,0,0\n",
                  "airline");
    line = only_line(airline);
    CHECK(line.member == "100018");
    CHECK(line.tier == "Aurora");
    CHECK(line.membership == "Standard");
    CHECK(line.time.seconds_since_epoch == 1483228800);
    CHECK(line.joined.seconds_since_epoch == 1470009600);
    CHECK_FALSE(line.has(csv_fact::left));
    CHECK(line.quantity == 3);
    CHECK(line.measure == 1521);
    CHECK(line.points_earned == decimal{152, 0});
    CHECK(line.points_redeemed == 0);
    CHECK(line.has(csv_fact::points_redeemed));
    CHECK(line.redeemed_value == decimal{0, 0});
}

TEST_CASE("the amount of the file goes before the computed one") {
    csv_line_reader reader = reader_of("time,quantity,unit_price,amount\n2025-01-10,3,2.00,5.00\n");
    const csv_line line = only_line(reader);
    CHECK(line.amount_minor_units == 500);
    CHECK_FALSE(line.amount_computed);
}

TEST_CASE("what is weighed counts as one piece") {
    csv_line_reader reader = reader_of("time,quantity,unit_price\n2025-01-10,0.432,9.99\n2025-01-10,-0.432,9.99\n"
                                       "2025-01-10,2.000,9.99\n");
    csv_line line;
    REQUIRE(reader.read(line));
    CHECK(line.quantity == 1);
    CHECK(line.exact_quantity == decimal{432, 3});
    CHECK(line.amount_minor_units == 432); // 4.31568
    REQUIRE(reader.read(line));
    CHECK(line.quantity == -1);
    CHECK(line.amount_minor_units == -432);
    REQUIRE(reader.read(line));
    CHECK(line.quantity == 2);
    CHECK(line.amount_minor_units == 1998);
    CHECK(reader.rounded_lines() == 2);
}

TEST_CASE("a layout of one's own") {
    const csv_layout layout{.name = "kasse",
                            .dialect = {.delimiter = ';'},
                            .format = {.time_order = csv_time_order::day_month_year,
                                       .currency_digits = 3,
                                       .points_digits = 2,
                                       .line_rounding = rounding::down,
                                       .decimal_separator = ',',
                                       .group_separator = '.'},
                            .schema = "member=Kunde!,time=Datum,amount=Summe,points_redeemed=4"};
    csv_line_reader reader = reader_of("Kunde;Datum;Summe;Punkte\n7;31.12.2024 23:59; 1.234,5678 ;0,25\n", layout);
    const csv_line line = only_line(reader);
    CHECK(line.time.seconds_since_epoch == 1735689540);
    CHECK(line.amount_minor_units == 1234567);
    CHECK(line.rounded);
    CHECK(line.points_redeemed == 25);

    CHECK(only_error("Kunde;Datum;Summe;Punkte\n7;12/31/2024;1;\n", layout) ==
          "events.csv:2:3: expected a time such as 31/01/2025 23:59, found '12/31/2024', which the time order "
          "month_day_year reads");
    CHECK(only_error("Kunde;Datum;Summe;Punkte\n7;31.12.2024;1.5;\n", layout) ==
          "events.csv:2:14: expected an amount such as 12,345, found '1.5'");
    CHECK(only_error("Kunde;Datum;Summe;Punkte\n;31.12.2024;1;\n", layout) ==
          "events.csv:2:1: expected a value for member, found an empty field");
    CHECK(only_error("Kunde;Datum;Summe;Punkte\n7;31.12.2024;1;0,125\n", layout) ==
          "events.csv:2:16: expected points such as 12,34, found '0,125'");
}

TEST_CASE("fields that cannot be understood") {
    CHECK(only_error("time,member,amount\n2025-01-10,m,\"12,3x\"\n") ==
          "events.csv:2:14: expected an amount such as 12.34, found '12,3x'");
    CHECK(only_error("time\n2025-02-30\n") ==
          "events.csv:2:1: expected a time such as 2025-01-10 23:59, found '2025-02-30'");
    CHECK(only_error("time,id\n,e1\n") == "events.csv:2:1: expected a value for time, found an empty field");
    CHECK(only_error("time,quantity\n2025-01-10,two\n") ==
          "events.csv:2:12: expected a quantity such as 2, found 'two'");
    CHECK(only_error("time,unit_price\n2025-01-10,$5\n") ==
          "events.csv:2:12: expected a price such as 12.34, found '$5', which is a number with the currency sign '$'");
    CHECK(only_error("time,measure\n2025-01-10,1.5\n") ==
          "events.csv:2:12: expected a whole number such as 12, found '1.5'");
    CHECK(only_error("time,points_redeemed\n2025-01-10,1.5\n") ==
          "events.csv:2:12: expected points such as 12, found '1.5'");
    CHECK(only_error("time,amount\n2025-01-10,99999999999999999.99\n") ==
          "events.csv:2:12: expected an amount such as 12.34, found '99999999999999999.99'");
    CHECK(only_error("time,amount\n2025-01-10,999999999999999999\n") ==
          "events.csv:2:12: expected an amount that 64 bits hold, found '999999999999999999'");
    CHECK(only_error("time,amount\n2025-01-10,\"a\nb\"\n") ==
          "events.csv:2:12: expected an amount such as 12.34, found 'a\\x0Ab'");
}

TEST_CASE("money finer than the currency is an error where the layout says exact") {
    const csv_layout exact{.format = {.exact = true}, .schema = "time,quantity,unit_price"};
    CHECK(only_error("time,quantity,unit_price\n2025-01-10,3,0.125\n", exact) ==
          "events.csv:2:14: expected an amount with at most 2 decimals, found '0.125'");
    csv_line_reader fits = reader_of("time,quantity,unit_price\n2025-01-10,8,0.125\n", exact);
    CHECK(only_line(fits).amount_minor_units == 100);
}

TEST_CASE("a bad line is skipped and the next is read") {
    csv_line_reader reader = reader_of("time,amount\n2025-01-10,1\nx,y\n2025-01-10,2,3\n2025-01-10,4\n");
    csv_line line;
    REQUIRE(reader.read(line));
    CHECK(line.amount_minor_units == 100);
    REQUIRE(reader.read(line));
    CHECK(line.amount_minor_units == 400);
    CHECK(line.line == 5);
    CHECK_FALSE(reader.read(line));
    CHECK(reader.lines() == 2);
    REQUIRE(reader.errors().count == 2);
    CHECK(reader.errors().kept[0].message() == "events.csv:3:1: expected a time such as 2025-01-10 23:59, found 'x'");
    CHECK(reader.errors().kept[1].message() == "events.csv:4:14: expected 2 fields, found 3 fields");
}

TEST_CASE("a layout that does not fit the file reads nothing") {
    const csv_line_reader reader = reader_of("when,amount\n2025-01-10,1\n");
    CHECK_FALSE(reader.ready());
    CHECK(only_error("when,amount\n2025-01-10,1\n") ==
          "events.csv:1:1: expected a column 'time' for time, found columns 'when', 'amount'");
    CHECK(only_error("a\n1\n", {.schema = "member=a,time=2"}) ==
          "events.csv:1:1: expected a column 2 for time, found columns 'a'");
}

TEST_CASE("a file without a header has columns by number") {
    const csv_layout layout{.dialect = {.header = false}, .schema = "member=1,time=2,amount=3"};
    csv_line_reader reader = reader_of("7,2025-01-10,1.25\n", layout);
    CHECK(only_line(reader).amount_minor_units == 125);
    CHECK(only_error("7,2025-01-10\n", layout) == "events.csv:1:13: expected a column 3 for amount, found 2 fields");
}

TEST_CASE("every text has a place of its own") {
    std::string names;
    std::string values;
    for (const auto& place : detail::csv_text_places) {
        names += std::string(row_of(place.fact).name) + ',';
        values += "value of " + std::string(row_of(place.fact).name) + ',';
    }
    csv_line_reader reader = reader_of(names + "time\n" + values + "2025-01-10\n");
    const csv_line line = only_line(reader);
    for (const csv_fact_row& row : csv_fact_table) {
        if (row.kind != csv_fact_kind::text) {
            continue;
        }
        CAPTURE(row.name);
        std::string_view text;
        for (const auto& place : detail::csv_text_places) {
            text = place.fact == row.fact ? line.*place.text : text;
        }
        CHECK(text == "value of " + std::string(row.name));
    }
    CHECK(line.reason == "value of reason");
    CHECK(line.original == "value of original");
}
