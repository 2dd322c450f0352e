// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes JSON into a room of the host. Bytes that do not fit are counted and not written, as by a `writer` of bytes.

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/text.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loyalty::detail {

/// Writes values one after the other, with commas between those of one list or object. The caller opens and closes:
/// `open('[')`, `value(1)`, `value(2)`, `close(']')` are `[1,2]`.
class json_writer {
public:
    constexpr explicit json_writer(std::span<char> room) noexcept : room_{room} {}

    constexpr void open(char bracket) noexcept {
        separate();
        put(bracket);
        is_first_ = true;
    }
    constexpr void close(char bracket) noexcept {
        put(bracket);
        is_first_ = false;
    }
    constexpr void key(std::string_view name) noexcept {
        value(name);
        put(':');
        is_first_ = true; // what follows is no further element
    }

    constexpr void value(std::string_view text) noexcept {
        separate();
        put('"');
        for (const char each : text) {
            escape(each);
        }
        put('"');
    }
    constexpr void value(bool is) noexcept {
        separate();
        put(is ? std::string_view{"true"} : std::string_view{"false"});
    }
    /// The digits of a whole number, without quotes.
    template <std::integral Number>
    constexpr void value(Number number) noexcept {
        separate();
        if (number < 0) {
            put('-');
        }
        put_digits(number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number));
    }
    /// With the decimals of its unit, in quotes: "23.99".
    template <unit_type Unit>
    constexpr void value(amount<Unit> sum) noexcept {
        value(texts::to_text(sum).view());
    }
    /// `null` is never.
    constexpr void value(date day) noexcept {
        day == date::maximum() || day == date::minimum() ? null() : value(texts::to_text(day).view());
    }
    constexpr void value(instant time) noexcept {
        time == instant::maximum() || time == instant::minimum() ? null() : value(texts::to_text(time).view());
    }
    /// A number that a reader may not hold as one, in quotes: "18446744073709551615".
    constexpr void text_of(std::uint64_t number) noexcept {
        separate();
        put('"');
        put_digits(number);
        put('"');
    }

    template <class Value>
    constexpr void field(std::string_view name, const Value& what) noexcept {
        key(name);
        value(what);
    }

    /// How many characters it takes.
    [[nodiscard]] constexpr std::size_t needed() const noexcept { return size_; }

private:
    constexpr void null() noexcept {
        separate();
        put(std::string_view{"null"});
    }
    constexpr void separate() noexcept {
        if (!is_first_) {
            put(',');
        }
        is_first_ = false;
    }
    constexpr void put(char one) noexcept {
        if (size_ < room_.size()) {
            room_[size_] = one;
        }
        ++size_;
    }
    constexpr void put(std::string_view text) noexcept {
        for (const char each : text) {
            put(each);
        }
    }
    constexpr void put_digits(std::uint64_t number) noexcept {
        char digits[20]{};
        std::size_t count = 0;
        do {
            digits[count++] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        while (count > 0) {
            put(digits[--count]);
        }
    }
    constexpr void escape(char one) noexcept {
        constexpr std::string_view hexadecimal = "0123456789abcdef";
        const auto code = static_cast<unsigned char>(one);
        if (code < 0x20) {
            put(std::string_view{"\\u00"});
            put(hexadecimal[code >> 4u]);
            put(hexadecimal[code & 0xFu]);
            return;
        }
        if (one == '"' || one == '\\') {
            put('\\');
        }
        put(one);
    }

    std::span<char> room_;
    std::size_t size_ = 0;
    bool is_first_ = true;
};

} // namespace loyalty::detail
