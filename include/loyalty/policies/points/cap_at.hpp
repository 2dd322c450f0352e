// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A cap on an award, for each purchase or in a window.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace choices {

/// The treatment of an award above its cap (S18).
enum class above_cap : std::uint8_t {
    clamp, ///< the award is cut down to what the cap leaves
    reject ///< the event is refused with `reason::cap_reached`
};

} // namespace choices

/// At most so much a purchase, `cap_at{500_points}`, or in a window, `cap_at{500_points, calendar_window{period_unit::month}}`.
/// Outside a `campaign`, or after the `first_months`, nothing is capped or counted.
template <unit_type Unit, criteria::counting_window Window = criteria::one_basket>
struct cap_at {
    static constexpr auto kind = detail::stage_kind::cap;
    static constexpr std::string_view name = "cap_at";
    static constexpr bool needs_whole = !std::same_as<Window, criteria::one_basket>;
    using unit = Unit;
    using state = std::conditional_t<needs_whole, typename Window::count, extensions::no_state>;

    amount<Unit> most{};
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};
    choices::above_cap above = choices::above_cap::clamp;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"most", &cap_at::most, "the largest award",
                                             extensions::above_zero("cap_at: the cap must be above zero")},
                           extensions::field{"window", &cap_at::window, "the events that share the cap"},
                           extensions::field{"above", &cap_at::above, "what becomes of the rest"});

    constexpr explicit cap_at(amount<Unit> at_most, Window in = {},
                              choices::above_cap otherwise = choices::above_cap::clamp) noexcept
        : most{at_most}, window{in}, above{otherwise} {}

    /// Refuses what lies above instead of cutting it down.
    [[nodiscard]] constexpr cap_at rejecting() const noexcept {
        return cap_at{most, window, choices::above_cap::reject};
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        if constexpr (needs_whole) {
            window.advance(own, moment);
        }
    }

    template <class Integer, class Subject, class Visit, class Own>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit& visit,
                                        Own&& own) const noexcept {
        if (!window.is_open(visit)) {
            return;
        }
        std::int64_t headroom = most.minor_units();
        if constexpr (needs_whole) {
            headroom = headroom > own.total() ? headroom - own.total() : 0;
        }
        const detail::fraction<Integer> desired = value;
        const bool bites = value.clamp(headroom);
        // If 64 bits did not hold the value, the wide run decides.
        if (bites && !value.overflow && above == choices::above_cap::reject) [[unlikely]] {
            visit.refuse(reason::cap_reached, whole_of(desired), amount<Unit>::from_minor_units(headroom));
        }
        if (bites) {
            visit.explain("headroom", amount<Unit>::from_minor_units(headroom));
        }
        if constexpr (needs_whole) {
            std::int64_t granted = 0;
            value.overflow |= !detail::narrow(detail::wide{value.numerator}, granted);
            value.overflow |= own.add_overflows(granted);
        }
    }

    /// Goods that came back leave their headroom behind, if the window still runs.
    template <unit_type, bool, class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        if constexpr (needs_whole) {
            criteria::revert_count(window, own, event, visit);
        }
    }

    /// The parts of the cap that two members have used add up: 300 and 250 of 500 are 550, and leave nothing.
    template <class Visit>
    requires criteria::window_merges<Window>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        if constexpr (needs_whole) {
            visit.refuse_if(criteria::merge_overflows(own, from), reason::amount_overflow);
        }
    }

private:
    /// The award that a cap refuses, for the refusal: a fraction is rounded up, and the largest amount stands for more.
    template <class Integer>
    [[nodiscard]] static constexpr amount<Unit> whole_of(detail::fraction<Integer> value) noexcept {
        value.round(rounding::ceiling);
        std::int64_t minor_units = 0;
        const bool fits = detail::narrow(detail::wide{value.numerator}, minor_units);
        return fits ? amount<Unit>::from_minor_units(minor_units) : amount<Unit>::largest();
    }
};

template <unit_type Unit>
cap_at(amount<Unit>) -> cap_at<Unit>;
template <unit_type Unit, criteria::counting_window Window>
cap_at(amount<Unit>, Window) -> cap_at<Unit, Window>;
template <unit_type Unit, criteria::counting_window Window>
cap_at(amount<Unit>, Window, choices::above_cap) -> cap_at<Unit, Window>;

} // namespace loyalty
