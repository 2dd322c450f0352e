// SPDX-License-Identifier: BSL-1.0
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/lowest_terms.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using loyalty::rounding;

namespace {

[[nodiscard]] constexpr std::int64_t rounded(std::int64_t numerator, std::int64_t denominator, rounding mode) {
    loyalty::detail::fraction<std::int64_t> value{numerator, denominator};
    value.round(mode);
    return value.numerator;
}

[[nodiscard]] constexpr std::int64_t half_even(std::int64_t numerator, std::int64_t denominator) {
    return rounded(numerator, denominator, rounding::half_even);
}

} // namespace

TEST_CASE("an award that is not negative is rounded half to even") {
    // Ties of an even denominator: 0.5, 1.5, 2.5, 3.5, and 12.25 and 12.75 of two hundred parts.
    CHECK(half_even(1, 2) == 0);
    CHECK(half_even(3, 2) == 2);
    CHECK(half_even(5, 2) == 2);
    CHECK(half_even(7, 2) == 4);
    CHECK(half_even(2'500, 200) == 12);
    CHECK(half_even(2'700, 200) == 14);
    // One part beside a tie.
    CHECK(half_even(2'499, 200) == 12);
    CHECK(half_even(2'501, 200) == 13);
    CHECK(half_even(2'699, 200) == 13);
    CHECK(half_even(2'701, 200) == 14);
    // An odd denominator has no tie: 4/3, 5/3, 7/3, 8/3.
    CHECK(half_even(4, 3) == 1);
    CHECK(half_even(5, 3) == 2);
    CHECK(half_even(7, 3) == 2);
    CHECK(half_even(8, 3) == 3);
    // Whole numbers stay.
    CHECK(half_even(0, 200) == 0);
    CHECK(half_even(600, 200) == 3);
    CHECK(half_even(9, 3) == 3);
    CHECK(half_even(INT64_MAX, 1) == INT64_MAX);
}

TEST_CASE("an award at the ends of 64 bits is rounded half to even") {
    CHECK(half_even(INT64_MAX, 2) == 4'611'686'018'427'387'904);     // ...903.5
    CHECK(half_even(INT64_MAX - 2, 2) == 4'611'686'018'427'387'902); // ...902.5
    CHECK(half_even(INT64_MAX, 200) == 46'116'860'184'273'879);      // ...879.03
    CHECK(half_even(INT64_MAX, INT64_MAX) == 1);
    CHECK(half_even(INT64_MAX, INT64_MAX - 1) == 1);
    CHECK(half_even(4'611'686'018'427'387'903, INT64_MAX - 1) == 0); // the half of the denominator: 0 is even
    CHECK(half_even(4'611'686'018'427'387'904, INT64_MAX - 1) == 1);
    CHECK(half_even(1, INT64_MAX) == 0);
}

TEST_CASE("a rounding mode that comes at run time is the one that was compiled") {
    volatile auto even = rounding::half_even;
    volatile auto floor = rounding::floor;
    volatile auto up = rounding::half_up;
    CHECK(rounded(2'500, 200, even) == 12);
    CHECK(rounded(2'700, 200, even) == 14);
    CHECK(rounded(2'700, 200, floor) == 13);
    CHECK(rounded(2'500, 200, up) == 13);
    static_assert(half_even(2'500, 200) == 12);
    static_assert(half_even(2'700, 200) == 14);
}

TEST_CASE("the greatest common divisor") {
    using loyalty::detail::greatest_divisor;
    CHECK(greatest_divisor(12, 18) == 6);
    CHECK(greatest_divisor(18, 12) == 6);
    CHECK(greatest_divisor(100, 49) == 1);
    CHECK(greatest_divisor(0, 7) == 7);
    CHECK(greatest_divisor(7, 0) == 7);
    CHECK(greatest_divisor(1'000'000, 250'000) == 250'000);
    CHECK(greatest_divisor(std::uint64_t{1} << 63u, std::uint64_t{1} << 62u) == std::uint64_t{1} << 62u);
}

TEST_CASE("fractions of unlike denominators are added exactly") {
    loyalty::detail::fraction<std::int64_t> value{1, 4};
    value.add({1, 6}); // 3/12 + 2/12
    CHECK(value.numerator == 5);
    CHECK(value.denominator == 12);
    value.add({1, 12});
    CHECK(value.numerator == 6);
    CHECK(value.denominator == 12);
    CHECK_FALSE(value.overflow);
}

namespace {

[[nodiscard]] constexpr bool is_reduced_to(std::int64_t numerator, std::int64_t denominator, loyalty::ratio to) {
    const loyalty::ratio found = loyalty::detail::lowest_terms(numerator, denominator);
    return found.numerator == to.numerator && found.denominator == to.denominator;
}

} // namespace

TEST_CASE("the rest of an award is kept in lowest terms") {
    CHECK(is_reduced_to(0, 100, {0, 1})); // looked up
    CHECK(is_reduced_to(75, 100, {3, 4}));
    CHECK(is_reduced_to(37, 100, {37, 100}));
    CHECK(is_reduced_to(-75, 100, {-3, 4})); // by twos and fives
    CHECK(is_reduced_to(150, 100, {3, 2}));
    CHECK(is_reduced_to(0, 400, {0, 1}));
    CHECK(is_reduced_to(150, 400, {3, 8}));
    CHECK(is_reduced_to(7, 1, {7, 1}));
    CHECK(is_reduced_to(INT64_MIN, 1'000'000'000'000'000'000, {-35'184'372'088'832, 3'814'697'265'625}));
    CHECK(is_reduced_to(6, 9, {2, 3})); // by Euclid
    CHECK(is_reduced_to(-35, 49, {-5, 7}));

    using loyalty::detail::times_in;
    CHECK(times_in(25, 100) == 4);
    CHECK(times_in(3, 100) == 0);
    CHECK(times_in(101, 100) == 0);
    CHECK(times_in(25, 400) == 16);
    CHECK(times_in(0, 400) == 0);
    CHECK(times_in(-4, 400) == 0);
}
