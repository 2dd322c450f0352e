// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/currency.hpp>
#include <loyalty/money/currency_table.hpp>
#include <loyalty/money/unit.hpp>

#include <doctest/doctest.h>

#include <iterator>
#include <string_view>

using namespace loyalty;
using namespace loyalty::arithmetic;

TEST_SUITE("money/currency") {
    TEST_CASE("a currency has a code, decimals and a number") {
        CHECK(std::string_view{currency::usd::code} == "USD");
        CHECK(currency::usd::digits == 2);
        CHECK(currency::usd::numeric == 840);
        CHECK(currency::jpy::digits == 0);
        CHECK(currency::bhd::digits == 3);
        CHECK(currency::uyw::digits == 4);
        CHECK(std::string_view{currency::try_::code} == "TRY");
        CHECK(currency::try_::numeric == 949);
    }

    TEST_CASE("a currency is found by its code and by nothing else") {
        CHECK(find_currency("AED")->numeric == 784);
        CHECK(find_currency("KWD")->digits == 3);
        CHECK(find_currency("CLF")->digits == 4);
        CHECK(find_currency("ZMW")->numeric == 967);
        CHECK_FALSE(find_currency("kwd").has_value());
        CHECK_FALSE(find_currency("").has_value());
        CHECK_FALSE(find_currency("USDT").has_value());
        CHECK_FALSE(find_currency("AAA").has_value());
        CHECK_FALSE(find_currency("ZZZ").has_value());
        CHECK_FALSE(find_currency("HRK").has_value()); // withdrawn
    }

    TEST_CASE("the table is in order and every row finds itself") {
        CHECK(std::size(currency_table) == 179);
        for (const currency_info& each : currency_table) {
            CHECK(find_currency(each.code) == each);
        }
        for (std::size_t i = 1; i < std::size(currency_table); ++i) {
            CHECK(currency_table[i - 1].code < currency_table[i].code);
        }
    }
}
