// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Dates and times in the source: `"2025-01-10"_date`, `"2025-01-10T23:59"_utc`, `"2025-01-10T23:59"_local`. One that
/// is written in another way or is not in the calendar does not compile.

#include <loyalty/config.hpp>

#include <cstddef>
#include <string_view>

#include <loyalty/detail/parsed.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/text.hpp>

namespace loyalty {

namespace detail {

/// The text of a literal, as a template argument: a fault is then a sentence of the compiler.
template <std::size_t Size>
struct literal_string {
    char characters[Size]{}; ///< the text and a closing zero

    consteval literal_string(const char (&text)[Size]) noexcept {
        for (std::size_t i = 0; i < Size; ++i) {
            characters[i] = text[i];
        }
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, Size - 1}; }
};

template <literal_string Text>
constexpr date date_literal() noexcept {
    constexpr texts::parsed<date> result = texts::parse_date(Text.view());
    static_assert(result.ok(), "loyalty: a date literal is written like \"2025-01-10\"_date, and is in the calendar");
    return result.value;
}

template <literal_string Text, bool Utc>
constexpr dates::local_time local_time_literal() noexcept {
    constexpr bool has_designator = Utc && Text.view().ends_with('Z');
    constexpr texts::parsed<dates::local_time> result =
        texts::parse_local_time(Text.view().substr(0, Text.view().size() - has_designator));
    static_assert(result.ok(), "loyalty: a time literal is written like \"2025-01-10T23:59\"_utc or "
                               "\"2025-01-10T23:59:30\"_utc, and is in the calendar");
    return result.value;
}

} // namespace detail

inline namespace literals {

/// A civil date: `"2025-01-10"_date`.
template <detail::literal_string Text>
[[nodiscard]] constexpr date operator""_date() noexcept {
    return detail::date_literal<Text>();
}

/// An instant, given in UTC: `"2025-01-10T23:59"_utc` or `"2025-01-10T23:59:30"_utc`. A closing Z is allowed.
template <detail::literal_string Text>
[[nodiscard]] constexpr instant operator""_utc() noexcept {
    return {detail::local_time_literal<Text, true>().seconds_since_epoch};
}

/// A local time: `"2025-01-10T23:59"_local`.
template <detail::literal_string Text>
[[nodiscard]] constexpr dates::local_time operator""_local() noexcept {
    return detail::local_time_literal<Text, false>();
}

} // namespace literals

} // namespace loyalty
