// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Dates and times in the source: `"2025-01-10"_date`, `"2025-01-10T23:59"_utc`, `"2025-01-10T23:59"_local`. They are
/// checked when compiled; the name in the compiler's message says what is wrong.

#include <loyalty/config.hpp>

#include <cstddef>
#include <string_view>

#include <loyalty/detail/parsed.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/text.hpp>

namespace loyalty {

namespace detail {

// Declared to be named by the compiler, never defined: a constant expression cannot call them.
void a_date_literal_is_written_like_2025_01_10_and_must_exist_in_the_calendar();
void a_time_literal_is_written_like_2025_01_10T23_59_with_optional_seconds_and_must_exist_in_the_calendar();

// constexpr, not consteval: clang 14 evaluates a nested consteval call too early.
constexpr dates::local_time local_time_literal(std::string_view text) {
    const texts::parsed<dates::local_time> result = texts::parse_local_time(text);
    if (!result) {
        a_time_literal_is_written_like_2025_01_10T23_59_with_optional_seconds_and_must_exist_in_the_calendar();
    }
    return result.value;
}

} // namespace detail

inline namespace literals {

/// A civil date: `"2025-01-10"_date`.
[[nodiscard]] consteval date operator""_date(const char* text, std::size_t size) {
    const texts::parsed<date> result = texts::parse_date({text, size});
    if (!result) {
        detail::a_date_literal_is_written_like_2025_01_10_and_must_exist_in_the_calendar();
    }
    return result.value;
}

/// An instant, given in UTC: `"2025-01-10T23:59"_utc` or `"2025-01-10T23:59:30"_utc`. A closing Z is allowed.
[[nodiscard]] consteval instant operator""_utc(const char* text, std::size_t size) {
    const bool has_designator = size > 0 && text[size - 1] == 'Z';
    return {detail::local_time_literal({text, has_designator ? size - 1 : size}).seconds_since_epoch};
}

/// What a clock on a wall shows: `"2025-01-10T23:59"_local`.
[[nodiscard]] consteval dates::local_time operator""_local(const char* text, std::size_t size) {
    return detail::local_time_literal({text, size});
}

} // namespace literals

} // namespace loyalty
