// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv_number.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string_view>

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::io;

TEST_CASE("numbers are read exactly") {
    CHECK(parse_csv_number("12.34") == decimal{1234, 2});
    CHECK(parse_csv_number("-11062.06") == decimal{-1106206, 2});
    CHECK(parse_csv_number("0.001") == decimal{1, 3});
    CHECK(parse_csv_number("80995") == decimal{80995, 0});
    CHECK(parse_csv_number(".5") == decimal{5, 1});
    CHECK(parse_csv_number("007") == decimal{7, 0});
    CHECK(parse_csv_number("1.2300000000") == decimal{123, 2});
    CHECK(parse_csv_number("9223372036854775807") == decimal{std::numeric_limits<std::int64_t>::max(), 0});
}

TEST_CASE("what is no number is refused") {
    for (const std::string_view text : {"", "-", ".", "12,3x", "12.3x", "1.2.3", "1e5", "0x10", "1 000", "nan",
                                        "9223372036854775808", "1.0000000001", "$5", "--1", "1,000.00"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_csv_number(text).has_value());
    }
}

TEST_CASE("other separators") {
    CHECK(parse_csv_number("12,34", ',') == decimal{1234, 2});
    CHECK(parse_csv_number("-1.234.567,89", ',', '.') == decimal{-123456789, 2});
    CHECK(parse_csv_number("1,234.50", '.', ',') == decimal{12345, 1});
    CHECK(parse_csv_number("1,234", '.', ',') == decimal{1234, 0});
    CHECK(parse_csv_number("999", '.', ',') == decimal{999, 0});
    CHECK(parse_csv_number("1'234.50", '.', '\'') == decimal{12345, 1});
    for (const std::string_view text :
         {"1,23.50", "1,2345", "1234,567", ",234", "1,,234", "1,234,", "1.5,000", "-,123"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_csv_number(text, '.', ',').has_value());
    }
    CHECK_FALSE(parse_csv_number("12.34", ',').has_value()); // a point is no decimal comma
    CHECK_FALSE(parse_csv_number("", ',').has_value());
    CHECK_FALSE(parse_csv_number("00000000000000000000000000000000000000001", ',').has_value()); // too long to be one
}

TEST_CASE("a product is rounded once, to the decimals of the currency") {
    const auto units = [](decimal left, decimal right, int digits, rounding mode) {
        const auto product = scale_csv_product(left, right, digits, mode);
        REQUIRE(product.has_value());
        return *product;
    };
    CHECK(units({255, 2}, {6, 0}, 2, rounding::half_up).units == 1530);
    CHECK_FALSE(units({255, 2}, {6, 0}, 2, rounding::half_up).rounded);
    CHECK(units({125, 3}, {3, 0}, 2, rounding::half_up).units == 38);
    CHECK(units({125, 3}, {3, 0}, 2, rounding::down).units == 37);
    CHECK(units({125, 3}, {3, 0}, 2, rounding::down).rounded);
    CHECK(units({125, 3}, {-3, 0}, 2, rounding::half_up).units == -38);
    CHECK(units({125, 3}, {-3, 0}, 2, rounding::ceiling).units == -37);
    CHECK_FALSE(units({125, 3}, {8, 0}, 2, rounding::down).rounded);
    CHECK(units({5, 0}, {1, 0}, 3, rounding::down).units == 5000);
    CHECK(units({432, 3}, {999, 2}, 2, rounding::half_even).units == 432); // 4.31568
}

TEST_CASE("a product that 64 bits do not hold is refused") {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    CHECK_FALSE(scale_csv_product({most, 0}, {1, 0}, 2, rounding::down).has_value());
    CHECK_FALSE(scale_csv_product({most, 0}, {most, 0}, 9, rounding::down).has_value());
    CHECK(scale_csv_product({most, 2}, {1, 0}, 2, rounding::down)->units == most);
    CHECK(scale_csv_product({most, 9}, {1'000'000'000, 9}, 9, rounding::down)->units == most);
}
