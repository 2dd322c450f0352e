// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Over which time something is counted: spend towards a threshold or a tier, grants under a cap, a mission.
///
/// | window                              | counts                                       | state     |
/// |-------------------------------------|----------------------------------------------|-----------|
/// | `one_basket{}`                      | each purchase for itself                     | 8 bytes   |
/// | `lifetime{}`                        | all purchases                                | 8         |
/// | `calendar_window{period_unit::month}` | since the month began (any unit)           | 8         |
/// | `membership_year{}`                 | since the last anniversary of joining        | 16        |
/// | `first_months{3}`                   | the first 3 months from joining, then nothing | 8        |
/// | `campaign{{from, until}}`           | between two dates, outside nothing           | 8         |
/// | `rolling_days<30>{}`                | today and the 29 days before                 | 8 * 30 + 16 |
/// | `rolling_months<12>{}`              | this month and the 11 before                 | 8 * 12 + 16 |
/// | `calendar_window{...}.rolling_over(40_items)` | since the period began, and what lay above 40 in the last one | 16 |
///
/// A window whose counts start anew with its periods has `has_periods`. It numbers them with `period_at` and `current_period`, and
/// `first_day` is the day on which one begins.
///
/// A window whose periods are no calendar periods can say with `falls_below` on which day a sum that stands at a
/// threshold leaves it, if nothing is added: a tier lasts until then.
///
/// A window stores no time of its own: `advance` receives the time of the member's previous event. All are half-open
/// and count in business days (S12).

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/choice.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/rolling_window.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::detail {

/// An earlier time of the same member, as a window sees it: was it open then?
template <class Visit>
struct moment_before {
    const Visit& visit;
    instant time;

    [[nodiscard]] constexpr date today() const noexcept { return visit.calendar.business_date(time); }
    template <class Fact>
    [[nodiscard]] constexpr auto member(Fact fact) const noexcept {
        return visit.member(fact);
    }
};

} // namespace loyalty::detail

namespace loyalty::criteria {

/// A running sum.
struct running_count {
    std::int64_t value = 0;

    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t total() const noexcept { return value; }
    [[nodiscard]] LOYALTY_INLINE constexpr bool add_overflows(std::int64_t more) noexcept {
        return detail::add_overflows(value, more, value);
    }
    /// Takes out what has been paid for; at most the total.
    LOYALTY_INLINE constexpr void take(std::int64_t paid) noexcept { value -= paid; }
    LOYALTY_INLINE constexpr void reset() noexcept { value = 0; }

    [[nodiscard]] friend constexpr bool operator==(const running_count&, const running_count&) = default;
};

/// A window over which something counts. Tiers, thresholds, caps and the limits of redemptions take any of the windows
/// above, or one of the host's own. `count` is the part that a member keeps.
template <class Window>
concept counting_window = requires(typename Window::count& own, const typename Window::count& counted) {
    { counted.total() } -> std::same_as<std::int64_t>;
    { own.add_overflows(std::int64_t{}) } -> std::same_as<bool>;
};

struct lifetime {
    static constexpr std::string_view name = "lifetime";
    using count = running_count;

    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count&, const Moment&) const noexcept {
        return false;
    }
    /// Returns true if what was counted at a time still counts.
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment&, instant) const noexcept {
        return true;
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment&) const noexcept {
        return true;
    }
    template <class Moment>
    [[nodiscard]] constexpr date falls_below(const count&, std::int64_t, const Moment&) const noexcept {
        return date::maximum();
    }
};

struct one_basket {
    static constexpr std::string_view name = "one_basket";
    using count = running_count;

    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count& own, const Moment&) const noexcept {
        own.reset();
        return true;
    }
    /// Returns true if what was counted at a time still counts.
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment&, instant) const noexcept {
        return false;
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment&) const noexcept {
        return true;
    }
    template <class Moment>
    [[nodiscard]] constexpr date falls_below(const count&, std::int64_t, const Moment& moment) const noexcept {
        return moment.date_of_previous() + 1;
    }
};

struct calendar_window {
    static constexpr std::string_view name = "calendar_window";
    using count = running_count;
    static constexpr bool has_periods = true;
    period_unit unit = period_unit::year;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"unit", &calendar_window::unit, "the calendar period"});

    /// What lies above a threshold counts in the next period too: rules/rollover_window.hpp.
    template <unit_type Counted, class... More>
    [[nodiscard]] constexpr auto rolling_over(amount<Counted> first, More... more) const noexcept;

    template <class Moment>
    [[nodiscard]] constexpr std::int32_t period_at(const Moment&, date day) const noexcept {
        return dates::period_index(unit, day);
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr std::int32_t current_period(const Moment& moment) const noexcept {
        return moment.day.index(unit);
    }
    /// The first day of a period.
    template <class Moment>
    [[nodiscard]] constexpr date first_day(const Moment&, std::int32_t period) const noexcept {
        return dates::first_day(unit, period);
    }
    /// The period in which the sum was counted: that of the member's previous event.
    template <class Moment>
    [[nodiscard]] constexpr std::int32_t counted_in(const count&, const Moment& moment) const noexcept {
        return dates::period_index(unit, moment.date_of_previous());
    }

    /// Starts anew if a period began since the member's previous event; true then.
    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count& own, const Moment& moment) const noexcept {
        const bool renewed = moment.previous < moment.day.starts(unit);
        own.value = detail::value_if(!renewed, own.value);
        return renewed;
    }
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted) const noexcept {
        return counted >= moment.day.starts(unit);
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment&) const noexcept {
        return true;
    }
};

/// A running sum, and the year in which it was counted: an event without the member's `joined` does not move it.
struct membership_count {
    std::int64_t value = 0;
    std::int32_t year = -1; ///< since joining; at first none

    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t total() const noexcept { return value; }
    [[nodiscard]] LOYALTY_INLINE constexpr bool add_overflows(std::int64_t more) noexcept {
        return detail::add_overflows(value, more, value);
    }
    LOYALTY_INLINE constexpr void take(std::int64_t paid) noexcept { value -= paid; }

    [[nodiscard]] friend constexpr bool operator==(const membership_count&, const membership_count&) = default;
};

/// The year from one anniversary of joining to the next; who joined on 29 February renews on the 28th in other years
/// (S13). Needs the member's `joined`.
struct membership_year {
    static constexpr std::string_view name = "membership_year";
    using count = membership_count;
    static constexpr bool has_periods = true;
    template <class Visit>
    using demands = detail::demanded_of_member<fact::joined_fact, Visit>;

    /// The anniversary on or before a day.
    [[nodiscard]] static constexpr date year_began(date joined, date today) noexcept {
        const int years = dates::civil(today).year - dates::civil(joined).year;
        const date anniversary = dates::add_years(joined, years);
        return anniversary <= today ? anniversary : dates::add_years(joined, years - 1);
    }
    /// Years since joining.
    template <class Moment>
    [[nodiscard]] constexpr std::int32_t period_at(const Moment& moment, date day) const noexcept {
        const date joined = moment.member(fact::joined);
        return dates::civil(year_began(joined, day)).year - dates::civil(joined).year;
    }
    template <class Moment>
    [[nodiscard]] constexpr std::int32_t current_period(const Moment& moment) const noexcept {
        return period_at(moment, moment.today());
    }
    /// The first day of a year.
    template <class Moment>
    [[nodiscard]] constexpr date first_day(const Moment& moment, std::int32_t year) const noexcept {
        return dates::add_years(moment.member(fact::joined), year);
    }
    /// The year in which the sum was counted.
    template <class Moment>
    [[nodiscard]] constexpr std::int32_t counted_in(const count& own, const Moment&) const noexcept {
        return own.year;
    }

    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count& own, const Moment& moment) const noexcept {
        const std::int32_t now = current_period(moment);
        const bool renewed = own.year < now;
        own.value = renewed ? 0 : own.value;
        own.year = renewed ? now : own.year;
        return renewed;
    }
    /// Returns true if what was counted at a time still counts.
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted) const noexcept {
        return counted >= moment.calendar.start_of(year_began(moment.member(fact::joined), moment.today()));
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment&) const noexcept {
        return true;
    }
};

/// Needs the member's `joined`: opened on 2025-01-15, three months end with 2025-04-14.
struct first_months {
    static constexpr std::string_view name = "first_months";
    using count = running_count;
    template <class Visit>
    using demands = detail::demanded_of_member<fact::joined_fact, Visit>;
    std::int32_t months = 1;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"months", &first_months::months, "from the day of joining",
                                             extensions::above_zero("first_months: give at least one month")});

    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count&, const Moment&) const noexcept {
        return false;
    }
    /// Returns true if what was counted at a time still counts.
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment&, instant) const noexcept {
        return true;
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment& moment) const noexcept {
        const date joined = moment.member(fact::joined);
        return joined <= moment.today() && moment.today() < dates::add_months(joined, months);
    }
    template <class Moment>
    [[nodiscard]] constexpr date falls_below(const count&, std::int64_t, const Moment& moment) const noexcept {
        return dates::add_months(moment.member(fact::joined), months);
    }
};

struct campaign {
    static constexpr std::string_view name = "campaign";
    using count = running_count;
    date_window window{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"window", &campaign::window, "the days, the last one excluded",
                          extensions::not_empty("campaign: the window ends before it starts: give a later end")});

    [[nodiscard]] constexpr date_window open_days() const noexcept { return window; }

    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count&, const Moment&) const noexcept {
        return false;
    }
    /// Returns true if what was counted at a time still counts.
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment&, instant) const noexcept {
        return true;
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment& moment) const noexcept {
        return window.contains(moment.today());
    }
    template <class Moment>
    [[nodiscard]] constexpr date falls_below(const count&, std::int64_t, const Moment&) const noexcept {
        return window.until;
    }
};

/// True for a window whose counts start anew with its periods: a streak counts these, and a tier is held for them.
template <class Window>
inline constexpr bool window_has_periods = false;
template <class Window>
requires requires {
    requires Window::has_periods;
}
inline constexpr bool window_has_periods<Window> = true;

/// True for a window whose counts of two members can become one. Membership years of two members begin on different days.
template <class Window>
inline constexpr bool window_merges = !std::same_as<Window, membership_year>;

/// Adds what another member has counted in the same window: 200.00 and 300.00 in May are 500.00. Both counts are those of
/// one time. A count of the host's own may have `merge_overflows`, as that of a rolling window, which adds day by day.
template <class Count>
[[nodiscard]] constexpr bool merge_overflows(Count& own, const Count& from) noexcept {
    if constexpr (requires { own.merge_overflows(from); }) {
        return own.merge_overflows(from);
    } else {
        return own.add_overflows(from.total());
    }
}

/// Takes out of a count the amount that an event added to it, and puts in the amount that it adds without the returned
/// goods. Returns true if that does not fit.
template <class Count>
[[nodiscard]] constexpr bool exchange_overflows(Count& own, const Count& with, const Count& without) noexcept {
    std::int64_t change = 0;
    return detail::subtract_overflows(without.total(), with.total(), change) || own.add_overflows(change);
}

/// Takes out of a count what an event at a time had put in, if it still counts (S31): the difference between the count
/// without what was returned and the count with it. Returns true if it did.
template <class Window, class Visit>
constexpr bool revert_count(const Window& window, typename Window::count& own,
                            const extensions::undone<typename Window::count>& event, Visit& visit) noexcept {
    if (!window.still_counts(visit, event.time)) {
        if constexpr (requires { window.revert_ended(own, event, visit); }) {
            window.revert_ended(own, event, visit); // a rest of it may have rolled over
        }
        return false;
    }
    if constexpr (requires { own.add_at_overflows(0, 0); }) {
        const std::int32_t then = dates::period_index(window.unit, visit.calendar.business_date(event.time));
        std::int64_t change = 0;
        visit.refuse_if(detail::subtract_overflows(event.without.total(), event.with.total(), change) ||
                            own.add_at_overflows(then, change),
                        reason::amount_overflow);
    } else {
        visit.refuse_if(exchange_overflows(own, event.with, event.without), reason::amount_overflow);
    }
    return true;
}

/// Headroom goes back: takes out of a count what was counted at a time, if it still counts, and never more than is there.
template <class Window, class Visit>
constexpr void give_back_count(const Window& window, typename Window::count& own, std::int64_t back, instant counted,
                               const Visit& visit) noexcept {
    if (back <= 0 || !window.still_counts(visit, counted) ||
        !window.is_open(detail::moment_before<Visit>{visit, counted})) {
        return;
    }
    if constexpr (requires { own.take_at(0, back); }) {
        own.take_at(dates::period_index(window.unit, visit.calendar.business_date(counted)), back);
    } else {
        own.take(back < own.total() ? back : own.total());
    }
}

} // namespace loyalty::criteria

namespace loyalty::detail {

/// A window in the type of a rule whose state depends on it: an empty field of the rule, with the numbers of the window.
template <auto Window>
struct fixed_window {
    using parts = type_list<std::remove_const_t<decltype(Window)>>;

    template <class Self, class Function>
    static constexpr void for_each_field(Self&, Function&& function) noexcept {
        function(Window);
    }
};

} // namespace loyalty::detail
