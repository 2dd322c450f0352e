// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/format.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/money/text.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::texts;
using usd = amount<currency::usd>;

namespace {

struct refusal {
    std::string_view text;
    parse_error error;
    std::size_t position;
};

constexpr parse_options rounded{rounding::half_up, false};
constexpr parse_options lenient{std::nullopt, true};

} // namespace

TEST_SUITE("money/text") {
    TEST_CASE("an amount is read in whole units") {
        CHECK(parse_amount<currency::usd>("23.99").value == 23.99_usd);
        CHECK(parse_amount<currency::usd>("-0.05").value == -0.05_usd);
        CHECK(parse_amount<currency::usd>("7").value == 7_usd);
        CHECK(parse_amount<currency::usd>("7.5").value == 7.50_usd);
        CHECK(parse_amount<currency::jpy>("1500").value == 1500_jpy);
        CHECK(parse_amount<currency::usd>("1.990").value == 1.99_usd);
        CHECK(parse_amount<currency::usd>("92233720368547758.07").value == usd::largest());
        CHECK(parse_amount<currency::usd>("-92233720368547758.08").value == usd::smallest());
        CHECK(parse_amount<currency::usd>("23.99").position == 5);
    }

    TEST_CASE("what is no amount is refused with the reason and the place") {
        const refusal cases[] = {
            {"", parse_error::empty, 0},
            {"-", parse_error::no_digits, 1},
            {".", parse_error::no_digits, 0},
            {"12a", parse_error::unexpected_character, 2},
            {"1.2.3", parse_error::unexpected_character, 3},
            {"+1", parse_error::unexpected_character, 0},
            {" 1", parse_error::unexpected_character, 0},
            {"1 ", parse_error::unexpected_character, 1},
            {"1,50", parse_error::unexpected_character, 1},
            {"1e3", parse_error::unexpected_character, 1},
            {"--1", parse_error::unexpected_character, 1},
            {"007", parse_error::leading_zero, 0},
            {"-007", parse_error::leading_zero, 1},
            {"05", parse_error::leading_zero, 0},
            {"00.50", parse_error::leading_zero, 0},
            {"-01.25", parse_error::leading_zero, 1},
            {".99", parse_error::missing_digits, 0},
            {"99.", parse_error::missing_digits, 3},
            {"1.995", parse_error::too_many_decimals, 4},
            {"92233720368547758.08", parse_error::overflow, 0},
            {"-92233720368547758.09", parse_error::overflow, 1},
            {"99999999999999999999999999999999", parse_error::overflow, 0},
            {"200000000000000000.00", parse_error::overflow, 0}, // 20 digits of which 19 would fit
        };
        for (const refusal& each : cases) {
            CAPTURE(each.text);
            const auto result = parse_amount<currency::usd>(each.text);
            CHECK_FALSE(result.ok());
            CHECK(result.error == each.error);
            CHECK(result.position == each.position);
            CHECK(result.value == usd{});
            CHECK(message(result.error).size() > 10);
        }
    }

    TEST_CASE("what people type is read on demand") {
        CHECK(parse_amount<currency::usd>("", lenient).value == usd{});
        CHECK(parse_amount<currency::usd>("", lenient).ok());
        CHECK(parse_amount<currency::usd>(".99", lenient).value == 0.99_usd);
        CHECK(parse_amount<currency::usd>("99.", lenient).value == 99_usd);
        CHECK(parse_amount<currency::usd>("-000009.99", lenient).value == -9.99_usd);
        CHECK(parse_amount<currency::usd>(".", lenient).error == parse_error::no_digits);
        CHECK(parse_amount<currency::usd>("-", lenient).error == parse_error::no_digits);
        CHECK(parse_amount<currency::usd>("+1", lenient).error == parse_error::unexpected_character);
    }

    TEST_CASE("decimals that the unit does not have are rounded on demand") {
        CHECK(parse_amount<currency::usd>("9.995", rounded).value == 10_usd);
        CHECK(parse_amount<currency::usd>("9.996", rounded).value == 10_usd);
        CHECK(parse_amount<currency::usd>("9.994", rounded).value == 9.99_usd);
        CHECK(parse_amount<currency::usd>("9.9949999999999999999999999999", rounded).value == 9.99_usd);
        CHECK(parse_amount<currency::usd>("-9.995", rounded).value == -10_usd);
        CHECK(parse_amount<currency::usd>("0.125", {rounding::half_even, false}).value == 0.12_usd);
        CHECK(parse_amount<currency::usd>("0.1250000001", {rounding::half_even, false}).value == 0.13_usd);
        CHECK(parse_amount<currency::usd>("-0.001", {rounding::floor, false}).value == -0.01_usd);
        CHECK(parse_amount<currency::jpy>("2.5", {rounding::half_even, false}).value == 2_jpy);
        CHECK(parse_amount<currency::jpy>("3.5", {rounding::half_even, false}).value == 4_jpy);
        CHECK(parse_amount<currency::jpy>("5.1", {rounding::zero_five_up, false}).value == 6_jpy);
        CHECK(parse_amount<currency::jpy>("4.1", {rounding::zero_five_up, false}).value == 4_jpy);
        CHECK(parse_amount<currency::jpy>("6.1", {rounding::zero_five_up, false}).value == 6_jpy);
        CHECK(parse_amount<currency::jpy>("0.1", {rounding::zero_five_up, false}).value == 1_jpy);
        CHECK(parse_amount<currency::usd>("92233720368547758.074", rounded).value == usd::largest());
        CHECK(parse_amount<currency::usd>("92233720368547758.075", rounded).error == parse_error::overflow);
    }

    TEST_CASE("a decimal keeps the decimals that are written") {
        CHECK(parse_decimal("0.0150").value.coefficient == 150);
        CHECK(parse_decimal("0.0150").value.scale == 4);
        CHECK(parse_decimal("-3").value.coefficient == -3);
        CHECK(parse_decimal("0.0000000000000000001").error == parse_error::too_many_decimals);
        CHECK(parse_decimal("0.0000000000000000019", rounded).value.coefficient == 2);
        CHECK(parse_decimal("9223372036854775808").error == parse_error::overflow);
    }

    TEST_CASE("amounts and decimals are written with all their decimals") {
        CHECK(to_text(23.99_usd).view() == "23.99");
        CHECK(to_text(-0.05_usd).view() == "-0.05");
        CHECK(to_text(usd{}).view() == "0.00");
        CHECK(to_text(0.050_kwd).view() == "0.050");
        CHECK(to_text(1500_jpy).view() == "1500");
        CHECK(to_text(23.99_usd, text_style::with_code).view() == "23.99 USD");
        CHECK(to_text(100_points, text_style::with_code).view() == "100 points");
        CHECK(to_text(usd::smallest()).view() == "-92233720368547758.08");
        CHECK(to_text(decimal{150, 2}).view() == "1.50");
        CHECK(to_text(decimal{15, 1}).view() == "1.5");
        CHECK(text_buffer{}.view().empty());
        CHECK(to_text(decimal{5, -3}).view() == "5000");
        CHECK(to_text(decimal{0, -3}).view() == "0");
        CHECK(to_text(decimal{0, 3}).view() == "0.000");
        CHECK(to_text(decimal{-1, 18}).view() == "-0.000000000000000001");
        CHECK(to_text(decimal{INT64_MIN, -18}).view() == "-9223372036854775808000000000000000000");
    }

    TEST_CASE("writing needs enough room and says when it has none") {
        std::array<char, 5> room{};
        CHECK(to_chars(room, 23.99_usd) == 5);
        CHECK(std::string_view{room.data(), 5} == "23.99");
        CHECK(to_chars(room, 123.99_usd) == 0);
        CHECK(to_chars(room, decimal{1, 19}) == 0);
        CHECK(to_chars(room, decimal{-5, -3}) == 5);
    }

    TEST_CASE("fmt writes amounts, ratios and decimals") {
        CHECK(fmt::format("{}", 23.99_usd) == "23.99 USD");
        CHECK(fmt::format("{:n}", 23.99_usd) == "23.99");
        CHECK(fmt::format("{}", 5_stamps) == "5 stamps");
        CHECK(fmt::format("{}", 1.5_pct) == "3/200");
        CHECK(fmt::format("{}", decimal{150, 2}) == "1.50");
    }
}
