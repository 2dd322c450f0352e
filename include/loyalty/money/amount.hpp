// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/money/unit.hpp>

#include <compare>
#include <concepts>
#include <cstdint>
#include <type_traits>

namespace loyalty {

/// An exact number of something: a 64-bit count of the unit's minor units (S1). 23.99 USD is 2399 minor units, 5 points
/// are 5. Holds -2^63 to 2^63 - 1 of them, for USD some 92 thousand million million dollars either way.
///
///     constexpr auto price = amount<currency::usd>::from_minor_units(2399);   // or 23.99_usd
///     static_assert(price + price == amount<currency::usd>::from_minor_units(4798));
///
/// The operators are for numbers that the programmer answers for: a sum that does not fit asserts. For numbers that
/// come from outside, use `add_overflows` and `subtract_overflows`, which say so instead (S5). Amounts of different
/// units do not mix, a product of two amounts has no meaning, and no binary fraction ever becomes one: none of these
/// compile.
template <unit_type Unit>
class amount {
public:
    using unit = Unit;

    /// The decimals of the unit: 2 for USD.
    static constexpr int digits = Unit::digits;

    /// How many minor units make one: 100 for USD.
    static constexpr std::int64_t minor_units_per_whole = detail::power_of_ten(Unit::digits);

    /// Read it through `minor_units()`. Public because only then an amount can be a template argument.
    std::int64_t minor_units_ = 0;

    /// Zero.
    constexpr amount() noexcept = default;

    /// A binary fraction cannot hold 0.1, so it never becomes an amount: write `23.99_usd` or parse the text.
    template <std::floating_point Number>
    amount(Number) = delete;

    /// So many minor units: `from_minor_units(2399)` is 23.99 USD.
    [[nodiscard]] static constexpr amount from_minor_units(std::int64_t minor_units) noexcept {
        amount result;
        result.minor_units_ = minor_units;
        return result;
    }
    template <std::floating_point Number>
    static constexpr amount from_minor_units(Number) = delete;

    /// So many whole units: `whole(23)` is 23.00 USD. Asserts that it fits.
    [[nodiscard]] static constexpr amount whole(std::int64_t units) noexcept {
        amount result;
        const bool overflows = detail::multiply_overflows(units, minor_units_per_whole, result.minor_units_);
        LOYALTY_ASSERT(!overflows);
        return result;
    }
    template <std::floating_point Number>
    static constexpr amount whole(Number) = delete;

    /// The largest amount: 2^63 - 1 minor units.
    [[nodiscard]] static constexpr amount largest() noexcept { return from_minor_units(INT64_MAX); }

    /// The smallest amount: -2^63 minor units. It is the one amount that has no negative.
    [[nodiscard]] static constexpr amount smallest() noexcept { return from_minor_units(INT64_MIN); }

    /// The count of minor units: 2399 for 23.99 USD.
    [[nodiscard]] constexpr std::int64_t minor_units() const noexcept { return minor_units_; }

    [[nodiscard]] friend constexpr bool operator==(amount, amount) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(amount, amount) noexcept = default;

    constexpr amount& operator+=(amount other) noexcept {
        const bool overflows = detail::add_overflows(minor_units_, other.minor_units_, minor_units_);
        LOYALTY_ASSERT(!overflows);
        return *this;
    }
    constexpr amount& operator-=(amount other) noexcept {
        const bool overflows = detail::subtract_overflows(minor_units_, other.minor_units_, minor_units_);
        LOYALTY_ASSERT(!overflows);
        return *this;
    }
    constexpr amount& operator*=(std::int64_t times) noexcept {
        const bool overflows = detail::multiply_overflows(minor_units_, times, minor_units_);
        LOYALTY_ASSERT(!overflows);
        return *this;
    }

    [[nodiscard]] friend constexpr amount operator+(amount a, amount b) noexcept { return a += b; }
    [[nodiscard]] friend constexpr amount operator-(amount a, amount b) noexcept { return a -= b; }
    [[nodiscard]] friend constexpr amount operator-(amount a) noexcept { return amount{} - a; }
    [[nodiscard]] friend constexpr amount operator*(amount a, std::int64_t times) noexcept { return a *= times; }
    [[nodiscard]] friend constexpr amount operator*(std::int64_t times, amount a) noexcept { return a *= times; }
};

// Not needed to refuse these, but to refuse them in a few lines that name both units.
template <unit_type Unit, unit_type Other>
requires(!std::same_as<Unit, Other>) void operator+(amount<Unit>, amount<Other>) = delete;
template <unit_type Unit, unit_type Other>
requires(!std::same_as<Unit, Other>) void operator-(amount<Unit>, amount<Other>) = delete;
template <unit_type Unit, unit_type Other>
requires(!std::same_as<Unit, Other>) bool operator==(amount<Unit>, amount<Other>) = delete;
template <unit_type Unit, unit_type Other>
requires(!std::same_as<Unit, Other>) std::strong_ordering operator<=>(amount<Unit>, amount<Other>) = delete;

namespace detail {

template <class Type>
inline constexpr bool is_amount = false;
template <unit_type Unit>
inline constexpr bool is_amount<amount<Unit>> = true;

template <class Left, class Right>
inline constexpr bool is_no_product = (is_amount<Left> && (is_amount<Right> || std::is_floating_point_v<Right>)) ||
                                      (std::is_floating_point_v<Left> && is_amount<Right>);

} // namespace detail

/// Money has no product with money, and its factors are whole: a share is taken with `scale`, which says how it rounds.
/// One function, since compilers list all that have the name.
template <class Left, class Right>
requires detail::is_no_product<Left, Right>
void operator*(Left, Right) = delete;

/// An amount of money: `money<currency::eur>`. Points are amounts, too, but not money.
template <money_unit Currency>
using money = amount<Currency>;

namespace arithmetic {

/// a + b into `sum`; true when that does not fit, and `sum` then holds some valid amount (S5).
template <unit_type Unit>
[[nodiscard]] constexpr bool add_overflows(amount<Unit> a, amount<Unit> b, amount<Unit>& sum) noexcept {
    return detail::add_overflows(a.minor_units_, b.minor_units_, sum.minor_units_);
}

/// a - b into `difference`; true when that does not fit, and `difference` then holds some valid amount (S5).
template <unit_type Unit>
[[nodiscard]] constexpr bool subtract_overflows(amount<Unit> a, amount<Unit> b, amount<Unit>& difference) noexcept {
    return detail::subtract_overflows(a.minor_units_, b.minor_units_, difference.minor_units_);
}

/// amount * times into `product`; true when that does not fit, and `product` then holds some valid amount (S5).
template <unit_type Unit>
[[nodiscard]] constexpr bool multiply_overflows(amount<Unit> a, std::int64_t times, amount<Unit>& product) noexcept {
    return detail::multiply_overflows(a.minor_units_, times, product.minor_units_);
}

} // namespace arithmetic
} // namespace loyalty
