// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_layout.hpp>
#include <loyalty/io/csv_schema.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::io;

namespace {

std::string error_of_schema(std::string_view text) {
    csv_error error;
    return parse_csv_schema(text, error) ? "" : error.message();
}

/// The columns that a schema finds, as `fact:index` in the order of the schema, or the message of the error.
std::string columns_of(std::string_view schema_text, const std::vector<std::string>& header) {
    csv_error error;
    const auto schema = parse_csv_schema(schema_text, error);
    const auto columns = schema ? find_csv_columns(*schema, "events.csv", header, error) : std::nullopt;
    if (!columns) {
        return error.message();
    }
    std::string found;
    for (const csv_column& column : *columns) {
        found += std::string(row_of(column.fact).name) + ':' + std::to_string(column.index) + ' ';
    }
    return found;
}

const std::vector<std::string> header{"InvoiceNo", " Quantity ", "Unit, price", "2017", "Quantity?"};

constexpr std::string_view every_fact =
    "id, member, time, sku, category, brand, store, channel, tender, component, kind, original, currency, tier, "
    "membership, coupon, reason, description, country, joined, left, amount, discount, tax, redeemed_value, quantity, "
    "unit_price, points_redeemed, points_earned, measure, score, reference, until";

} // namespace

TEST_CASE("every fact stands at its place in the table") {
    for (std::size_t i = 0; i < csv_fact_table.size(); ++i) {
        CHECK(static_cast<std::size_t>(csv_fact_table[i].fact) == i);
    }
    CHECK(detail::csv_fact_names() == every_fact);
}

TEST_CASE("a schema maps facts to columns") {
    csv_error error;
    const auto schema = parse_csv_schema(R"( member = Customer ID , ID=2?,price="Unit, price"!, sku)", error);
    REQUIRE(schema.has_value());
    REQUIRE(schema->mappings.size() == 4);
    const auto& mappings = schema->mappings;
    CHECK(mappings[0].fact == csv_fact::member);
    CHECK(mappings[0].column == "Customer ID");
    CHECK_FALSE(mappings[0].optional);
    CHECK_FALSE(mappings[0].filled);
    CHECK(mappings[1].fact == csv_fact::id);
    CHECK(mappings[1].column.empty());
    CHECK(mappings[1].number == 2);
    CHECK(mappings[1].optional);
    CHECK(mappings[2].fact == csv_fact::unit_price);
    CHECK(mappings[2].column == "Unit, price");
    CHECK(mappings[2].filled);
    CHECK(mappings[3].fact == csv_fact::sku);
    CHECK(mappings[3].column == "sku");
}

TEST_CASE("a schema that is wrong says where, and what there is") {
    CHECK(error_of_schema("member=1,tme=2") ==
          "schema:1:10: expected one of " + std::string(every_fact) + ", found 'tme'");
    CHECK(error_of_schema("") == "schema:1:1: expected one of " + std::string(every_fact) + ", found nothing");
    CHECK(error_of_schema("id=1,") == "schema:1:6: expected one of " + std::string(every_fact) + ", found nothing");
    CHECK(error_of_schema("id=1,id=2") == "schema:1:6: expected each fact once, found id again");
    CHECK(error_of_schema("id=") == "schema:1:4: expected the name or the number of a column, found nothing");
    CHECK(error_of_schema("id=0") == "schema:1:4: expected the number of a column, 1 to 65535, found '0'");
    CHECK(error_of_schema("id=99999999999999999999999") ==
          "schema:1:4: expected the number of a column, 1 to 65535, found '99999999999999999999999'");
    CHECK(error_of_schema("id=\"a") ==
          "schema:1:4: expected a closing quote for the name that opens here, found the end of the schema");
    CHECK(error_of_schema("id=\"a\"b") == "schema:1:7: expected a comma or the end of the schema, found 'b'");
    CHECK(error_of_schema("id=a?b") == "schema:1:6: expected a comma or the end of the schema, found 'b'");
}

TEST_CASE("columns are found by name without regard to case, or by number") {
    CHECK(columns_of("id=invoiceno,quantity=QUANTITY,price=\"unit, PRICE\",member=\"2017\",sku=5", header) ==
          "id:0 quantity:1 unit_price:2 member:3 sku:4 ");
    CHECK(columns_of("id=InvoiceNo,member=Customer?,sku=9?", header) == "id:0 ");
    CHECK(columns_of("id=3,member=1", {}) == "id:2 member:0 ");
}

TEST_CASE("a column that does not exist is an error that lists those that do") {
    CHECK(columns_of("member=Customer", {"InvoiceNo", "CustomerID"}) ==
          "events.csv:1:1: expected a column 'Customer' for member, found columns 'InvoiceNo', 'CustomerID'");
    CHECK(columns_of("member=3", {"InvoiceNo", "CustomerID"}) ==
          "events.csv:1:1: expected a column 3 for member, found columns 'InvoiceNo', 'CustomerID'");
    CHECK(columns_of("member=Customer", {}) ==
          "events.csv:1:1: expected a column 'Customer' for member, found no header");
    CHECK(columns_of("id=a", {"A", "b", "a"}) ==
          "events.csv:1:1: expected one column 'a' for id (or its number), found 2 of that name");
}

TEST_CASE("the schemas of all known layouts are valid") {
    for (const csv_layout& layout : csv_layouts) {
        CAPTURE(layout.name);
        CHECK(error_of_schema(layout.schema).empty());
    }
    REQUIRE(find_csv_layout("cdnow") != nullptr);
    CHECK(find_csv_layout("cdnow")->dialect.delimiter == csv_dialect::white_space);
    CHECK(find_csv_layout("cd now") == nullptr);
}

TEST_CASE("the default layout names a column for every fact") {
    csv_error error;
    const auto schema = parse_csv_schema(find_csv_layout("default")->schema, error);
    REQUIRE(schema.has_value());
    CHECK(schema->mappings.size() == csv_fact_table.size());
    for (const csv_mapping& mapping : schema->mappings) {
        CHECK(mapping.optional == (mapping.fact != csv_fact::time));
    }
}
