// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The width of intermediate products: 128 bits with a sign. `wide` is the compiler's integer if there is one, else
/// `portable_wide`. Both hold -2^127 to 2^127 - 1; the operations here are those that money needs and no more.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>

#include <compare>
#include <cstdint>

namespace loyalty::detail {

/// A 128-bit integer out of two words, two's complement. Plain + - * wrap like unsigned words would; the caller keeps
/// to operands whose result fits (a 64x64-bit product always does). Division is by a positive 64-bit divisor.
class portable_wide {
public:
    constexpr portable_wide() noexcept = default;
    constexpr portable_wide(std::int64_t value) noexcept
        : low_(static_cast<std::uint64_t>(value)), high_(value < 0 ? ~std::uint64_t{0} : 0) {}

    [[nodiscard]] static constexpr portable_wide from_words(std::uint64_t high, std::uint64_t low) noexcept {
        portable_wide result;
        result.low_ = low;
        result.high_ = high;
        return result;
    }

    [[nodiscard]] constexpr std::uint64_t low_word() const noexcept { return low_; }
    [[nodiscard]] constexpr std::uint64_t high_word() const noexcept { return high_; }
    /// The low 64 bits; `narrow` says whether they are all.
    [[nodiscard]] explicit constexpr operator std::int64_t() const noexcept { return static_cast<std::int64_t>(low_); }
    [[nodiscard]] constexpr bool is_negative() const noexcept { return (high_ >> 63) != 0; }

    /// 64x64 to 128 bits without signs, by halves.
    [[nodiscard]] static constexpr portable_wide product_of_words(std::uint64_t a, std::uint64_t b) noexcept {
        constexpr std::uint64_t half = 0xFFFFFFFFu;
        const std::uint64_t low = (a & half) * (b & half);
        const std::uint64_t cross = (a >> 32) * (b & half) + (low >> 32);
        const std::uint64_t middle = (a & half) * (b >> 32) + (cross & half);
        return from_words((a >> 32) * (b >> 32) + (cross >> 32) + (middle >> 32), (middle << 32) | (low & half));
    }

    [[nodiscard]] friend constexpr bool operator==(const portable_wide&, const portable_wide&) noexcept = default;
    [[nodiscard]] friend constexpr std::strong_ordering operator<=>(portable_wide a, portable_wide b) noexcept {
        if (a.is_negative() != b.is_negative()) {
            return a.is_negative() ? std::strong_ordering::less : std::strong_ordering::greater;
        }
        return a.high_ != b.high_ ? a.high_ <=> b.high_ : a.low_ <=> b.low_;
    }

    [[nodiscard]] friend constexpr portable_wide operator-(portable_wide a) noexcept {
        return from_words(~a.high_ + (a.low_ == 0 ? 1 : 0), ~a.low_ + 1);
    }
    [[nodiscard]] friend constexpr portable_wide operator+(portable_wide a, portable_wide b) noexcept {
        const std::uint64_t low = a.low_ + b.low_;
        return from_words(a.high_ + b.high_ + (low < a.low_ ? 1 : 0), low);
    }
    [[nodiscard]] friend constexpr portable_wide operator-(portable_wide a, portable_wide b) noexcept {
        return from_words(a.high_ - b.high_ - (a.low_ < b.low_ ? 1 : 0), a.low_ - b.low_);
    }
    [[nodiscard]] friend constexpr portable_wide operator*(portable_wide a, portable_wide b) noexcept {
        const portable_wide product = product_of_words(a.low_, b.low_);
        return from_words(product.high_ + a.high_ * b.low_ + a.low_ * b.high_, product.low_);
    }
    [[nodiscard]] friend constexpr portable_wide operator/(portable_wide a, std::int64_t divisor) noexcept {
        return divide(a, divisor).quotient();
    }
    [[nodiscard]] friend constexpr portable_wide operator%(portable_wide a, std::int64_t divisor) noexcept {
        return divide(a, divisor).remainder();
    }

private:
    /// Quotient and remainder of the magnitudes, with the dividend's sign put back on demand.
    struct division {
        std::uint64_t quotient_high = 0;
        std::uint64_t quotient_low = 0;
        std::uint64_t remainder_word = 0;
        bool negative = false;

        [[nodiscard]] constexpr portable_wide quotient() const noexcept {
            const portable_wide result = from_words(quotient_high, quotient_low);
            return negative ? -result : result;
        }
        [[nodiscard]] constexpr portable_wide remainder() const noexcept {
            const portable_wide result = from_words(0, remainder_word);
            return negative ? -result : result;
        }
    };

    /// Long division: the high word at once, the low word bit by bit. The remainder stays below 2^63, so a shift fits.
    [[nodiscard]] static constexpr division divide(portable_wide a, std::int64_t divisor) noexcept {
        LOYALTY_ASSERT(divisor > 0);
        const auto by = static_cast<std::uint64_t>(divisor);
        division result;
        result.negative = a.is_negative();
        const portable_wide dividend = result.negative ? -a : a;
        result.quotient_high = dividend.high_ / by;
        std::uint64_t rest = dividend.high_ % by;
        for (int bit = 63; bit >= 0; --bit) {
            rest = (rest << 1) | ((dividend.low_ >> bit) & 1);
            const bool fits = rest >= by;
            result.quotient_low = (result.quotient_low << 1) | (fits ? 1 : 0);
            rest -= fits ? by : 0;
        }
        result.remainder_word = rest;
        return result;
    }

    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
};

#if LOYALTY_HAS_INT128
__extension__ typedef __int128 native_wide;
using wide = native_wide;
#else
using wide = portable_wide;
#endif

/// The value into `narrowed` when it fits 64 bits; false, and `narrowed` untouched, when it does not. 5: true.
[[nodiscard]] constexpr bool narrow(portable_wide value, std::int64_t& narrowed) noexcept {
    const auto low = static_cast<std::int64_t>(value.low_word());
    if (portable_wide{low} != value) {
        return false;
    }
    narrowed = low;
    return true;
}

/// Nothing to narrow: so that one code serves both widths.
[[nodiscard]] constexpr bool narrow(std::int64_t value, std::int64_t& narrowed) noexcept {
    narrowed = value;
    return true;
}

/// a * b into `product`; true when 128 bits do not hold it, and `product` is then some valid value. For 64x64 bits plain * does.
[[nodiscard]] constexpr bool multiply_overflows(portable_wide a, std::int64_t b, portable_wide& product) noexcept {
    product = a * portable_wide{b};
    const bool negative = a.is_negative() != (b < 0);
    const portable_wide size = a.is_negative() ? -a : a;
    const portable_wide low = portable_wide::product_of_words(size.low_word(), magnitude(b));
    const portable_wide high =
        portable_wide::product_of_words(size.high_word(), magnitude(b)) + portable_wide::from_words(0, low.high_word());
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    const bool is_limit = high.low_word() == limit && low.low_word() == 0;
    return high.high_word() != 0 || (high.low_word() >= limit && !(negative && is_limit));
}

#if LOYALTY_HAS_INT128
[[nodiscard]] constexpr bool narrow(native_wide value, std::int64_t& narrowed) noexcept {
    if (value < INT64_MIN || value > INT64_MAX) {
        return false;
    }
    narrowed = static_cast<std::int64_t>(value);
    return true;
}

[[nodiscard]] constexpr bool multiply_overflows(native_wide a, std::int64_t b, native_wide& product) noexcept {
    return __builtin_mul_overflow(a, b, &product);
}
#endif

} // namespace loyalty::detail
