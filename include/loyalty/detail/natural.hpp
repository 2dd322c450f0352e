// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <bit>
#include <compare>
#include <cstdint>

namespace loyalty::detail {

/// A natural number of up to 512 bits: wide enough that no intermediate of `decimal` is ever rounded. The widest of
/// them is the dividend of a fused multiply-add, below 2^307 * 10^36 < 2^427. An operation whose result needs more than
/// 512 bits is a programmer's error.
class natural {
public:
    static constexpr int word_count = 16;

    constexpr natural() noexcept = default;
    constexpr natural(std::uint64_t value) noexcept {
        words_[0] = static_cast<std::uint32_t>(value);
        words_[1] = static_cast<std::uint32_t>(value >> 32);
    }

    /// A number from its words of 32 bits, the lowest first.
    [[nodiscard]] static constexpr natural from_words(const std::uint32_t (&words)[word_count]) noexcept {
        natural result;
        for (int i = 0; i < word_count; ++i) {
            result.words_[i] = words[i];
        }
        return result;
    }

    [[nodiscard]] constexpr std::uint32_t word(int index) const noexcept { return words_[index]; }

    /// How many words are in use, without leading zeros: 0 for zero, 2 for 2^32.
    [[nodiscard]] constexpr int size() const noexcept {
        int used = word_count;
        while (used > 0 && words_[used - 1] == 0) {
            --used;
        }
        return used;
    }

    [[nodiscard]] constexpr bool is_zero() const noexcept { return size() == 0; }
    [[nodiscard]] constexpr bool fits_64_bits() const noexcept { return size() <= 2; }
    [[nodiscard]] constexpr std::uint64_t low_64_bits() const noexcept {
        return (std::uint64_t{words_[1]} << 32) | words_[0];
    }

    [[nodiscard]] friend constexpr bool operator==(const natural&, const natural&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(const natural& a, const natural& b) noexcept {
        for (int i = word_count - 1; i > 0; --i) {
            if (a.words_[i] != b.words_[i]) {
                return a.words_[i] <=> b.words_[i];
            }
        }
        return a.words_[0] <=> b.words_[0];
    }

    [[nodiscard]] friend constexpr natural operator+(const natural& a, const natural& b) noexcept {
        natural sum;
        std::uint64_t carry = 0;
        for (int i = 0; i < word_count; ++i) {
            carry += std::uint64_t{a.words_[i]} + b.words_[i];
            sum.words_[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        LOYALTY_ASSERT(carry == 0);
        return sum;
    }

    /// a - b, if a is not the smaller.
    [[nodiscard]] friend constexpr natural operator-(const natural& a, const natural& b) noexcept {
        natural difference;
        std::uint32_t borrow = 0;
        for (int i = 0; i < word_count; ++i) {
            const std::uint64_t step = std::uint64_t{a.words_[i]} - b.words_[i] - borrow;
            difference.words_[i] = static_cast<std::uint32_t>(step);
            borrow = (step >> 32) != 0 ? 1 : 0;
        }
        LOYALTY_ASSERT(borrow == 0);
        return difference;
    }

    [[nodiscard]] friend constexpr natural operator*(const natural& a, const natural& b) noexcept {
        natural product;
        const int a_size = a.size();
        const int b_size = b.size();
        for (int i = 0; i < a_size; ++i) {
            std::uint64_t carry = 0;
            for (int j = 0; j < b_size || carry != 0; ++j) {
                LOYALTY_ASSERT(i + j < word_count);
                const std::uint64_t factor = j < b_size ? b.words_[j] : 0;
                carry += a.words_[i] * factor + product.words_[i + j];
                product.words_[i + j] = static_cast<std::uint32_t>(carry);
                carry >>= 32;
            }
        }
        return product;
    }

    /// This number times 10^digits.
    [[nodiscard]] constexpr natural times_power_of_ten(int digits) const noexcept {
        natural product = *this;
        for (; digits >= 9; digits -= 9) {
            product = product * natural{1'000'000'000};
        }
        for (; digits > 0; --digits) {
            product = product * natural{10};
        }
        return product;
    }

    struct division;

private:
    std::uint32_t words_[word_count] = {};
};

/// The result of a division: a = quotient * b + remainder, remainder < b.
struct natural::division {
    natural quotient{};
    natural remainder{};
};

/// a divided by a number of one word, which is not zero.
[[nodiscard]] constexpr natural::division divide_by_word(const natural& a, std::uint32_t b) noexcept {
    std::uint32_t quotient[natural::word_count] = {};
    std::uint64_t rest = 0;
    for (int i = a.size() - 1; i >= 0; --i) {
        rest = (rest << 32) | a.word(i);
        quotient[i] = static_cast<std::uint32_t>(rest / b);
        rest %= b;
    }
    return {natural::from_words(quotient), natural{rest}};
}

/// One digit of a long division: the quotient of the top three words of `u` by the top two of `v`, at most one too
/// large.
[[nodiscard]] constexpr std::uint64_t estimated_digit(const std::uint32_t* u, const std::uint32_t* v) noexcept {
    constexpr std::uint64_t base = std::uint64_t{1} << 32;
    const std::uint64_t top = (std::uint64_t{u[0]} << 32) | u[-1];
    std::uint64_t digit = top / v[0];
    std::uint64_t rest = top % v[0];
    while (digit >= base || digit * v[-1] > ((rest << 32) | u[-2])) {
        --digit;
        rest += v[0];
        if (rest >= base) {
            break;
        }
    }
    return digit;
}

/// Takes `digit` times the `size` words of `v` from the words of `u` and, if that was one time too many, gives one
/// back. Returns the digit that was right.
constexpr std::uint32_t subtract_multiple(std::uint32_t* u, const std::uint32_t* v, int size,
                                          std::uint64_t digit) noexcept {
    std::uint64_t borrow = 0;
    for (int i = 0; i <= size; ++i) {
        const std::uint64_t taken = (i < size ? digit * v[i] : 0) + borrow;
        borrow = (taken >> 32) + (u[i] < static_cast<std::uint32_t>(taken) ? 1 : 0);
        u[i] -= static_cast<std::uint32_t>(taken);
    }
    if (borrow == 0) {
        return static_cast<std::uint32_t>(digit);
    }
    std::uint64_t carry = 0;
    for (int i = 0; i <= size; ++i) {
        carry += std::uint64_t{u[i]} + (i < size ? v[i] : 0);
        u[i] = static_cast<std::uint32_t>(carry);
        carry >>= 32;
    }
    return static_cast<std::uint32_t>(digit - 1);
}

/// a / b and a % b; b is not zero. Long division with digits of 32 bits (Knuth, The Art of Computer Programming, volume
/// 2, 4.3.1, algorithm D).
[[nodiscard]] constexpr natural::division divide(const natural& a, const natural& b) noexcept {
    constexpr int word_count = natural::word_count;
    const int size = b.size();
    LOYALTY_ASSERT(size > 0);
    if (size == 1) {
        return divide_by_word(a, b.word(0));
    }
    if (a < b) {
        return {natural{}, a};
    }
    // Both are shifted until the divisor's top bit is set: only then is an estimated digit close.
    const int shift = std::countl_zero(b.word(size - 1));
    const auto shifted = [shift](std::uint32_t high, std::uint32_t low) {
        return static_cast<std::uint32_t>((((std::uint64_t{high} << 32) | low) << shift) >> 32);
    };
    std::uint32_t u[word_count + 1] = {};
    std::uint32_t v[word_count] = {};
    for (int i = 0; i <= word_count; ++i) {
        u[i] = shifted(i < word_count ? a.word(i) : 0, i > 0 ? a.word(i - 1) : 0);
    }
    for (int i = 0; i < word_count; ++i) {
        v[i] = shifted(b.word(i), i > 0 ? b.word(i - 1) : 0);
    }
    std::uint32_t quotient[word_count] = {};
    for (int i = a.size() - size; i >= 0; --i) {
        const std::uint64_t digit = estimated_digit(u + i + size, v + size - 1);
        quotient[i] = subtract_multiple(u + i, v, size, digit);
    }
    std::uint32_t rest[word_count] = {};
    for (int i = 0; i < size; ++i) {
        rest[i] = static_cast<std::uint32_t>(((std::uint64_t{u[i + 1]} << 32) | u[i]) >> shift);
    }
    return {natural::from_words(quotient), natural::from_words(rest)};
}

} // namespace loyalty::detail
