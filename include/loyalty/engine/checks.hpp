// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The checks that an event passes before any policy is applied: validity of the programme, order and identity, content.

#include <loyalty/config.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/engine/demands_of_event.hpp>
#include <loyalty/engine/kept.hpp>
#include <loyalty/engine/merged.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// Returns why an event cannot come after the member's last one (S9, S10).
template <class Programme, class Event>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_sequence(const Programme&, const member<Programme>& own,
                                                             const Event& event) noexcept {
    if (is_gone<Programme>(own)) [[unlikely]] {
        return reason::already_merged;
    }
    const std::int64_t time = fact::time(event).seconds_since_epoch;
    const std::int64_t last = own.clock().last_seconds;
    if (time < last) {
        return reason::late_event;
    }
    if constexpr (Programme::told_apart == choices::identity::by_time_and_id) {
        const auto id = static_cast<std::uint64_t>(fact::id(event));
        if (time == last && id <= own.clock().last_id) {
            return id == own.clock().last_id ? reason::duplicate_event : reason::lower_id;
        }
    }
    return reason::none;
}

/// Returns why the programme judges no event at a time, or not this one (S34). The version of a sale judges its return, also
/// after its end, but no return after the end of the calendar.
template <class Event, class Programme>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_in_force(const Programme& programme, instant time) noexcept {
    if (!programme.right) {
        return reason::programme_defect;
    }
    const bool in_force =
        extensions::is_return<Event> ? instant_window{}.contains(time) : programme.frame.valid.contains(time);
    return in_force ? reason::none : reason::not_in_force;
}

/// Returns why a line cannot be part of a purchase.
template <class Line>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_line(const Line& line) noexcept {
    if constexpr (fact::quantity_fact::known<Line>) {
        const auto pieces = static_cast<std::int64_t>(fact::quantity(line));
        if (pieces <= 0) {
            return pieces == 0 ? reason::zero_quantity : reason::negative_quantity;
        }
    }
    if constexpr (fact::net_fact::known<Line>) {
        if (fact::net(line).minor_units() < 0) {
            return reason::negative_amount;
        }
    }
    if constexpr (fact::tax_fact::known<Line>) {
        if (fact::tax(line).minor_units() < 0) {
            return reason::negative_amount;
        }
    }
    if constexpr (fact::discount_fact::known<Line>) {
        if (fact::discount(line).minor_units() < 0) {
            return reason::negative_amount;
        }
    }
    return reason::none;
}

/// Returns true if a line can be part of a purchase: all signs in one test.
template <class Line>
[[nodiscard]] LOYALTY_INLINE constexpr bool is_right_line(const Line& line) noexcept {
    bool right = true;
    if constexpr (fact::quantity_fact::known<Line>) {
        right = static_cast<std::int64_t>(fact::quantity(line)) > 0;
    }
    std::int64_t amounts = 0; // below zero if one of them is
    if constexpr (fact::net_fact::known<Line>) {
        amounts |= fact::net(line).minor_units();
    }
    if constexpr (fact::tax_fact::known<Line>) {
        amounts |= fact::tax(line).minor_units();
    }
    if constexpr (fact::discount_fact::known<Line>) {
        amounts |= fact::discount(line).minor_units();
    }
    return right && amounts >= 0;
}

template <class Event>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_lines(const Event& event) noexcept {
    if constexpr (fact::lines_fact::known<Event>) {
        std::size_t count = 0;
        for (const auto& line : extensions::lines_of(event)) {
            if (++count > extensions::most_lines) {
                return reason::too_many_lines;
            }
            if (!is_right_line(line)) {
                return check_line(line);
            }
        }
        return count == 0 ? reason::empty_basket : reason::none;
    } else {
        return check_line(event);
    }
}

/// Finds dates and instants that no calendar has, in the parts of an event: a hold until day 2,000,000,000.
struct calendar_check {
    bool right = true;

    constexpr void operator()(const date& day) noexcept { right = right && dates::is_valid(day); }
    constexpr void operator()(const instant& time) noexcept { right = right && dates::is_valid(time); }
    template <class Part>
    constexpr void operator()(const Part& part) noexcept {
        if constexpr (std::is_aggregate_v<Part> && !std::is_empty_v<Part>) {
            for_each_part(part, *this);
        }
    }
};

/// True for events that may have other dates than their time. Those that earn have none, those with a receipt the receipt's, and a
/// transfer those of the giver's books.
template <class Event>
inline constexpr bool brings_dates = !extensions::can_earn<Event> && !extensions::is_return<Event> &&
                                     extensions::kind_of<Event> != extensions::event_kind::transfer &&
                                     !is_priced_first<Event> && !requires(const Event& event) {
    event.receipt;
};

/// Returns why the content of an event cannot be right (S5).
template <class Event>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_content(const Event& event) noexcept {
    if constexpr (extensions::is_purchase<Event>) {
        if constexpr (requires { event.checked.passed(); }) {
            if (event.checked.passed()) {
                return reason::none;
            }
        }
        using line_type = std::remove_cvref_t<decltype(*extensions::lines_of(event).begin())>;
        if constexpr (fact::currency_code_fact::known<Event> && fact::net_fact::known<line_type>) {
            using unit = typename std::remove_cvref_t<decltype(fact::net(std::declval<const line_type&>()))>::unit;
            if (static_cast<int>(fact::currency_code(event)) != static_cast<int>(unit::numeric)) {
                return reason::unknown_currency;
            }
        }
        return check_lines(event);
    } else if constexpr (fact::score_fact::known<Event>) {
        return fact::score(event) < 0 ? reason::negative_amount : reason::none;
    } else if constexpr (brings_dates<Event>) {
        calendar_check dates{};
        dates(event);
        return dates.right ? reason::none : reason::no_such_day;
    } else {
        return reason::none;
    }
}

/// Returns why an event cannot be evaluated, before any policy is applied.
template <class Programme, class Event>
[[nodiscard]] LOYALTY_INLINE constexpr reason check_event(const Programme& programme, const member<Programme>& own,
                                                          const Event& event) noexcept {
    const reason why = check_sequence(programme, own, event);
    if constexpr (kept_setting<Programme, Event>::is_tier || kept_setting<Programme, Event>::is_membership) {
        return why != reason::none ? why : keeps<Event>(programme.value()) ? check_content(event) : reason::not_kept;
    } else {
        return why == reason::none ? check_content(event) : why;
    }
}

/// The same for an event that is known not to pass. Out of line, so that the others only learn whether they pass.
template <class Programme, class Event>
[[nodiscard]] LOYALTY_COLD constexpr reason reason_against(const Programme& programme, const member<Programme>& own,
                                                           const Event& event) noexcept {
    return check_event(programme, own, event);
}

} // namespace loyalty::detail
