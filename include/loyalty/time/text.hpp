// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Dates and times as text, in the form of ISO 8601 that RFC 3339 profiles: read strictly, written without allocation.
///
/// | function           | reads                                               |
/// |--------------------|-----------------------------------------------------|
/// | `parse_date`       | `2025-01-10`                                        |
/// | `parse_compact_date` | `20250110`                                        |
/// | `parse_month`      | `2025-01`, as its first day                         |
/// | `parse_local_time` | `2025-01-10T23:59`, `2025-01-10 23:59:30`           |
/// | `parse_instant`    | the same and then `Z` or an offset such as `+01:00` |
///
/// Years have four digits, 0001 to 9999. Hour 24 and second 60 (a leap second) are refused as out of range, fractions
/// of a second as unexpected characters. No locale is consulted. On an error, `position` is that of the number or
/// character that is wrong.

#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <loyalty/detail/parsed.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

namespace loyalty {

namespace detail {

/// Reads a text from left to right and remembers the first error; after it, every further read is a no-op.
class time_reader {
public:
    constexpr explicit time_reader(std::string_view text) noexcept : text_(text) {
        if (text.empty()) {
            error_ = texts::parse_error::empty;
        }
    }

    /// A number of exactly so many digits, which must lie in [lowest, highest].
    constexpr int number(std::size_t digits, int lowest, int highest) noexcept {
        const std::size_t start = position_;
        int value = 0;
        for (std::size_t i = 0; i < digits && good(); ++i) {
            const char next = peek();
            if (next < '0' || next > '9') {
                fail_here();
                return lowest;
            }
            value = value * 10 + (next - '0');
            ++position_;
        }
        if (good() && (value < lowest || value > highest)) {
            fail(texts::parse_error::out_of_range, start);
        }
        return good() ? value : lowest;
    }

    constexpr void expect(char wanted) noexcept {
        if (good() && !accept(wanted)) {
            fail_here();
        }
    }

    constexpr bool accept(char wanted) noexcept {
        if (good() && position_ < text_.size() && text_[position_] == wanted) {
            ++position_;
            return true;
        }
        return false;
    }

    constexpr void expect_end() noexcept {
        if (good() && position_ != text_.size()) {
            fail_here();
        }
    }

    constexpr void fail_here() noexcept {
        fail(position_ < text_.size() ? texts::parse_error::unexpected_character : texts::parse_error::unexpected_end,
             position_);
    }

    constexpr void fail(texts::parse_error error, std::size_t position) noexcept {
        if (good()) {
            error_ = error;
            position_ = position;
        }
    }

    [[nodiscard]] constexpr bool good() const noexcept { return error_ == texts::parse_error::none; }
    [[nodiscard]] constexpr std::size_t position() const noexcept { return position_; }

    template <class T>
    [[nodiscard]] constexpr texts::parsed<T> result(T value) const noexcept {
        return {good() ? value : T{}, error_, position_};
    }

private:
    [[nodiscard]] constexpr char peek() const noexcept { return position_ < text_.size() ? text_[position_] : '\0'; }

    std::string_view text_;
    std::size_t position_ = 0;
    texts::parse_error error_ = texts::parse_error::none;
};

/// A day of a month that was already read; `start` is where its number begins.
[[nodiscard]] constexpr date read_day(time_reader& reader, int year, int month) noexcept {
    const std::size_t start = reader.position();
    const int day = reader.number(2, 1, 31);
    if (day > dates::days_in_month(year, month)) {
        reader.fail(texts::parse_error::out_of_range, start);
    }
    return reader.good() ? date::of(year, month, day) : date{};
}

[[nodiscard]] constexpr date read_date(time_reader& reader) noexcept {
    const int year = reader.number(4, 1, 9999);
    reader.expect('-');
    const int month = reader.number(2, 1, 12);
    reader.expect('-');
    return read_day(reader, year, month);
}

[[nodiscard]] constexpr dates::local_time read_local_time(time_reader& reader) noexcept {
    const date day = read_date(reader);
    if (!reader.accept('T')) {
        reader.expect(' ');
    }
    const int hour = reader.number(2, 0, 23);
    reader.expect(':');
    const int minute = reader.number(2, 0, 59);
    const int second = reader.accept(':') ? reader.number(2, 0, 59) : 0;
    return dates::local_time::of(day, hour, minute, second);
}

[[nodiscard]] constexpr std::int32_t read_offset_seconds(time_reader& reader) noexcept {
    if (reader.accept('Z')) {
        return 0;
    }
    const bool is_behind = reader.accept('-');
    if (!is_behind) {
        reader.expect('+');
    }
    const int hours = reader.number(2, 0, 23);
    reader.expect(':');
    const int minutes = reader.number(2, 0, 59);
    const int offset_seconds = hours * 3600 + minutes * 60;
    return is_behind ? -offset_seconds : offset_seconds;
}

} // namespace detail

namespace texts {

/// `parse_date("2025-01-10")`. 2025-02-29 is out of range at position 8.
[[nodiscard]] constexpr parsed<date> parse_date(std::string_view text) noexcept {
    detail::time_reader reader{text};
    const date day = detail::read_date(reader);
    reader.expect_end();
    return reader.result(day);
}

/// `parse_compact_date("20250110")`, the basic format of ISO 8601.
[[nodiscard]] constexpr parsed<date> parse_compact_date(std::string_view text) noexcept {
    detail::time_reader reader{text};
    const int year = reader.number(4, 1, 9999);
    const int month = reader.number(2, 1, 12);
    const date day = detail::read_day(reader, year, month);
    reader.expect_end();
    return reader.result(day);
}

/// `parse_month("2025-01")` is 2025-01-01.
[[nodiscard]] constexpr parsed<date> parse_month(std::string_view text) noexcept {
    detail::time_reader reader{text};
    const int year = reader.number(4, 1, 9999);
    reader.expect('-');
    const int month = reader.number(2, 1, 12);
    reader.expect_end();
    return reader.result(date::of(year, month, 1));
}

/// `parse_local_time("2025-01-10T23:59")`; a blank may stand for the `T`, seconds may follow: `2025-01-10 23:59:30`.
[[nodiscard]] constexpr parsed<dates::local_time> parse_local_time(std::string_view text) noexcept {
    detail::time_reader reader{text};
    const dates::local_time time = detail::read_local_time(reader);
    reader.expect_end();
    return reader.result(time);
}

/// `parse_instant("2025-01-10T23:59Z")`, `parse_instant("2025-01-11T00:59:00+01:00")`: the same instant. Without `Z` or
/// offset the text is a local time, not an instant, and is refused: unexpected end.
[[nodiscard]] constexpr parsed<instant> parse_instant(std::string_view text) noexcept {
    detail::time_reader reader{text};
    const dates::local_time time = detail::read_local_time(reader);
    const std::size_t start_of_offset = reader.position();
    const std::int32_t offset_seconds = detail::read_offset_seconds(reader);
    reader.expect_end();
    const instant result{time.seconds_since_epoch - offset_seconds};
    if (!dates::is_valid(result)) {
        reader.fail(parse_error::out_of_range, start_of_offset);
    }
    return reader.result(result);
}

/// A written date or time: characters in place, without allocation.
struct time_text {
    static constexpr std::size_t capacity = 31;

    char characters[capacity]{};
    std::uint8_t size = 0;

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, size}; }
    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view(); }

    /// Appends one character; asserts that there is room, which no function of this header uses up.
    constexpr void append(char character) noexcept {
        LOYALTY_ASSERT(size < capacity);
        characters[size++] = character;
    }

    /// Appends a number with leading zeros.
    constexpr void append(std::int64_t number, int digits) noexcept {
        std::int64_t divisor = 1;
        for (int i = 1; i < digits; ++i) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            append(static_cast<char>('0' + number / divisor % 10));
        }
    }
};

/// `2025-01-10`. A count of days outside the range is written with a sign and seven digits for the year, so that it is
/// seen.
[[nodiscard]] constexpr time_text to_text(date day) noexcept {
    const dates::civil_date parts = dates::civil(day);
    time_text text;
    if (dates::is_valid(day)) {
        text.append(parts.year, 4);
    } else {
        text.append(parts.year < 0 ? '-' : '+');
        text.append(parts.year < 0 ? -parts.year : parts.year, 7);
    }
    text.append('-');
    text.append(parts.month, 2);
    text.append('-');
    text.append(parts.day, 2);
    return text;
}

/// `2025-01-10T23:59:00`: always with seconds, and always read back by parse_local_time.
[[nodiscard]] constexpr time_text to_text(dates::local_time time) noexcept {
    time_text text = to_text(dates::date_of(time));
    const std::int32_t second = dates::second_of_day(time);
    text.append('T');
    text.append(second / 3600, 2);
    text.append(':');
    text.append(second / 60 % 60, 2);
    text.append(':');
    text.append(second % 60, 2);
    return text;
}

/// `2025-01-10T23:59:00Z`: always in UTC, and always read back by parse_instant.
[[nodiscard]] constexpr time_text to_text(instant time) noexcept {
    time_text text = to_text(dates::local_time{time.seconds_since_epoch});
    text.append('Z');
    return text;
}

} // namespace texts
} // namespace loyalty
