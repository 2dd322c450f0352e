// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The kinds of number that people keep money in, each with the few operations that W5 asks of it. A kind is exact where
/// it reaches the same totals as integers do; whether it is, the benchmark finds out.

#include "../w5_by_hand.hpp"

#include <cmath>
#include <cstdint>

#if __has_include(<boost/multiprecision/cpp_dec_float.hpp>)
#include <boost/multiprecision/cpp_dec_float.hpp>
#define LOYALTY_PEERS_HAVE_CPP_DEC_FLOAT 1
#else
#define LOYALTY_PEERS_HAVE_CPP_DEC_FLOAT 0
#endif

#ifdef LOYALTY_PEERS_LIBBID
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>

#include <bid_functions.h>
#endif

namespace peers {

/// A rate as each kind would write it.
enum class back_rate { general, special };

/// Points for 1.00 in each tier, in hundredths.
[[nodiscard]] constexpr int percent_in(std::uint8_t tier) noexcept {
    return tier == 0 ? 100 : tier == 1 ? 125 : 150;
}

/// 64-bit integers that count cents, checked for overflow: what the library does.
struct cents_in_int64 {
    using value_type = std::int64_t;
    static constexpr bool is_exact = true;

    static constexpr value_type from_cents(std::int64_t cents) noexcept { return cents; }
    static constexpr std::int64_t to_cents(value_type value) noexcept { return value; }
    static constexpr value_type threshold(std::int64_t whole) noexcept { return whole * 100; }

    [[nodiscard]] static bool add(value_type& sum, value_type value) noexcept {
        return __builtin_add_overflow(sum, value, &sum);
    }
    static value_type value_if(bool condition, value_type value) noexcept {
        return w5::by_hand::value_if(condition, value);
    }
    [[nodiscard]] static bool points(value_type amount, std::uint8_t tier, int times, std::int64_t& result) noexcept {
        const bool overflow =
            __builtin_mul_overflow(w5::by_hand::quotient(amount, 100), std::int64_t{percent_in(tier) * times}, &result);
        result = w5::by_hand::quotient(result, 100);
        return overflow;
    }
    /// How often `step` whole units fit; they are taken away.
    static std::int64_t take_steps(value_type& towards, std::int64_t step) noexcept {
        const std::int64_t times = towards / (step * 100);
        towards -= times * step * 100;
        return times;
    }
    /// 1.5 % or 5 %, half-even to cents.
    [[nodiscard]] static bool back(value_type amount, back_rate rate, value_type& result) noexcept {
        std::int64_t exact = 0;
        const bool overflow = __builtin_mul_overflow(amount, rate == back_rate::special ? 50 : 15, &exact);
        const std::int64_t whole = w5::by_hand::quotient(exact, 1000);
        result = whole + (2 * (exact - 1000 * whole) + (whole & 1) > 1000);
        return overflow;
    }
};

/// `double`, as it is commonly written: 12.34 is 12.34, 1.5 % is 0.015, and cents are rounded to by multiplying by 100.
/// `HalfEven`: by std::nearbyint, which rounds halves to even as W5 demands; else by std::round.
template <bool HalfEven>
struct money_in_double {
    using value_type = double;
    static constexpr bool is_exact = false;

    static value_type from_cents(std::int64_t cents) noexcept { return static_cast<double>(cents) / 100; }
    static std::int64_t to_cents(value_type value) noexcept { return std::llround(value * 100); }
    static constexpr value_type threshold(std::int64_t whole) noexcept { return static_cast<double>(whole); }

    [[nodiscard]] static bool add(value_type& sum, value_type value) noexcept {
        sum += value;
        return false;
    }
    /// A product, not a choice: see `w5::by_hand::value_if`.
    static value_type value_if(bool condition, value_type value) noexcept {
        static constexpr double factors[2] = {0.0, 1.0};
        return value * factors[condition];
    }
    [[nodiscard]] static bool points(value_type amount, std::uint8_t tier, int times, std::int64_t& result) noexcept {
        const double factor = tier == 0 ? 1.0 : tier == 1 ? 1.25 : 1.5;
        result = static_cast<std::int64_t>(std::floor(std::floor(amount) * factor * times));
        return false;
    }
    static std::int64_t take_steps(value_type& towards, std::int64_t step) noexcept {
        const double times = std::floor(towards / static_cast<double>(step));
        towards -= times * static_cast<double>(step);
        return static_cast<std::int64_t>(times);
    }
    [[nodiscard]] static bool back(value_type amount, back_rate rate, value_type& result) noexcept {
        const double exact = amount * (rate == back_rate::special ? 0.05 : 0.015) * 100;
        result = (HalfEven ? std::nearbyint(exact) : std::round(exact)) / 100;
        return false;
    }
};

#if LOYALTY_PEERS_HAVE_CPP_DEC_FLOAT
/// Boost.Multiprecision's decimal number of 50 digits.
struct money_in_cpp_dec_float_50 {
    using value_type = boost::multiprecision::cpp_dec_float_50;
    static constexpr bool is_exact = true;

    static value_type from_cents(std::int64_t cents) { return value_type(cents) / 100; }
    static std::int64_t to_cents(const value_type& value) { return value_type(value * 100).convert_to<std::int64_t>(); }
    static value_type threshold(std::int64_t whole) { return value_type(whole); }

    [[nodiscard]] static bool add(value_type& sum, const value_type& value) {
        sum += value;
        return false;
    }
    static value_type value_if(bool condition, const value_type& value) { return condition ? value : value_type{}; }
    [[nodiscard]] static bool points(const value_type& amount, std::uint8_t tier, int times, std::int64_t& result) {
        result = amount.convert_to<std::int64_t>() * percent_in(tier) * times /
                 100; // points are whole: only the amount is a decimal
        return false;
    }
    static std::int64_t take_steps(value_type& towards, std::int64_t step) {
        const auto times = value_type(towards / step).convert_to<std::int64_t>();
        towards -= value_type(times * step);
        return times;
    }
    [[nodiscard]] static bool back(const value_type& amount, back_rate rate, value_type& result) {
        static const value_type general{"0.015"};
        static const value_type special{"0.05"};
        static const value_type half{"0.5"};
        const value_type exact = amount * (rate == back_rate::special ? special : general) * 100;
        auto whole = exact.convert_to<std::int64_t>();
        const value_type rest = exact - whole;
        whole += rest > half || (rest == half && (whole & 1) != 0);
        result = value_type(whole) / 100;
        return false;
    }
};
#endif

#ifdef LOYALTY_PEERS_LIBBID
/// IEEE 754 decimal64 by Intel's library: 16 digits in 64 bits.
struct decimal64 {
    BID_UINT64 bits = 0x31C0000000000000u; // 0 with the exponent 0

    static constexpr unsigned to_even = 0;

    static decimal64 from_integer(std::int64_t value) noexcept {
        _IDEC_flags flags = 0;
        return {bid64_from_int64(value, to_even, &flags)};
    }
    /// Units of 10 to the power of `exponent`, for values below 2^53.
    static constexpr decimal64 scaled(std::int64_t value, int exponent) noexcept {
        return {(static_cast<BID_UINT64>(exponent + 398) << 53) | static_cast<BID_UINT64>(value)};
    }
    [[nodiscard]] std::int64_t floor() const noexcept {
        _IDEC_flags flags = 0;
        return bid64_to_int64_floor(bits, &flags);
    }
    friend decimal64 operator+(decimal64 a, decimal64 b) noexcept {
        _IDEC_flags flags = 0;
        return {bid64_add(a.bits, b.bits, to_even, &flags)};
    }
    friend decimal64 operator-(decimal64 a, decimal64 b) noexcept {
        _IDEC_flags flags = 0;
        return {bid64_sub(a.bits, b.bits, to_even, &flags)};
    }
    friend decimal64 operator*(decimal64 a, decimal64 b) noexcept {
        _IDEC_flags flags = 0;
        return {bid64_mul(a.bits, b.bits, to_even, &flags)};
    }
    friend decimal64 operator/(decimal64 a, decimal64 b) noexcept {
        _IDEC_flags flags = 0;
        return {bid64_div(a.bits, b.bits, to_even, &flags)};
    }
    friend bool operator<(decimal64 a, decimal64 b) noexcept {
        _IDEC_flags flags = 0;
        return bid64_quiet_less(a.bits, b.bits, &flags) != 0;
    }
    friend bool operator>=(decimal64 a, decimal64 b) noexcept {
        _IDEC_flags flags = 0;
        return bid64_quiet_greater_equal(a.bits, b.bits, &flags) != 0;
    }
    [[nodiscard]] decimal64 rounded_to_cents() const noexcept {
        _IDEC_flags flags = 0;
        return {bid64_quantize(bits, scaled(1, -2).bits, to_even, &flags)};
    }
};

struct money_in_decimal64 {
    using value_type = decimal64;
    static constexpr bool is_exact = true;

    static value_type from_cents(std::int64_t cents) noexcept { return decimal64::scaled(cents, -2); }
    static std::int64_t to_cents(value_type value) noexcept { return (value * decimal64::from_integer(100)).floor(); }
    static constexpr value_type threshold(std::int64_t whole) noexcept { return decimal64::scaled(whole, 0); }

    [[nodiscard]] static bool add(value_type& sum, value_type value) noexcept {
        sum = sum + value;
        return false;
    }
    static value_type value_if(bool condition, value_type value) noexcept { return condition ? value : value_type{}; }
    [[nodiscard]] static bool points(value_type amount, std::uint8_t tier, int times, std::int64_t& result) noexcept {
        result = amount.floor() * percent_in(tier) * times / 100; // points are whole: only the amount is a decimal
        return false;
    }
    static std::int64_t take_steps(value_type& towards, std::int64_t step) noexcept {
        const std::int64_t times = (towards / threshold(step)).floor();
        towards = towards - decimal64::from_integer(times * step);
        return times;
    }
    [[nodiscard]] static bool back(value_type amount, back_rate rate, value_type& result) noexcept {
        const decimal64 factor = decimal64::scaled(rate == back_rate::special ? 50 : 15, -3);
        result = (amount * factor).rounded_to_cents();
        return false;
    }
};
#endif

} // namespace peers
