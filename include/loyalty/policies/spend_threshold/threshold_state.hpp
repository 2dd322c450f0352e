// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/rules/counting_window.hpp>

#include <cstdint>
#include <limits>

namespace loyalty::detail {

/// How a window lets go of what it has counted: never or with each purchase, by periods, or day by day.
enum class letting_go : std::uint8_t { simple, by_period, rolling };

template <class Window>
[[nodiscard]] consteval letting_go letting_go_of() noexcept {
    if constexpr (criteria::window_has_periods<Window>) {
        return letting_go::by_period;
    } else if constexpr (requires(typename Window::count & own) { own.settle(); }) {
        return letting_go::rolling;
    } else {
        return letting_go::simple;
    }
}

/// The period that a window had before this one; at first before all of them.
struct period_before {
    std::int32_t number = (std::numeric_limits<std::int32_t>::min)();

    [[nodiscard]] friend constexpr bool operator==(const period_before&, const period_before&) = default;
};

/// True for a window, or a measure, of a rule that counts the awards that a member has of it: where a later version of the rule
/// pays another award, a return takes back what was granted.
template <class Type>
inline constexpr bool counts_awards = requires {
    requires Type::counts_awards;
};

/// The state of a threshold. A return takes out of the count of its own period, so the last one that has ended is kept.
template <class Window, bool Repeats>
struct threshold_state {
    static constexpr bool by_period = letting_go_of<Window>() == letting_go::by_period;
    static constexpr bool rolling = letting_go_of<Window>() == letting_go::rolling;
    /// Awards are counted in `awards`; a threshold that pays once has none or one.
    static constexpr bool counts_simply = !by_period && !rolling && Repeats && counts_awards<Window>;
    static constexpr bool pays_once = !Repeats || by_period || rolling;

    typename Window::count count{};
    /// Of the last period in which something counted.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<by_period, typename Window::count, 1> ended{};
    /// Awards that purchases have earned, without those of goods that came back.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<by_period || rolling, std::int64_t, 2> claimed{};
    /// Awards that the member has.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<by_period || rolling, std::int64_t, 3> held{};
    /// The period of `ended`.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<by_period, period_before, 4> ended_in{};
    /// How often a sum that had been paid for has fallen below the threshold by time.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<rolling, std::uint16_t, 5> stretch{};
    /// Something has counted in the current period.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<by_period, bool, 6> counted{};
    LOYALTY_NO_UNIQUE_ADDRESS field_if<pays_once, bool, 7> paid{};
    LOYALTY_NO_UNIQUE_ADDRESS field_if<by_period, bool, 8> ended_paid{};
    /// Awards that the member has; of a receipt only the difference of two counts.
    LOYALTY_NO_UNIQUE_ADDRESS field_if<counts_simply, std::uint32_t, 9> awards{};

    /// Awards that the member has.
    [[nodiscard]] constexpr std::int64_t awards_held() const noexcept {
        if constexpr (by_period || rolling) {
            return held;
        } else if constexpr (counts_simply) {
            return awards;
        } else {
            return pays_once && awards_of_once();
        }
    }

    /// The awards of a receipt go, and so many come, if they are counted simply.
    template <class Undone>
    constexpr void exchange_awards([[maybe_unused]] const Undone& event, [[maybe_unused]] std::int64_t more) noexcept {
        if constexpr (counts_simply) {
            awards += static_cast<std::uint32_t>(more) + event.without.awards - event.with.awards;
        }
    }

    /// Adds what another member has counted. Of two periods that have ended the later one is kept.
    [[nodiscard]] constexpr bool merge_overflows(const threshold_state& from) noexcept {
        bool overflow = criteria::merge_overflows(count, from.count);
        if constexpr (by_period) {
            overflow |= merge_ended(from);
            counted = counted || from.counted;
        }
        if constexpr (by_period || rolling) {
            overflow |= add_overflows(claimed, from.claimed, claimed);
            overflow |= add_overflows(held, from.held, held);
        }
        if constexpr (counts_simply) {
            awards += from.awards;
        }
        if constexpr (rolling) {
            stretch = stretch < from.stretch ? from.stretch : stretch;
        }
        if constexpr (pays_once) {
            paid = paid || from.paid;
        }
        return overflow;
    }

    [[nodiscard]] friend constexpr bool operator==(const threshold_state&, const threshold_state&) = default;

private:
    [[nodiscard]] constexpr bool awards_of_once() const noexcept {
        if constexpr (pays_once) {
            return paid;
        } else {
            return false;
        }
    }
    [[nodiscard]] constexpr bool merge_ended(const threshold_state& from) noexcept {
        if (from.ended_in.number < ended_in.number) {
            return false;
        }
        if (from.ended_in.number > ended_in.number) {
            ended = from.ended;
            ended_in = from.ended_in;
            ended_paid = from.ended_paid;
            return false;
        }
        ended_paid = ended_paid || from.ended_paid;
        return criteria::merge_overflows(ended, from.ended);
    }
};

} // namespace loyalty::detail
