// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::texts {

/// Why a text is not what it should be.
enum class parse_error : std::uint8_t {
    none,                 ///< it is
    empty,                ///< there is no text at all
    no_digits,            ///< a number without digits
    unexpected_character, ///< a character that cannot stand at its place
    leading_zero,         ///< 007, if numbers are read strictly
    missing_digits,       ///< .99 or 99., if numbers are read strictly
    too_many_decimals,    ///< more decimals than the unit has, and no rounding was named
    overflow,             ///< a number that 64 bits do not hold
    out_of_range,         ///< a number that cannot be at its place, such as month 13 or 30 February
    unexpected_end        ///< the text stops too early
};

/// The error as a sentence for people: "the number has more decimals than the unit".
[[nodiscard]] constexpr std::string_view message(parse_error error) noexcept {
    switch (error) {
    case parse_error::none:
        return "the text is well formed";
    case parse_error::empty:
        return "the text is empty";
    case parse_error::no_digits:
        return "the text has no digits";
    case parse_error::unexpected_character:
        return "a character does not belong at its place";
    case parse_error::leading_zero:
        return "the number has a leading zero";
    case parse_error::missing_digits:
        return "the decimal point needs a digit on either side";
    case parse_error::too_many_decimals:
        return "the number has more decimals than the unit";
    case parse_error::overflow:
        return "the number does not fit 64 bits";
    case parse_error::out_of_range:
        return "the number is not possible at its place";
    case parse_error::unexpected_end:
        return "the text ends too early";
    }
    return "unknown error";
}

/// The result of reading a text: a value, or the reason for which it has none. `position` is that of the character at fault,
/// counted from 0; the length of the text if what is missing stands at its end. The value of an error is `Value{}`.
template <class Value>
struct parsed {
    Value value{};
    parse_error error = parse_error::none;
    std::size_t position = 0;

    [[nodiscard]] constexpr bool ok() const noexcept { return error == parse_error::none; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return ok(); }
};

} // namespace loyalty::texts
