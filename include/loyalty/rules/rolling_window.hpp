// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Windows that move on with the day or the month: `rolling_days<30>`, `rolling_months<12>`.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty {

namespace detail {

/// a - b modulo 2^64: 2 - 3 is -1. Never undefined, whatever the bytes were that a count was read from.
[[nodiscard]] LOYALTY_INLINE constexpr std::int64_t wrapping_difference(std::int64_t a, std::int64_t b) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

} // namespace detail

namespace criteria {

/// A sum over the newest `Slots` slots, one for each day or month. The sum is always that of the slots, modulo 2^64. With
/// `AtRunTime` there are so many slots as `used_slots` says, at most `Slots`.
template <std::size_t Slots, bool AtRunTime = false>
struct rolling_count {
    static constexpr std::string_view when_invalid =
        "a rolling count: the sum is not the sum of the slots, or the newest slot is not of the calendar";

    /// Said of bytes that have more slots than there can be.
    static constexpr std::string_view too_many_slots = "used_slots of a rolling count: there are not so many slots";

    std::array<std::int64_t, Slots> sums{}; ///< slot n holds the period whose running number is n modulo Slots
    std::int64_t sum = 0;
    std::int32_t newest = 0;
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<AtRunTime, std::int32_t, 9> used_slots{}; ///< 0: all

    /// How many slots there are.
    [[nodiscard]] LOYALTY_INLINE constexpr std::size_t slot_count() const noexcept {
        if constexpr (AtRunTime) {
            return 0 < used_slots && used_slots < static_cast<std::int32_t>(Slots)
                       ? static_cast<std::size_t>(used_slots)
                       : Slots;
        } else {
            return Slots;
        }
    }
    /// The slots that there are; none of a count that no window has used yet.
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept requires AtRunTime {
        function(own.used_slots);
        if constexpr (requires { function.fail(too_many_slots); }) {
            if (own.used_slots < 0 || static_cast<std::int32_t>(Slots) < own.used_slots) {
                return function.fail(too_many_slots);
            }
        }
        function(own.newest);
        function(own.sum);
        const std::size_t count = own.used_slots == 0 && own.sum == 0 ? 0 : own.slot_count();
        for (std::size_t i = 0; i < count; ++i) {
            function(own.sums[i]);
        }
    }

    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t total() const noexcept { return sum; }
    [[nodiscard]] LOYALTY_INLINE constexpr bool add_overflows(std::int64_t more) noexcept {
        std::int64_t& slot = sums[slot_of(newest)];
        const bool overflow = detail::add_overflows(sum, more, sum);
        return detail::add_overflows(slot, more, slot) || overflow;
    }
    /// Takes out what has been paid for, the oldest first; at most the total.
    LOYALTY_INLINE constexpr void take(std::int64_t paid) noexcept {
        sum = detail::wrapping_difference(sum, paid);
        for (std::size_t age = slot_count(); age-- > 0 && paid > 0;) {
            std::int64_t& slot = sums[slot_of(newest - static_cast<std::int32_t>(age))];
            const std::int64_t part = slot < paid ? slot : paid;
            slot = detail::wrapping_difference(slot, part);
            paid = detail::wrapping_difference(paid, part);
        }
    }
    LOYALTY_INLINE constexpr void reset() noexcept {
        sums = {};
        sum = 0;
    }
    /// Adds to a period that is still in the window.
    [[nodiscard]] constexpr bool add_at_overflows(std::int32_t index, std::int64_t more) noexcept {
        std::int64_t& slot = sums[slot_of(index)];
        const bool overflow = detail::add_overflows(sum, more, sum);
        return detail::add_overflows(slot, more, slot) || overflow;
    }
    /// Takes out of a period that is still in the window, and never more than it has.
    constexpr void take_at(std::int32_t index, std::int64_t most) noexcept {
        std::int64_t& slot = sums[slot_of(index)];
        const std::int64_t taken = most < slot ? most : slot;
        slot = detail::wrapping_difference(slot, taken);
        sum = detail::wrapping_difference(sum, taken);
    }
    /// Takes out the effect of an event on the count. It adds, period by period, the difference between the count
    /// without the event and the one with it. Periods that have left the window since are gone either way.
    [[nodiscard]] constexpr bool revert_overflows(const rolling_count& with, const rolling_count& without) noexcept {
        bool overflow = false;
        for (std::int32_t age = 0; age < static_cast<std::int32_t>(slot_count()); ++age) {
            const std::int32_t period = with.newest - age;
            if (std::int64_t{newest} - period < static_cast<std::int64_t>(slot_count())) {
                std::int64_t more = 0;
                overflow |= detail::subtract_overflows(without.sums[slot_of(period)], with.sums[slot_of(period)], more);
                overflow |= add_at_overflows(period, more);
            }
        }
        return overflow;
    }
    /// Adds what another count has, period by period. Periods that have left the window of the newer count are left out.
    [[nodiscard]] constexpr bool merge_overflows(const rolling_count& other) noexcept {
        rolling_count from = other;
        from.advance_to(newest);
        advance_to(from.newest);
        bool overflow = false;
        for (std::size_t i = 0; i < slot_count(); ++i) {
            overflow |= detail::add_overflows(sums[i], from.sums[i], sums[i]);
        }
        return detail::add_overflows(sum, from.sum, sum) || overflow;
    }
    /// Lets periods that stand below zero draw on the others, the oldest first; what these lack stays with the newest.
    constexpr void settle() noexcept {
        const std::int64_t total = sum;
        std::int64_t missing = 0;
        for (std::int64_t& slot : sums) {
            missing = detail::wrapping_difference(missing, slot < 0 ? slot : 0);
            slot = slot < 0 ? 0 : slot;
        }
        take(missing);
        sum = total;
        sums[slot_of(newest)] = detail::wrapping_difference(sums[slot_of(newest)], excess());
    }
    /// Forgets what has left the window when `index` is the newest period; true when something did.
    constexpr bool advance_to(std::int32_t index) noexcept {
        const std::int64_t passed = std::int64_t{index} - newest;
        if (passed <= 0) { // before 1970, or after a version in another zone, whose day was a later one
            newest = sum == 0 ? index : newest;
            return false;
        }
        const std::int64_t before = sum;
        if (passed >= static_cast<std::int64_t>(slot_count())) {
            reset();
        } else {
            for (std::int32_t period = newest + 1; period <= index; ++period) {
                std::int64_t& slot = sums[slot_of(period)];
                sum = detail::wrapping_difference(sum, slot);
                slot = 0;
            }
        }
        newest = index;
        return sum != before;
    }

    /// The first period in which what is here now is less than a threshold above zero, because enough has left.
    [[nodiscard]] constexpr std::int32_t falls_below(std::int64_t threshold) const noexcept {
        std::int32_t period = newest;
        for (std::int64_t left = sum; left >= threshold && left > 0;) {
            ++period;
            left = detail::wrapping_difference(left, sums[slot_of(period)]); // zero once all slots have left
        }
        return period;
    }

    /// Returns true if the newest period can be one of the calendar's, and the sum is that of the slots modulo 2^64:
    /// 10, 20 and 30 with a sum of 60.
    [[nodiscard]] constexpr bool is_valid() const noexcept {
        return excess() == 0 && date::minimum().days_since_epoch <= newest &&
               newest <= date::maximum().days_since_epoch;
    }
    /// Returns true if no slot is below zero and their sum fits: the sum is then never below zero, whatever leaves it.
    [[nodiscard]] constexpr bool is_never_negative() const noexcept {
        std::int64_t total = 0;
        bool right = true;
        for (const std::int64_t slot : sums) {
            right = right && slot >= 0 && !detail::add_overflows(total, slot, total);
        }
        return right;
    }
    [[nodiscard]] friend constexpr bool operator==(const rolling_count&, const rolling_count&) = default;

private:
    /// By how much the slots' sum is above the sum that is kept, modulo 2^64.
    [[nodiscard]] constexpr std::int64_t excess() const noexcept {
        std::int64_t left = sum;
        for (const std::int64_t slot : sums) {
            left = detail::wrapping_difference(left, slot);
        }
        return detail::wrapping_difference(0, left);
    }
    [[nodiscard]] LOYALTY_INLINE constexpr std::size_t slot_of(std::int32_t index) const noexcept {
        const auto count = static_cast<std::int32_t>(slot_count());
        return static_cast<std::size_t>(((index % count) + count) % count);
    }
};

/// `Periods` calendar periods, the current one included; at most 1,100 (three years of days).
template <std::size_t Periods, period_unit Unit>
struct rolling_window {
    static constexpr std::string_view name = "rolling_window";
    using count = rolling_count<Periods>;
    static constexpr period_unit unit = Unit;

    template <class Moment>
    LOYALTY_INLINE constexpr bool advance(count& own, const Moment& moment) const noexcept {
        return own.advance_to(moment.day.index(Unit));
    }
    template <class Moment>
    [[nodiscard]] constexpr bool still_counts(const Moment& moment, instant counted) const noexcept {
        const std::int32_t then = dates::period_index(Unit, moment.calendar.business_date(counted));
        return std::int64_t{moment.day.index(Unit)} - then < static_cast<std::int64_t>(Periods);
    }
    template <class Moment>
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_open(const Moment&) const noexcept {
        return true;
    }
    template <class Moment>
    [[nodiscard]] constexpr date falls_below(const count& own, std::int64_t threshold, const Moment&) const noexcept {
        return dates::first_day(Unit, own.falls_below(threshold));
    }

    static_assert(1 <= Periods && Periods <= 1'100, "loyalty: a rolling window has 1 to 1,100 periods");
};

template <std::size_t Days>
using rolling_days = rolling_window<Days, period_unit::day>;

template <std::size_t Months>
using rolling_months = rolling_window<Months, period_unit::month>;

} // namespace criteria
} // namespace loyalty
