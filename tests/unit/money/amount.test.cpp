// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/amount.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace loyalty;
using namespace loyalty::arithmetic;

TEST_SUITE("money/amount") {
    TEST_CASE("an amount counts minor units") {
        CHECK(amount<currency::usd>{}.minor_units() == 0);
        CHECK(amount<currency::usd>::from_minor_units(2399).minor_units() == 2399);
        CHECK(amount<currency::usd>::whole(23).minor_units() == 2300);
        CHECK(amount<currency::jpy>::whole(23).minor_units() == 23);
        CHECK(amount<currency::kwd>::whole(-23).minor_units() == -23000);
        CHECK(amount<currency::clf>::whole(1).minor_units() == 10000);
        CHECK(amount<unit::points>::whole(7).minor_units() == 7);
    }

    TEST_CASE("amounts add, subtract, negate and multiply by counts") {
        CHECK((23.99_usd + 0.01_usd).minor_units() == 2400);
        CHECK((23.99_usd - 24.00_usd).minor_units() == -1);
        CHECK((-23.99_usd).minor_units() == -2399);
        CHECK((23.99_usd * 3).minor_units() == 7197);
        CHECK((3 * 23.99_usd).minor_units() == 7197);
        money<currency::usd> sum = 1_usd;
        sum += 0.50_usd;
        CHECK(sum.minor_units() == 150);
        sum -= 2_usd;
        CHECK(sum.minor_units() == -50);
        sum *= -3;
        CHECK(sum.minor_units() == 150);
    }

    TEST_CASE("amounts are ordered by what they are worth") {
        CHECK(1_usd < 1.01_usd);
        CHECK(-5_usd < 0_usd);
        CHECK(2_usd == 2.00_usd);
        CHECK((2_usd <=> 1_usd) == std::strong_ordering::greater);
        CHECK(amount<currency::usd>::smallest() < amount<currency::usd>::largest());
    }

    TEST_CASE("what does not fit is said, not wrapped") {
        using usd = amount<currency::usd>;
        usd result;
        CHECK_FALSE(add_overflows(1_usd, 2_usd, result));
        CHECK(result == 3_usd);
        CHECK_FALSE(add_overflows(usd::largest(), usd::smallest(), result));
        CHECK(result.minor_units() == -1);
        CHECK(add_overflows(usd::largest(), 0.01_usd, result));
        CHECK(add_overflows(usd::smallest(), -0.01_usd, result));
        CHECK_FALSE(subtract_overflows(1_usd, 2_usd, result));
        CHECK(result == -1_usd);
        CHECK(subtract_overflows(usd{}, usd::smallest(), result));
        CHECK(subtract_overflows(usd::smallest(), 0.01_usd, result));
        CHECK_FALSE(multiply_overflows(1.50_usd, 4, result));
        CHECK(result == 6_usd);
        CHECK(multiply_overflows(usd::largest(), 2, result));
        CHECK(multiply_overflows(usd::smallest(), -1, result));
    }

    TEST_CASE("64-bit products are judged alike by the compiler and by division") {
        struct expectation {
            std::int64_t a;
            std::int64_t b;
            bool overflows;
            std::int64_t product;
        };
        const expectation cases[] = {
            {0, INT64_MIN, false, 0},           {1, INT64_MIN, false, INT64_MIN},
            {-1, INT64_MIN, true, 0},           {INT64_MIN, -1, true, 0},
            {-1, INT64_MAX, false, -INT64_MAX}, {3037000500, 3037000499, false, 9223372033963249500},
            {3037000500, 3037000500, true, 0},  {-4294967296, 2147483648, false, INT64_MIN},
            {4294967296, 2147483648, true, 0},
        };
        for (const expectation& each : cases) {
            std::int64_t product = 0;
            CHECK(detail::multiply_overflows(each.a, each.b, product) == each.overflows);
            CHECK((each.overflows || product == each.product));
            CHECK(detail::multiply_overflows_portable(each.a, each.b, product) == each.overflows);
            CHECK((each.overflows || product == each.product));
        }
    }
}
