// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Conditions on the business day and the time of day.

#include <loyalty/config.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>

namespace loyalty::criteria {

/// The business day (S12) is one of some days of the week.
struct day_of_week_matches {
    using is_predicate = void;
    static constexpr std::string_view name = "day_of_week_is";
    std::uint8_t bits = 0; ///< bit n is ISO day n

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"days", &day_of_week_matches::bits, "the days, Monday is bit 1",
                                             extensions::not_empty("day_of_week_is: name at least one day")});

    using asked = detail::questions::on_day;
    [[nodiscard]] constexpr bool is_met(asked on) const noexcept {
        return ((bits >> static_cast<unsigned>(dates::weekday_of(on.day))) & 1u) != 0;
    }
    template <class Function>
    constexpr void suggest(Function&&) const noexcept {} // those of the dates: each with a week

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return ((bits >> static_cast<unsigned>(dates::weekday_of(visit.today()))) & 1u) != 0;
    }
};

/// `day_of_week_is(weekday::saturday, weekday::sunday)`.
[[nodiscard]] constexpr day_of_week_matches day_of_week_is(std::same_as<weekday> auto... days) noexcept {
    return {static_cast<std::uint8_t>((0u | ... | (1u << static_cast<unsigned>(days))))};
}

/// The business day lies in a half-open window.
struct date_matches {
    using is_predicate = void;
    static constexpr std::string_view name = "during";
    date_window window;

    static constexpr auto rule_fields = extensions::fields(extensions::field{
        "window", &date_matches::window, "the days, the last one excluded",
        extensions::not_empty("during: the window ends before it starts, so no day is in it: give a later end")});

    using asked = detail::questions::on_day;
    [[nodiscard]] constexpr bool is_met(asked on) const noexcept { return window.contains(on.day); }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        detail::suggest_days_around(window.from, ask);
        detail::suggest_days_around(window.until, ask);
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return window.contains(visit.today());
    }
};

/// `during({.from = "2025-05-01"_date, .until = "2025-06-01"_date})`: the whole of May.
[[nodiscard]] constexpr date_matches during(date_window window) noexcept {
    return {window};
}

/// `from_date("2022-01-01"_date)`: that day and all after it.
[[nodiscard]] constexpr date_matches from_date(date first) noexcept {
    return {{first, date::maximum()}};
}

/// `before_date("2022-01-01"_date)`: all days before that one.
[[nodiscard]] constexpr date_matches before_date(date until) noexcept {
    return {{date::minimum(), until}};
}

/// The civil time of day lies in a half-open window, which may pass midnight.
struct time_of_day_matches {
    using is_predicate = void;
    static constexpr std::string_view name = "between";
    std::int32_t from_seconds = 0;
    std::int32_t until_seconds = 86'400;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{
            "from_seconds", &time_of_day_matches::from_seconds, "after midnight",
            extensions::between(0, 86'400, "between: the times lie from 0 to 86400 seconds after midnight")},
        extensions::field{
            "until_seconds", &time_of_day_matches::until_seconds, "after midnight, excluded",
            extensions::between(0, 86'400, "between: the times lie from 0 to 86400 seconds after midnight")});

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return from_seconds == until_seconds ? "between: the times are the same, so no time is between them" : nullptr;
    }

    using asked = detail::questions::at_second;
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_met(asked at) const noexcept {
        return from_seconds <= until_seconds ? from_seconds <= at.second && at.second < until_seconds
                                             : from_seconds <= at.second || at.second < until_seconds;
    }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        ask(asked{0});
        ask(asked{from_seconds == 86'400 ? 0 : from_seconds});
        ask(asked{until_seconds == 86'400 ? 0 : until_seconds});
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return is_met({dates::second_of_day(visit.local())});
    }
};

/// A time of day in seconds: `clock(17, 30)`.
[[nodiscard]] constexpr std::int32_t clock(std::int32_t hour, std::int32_t minute = 0) noexcept {
    LOYALTY_ASSERT(0 <= hour && hour <= 24 && 0 <= minute && minute < 60);
    return hour * 3600 + minute * 60;
}

/// `between(clock(17), clock(19))`: from 17:00 to before 19:00; `between(clock(22), clock(2))` passes midnight.
[[nodiscard]] constexpr time_of_day_matches between(std::int32_t from_seconds, std::int32_t until_seconds) noexcept {
    return {from_seconds, until_seconds};
}

} // namespace loyalty::criteria
