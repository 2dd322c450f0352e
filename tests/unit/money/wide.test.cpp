// SPDX-License-Identifier: BSL-1.0
#include <loyalty/detail/natural.hpp>
#include <loyalty/detail/wide.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using loyalty::detail::natural;
using loyalty::detail::portable_wide;

TEST_SUITE("money/wide") {
    TEST_CASE("the portable 128-bit integer multiplies, divides and compares with signs") {
        const portable_wide square = portable_wide{INT64_MIN} * portable_wide{INT64_MIN}; // 2^126
        CHECK(square.high_word() == 0x4000000000000000);
        CHECK(square.low_word() == 0);
        CHECK(square / INT64_MAX == portable_wide::from_words(0, 0x8000000000000001));
        CHECK(square % INT64_MAX == portable_wide{1});
        const portable_wide negative = portable_wide{INT64_MIN} * portable_wide{INT64_MAX};
        CHECK(negative.is_negative());
        CHECK(negative / INT64_MAX == portable_wide{INT64_MIN});
        CHECK(portable_wide{-7} / 2 == portable_wide{-3});
        CHECK(portable_wide{-7} % 2 == portable_wide{-1});
        CHECK(portable_wide{-7} + portable_wide{9} == portable_wide{2});
        CHECK(portable_wide{7} - portable_wide{9} == portable_wide{-2});
        CHECK(negative < square);
        CHECK(portable_wide{-1} < portable_wide{0});
        CHECK(portable_wide{-2} < portable_wide{-1});
    }

    TEST_CASE("narrowing says whether it fits and leaves alone what does not") {
        std::int64_t word = 42;
        CHECK(narrow(portable_wide{INT64_MIN}, word));
        CHECK(word == INT64_MIN);
        word = 42;
        CHECK_FALSE(narrow(portable_wide{INT64_MIN} - portable_wide{1}, word));
        CHECK_FALSE(narrow(portable_wide{INT64_MAX} + portable_wide{1}, word));
        CHECK(word == 42);
    }

    TEST_CASE("128 by 64 bits is checked") {
        const portable_wide maximum = portable_wide::from_words(0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF);
        const portable_wide minimum = portable_wide::from_words(0x8000000000000000, 0);
        portable_wide product;
        CHECK_FALSE(multiply_overflows(maximum, -1, product));
        CHECK(product == minimum + portable_wide{1});
        CHECK(multiply_overflows(maximum, 2, product));
        CHECK_FALSE(multiply_overflows(minimum, 1, product));
        CHECK(product == minimum);
        CHECK(multiply_overflows(minimum, -1, product));
        CHECK_FALSE(multiply_overflows(minimum, 0, product));
        CHECK(product == portable_wide{0});
        CHECK_FALSE(multiply_overflows(portable_wide{INT64_MIN}, INT64_MIN, product));
        CHECK(product.high_word() == 0x4000000000000000);
        CHECK_FALSE(multiply_overflows(portable_wide::from_words(1, 0), INT64_MAX, product));
        CHECK(product.high_word() == 0x7FFFFFFFFFFFFFFF);
        CHECK(multiply_overflows(portable_wide::from_words(1, 1LL << 62), INT64_MIN, product));
        CHECK(multiply_overflows(portable_wide::from_words(2, 0), 1LL << 62, product));
        CHECK_FALSE(multiply_overflows(portable_wide::from_words(1, 0), 1LL << 61, product));
        CHECK(product.high_word() == 0x2000000000000000);
        // -2^127 fits as a product, although 2^127 does not.
        CHECK_FALSE(multiply_overflows(portable_wide::from_words(1, 0), INT64_MIN, product));
        CHECK(product == minimum);
    }

    TEST_CASE("a natural number of 512 bits divides by long division") {
        const natural ten_to_54 = natural{1}.times_power_of_ten(54);
        CHECK(divide(ten_to_54, natural{1}.times_power_of_ten(36)).quotient == natural{1'000'000'000'000'000'000});
        CHECK(divide(ten_to_54 + natural{7}, natural{1}.times_power_of_ten(27)).remainder == natural{7});
        CHECK(divide(natural{7}, ten_to_54).remainder == natural{7});
        CHECK(divide(natural{7}, ten_to_54).quotient.is_zero());
        // A dividend for which the estimated digit is one too large and has to be given back.
        const std::uint32_t dividend[natural::word_count] = {3, 0, 0x80000000};
        const std::uint32_t divisor[natural::word_count] = {1, 0, 0x20000000};
        const auto parts = divide(natural::from_words(dividend), natural::from_words(divisor));
        CHECK(parts.quotient == natural{3});
        CHECK(parts.remainder.word(2) == 0x20000000);
        CHECK(parts.remainder.word(0) == 0);
    }
}
