// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// When lots of a programme from text expire, and from when they can be spent.
///
/// `"lots": {"expiring": {"expires_after_months": {"months": 1, "day_included": true}}, "activating": {"activates_after_days": 14}}`:
/// points of 31 January can be spent from 14 February to 14 March. Each rule is one of the library, chosen at run time, so one type of
/// account serves all texts. What the type says is the room: `lots_of<40>` has a bucket for each of 40 pairs of dates.

#include <loyalty/config.hpp>
#include <loyalty/json/either_of.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/expiry.hpp>
#include <loyalty/ledger/lots.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/month_day.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

inline constexpr std::size_t most_fixed_days =
    4; ///< of the year or of the month, on which lots expire or are activated
inline constexpr std::int32_t most_months_of_lots = 600; ///< that a lot may live to the end of a month or a quarter
inline constexpr std::int32_t most_years_of_lots = 50;   ///< that a lot may live to the end of a year
inline constexpr std::int32_t most_days_of_waiting = 366;

/// One to `most_fixed_days` days of the year, "12-31", or of each month, "15".
struct day_list {
    dates::month_day all[most_fixed_days]{};
    std::uint8_t size = 0;

    /// The first of them on or after a day.
    [[nodiscard]] constexpr date next(date from) const noexcept {
        dates::month_day padded[most_fixed_days]{};
        for (std::size_t i = 0; i < most_fixed_days; ++i) {
            padded[i] = all[i < size ? i : 0];
        }
        return detail::next_of(padded, from);
    }
    [[nodiscard]] constexpr bool is_valid() const noexcept { return size != 0 && detail::all_valid(all); }
};

/// `expires_on_fixed_dates` with so many days as the text has.
struct fixed_expiry : detail::expires_by_date {
    static constexpr std::string_view name = "expires_on_fixed_dates";
    day_list days{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"days", &fixed_expiry::days, "the last good days",
                          extensions::valid("expires_on_fixed_dates: a day is not in the calendar")});

    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept { return days.next(active_from) + 1; }
};

/// `activates_on_fixed_dates` with so many days as the text has.
struct fixed_activation {
    static constexpr std::string_view name = "activates_on_fixed_dates";
    day_list days{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"days", &fixed_activation::days, "the days of activation",
                          extensions::valid("activates_on_fixed_dates: a day is not in the calendar")});

    [[nodiscard]] constexpr date active_from(date earned) const noexcept { return days.next(earned + 1); }
};

using expires_after_days_of = ledgers::expires_after_days<ledgers::unbounded>;
using expires_after_months_of = ledgers::expires_after_months<ledgers::unbounded>;
using expires_end_of_month_of = ledgers::expires_end_of_month<most_months_of_lots>;
using expires_end_of_quarter_of = ledgers::expires_end_of_quarter<most_months_of_lots>;
using expires_end_of_year_of = ledgers::expires_end_of_year<most_years_of_lots>;
using activates_after_days_of = ledgers::activates_after_days<most_days_of_waiting>;
using activates_on_confirmation_of = ledgers::activates_on_confirmation<std::size_t{most_days_of_waiting}>;

/// One of several rules of the library, chosen at run time; the first one if nothing is said.
template <class First, class... Others>
struct rule_choice {
    using parts = detail::type_list<>;
    using choice = either_of<First, Others...>;

    choice by{First{}};

    [[nodiscard]] constexpr const char* problem() const noexcept {
        const char* sentence = nullptr;
        by.with([&](const auto& rule) { sentence = problem_of(rule); });
        return sentence;
    }
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.by);
    }
};

/// When a lot expires: one of the rules of the library. How many dates of expiry its lots have at once is `places()`.
struct expiry_choice
    : rule_choice<ledgers::never_expires, expires_after_days_of, expires_after_months_of, expires_end_of_month_of,
                  expires_end_of_quarter_of, expires_end_of_year_of, fixed_expiry, ledgers::expires_on_inactivity> {
    using point = date;
    static constexpr bool renews = true; ///< it may: `renews_now`

    [[nodiscard]] constexpr date expiry_of(date active_from) const noexcept {
        if (by.holds<expires_end_of_month_of>()) [[likely]] {
            return by.get<expires_end_of_month_of>().expiry_of(active_from);
        }
        date day{};
        by.with_held([&](const auto& rule) { day = rule.expiry_of(active_from); });
        return day;
    }
    /// The same of a day whose month is known.
    template <class CalendarDay>
    [[nodiscard]] LOYALTY_INLINE constexpr date expiry_on(const CalendarDay& active_from) const noexcept {
        return by.holds<expires_end_of_month_of>() ? by.get<expires_end_of_month_of>().expiry_on(active_from)
                                                   : expiry_of(active_from.today());
    }

    /// Returns true if activity gives all that is available its full time again.
    [[nodiscard]] constexpr bool renews_now() const noexcept { return by.holds<ledgers::expires_on_inactivity>(); }
    [[nodiscard]] constexpr bool is_renewed_by_purchases() const noexcept {
        return renews_now() && by.get<ledgers::expires_on_inactivity>().is_renewed_by_purchases();
    }
    [[nodiscard]] constexpr bool takes_all() const noexcept {
        return !renews_now() || by.get<ledgers::expires_on_inactivity>().takes_all();
    }
    [[nodiscard]] constexpr std::int64_t lapsing(std::int64_t remaining) const noexcept {
        return renews_now() ? by.get<ledgers::expires_on_inactivity>().lapsing(remaining) : remaining;
    }

    /// How many dates of expiry lots have at once that are earned on every day: 1 month has 31, three months have 92, and 6 months
    /// to the end of the month have 7.
    [[nodiscard]] constexpr std::size_t places() const noexcept {
        if (by.holds<expires_after_days_of>()) {
            const expires_after_days_of& rule = by.get<expires_after_days_of>();
            return rule.granularity == period_unit::day ? static_cast<std::size_t>(rule.days)
                                                        : detail::most_periods_touched(rule.granularity, rule.days);
        }
        if (by.holds<expires_after_months_of>()) {
            const expires_after_months_of& rule = by.get<expires_after_months_of>();
            return detail::most_expiries_of_months(rule.months) + (rule.through ? std::size_t{1} : std::size_t{0});
        }
        if (by.holds<expires_end_of_month_of>()) {
            return static_cast<std::size_t>(by.get<expires_end_of_month_of>().after_months) + 1;
        }
        if (by.holds<expires_end_of_quarter_of>()) {
            return (static_cast<std::size_t>(by.get<expires_end_of_quarter_of>().after_months) + 2) / 3 + 1;
        }
        return by.holds<expires_end_of_year_of>()
                   ? static_cast<std::size_t>(by.get<expires_end_of_year_of>().after_years) + 1
                   : std::size_t{1};
    }
};

/// From when a lot can be spent: one of the rules of the library.
struct activation_choice
    : rule_choice<ledgers::at_once, activates_after_days_of, fixed_activation, activates_on_confirmation_of> {
    static constexpr std::size_t pending = 0;  ///< the room is that of the expiry
    static constexpr bool is_confirmed = true; ///< it may be: `is_confirmed_now`

    [[nodiscard]] constexpr bool is_at_once() const noexcept { return by.holds<ledgers::at_once>(); }
    [[nodiscard]] constexpr bool is_confirmed_now() const noexcept { return by.holds<activates_on_confirmation_of>(); }
    [[nodiscard]] constexpr date active_from(date earned) const noexcept {
        return by.holds<activates_after_days_of>() ? by.get<activates_after_days_of>().active_from(earned)
               : by.holds<fixed_activation>()      ? by.get<fixed_activation>().active_from(earned)
                                                   : earned;
    }
    [[nodiscard]] constexpr date deadline(date earned) const noexcept {
        return is_confirmed_now() ? by.get<activates_on_confirmation_of>().deadline(earned) : date::maximum();
    }

    /// How many dates wait at once.
    [[nodiscard]] constexpr std::size_t places() const noexcept {
        return by.holds<activates_after_days_of>() ? static_cast<std::size_t>(by.get<activates_after_days_of>().days)
               : by.holds<activates_on_confirmation_of>()
                   ? static_cast<std::size_t>(by.get<activates_on_confirmation_of>().deadline_days)
                   : std::size_t{by.holds<fixed_activation>() ? 1U : 0U};
    }
};

/// The same with room for so many pairs of dates.
template <std::size_t Buckets>
struct lot_expiry : expiry_choice {
    static constexpr std::size_t alive = Buckets;

    constexpr lot_expiry() noexcept = default;
    constexpr explicit(false) lot_expiry(const expiry_choice& rule) noexcept : expiry_choice{rule} {}
};

/// An account whose rules come at run time: lots with up to `Buckets` pairs of dates at once, those that wait included, and up to
/// `Holds` reservations.
template <unit_type Unit, std::size_t Buckets, std::size_t Holds = 0>
using lots_in = lots<Unit, lot_expiry<Buckets>, activation_choice, Holds>;
/// One of points.
template <std::size_t Buckets, std::size_t Holds = 0>
using lots_of = lots_in<unit::points, Buckets, Holds>;

/// How many pairs of dates lots have at once by the rules of an account.
template <class Lots>
[[nodiscard]] constexpr std::size_t places_of(const Lots& rules) noexcept {
    if constexpr (requires { rules.activation.places(); }) {
        return rules.expiry.places() + rules.activation.places();
    } else if constexpr (requires { rules.expiry.places(); }) {
        return rules.expiry.places();
    } else {
        return 0; // its type says so
    }
}
/// Returns true if an account has the room that its rules need.
template <class Lots>
[[nodiscard]] constexpr bool has_room(const Lots& rules) noexcept {
    return places_of(rules) + Lots::spare <= Lots::capacity;
}
/// The same rules in an account with other room.
template <class Other, class Lots>
[[nodiscard]] constexpr Other with_room_of(const Lots& rules) noexcept {
    return Other{rules.expiry,      rules.activation, rules.order,         rules.debt,
                 rules.restoration, rules.grace_days, rules.retention_days};
}

} // namespace loyalty::json
