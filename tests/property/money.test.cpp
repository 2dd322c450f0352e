// SPDX-License-Identifier: BSL-1.0
#include <loyalty/detail/natural.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/exact.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/text.hpp>

#include "../support/random.hpp"
#include "../support/rounding_names.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::texts;
using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using usd = amount<currency::usd>;

namespace {

/// The seed of every random test here; LOYALTY_SEED repeats a run.
std::uint64_t seed() {
    return support::seed_or(20240607);
}

constexpr int rounds = 20000;

/// Numbers of every length, and those at the edges more often than chance would have them.
class number_source {
public:
    std::int64_t any() {
        static constexpr std::int64_t edges[] = {
            0,          1,          2,          5,          10,         99,        100,
            4294967295, 4294967296, 3037000499, 3037000500, 2147483648, INT64_MAX, INT64_MAX - 1};
        const std::int64_t size =
            below(4) == 0 ? edges[below(std::size(edges))] : static_cast<std::int64_t>((engine_() >> 1) >> below(63));
        return below(50) == 0 ? INT64_MIN : (below(2) == 0 ? -size : size);
    }
    std::int64_t positive() {
        const std::int64_t number = any();
        return number > 0 ? number : (number == INT64_MIN || number == 0 ? 1 : -number);
    }
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
    decimal any_decimal() { return {any(), static_cast<std::int32_t>(below(37)) - 18}; }
    std::int32_t any_scale() { return static_cast<std::int32_t>(below(37)) - 18; }
    rounding any_rounding() { return support::all_roundings[below(std::size(support::all_roundings))].mode; }

    /// A word of which all bits, one bit or no bits are set as often as chance has it its way.
    std::uint32_t word() {
        static constexpr std::uint32_t edges[] = {0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF};
        return below(2) == 0 ? edges[below(std::size(edges))] : static_cast<std::uint32_t>(engine_());
    }

private:
    std::mt19937_64 engine_{seed()};
};

std::optional<std::int64_t> narrowed(const cpp_int& value) {
    if (value < INT64_MIN || value > INT64_MAX) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

cpp_int floor_of(const cpp_rational& value) {
    const cpp_int n = numerator(value);
    const cpp_int d = denominator(value);
    const cpp_int quotient = n / d;
    return n < 0 && quotient * d != n ? cpp_int{quotient - 1} : quotient;
}

/// Rounding as the words say it: between the two whole numbers around a value.
cpp_int rounded(const cpp_rational& value, rounding mode) {
    const cpp_int low = floor_of(value);
    if (cpp_rational{low} == value) {
        return low;
    }
    const cpp_int high = low + 1;
    const cpp_int inner = value < 0 ? high : low;
    const cpp_int outer = value < 0 ? low : high;
    const cpp_rational fraction = value - low;
    const bool tie = fraction == cpp_rational{1, 2};
    const cpp_int nearest = fraction < cpp_rational{1, 2} ? low : high;
    const cpp_int even = low % 2 == 0 ? low : high;
    switch (mode) {
    case rounding::down:
        return inner;
    case rounding::up:
        return outer;
    case rounding::floor:
        return low;
    case rounding::ceiling:
        return high;
    case rounding::half_up:
        return tie ? outer : nearest;
    case rounding::half_down:
        return tie ? inner : nearest;
    case rounding::half_even:
        return tie ? even : nearest;
    case rounding::half_odd:
        return tie ? cpp_int{low + high - even} : nearest;
    case rounding::half_ceiling:
        return tie ? high : nearest;
    case rounding::half_floor:
        return tie ? low : nearest;
    case rounding::zero_five_up:
        return inner % 10 == 0 || inner % 10 == 5 || inner % 10 == -5 ? outer : inner;
    }
    return 0;
}

cpp_int power_of_ten(int digits) {
    return boost::multiprecision::pow(cpp_int{10}, static_cast<unsigned>(digits));
}

/// What a decimal operation must give: the exact value, rounded to the scale.
bool agrees(std::optional<decimal> result, const cpp_rational& exact, std::int32_t scale, rounding mode) {
    const cpp_rational shifted = scale < 0 ? cpp_rational{exact / power_of_ten(-scale)} : exact * power_of_ten(scale);
    const auto expected = narrowed(rounded(shifted, mode));
    if (!expected) {
        return !result;
    }
    return result && result->coefficient == *expected && result->scale == scale;
}

cpp_int value_of(detail::portable_wide value) {
    const cpp_int size = (cpp_int{value.high_word()} << 64) + value.low_word();
    return value.is_negative() ? cpp_int{size - (cpp_int{1} << 128)} : size;
}

#if LOYALTY_HAS_INT128
cpp_int value_of(detail::native_wide value) {
    return cpp_int{value};
}
#endif

cpp_int value_of(const detail::natural& value) {
    cpp_int result;
    for (int i = detail::natural::word_count - 1; i >= 0; --i) {
        result = (result << 32) + value.word(i);
    }
    return result;
}

bool fits_128_bits(const cpp_int& value) {
    const cpp_int limit = cpp_int{1} << 127;
    return value >= -limit && value < limit;
}

template <class Wide>
bool wide_agrees(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d) {
    const Wide product = Wide{a} * Wide{b};
    const cpp_int exact = cpp_int{a} * b;
    bool right = value_of(product) == exact && value_of(Wide{a} + Wide{b}) == cpp_int{a} + b &&
                 value_of(Wide{a} - Wide{b}) == cpp_int{a} - b && value_of(-Wide{a}) == -cpp_int{a};
    right = right && value_of(product / d) == exact / d && value_of(product % d) == exact % d;
    right = right && (product < Wide{c} * Wide{d}) == (exact < cpp_int{c} * d);
    right = right && (product == Wide{c} * Wide{d}) == (exact == cpp_int{c} * d);
    Wide checked{};
    const bool overflows = detail::multiply_overflows(product, c, checked);
    right = right && overflows != fits_128_bits(exact * c) && (overflows || value_of(checked) == exact * c);
    std::int64_t word = 0;
    const bool fits = detail::narrow(product, word);
    right = right && fits == narrowed(exact).has_value() && (!fits || word == exact);
    return right;
}

} // namespace

TEST_SUITE("property/money") {
    TEST_CASE("both 128-bit integers agree with Boost") {
        number_source source;
        int wrong = 0;
        for (int i = 0; i < rounds; ++i) {
            const std::int64_t a = source.any();
            const std::int64_t b = source.any();
            const std::int64_t c = source.any();
            const std::int64_t d = source.positive();
            wrong += wide_agrees<detail::portable_wide>(a, b, c, d) ? 0 : 1;
#if LOYALTY_HAS_INT128
            wrong += wide_agrees<detail::native_wide>(a, b, c, d) ? 0 : 1;
#endif
            std::int64_t product = 0;
            const bool overflows = detail::multiply_overflows_portable(a, b, product);
            wrong +=
                overflows != narrowed(cpp_int{a} * b).has_value() && (overflows || product == cpp_int{a} * b) ? 0 : 1;
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("natural numbers of 512 bits agree with Boost") {
        number_source source;
        int wrong = 0;
        for (int i = 0; i < rounds; ++i) {
            std::uint32_t a_words[detail::natural::word_count] = {};
            std::uint32_t b_words[detail::natural::word_count] = {};
            std::generate_n(a_words, source.below(17), [&] { return source.word(); });
            std::generate_n(b_words, source.below(17), [&] { return source.word(); });
            const auto a = detail::natural::from_words(a_words);
            const auto b = detail::natural::from_words(b_words);
            const cpp_int big_a = value_of(a);
            const cpp_int big_b = value_of(b);
            wrong += (a < b) == (big_a < big_b) && (a == b) == (big_a == big_b) ? 0 : 1;
            wrong += value_of(a < b ? b - a : a - b) == abs(big_a - big_b) ? 0 : 1;
            if (a.size() + b.size() <= detail::natural::word_count) {
                wrong += value_of(a * b) == big_a * big_b ? 0 : 1;
            }
            if (!b.is_zero()) {
                const auto parts = detail::divide(a, b);
                wrong +=
                    value_of(parts.quotient) == big_a / big_b && value_of(parts.remainder) == big_a % big_b ? 0 : 1;
            }
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("every division is rounded as its mode says, in every width") {
        number_source source;
        int wrong = 0;
        for (int i = 0; i < rounds; ++i) {
            const std::int64_t n = source.any();
            const std::int64_t d =
                source.below(2) == 0 ? source.positive() : static_cast<std::int64_t>(source.below(20)) + 1;
            const rounding mode = source.any_rounding();
            const cpp_int expected = rounded(cpp_rational{n, d}, mode);
            wrong += detail::divide_rounded(n, d, mode) == expected ? 0 : 1;
            wrong += value_of(detail::divide_rounded(detail::wide{n}, d, mode)) == expected ? 0 : 1;
            const auto product = detail::portable_wide{n} * detail::portable_wide{source.any()};
            wrong += value_of(detail::divide_rounded(product, d, mode)) ==
                             rounded(cpp_rational{value_of(product), cpp_int{d}}, mode)
                         ? 0
                         : 1;
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("scale and convert are exact, rounded once, and refuse only what does not fit") {
        number_source source;
        int wrong = 0;
        int refused = 0;
        for (int i = 0; i < rounds; ++i) {
            const usd value = usd::from_minor_units(source.any());
            const ratio by{source.any(), source.positive()};
            const rounding mode = source.any_rounding();
            const auto expected =
                narrowed(rounded(cpp_rational{cpp_int{value.minor_units()} * by.numerator, by.denominator}, mode));
            const auto result = scale(value, by, mode);
            refused += result ? 0 : 1;
            wrong +=
                result.has_value() == expected.has_value() && (!result || result->minor_units() == *expected) ? 0 : 1;
            const ratio small{by.numerator / 1000, by.denominator / 1000 + 1};
            const auto yen = narrowed(rounded(to_exact(value) * to_exact(small), mode));
            const auto converted = convert<currency::jpy>(value, small, mode);
            wrong += converted.has_value() == yen.has_value() && (!yen || converted->minor_units() == *yen) ? 0 : 1;
            wrong += from_exact<usd>(to_exact(value) * to_exact(by), mode) == result ? 0 : 1;
        }
        CHECK(wrong == 0);
        CHECK(refused > rounds / 50);
        CHECK(refused < rounds / 2);
    }

    TEST_CASE("ratios compare by value") {
        number_source source;
        int wrong = 0;
        for (int i = 0; i < rounds; ++i) {
            const ratio a{source.any(), source.positive()};
            const ratio b{source.any(), source.positive()};
            wrong += (a < b) == (to_exact(a) < to_exact(b)) && (a == b) == (to_exact(a) == to_exact(b)) ? 0 : 1;
            const ratio reduced = a.reduced();
            wrong += reduced == a && numerator(to_exact(a)) == reduced.numerator ? 0 : 1;
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("decimal arithmetic is exact, rounded once, and refuses only what does not fit") {
        number_source source;
        int wrong = 0;
        int fitting = 0;
        for (int i = 0; i < rounds; ++i) {
            const decimal a = source.any_decimal();
            const decimal b = source.any_decimal();
            const decimal c = source.any_decimal();
            const std::int32_t scale = source.any_scale();
            const rounding mode = source.any_rounding();
            const cpp_rational x = to_exact(a);
            const cpp_rational y = to_exact(b);
            const auto judge = [&](std::optional<decimal> result, const cpp_rational& exact) {
                wrong += agrees(result, exact, scale, mode) ? 0 : 1;
                fitting += result ? 1 : 0;
            };
            judge(add(a, b, scale, mode), x + y);
            judge(subtract(a, b, scale, mode), x - y);
            judge(multiply(a, b, scale, mode), x * y);
            judge(fused_multiply_add(a, b, c, scale, mode), x * y + to_exact(c));
            judge(rescale(a, scale, mode), x);
            judge(negate(a, scale, mode), -x);
            judge(abs(a, scale, mode), x < 0 ? cpp_rational{-x} : x);
            judge((min)(a, b, scale, mode), x < y ? x : y);
            judge((max)(a, b, scale, mode), x < y ? y : x);
            if (b.coefficient != 0) {
                const cpp_int whole = rounded(x / y, rounding::down);
                judge(divide(a, b, scale, mode), x / y);
                judge(divide_integer(a, b, scale, mode), cpp_rational{whole});
                judge(remainder(a, b, scale, mode), x - y * whole);
            }
            wrong += (a < b) == (x < y) && (a == b) == (x == y) && to_exact(reduce(a)) == x ? 0 : 1;
            const auto as_ratio = to_ratio(a);
            wrong += !as_ratio || to_exact(*as_ratio) == x ? 0 : 1;
        }
        CHECK(wrong == 0);
        CHECK(fitting > rounds * 3);
    }

    TEST_CASE("shares sum to the total, are the largest-remainder ones, and mirror") {
        number_source source;
        int wrong = 0;
        for (int i = 0; i < rounds / 4; ++i) {
            const std::size_t count = source.below(12) + 1;
            std::vector<std::int64_t> weights(count);
            for (std::int64_t& weight : weights) {
                weight = source.below(2) == 0 ? static_cast<std::int64_t>(source.below(4)) : source.positive() / 12;
            }
            const std::int64_t total = source.any();
            const bool all_zero = std::count(weights.begin(), weights.end(), 0) == static_cast<std::ptrdiff_t>(count);
            const std::vector<std::int64_t> effective = all_zero ? std::vector<std::int64_t>(count, 1) : weights;
            const cpp_int sum = std::accumulate(effective.begin(), effective.end(), cpp_int{0});

            // The textbook's way: sort the lines by fraction, stably, and hand out what is left.
            std::vector<cpp_int> expected(count);
            std::vector<cpp_int> fractions(count);
            std::vector<std::size_t> order(count);
            cpp_int left = abs(cpp_int{total});
            for (std::size_t line = 0; line < count; ++line) {
                const cpp_int product = abs(cpp_int{total}) * effective[line];
                expected[line] = product / sum;
                fractions[line] = product % sum;
                left -= expected[line];
            }
            std::iota(order.begin(), order.end(), std::size_t{0});
            std::stable_sort(order.begin(), order.end(),
                             [&](std::size_t a, std::size_t b) { return fractions[a] > fractions[b]; });
            for (std::size_t turn = 0; turn < count && left > 0; ++turn, --left) {
                ++expected[order[turn]];
            }

            std::vector<usd> shares(count);
            wrong += allocate(usd::from_minor_units(total), weights, shares) ? 0 : 1;
            for (std::size_t line = 0; line < count; ++line) {
                wrong += shares[line].minor_units() == (total < 0 ? cpp_int{-expected[line]} : expected[line]) ? 0 : 1;
            }
            std::vector<usd> parts(count);
            std::vector<usd> equal(count);
            wrong += split(usd::from_minor_units(total), parts) ? 0 : 1;
            wrong +=
                allocate(usd::from_minor_units(total), std::vector<std::int64_t>(count, 1), equal) && parts == equal
                    ? 0
                    : 1;
        }
        CHECK(wrong == 0);
    }

    TEST_CASE("what is written is read back") {
        number_source source;
        int wrong = 0;
        for (int i = 0; i < rounds; ++i) {
            const usd value = usd::from_minor_units(source.any());
            wrong += parse_amount<currency::usd>(to_text(value).view()).value == value ? 0 : 1;
            const decimal number{source.any(), static_cast<std::int32_t>(source.below(19))};
            const parsed<decimal> read = parse_decimal(to_text(number).view());
            wrong +=
                read.ok() && read.value.coefficient == number.coefficient && read.value.scale == number.scale ? 0 : 1;
            const rounding mode = source.any_rounding();
            const auto rounded_amount = parse_amount<currency::usd>(to_text(number).view(), {mode, false});
            const auto expected = narrowed(rounded(to_exact(number) * 100, mode));
            wrong += rounded_amount.ok() == expected.has_value() &&
                             (!expected || rounded_amount.value.minor_units() == *expected)
                         ? 0
                         : 1;
        }
        CHECK(wrong == 0);
    }
}
