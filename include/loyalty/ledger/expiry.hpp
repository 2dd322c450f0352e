// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// When a lot expires (S24). The clock starts on the day on which it can first be spent (S23); `expires` is the first day on
/// which it no longer can.
///
/// | policy                                             | active 2020-07-06, expires | `alive`: expiry dates at once |
/// |----------------------------------------------------|----------------------------|-------------------------------|
/// | `never_expires{}`                                  | never                      | 1                             |
/// | `expires_after_days<90>{90}`                       | 2020-10-04                 | named: 90                     |
/// | `expires_after_months<92>{3}`                      | 2020-10-06                 | named: 92                     |
/// | `expires_end_of_month<12>{}`                       | 2021-08-01                 | 13                            |
/// | `expires_end_of_quarter<12>{}`                     | 2021-10-01                 | 5                             |
/// | `expires_end_of_year<1>{}`                         | 2022-01-01                 | 2                             |
/// | `expires_on_fixed_dates{dates::month_day{12, 31}}` | 2021-01-01                 | 1                             |
/// | `expires_on_inactivity::after_months(12)`          | 2021-07-06, renewed        | 1                             |
///
/// The number in angle brackets bounds the state, and is the default of the one in braces, which may come at run time
/// and be smaller. Days and months have no default: name both numbers. A number in angle brackets that is too small for an
/// earning on every day is a `problem()`. A policy of one's own has the members of `never_expires`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/month_day.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

namespace ledgers {

/// If a policy names no bound: the ledger must be a `growing_ledger`.
inline constexpr std::size_t unbounded = 0;

} // namespace ledgers

namespace detail {

/// The base of all policies but those of inactivity: the day of expiry is known when the lot becomes active.
struct expires_by_date {
    using point = date;
    static constexpr bool renews = false;
    [[nodiscard]] friend constexpr bool operator==(const expires_by_date&, const expires_by_date&) noexcept = default;
};

/// The type in which a policy counts time: days, if it does not say.
template <class Expiry>
using point_in = typename Expiry::point;
template <class Expiry>
using point_of = typename member_type_or<point_in, Expiry, date>::type;

[[nodiscard]] constexpr date day_after_period(period_unit unit, date day) noexcept {
    return dates::period_of(unit, day).window().until;
}

/// The most periods that a span of days touches: a month is touched by 30 days and by 1, two months by 2 days. The span
/// starts on the last day of a period, and has as few leap days as spans of its length can have: those that start in the
/// four years before 1 March 1700 do, since 1700, 1800 and 1900 are no leap years.
[[nodiscard]] constexpr std::size_t most_periods_touched(period_unit unit, std::int32_t days) noexcept {
    std::int32_t most = 0;
    for (std::int32_t month = dates::month_index(date::of(1696, 3, 1));
         month <= dates::month_index(date::of(1700, 2, 1)); ++month) {
        const date last = first_day_of_month_saturated(std::int64_t{month} + 1) - 1;
        const std::int32_t touched = dates::period_index(unit, last + days) - dates::period_index(unit, last) + 1;
        most = touched > most ? touched : most;
    }
    return static_cast<std::size_t>(most);
}

/// The length of a month in a calendar in which every fourth year is a leap year. Months count from January of a leap year.
[[nodiscard]] constexpr std::size_t julian_days_in_month(std::int64_t month) noexcept {
    return static_cast<std::size_t>(
        dates::days_in_month(month % 48 < 12 ? 2024 : 2025, static_cast<int>(month % 12) + 1));
}

/// The most days of expiry that lots of some months have at once. Of one month: 31, since a lot of each day of December
/// expires on a day of January. Of three months: 92. The days of a later month that no earlier day reaches do not count
/// (31 May is not three months after any day), so each month counts the fewer days of both.
///
/// Exact up to 80 years. Beyond, years such as 1900 would make it less.
[[nodiscard]] constexpr std::size_t most_expiries_of_months(std::int32_t months) noexcept {
    const auto reached = [months](std::int64_t month) {
        const std::size_t from = julian_days_in_month(month);
        const std::size_t to = julian_days_in_month(month + months);
        return from < to ? from : to;
    };
    std::size_t cycle = 0;
    std::size_t sum = 0; // of the months that are left over when whole cycles of four years are taken off
    for (std::int64_t i = 0; i < 48; ++i) {
        cycle += reached(i);
        sum += i < months % 48 ? reached(i) : 0;
    }
    std::size_t most = sum;
    for (std::int64_t i = 0; i < 48; ++i) {
        sum = sum + reached(i + months % 48) - reached(i);
        most = sum > most ? sum : most;
    }
    return static_cast<std::size_t>(months / 48) * cycle + most;
}

} // namespace detail

namespace ledgers {

/// Lots that live for ever.
struct never_expires : detail::expires_by_date {
    static constexpr std::string_view name = "never_expires";
    static constexpr std::size_t alive = 1;

    [[nodiscard]] constexpr date expiry_of(date) const noexcept { return date::maximum(); }
    [[nodiscard]] friend constexpr bool operator==(const never_expires&, const never_expires&) noexcept = default;
};

/// So many days: active on 2025-01-10, `expires_after_days<7>{7}` expires on 2025-01-17. Each day has an expiry of its
/// own, so 7 days need 7 buckets, and fewer are a `problem()`. `.to_end_of(period_unit::month)` lets a lot live to the end
/// of that month, and needs fewer: 90 days touch at most 5 months, so `expires_after_days<5>{90}` suffices.
template <std::size_t Buckets = unbounded>
struct expires_after_days : detail::expires_by_date {
    static constexpr std::size_t alive = Buckets;
    std::int32_t days = 1;
    period_unit granularity = period_unit::day;

    static constexpr std::string_view name = "expires_after_days";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"days", &expires_after_days::days, "from the day on which a lot is active",
                          extensions::above_zero("expires_after_days: give at least one day")},
        extensions::field{"to_end_of", &expires_after_days::granularity, "lives on to the end of this period"});

    constexpr explicit expires_after_days(std::int32_t after, period_unit rounded_up_to = period_unit::day) noexcept
        : days{after}, granularity{rounded_up_to} {}

    [[nodiscard]] constexpr expires_after_days to_end_of(period_unit unit) const noexcept {
        return expires_after_days{days, unit};
    }
    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept {
        const date day = active_from + days;
        return granularity == period_unit::day ? day : detail::day_after_period(granularity, day);
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        if (Buckets == unbounded || places() <= Buckets) {
            return nullptr;
        }
        return granularity == period_unit::day
                   ? "expires_after_days: fewer places than days: 90 days need expires_after_days<90>{90}"
                   : "expires_after_days: fewer places than periods: 90 days touch up to 5 months, which need "
                     "expires_after_days<5>{90}";
    }
    [[nodiscard]] friend constexpr bool operator==(const expires_after_days&,
                                                   const expires_after_days&) noexcept = default;

private:
    /// How many expiries lots have at once that are earned on every day.
    [[nodiscard]] constexpr std::size_t places() const noexcept {
        return granularity == period_unit::day ? static_cast<std::size_t>(days)
                                               : detail::most_periods_touched(granularity, days);
    }
};

expires_after_days(std::int32_t)->expires_after_days<unbounded>;

/// To the same day of a later month (S13): active on 2025-01-31 for one month it expires on 2025-02-28. A programme that
/// says "valid through 28 February" adds `.day_included()`: expires on 2025-03-01. The buckets are named, as for days:
/// 31 for each month always suffice, and one more with `.day_included()`.
template <std::size_t Buckets = unbounded>
struct expires_after_months : detail::expires_by_date {
    static constexpr std::size_t alive = Buckets;
    std::int32_t months = 1;
    bool through = false; ///< the day itself is still good

    static constexpr std::string_view name = "expires_after_months";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"months", &expires_after_months::months, "from the day on which a lot is active",
                          extensions::above_zero("expires_after_months: give at least one month")},
        extensions::field{"day_included", &expires_after_months::through, "true if the last day is a good one"});

    constexpr explicit expires_after_months(std::int32_t after, bool day_included = false) noexcept
        : months{after}, through{day_included} {}

    /// The same day of the later month is the last good one.
    [[nodiscard]] constexpr expires_after_months day_included() const noexcept {
        return expires_after_months{months, true};
    }
    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept {
        return dates::add_months(active_from, months) + (through ? 1 : 0);
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        const bool suffices = Buckets == unbounded || detail::most_expiries_of_months(months) + through <= Buckets;
        return suffices ? nullptr
                        : "expires_after_months: fewer places than days of expiry: 1 month needs 31 places, 3 months "
                          "92, 12 months 365, and one more with day_included()";
    }
    [[nodiscard]] friend constexpr bool operator==(const expires_after_months&,
                                                   const expires_after_months&) noexcept = default;
};

expires_after_months(std::int32_t)->expires_after_months<unbounded>;

/// To the end of a month, so many months later: earned on 2020-12-15 or 12-31, with 6, expires on 2021-07-01.
template <std::int32_t Months>
struct expires_end_of_month : detail::expires_by_date {
    static_assert(Months >= 0, "loyalty: expires_end_of_month: the months must not be negative");
    static constexpr std::size_t alive = static_cast<std::size_t>(Months) + 1;
    std::int32_t after_months = Months;

    static constexpr std::string_view name = "expires_end_of_month";
    static constexpr auto rule_fields = extensions::fields(extensions::field{
        "months", &expires_end_of_month::after_months, "before the period at whose end a lot expires",
        extensions::between(0, Months,
                            "expires_end_of_month: the months must be between 0 and the bound in its type")});

    constexpr expires_end_of_month() noexcept = default;
    constexpr explicit expires_end_of_month(std::int32_t after) noexcept : after_months{after} {}

    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept {
        return detail::first_day_of_month_saturated(std::int64_t{dates::month_index(active_from)} + months_ahead());
    }
    /// The same of a day whose month is known.
    template <class CalendarDay>
    [[nodiscard]] LOYALTY_INLINE constexpr date expiry_on(const CalendarDay& active_from) const noexcept {
        return active_from.first_of_month_ahead(months_ahead());
    }
    /// How many months ahead the month lies with whose beginning a lot of today expires.
    [[nodiscard]] constexpr std::int32_t months_ahead() const noexcept { return after_months + 1; }
    [[nodiscard]] friend constexpr bool operator==(const expires_end_of_month&,
                                                   const expires_end_of_month&) noexcept = default;
};

/// So many months, and on to the end of that quarter: active on 2020-07-06, with 12, expires on 2021-10-01.
template <std::int32_t Months>
struct expires_end_of_quarter : detail::expires_by_date {
    static_assert(Months >= 0, "loyalty: expires_end_of_quarter: the months must not be negative");
    static constexpr std::size_t alive = (static_cast<std::size_t>(Months) + 2) / 3 + 1;
    std::int32_t after_months = Months;

    static constexpr std::string_view name = "expires_end_of_quarter";
    static constexpr auto rule_fields = extensions::fields(extensions::field{
        "months", &expires_end_of_quarter::after_months, "before the period at whose end a lot expires",
        extensions::between(0, Months,
                            "expires_end_of_quarter: the months must be between 0 and the bound in its type")});

    constexpr expires_end_of_quarter() noexcept = default;
    constexpr explicit expires_end_of_quarter(std::int32_t after) noexcept : after_months{after} {}

    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept {
        return detail::day_after_period(period_unit::quarter, dates::add_months(active_from, after_months));
    }
    [[nodiscard]] friend constexpr bool operator==(const expires_end_of_quarter&,
                                                   const expires_end_of_quarter&) noexcept = default;
};

/// To the end of a year, so many years later: active on 2020-07-06, with 1, expires on 2022-01-01.
template <std::int32_t Years>
struct expires_end_of_year : detail::expires_by_date {
    static_assert(Years >= 0, "loyalty: expires_end_of_year: the years must not be negative");
    static constexpr std::size_t alive = static_cast<std::size_t>(Years) + 1;
    std::int32_t after_years = Years;

    static constexpr std::string_view name = "expires_end_of_year";
    static constexpr auto rule_fields = extensions::fields(extensions::field{
        "years", &expires_end_of_year::after_years, "before the period at whose end a lot expires",
        extensions::between(0, Years, "expires_end_of_year: the years must be between 0 and the bound in its type")});

    constexpr expires_end_of_year() noexcept = default;
    constexpr explicit expires_end_of_year(std::int32_t after) noexcept : after_years{after} {}

    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept {
        return detail::first_day_of_month_saturated(
            (std::int64_t{dates::year_index(active_from)} + after_years + 1 - 1970) * 12);
    }
    [[nodiscard]] friend constexpr bool operator==(const expires_end_of_year&,
                                                   const expires_end_of_year&) noexcept = default;
};

/// On the next of some days of the year, which is the last good one: `expires_on_fixed_dates{dates::month_day{12, 31}}`, active
/// on 2020-07-06, expires on 2021-01-01. `expires_on_fixed_dates<1, 12>{dates::month_day{12, 31}}` lets twelve months
/// pass first.
template <std::size_t Count, std::int32_t Months = 0>
struct expires_on_fixed_dates : detail::expires_by_date {
    static_assert(Months >= 0, "loyalty: expires_on_fixed_dates: the months must not be negative");
    dates::month_day days[Count]{};

    static constexpr std::string_view name = "expires_on_fixed_dates";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"days", &expires_on_fixed_dates::days, "the last good days",
                          extensions::valid("expires_on_fixed_dates: a day is not in the calendar")});

    static constexpr std::size_t alive = 1 + Count * ((static_cast<std::size_t>(Months) + 11) / 12);

    template <std::same_as<dates::month_day>... Day>
    requires(sizeof...(Day) == Count) constexpr explicit expires_on_fixed_dates(Day... each) noexcept : days{each...} {}

    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept {
        return detail::next_of(days, dates::add_months(active_from, Months)) + 1;
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        bool yearly = true;
        for (const dates::month_day& each : days) {
            yearly = yearly && each.month != 0;
        }
        return Months > 0 && !yearly ? "expires_on_fixed_dates: with months to pass first, name the month of each day"
                                     : nullptr;
    }
    [[nodiscard]] friend constexpr bool operator==(const expires_on_fixed_dates&,
                                                   const expires_on_fixed_dates&) noexcept = default;
};

template <std::same_as<dates::month_day>... Day>
expires_on_fixed_dates(Day...) -> expires_on_fixed_dates<sizeof...(Day)>;

/// When nothing has happened for so long, all points expire, or a share:
/// `expires_on_inactivity::after_months(12).taking(50_pct)` takes half of the available points after twelve quiet
/// months, and half of the rest after twelve more. The part that expires is rounded up, so that a balance comes to
/// zero. Earning, spending, reserving and `touch` are activity and renew what is available; a lot that becomes active
/// later starts its own clock. What a share takes is not kept by lot.
struct expires_on_inactivity {
    static constexpr bool renews = true;
    static constexpr std::size_t alive = 1;
    std::int32_t months = 0;
    std::int32_t days = 0;
    ratio share{1, 1};
    bool purchases_renew = false;

    static constexpr std::string_view name = "expires_on_inactivity";
    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"months", &expires_on_inactivity::months, "without activity",
                          extensions::zero_or_above("expires_on_inactivity: give either months or days, at least one")},
        extensions::field{"days", &expires_on_inactivity::days, "without activity",
                          extensions::zero_or_above("expires_on_inactivity: give either months or days, at least one")},
        extensions::field{
            "taking", &expires_on_inactivity::share, "the share that expires",
            extensions::above_zero("expires_on_inactivity: the share must be above nothing and at most all")},
        extensions::field{"renewed_by_purchases", &expires_on_inactivity::purchases_renew,
                          "true if a purchase that earns nothing is activity"});

    [[nodiscard]] static constexpr expires_on_inactivity after_months(std::int32_t months) noexcept {
        return {months, 0, {1, 1}, false};
    }
    [[nodiscard]] static constexpr expires_on_inactivity after_days(std::int32_t days) noexcept {
        return {0, days, {1, 1}, false};
    }
    [[nodiscard]] constexpr expires_on_inactivity taking(ratio part) const noexcept {
        return {months, days, part, purchases_renew};
    }
    /// Every purchase is activity, also one that earns nothing. Returns never are.
    [[nodiscard]] constexpr expires_on_inactivity renewed_by_purchases() const noexcept {
        return {months, days, share, true};
    }

    [[nodiscard]] constexpr bool is_renewed_by_purchases() const noexcept { return purchases_renew; }
    [[nodiscard]] constexpr bool takes_all() const noexcept { return share.numerator == share.denominator; }
    [[nodiscard]] constexpr date expiry_of(date last_activity) const noexcept {
        return dates::add_months(last_activity, months) + days;
    }
    /// The part of `remaining` that expires when its time has come. 7 at a half: 4.
    [[nodiscard]] constexpr std::int64_t lapsing(std::int64_t remaining) const noexcept {
        return detail::scale_minor_units(remaining, share.numerator, share.denominator, rounding::ceiling)
            .value_or(remaining);
    }
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return (months == 0) == (days == 0) ? "expires_on_inactivity: give either months or days, at least one"
               : share.numerator > share.denominator
                   ? "expires_on_inactivity: the share must be above nothing and at most all"
                   : nullptr;
    }
    [[nodiscard]] friend constexpr bool operator==(const expires_on_inactivity&,
                                                   const expires_on_inactivity&) noexcept = default;
};

} // namespace ledgers
} // namespace loyalty
