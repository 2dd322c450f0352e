// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A calendar window in which what lies above a threshold counts in the next period too (S28).
///
/// Silver needs 10 nights a year, Gold 40. A guest with 55 nights is Gold, and begins the next year with 15; one with 8 begins
/// with none:
///
/// @code
/// tiered{10_items, 40_items}.of(quantity{}).within(calendar_window{period_unit::year}.rolling_over(10_items, 40_items)).held_for(1)
/// @endcode
///
/// The rest counts in the next period alone, and may pass a threshold there, so that a rest of it rolls over again. A return in the
/// period after that of its sale also takes back what rolled over by it; later ones take nothing from the count.
///
/// Include this file beside `loyalty.hpp`.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::criteria {

/// What a period has counted, with what rolled over into it, and what the period before had.
struct rollover_count {
    std::int64_t value = 0;
    std::int64_t before = 0;

    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t total() const noexcept { return value; }
    [[nodiscard]] LOYALTY_INLINE constexpr bool add_overflows(std::int64_t more) noexcept {
        return detail::add_overflows(value, more, value);
    }
    LOYALTY_INLINE constexpr void take(std::int64_t paid) noexcept { value -= paid; }
    /// What rolled over to each of two members stays.
    [[nodiscard]] constexpr bool merge_overflows(const rollover_count& from) noexcept {
        const bool overflows = detail::add_overflows(value, from.value, value);
        return detail::add_overflows(before, from.before, before) || overflows;
    }

    [[nodiscard]] friend constexpr bool operator==(const rollover_count&, const rollover_count&) = default;
};

/// See the top of this file. 16 bytes a member.
template <unit_type Counted, std::size_t Count>
struct rollover_window : calendar_window {
    static constexpr std::string_view name = "rollover_window";
    using count = rollover_count;

    amount<Counted> above[Count]{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"unit", &calendar_window::unit, "the calendar period"},
        extensions::field{
            "above", &rollover_window::above,
            "what lies above the highest of these that is reached counts in the next period",
            extensions::above_zero("rollover_window: a threshold must be above zero: else all rolls over")});

    constexpr rollover_window() noexcept = default;
    template <class... More>
    constexpr explicit rollover_window(period_unit of, amount<Counted> first, More... more) noexcept
        : calendar_window{of}, above{first, more...} {}

    /// What of a total counts in the next period: 15 of 55 nights above 10 and 40.
    [[nodiscard]] constexpr std::int64_t rest_of(std::int64_t total) const noexcept {
        std::int64_t reached = total;
        for (const amount<Counted> each : above) {
            reached = each.minor_units() <= total ? each.minor_units() : reached;
        }
        return total < 0 ? 0 : total - reached;
    }
    /// One period ends.
    constexpr void roll(count& own) const noexcept {
        own.before = own.value;
        own.value = rest_of(own.value);
    }

    /// Ends the periods since the member's previous event; true if there is one. Each ends without an event too.
    template <class Moment>
    constexpr bool advance(count& own, const Moment& moment) const noexcept {
        const bool renewed = moment.previous < moment.day.starts(unit);
        if (renewed && own != count{}) {
            std::int32_t ended = moment.day.index(unit) - counted_in(own, moment);
            for (; ended > 0 && own != count{}; --ended) {
                roll(own);
            }
        }
        return renewed;
    }
    template <class Moment>
    [[nodiscard]] constexpr std::int32_t counted_in(const count&, const Moment& moment) const noexcept {
        return dates::period_index(unit, moment.date_of_previous());
    }

    /// A sale of the period before, or a part of it, comes back: less rolled over then.
    template <class Visit>
    constexpr void revert_ended(count& own, const extensions::undone<count>& event, Visit& visit) const noexcept {
        const std::int32_t sold_in = dates::period_index(unit, visit.calendar.business_date(event.time));
        if (sold_in + 1 != visit.day.index(unit)) {
            return;
        }
        std::int64_t change = 0;
        const std::int64_t rolled = rest_of(own.before);
        bool overflow = detail::subtract_overflows(event.without.total(), event.with.total(), change);
        overflow |= detail::add_overflows(own.before, change, own.before);
        overflow |= own.add_overflows(rest_of(own.before) - rolled);
        visit.refuse_if(overflow, reason::amount_overflow);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 1; i < Count; ++i) {
            if (above[i] <= above[i - 1]) {
                return "rollover_window: the thresholds must rise: put the lower one first";
            }
        }
        return nullptr;
    }
};

template <unit_type Counted, class... More>
constexpr auto calendar_window::rolling_over(amount<Counted> first, More... more) const noexcept {
    return rollover_window<Counted, 1 + sizeof...(More)>{unit, first, more...};
}

} // namespace loyalty::criteria
