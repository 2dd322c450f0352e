// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A window from run time: `{"calendar_window": "month"}`, `"lifetime"`, `{"campaign": {...}}`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/rule_ways.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// The windows that a programme may name. In `never` nothing is capped or counted. `membership_year` has a kind of its own,
/// since it counts otherwise, and so has `rolling_window`.
enum class windows : std::uint8_t {
    never,
    one_basket,
    lifetime,
    calendar_window,
    campaign,
    first_months,
    membership_year,
    rolling_window
};

/// True if it is known when the member joined.
template <class Moment>
inline constexpr bool knows_joined = detail::demanded_of_member<fact::joined_fact, Moment>::met;
template <class Visit>
inline constexpr bool knows_joined<detail::moment_before<Visit>> = knows_joined<Visit>;

/// A window whose kind comes at run time, with a running sum. Each kind works as the library's own.
struct window {
    using parts = detail::type_list<>;
    using count = criteria::running_count;
    static constexpr std::string_view name = "window";
    static constexpr bool counts_awards = true;

    windows what = windows::never;
    period_unit unit = period_unit::year;
    std::int32_t months = 1;
    date_window dates{};

    template <class Function>
    LOYALTY_INLINE constexpr auto with(Function&& function) const noexcept {
        switch (what) {
        case windows::one_basket:
            return function(criteria::one_basket{});
        case windows::calendar_window:
            return function(criteria::calendar_window{unit});
        case windows::campaign:
            return function(criteria::campaign{dates});
        default:
            break;
        }
        return function(criteria::lifetime{});
    }

    /// Returns true if time does something to what it has counted.
    [[nodiscard]] constexpr bool ages() const noexcept {
        return what == windows::one_basket || what == windows::calendar_window;
    }
    /// The same as `advance`, without the answer that it began anew: time changes nothing in most windows.
    template <class Moment>
    LOYALTY_INLINE constexpr void let_pass(count& own, const Moment& moment) const noexcept {
        if (what == windows::calendar_window) {
            criteria::calendar_window{unit}.advance(own, moment);
        } else if (what == windows::one_basket) {
            criteria::one_basket{}.advance(own, moment);
        }
    }
    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count& own, const Moment& moment) const noexcept {
        return with([&](auto kind) LOYALTY_INLINE_LAMBDA { return kind.advance(own, moment); });
    }
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted_at) const noexcept {
        return what != windows::never && with([&](auto kind) { return kind.still_counts(moment, counted_at); });
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment& moment) const noexcept {
        return what == windows::first_months
                   ? is_in_first_months(moment)
                   : what != windows::never &&
                         with([&](auto kind) LOYALTY_INLINE_LAMBDA { return kind.is_open(moment); });
    }
    template <class Moment>
    [[nodiscard]] constexpr date falls_below(const count& own, std::int64_t threshold,
                                             const Moment& moment) const noexcept {
        switch (what) {
        case windows::one_basket:
            return criteria::one_basket{}.falls_below(own, threshold, moment);
        case windows::campaign:
            return criteria::campaign{dates}.falls_below(own, threshold, moment);
        case windows::first_months:
            if constexpr (knows_joined<Moment>) {
                return criteria::first_months{months}.falls_below(own, threshold, moment);
            }
            break;
        default:
            break;
        }
        return date::maximum();
    }

    [[nodiscard]] friend constexpr bool operator==(const window&, const window&) = default;

private:
    /// If it is not known when the member joined, the first months are over.
    template <class Moment>
    [[nodiscard]] constexpr bool is_in_first_months(const Moment& moment) const noexcept {
        if constexpr (knows_joined<Moment>) {
            return criteria::first_months{months}.is_open(moment);
        } else {
            return false;
        }
    }
};

/// At the begin of which period a window begins anew: see engine/rule_ways.hpp. Each basket is a period of its own.
[[nodiscard]] constexpr std::uint8_t renewal_of(const criteria::calendar_window& in) noexcept {
    return detail::renewal::at(in.unit);
}
[[nodiscard]] constexpr std::uint8_t renewal_of(const window& in) noexcept {
    return in.what == windows::calendar_window ? detail::renewal::at(in.unit)
           : in.what == windows::one_basket    ? detail::renewal::always
                                               : detail::renewal::never;
}

/// A membership year of a programme from text: of a member whose day of joining is not known, nothing counts. What a merged
/// member has counted counts in the year of the one that stays.
struct membership_years : criteria::membership_year {
    using parts = detail::type_list<>;
    /// It demands nothing of an event.
    template <class>
    struct demands {
        static constexpr bool met = true;
        template <bool>
        struct sentence {};
    };

    template <class Moment>
    [[nodiscard]] constexpr std::int32_t period_at(const Moment& moment, date day) const noexcept {
        if constexpr (knows_joined<Moment>) {
            return criteria::membership_year::period_at(moment, day);
        } else {
            return -1;
        }
    }
    template <class Moment>
    [[nodiscard]] constexpr std::int32_t current_period(const Moment& moment) const noexcept {
        return period_at(moment, moment.today());
    }
    template <class Moment>
    [[nodiscard]] constexpr date first_day(const Moment& moment, std::int32_t year) const noexcept {
        if constexpr (knows_joined<Moment>) {
            return criteria::membership_year::first_day(moment, year);
        } else {
            return date::maximum();
        }
    }
    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count& own, const Moment& moment) const noexcept {
        if constexpr (knows_joined<Moment>) {
            return criteria::membership_year::advance(own, moment);
        } else {
            return false;
        }
    }
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted) const noexcept {
        if constexpr (knows_joined<Moment>) {
            return criteria::membership_year::still_counts(moment, counted);
        } else {
            return false;
        }
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment&) const noexcept {
        return knows_joined<Moment>;
    }
};

} // namespace loyalty::json
