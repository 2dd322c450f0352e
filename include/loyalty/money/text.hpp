// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Numbers from text and to text: exact, without locale, without memory. The decimal point is a point; there are no
/// thousands separators, no exponents and no plus sign.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/parsed.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/rounding.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace loyalty {

namespace texts {

/// Which texts are read.
struct parse_options {
    /// How decimals that the unit does not have are rounded. Empty: they must be zeros, 1.990 USD but not 1.995 USD.
    std::optional<rounding> excess{};

    /// Returns true if what people type is read as well: "" is 0, ".99" is 0.99, "99." is 99, "007" is 7. "." and "-"
    /// never are.
    bool lenient = false;
};

} // namespace texts

namespace detail {

[[nodiscard]] constexpr bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

/// Where the parts of a number stand in its text: the digits before the point, and those behind it.
struct number_parts {
    bool negative = false;
    std::size_t whole_begin = 0;
    std::size_t whole_end = 0;
    std::size_t decimals_begin = 0;
    std::size_t decimals_end = 0;
};

[[nodiscard]] constexpr std::size_t skip_digits(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && is_digit(text[at])) {
        ++at;
    }
    return at;
}

/// Finds the parts of a number and judges its form.
[[nodiscard]] constexpr texts::parsed<number_parts> split_number(std::string_view text, bool lenient) noexcept {
    if (text.empty()) {
        return {{}, lenient ? texts::parse_error::none : texts::parse_error::empty, 0};
    }
    number_parts parts;
    parts.negative = text[0] == '-';
    parts.whole_begin = parts.negative ? 1 : 0;
    parts.whole_end = skip_digits(text, parts.whole_begin);
    const bool has_point = parts.whole_end < text.size() && text[parts.whole_end] == '.';
    parts.decimals_begin = parts.whole_end + (has_point ? 1 : 0);
    parts.decimals_end = has_point ? skip_digits(text, parts.decimals_begin) : parts.decimals_begin;
    if (parts.decimals_end != text.size()) {
        return {parts, texts::parse_error::unexpected_character, parts.decimals_end};
    }
    const std::size_t whole_digits = parts.whole_end - parts.whole_begin;
    const std::size_t decimals = parts.decimals_end - parts.decimals_begin;
    if (whole_digits + decimals == 0) {
        return {parts, texts::parse_error::no_digits, parts.whole_begin};
    }
    if (!lenient && (whole_digits == 0 || (has_point && decimals == 0))) {
        return {parts, texts::parse_error::missing_digits,
                whole_digits == 0 ? parts.whole_begin : parts.decimals_begin};
    }
    if (!lenient && whole_digits > 1 && text[parts.whole_begin] == '0') {
        return {parts, texts::parse_error::leading_zero, parts.whole_begin};
    }
    return {parts, texts::parse_error::none, text.size()};
}

/// size * 10 + digit; true when that does not fit.
[[nodiscard]] constexpr bool append_digit(std::uint64_t& size, char digit) noexcept {
    constexpr std::uint64_t limit = UINT64_MAX / 10 - 1;
    if (size > limit) {
        return true;
    }
    size = size * 10 + static_cast<std::uint64_t>(digit - '0');
    return false;
}

/// The digits behind the decimals that are kept, as rounding needs them.
[[nodiscard]] constexpr cut_off read_cut_off(std::string_view excess, bool negative) noexcept {
    const auto any = [](std::string_view digits) { return digits.find_first_not_of('0') != std::string_view::npos; };
    cut_off cut;
    if (!any(excess)) {
        return cut;
    }
    const bool more = any(excess.substr(1));
    cut.sign = negative ? -1 : 1;
    cut.half = excess[0] == '5' && !more;
    cut.above_half = excess[0] > '5' || (excess[0] == '5' && more);
    return cut;
}

/// Reads a number as a count of 10^-digits.
[[nodiscard]] constexpr texts::parsed<std::int64_t> parse_scaled(std::string_view text, std::size_t digits,
                                                                 texts::parse_options options) noexcept {
    const texts::parsed<number_parts> found = split_number(text, options.lenient);
    if (!found.ok()) {
        return {0, found.error, found.position};
    }
    const number_parts& parts = found.value;
    const std::string_view decimals =
        text.substr(parts.decimals_begin, parts.decimals_end - parts.decimals_begin).substr(0, digits);
    const std::string_view excess = text.substr(parts.decimals_begin + decimals.size());
    std::uint64_t size = 0;
    bool overflows = false;
    for (const char digit : text.substr(parts.whole_begin, parts.whole_end - parts.whole_begin)) {
        overflows = overflows || append_digit(size, digit);
    }
    for (std::size_t i = 0; i < digits; ++i) {
        overflows = overflows || append_digit(size, i < decimals.size() ? decimals[i] : '0');
    }
    const cut_off cut = read_cut_off(excess, parts.negative);
    if (cut.sign != 0 && !options.excess) {
        return {0, texts::parse_error::too_many_decimals, parts.decimals_begin + decimals.size()};
    }
    if (options.excess && rounds_away(*options.excess, cut, size % 2 != 0, size % 5 == 0)) {
        ++size; // cannot wrap: append_digit stops short of the limit
    }
    const std::optional<std::int64_t> value = with_sign(parts.negative, size);
    if (overflows || !value) {
        return {0, texts::parse_error::overflow, parts.whole_begin};
    }
    return {*value, texts::parse_error::none, text.size()};
}

} // namespace detail

namespace texts {

/// Reads an amount in whole units: "23.99" is 2399 cents for USD. Decimals that the unit does not have are an error
/// unless they are zeros or `options.excess` says how to round them: "9.995" half up is 10.00 USD, however long the
/// fraction.
///
///     const auto price = loyalty::texts::parse_amount<loyalty::currency::usd>("23.99");
///     if (!price) { report(loyalty::message(price.error), price.position); }
template <unit_type Unit>
[[nodiscard]] constexpr parsed<amount<Unit>> parse_amount(std::string_view text, parse_options options = {}) noexcept {
    const auto minor_units = detail::parse_scaled(text, static_cast<std::size_t>(Unit::digits), options);
    return {amount<Unit>::from_minor_units(minor_units.value), minor_units.error, minor_units.position};
}

/// Reads a number with as many decimals as are written, at most 18: "0.0150" is {150, 4}. More than 18 follow
/// `options.excess`.
[[nodiscard]] constexpr parsed<arithmetic::decimal> parse_decimal(std::string_view text,
                                                                  parse_options options = {}) noexcept {
    const std::size_t point = text.find('.');
    const std::size_t written = point == std::string_view::npos ? 0 : text.size() - point - 1;
    const std::size_t most = static_cast<std::size_t>(arithmetic::decimal_scale_max);
    const std::size_t digits = written < most ? written : most;
    const auto coefficient = detail::parse_scaled(text, digits, options);
    return {arithmetic::decimal{coefficient.value, static_cast<std::int32_t>(digits)}, coefficient.error,
            coefficient.position};
}

/// Returns true if the text of an amount ends in the code of its unit.
enum class text_style : std::uint8_t {
    number,    ///< "23.99"
    with_code, ///< "23.99 USD"
};

} // namespace texts

namespace detail {

/// Characters put one behind the other for as long as there is room.
struct text_writer {
    std::span<char> out;
    std::size_t size = 0;
    bool fits = true;

    constexpr void put(char character) noexcept {
        fits = fits && size < out.size();
        if (fits) {
            out[size++] = character;
        }
    }
    constexpr void put(std::string_view text) noexcept {
        for (const char character : text) {
            put(character);
        }
    }
};

/// coefficient * 10^-scale: -5 at 2 is "-0.05", 5 at -3 is "5000".
constexpr void write_scaled(text_writer& writer, std::int64_t coefficient, int scale) noexcept {
    constexpr int most = 20; // digits of 2^63, rounded up
    char reversed[most] = {};
    int count = 0;
    for (std::uint64_t rest = magnitude(coefficient); rest != 0; rest /= 10) {
        reversed[count++] = static_cast<char>('0' + static_cast<char>(rest % 10));
    }
    if (coefficient < 0) {
        writer.put('-');
    }
    const auto digit_of = [&](int power) {
        const int index = power + scale;
        return index >= 0 && index < count ? reversed[index] : '0';
    };
    const int highest = count > 0 ? larger(count - 1 - scale, 0) : 0;
    for (int power = highest; power >= 0; --power) {
        writer.put(digit_of(power));
    }
    if (scale > 0) {
        writer.put('.');
    }
    for (int power = -1; power >= -scale; --power) {
        writer.put(digit_of(power));
    }
}

} // namespace detail

namespace texts {

/// Writes an amount, with all decimals of its unit: 2399 cents are "23.99", -5 are "-0.05", 5 JPY is "5". Returns how
/// many characters were written, 0 when the room is too small (31 are always enough for the number).
template <unit_type Unit>
[[nodiscard]] constexpr std::size_t to_chars(std::span<char> out, amount<Unit> value,
                                             text_style style = text_style::number) noexcept {
    detail::text_writer writer{out};
    detail::write_scaled(writer, value.minor_units(), Unit::digits);
    if (style == text_style::with_code) {
        writer.put(' ');
        writer.put(std::string_view{Unit::code});
    }
    return writer.fits ? writer.size : 0;
}

/// Writes a number with as many decimals as its scale says: {150, 2} is "1.50", {5, -3} is "5000". Returns how many
/// characters were written, 0 when the room is too small (38 are always enough) or the scale is not valid.
[[nodiscard]] constexpr std::size_t to_chars(std::span<char> out, arithmetic::decimal value) noexcept {
    if (!value.valid()) {
        return 0;
    }
    detail::text_writer writer{out};
    detail::write_scaled(writer, value.coefficient, value.scale);
    return writer.fits ? writer.size : 0;
}

/// A short text by value, without memory.
class text_buffer {
public:
    static constexpr std::size_t capacity = 63;

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters_, size_}; }
    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view(); }

    /// A buffer that `write` fills: it is given the room, and returns how many characters it wrote.
    template <class Write>
    [[nodiscard]] static constexpr text_buffer filled_by(Write write) noexcept {
        text_buffer buffer;
        buffer.size_ = static_cast<std::uint8_t>(write(std::span<char>{buffer.characters_, capacity}));
        return buffer;
    }

private:
    char characters_[capacity] = {};
    std::uint8_t size_ = 0;
};

/// The text of an amount: `to_text(23.99_usd).view()` is "23.99", with `text_style::with_code` "23.99 USD".
template <unit_type Unit>
[[nodiscard]] constexpr text_buffer to_text(amount<Unit> value, text_style style = text_style::number) noexcept {
    static_assert(std::string_view{Unit::code}.size() <= text_buffer::capacity - 32,
                  "the code of the unit is too long for a text_buffer: at most 31 characters");
    return text_buffer::filled_by([=](std::span<char> room) { return to_chars(room, value, style); });
}

/// The text of a number: {150, 2} is "1.50". The number must be valid.
[[nodiscard]] constexpr text_buffer to_text(arithmetic::decimal value) noexcept {
    LOYALTY_ASSERT(value.valid());
    return text_buffer::filled_by([=](std::span<char> room) { return to_chars(room, value); });
}

} // namespace texts
} // namespace loyalty
