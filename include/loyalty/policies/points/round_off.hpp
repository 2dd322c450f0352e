// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The rounding of an award, with and without a rest that is carried.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/lowest_terms.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// To whole minor units of the award: `round_off{rounding::floor}`. The part that is cut off is dropped.
struct round_off {
    static constexpr auto kind = detail::stage_kind::round;
    static constexpr std::string_view name = "round_off";

    rounding mode = rounding::floor;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"mode", &round_off::mode, "how the rest is cut off"});

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit&,
                                        extensions::no_state) const noexcept {
        value.round(mode);
    }
};

/// To whole minor units; the part that is cut off is kept, exactly, for the member's next purchase (S3): three baskets of
/// 0.50 at a point a dollar are 1 point with 0.50 left. A mode that rounds up grants ahead: half up, they give 1, 0 and 1,
/// and half a point is owed to the programme. What is owed is worked off, and an award is never below zero.
struct round_off_carrying {
    static constexpr auto kind = detail::stage_kind::round;
    static constexpr std::string_view name = "round_off_carrying";

    struct state {
        std::int64_t numerator = 0;
        std::int64_t denominator = 1;

        [[nodiscard]] constexpr bool is_valid() const noexcept { return denominator > 0; }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    rounding mode = rounding::floor;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"mode", &round_off_carrying::mode, "how the rest is cut off that is carried"});

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit& visit,
                                        state& own) const noexcept {
        // The rest has the denominator of the award, or one that divides it. Asked by itself, this leaves the denominator of the
        // award what it is, mostly a constant, and a division by a constant is none. Cut off downwards, the rest is a part of
        // one, and a multiple of it cannot overflow.
        const std::int64_t times = detail::times_in(own.denominator, value.denominator);
        const bool is_part = static_cast<std::uint64_t>(own.numerator) < static_cast<std::uint64_t>(own.denominator);
        if (times != 0 && (is_part || !cuts_off(mode))) [[likely]] {
            Integer rest{0};
            value.overflow |= detail::multiply_overflows(Integer{own.numerator}, times, rest) && !is_part;
            if (is_part) {
                LOYALTY_ASSUME(!(rest < Integer{0}));
            }
            value.add({rest, value.denominator});
            own = keep_rest(value, mode);
        } else {
            const auto apart = round_apart(value.numerator, value.denominator, own, mode);
            value.numerator = apart.units;
            value.denominator = 1;
            value.overflow |= apart.overflow;
            own = apart.rest;
        }
        visit.explain("carried", ratio{own.numerator, own.denominator}, "");
    }

    /// The rest forgets what came back. If it is then no rest that the mode leaves, the whole units in it are granted,
    /// or taken back. If other stages follow, these units wait for the next purchase, since they would have to pass
    /// them.
    template <unit_type Unit, bool IsLast, class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::fraction<detail::wide> value{detail::wide{own.numerator}, own.denominator};
        value.add({detail::wide{event.without.numerator}, event.without.denominator});
        value.add({-detail::wide{event.with.numerator}, event.with.denominator});
        const detail::wide exact = value.numerator;
        const std::int64_t over = value.overflow ? 1 : value.denominator;
        std::int64_t whole = 0;
        std::int64_t rest = 0;
        if constexpr (IsLast) {
            value.round(mode_of_rest());
            value.overflow |= !detail::narrow(value.numerator, whole);
        }
        value.overflow |= !detail::narrow(exact - detail::wide{whole} * detail::wide{over}, rest);
        visit.refuse_if(value.overflow, reason::amount_overflow);
        const ratio kept = ratio{rest, over}.reduced();
        own = {kept.numerator, kept.denominator};
        visit.grant(amount<Unit>::from_minor_units(whole));
    }

    /// The rests of two members add up: 0.50 and 0.75 points are 1.25, of which the next purchase grants 1.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::fraction<detail::wide> value{detail::wide{own.numerator}, own.denominator};
        value.add({detail::wide{from.numerator}, from.denominator});
        std::int64_t rest = 0;
        value.overflow |= !detail::narrow(value.numerator, rest);
        visit.refuse_if(value.overflow, reason::amount_overflow);
        const ratio kept = ratio{rest, value.overflow ? 1 : value.denominator}.reduced();
        own = {kept.numerator, kept.denominator};
    }

private:
    /// Returns true if what a mode leaves of an award is never below zero, and less than one.
    [[nodiscard]] LOYALTY_INLINE static constexpr bool cuts_off(rounding mode) noexcept {
        return mode == rounding::floor || mode == rounding::down;
    }

    /// The units of an award that is rounded, and what was cut off.
    template <class Integer>
    struct rounded {
        Integer units;
        state rest;
        bool overflow;
    };

    /// Adds a rest whose denominator does not divide that of the award. Out of line, and without the address of anything, so that
    /// the frequent way stays small and in registers.
    template <class Integer>
    [[nodiscard]] LOYALTY_COLD static constexpr rounded<Integer>
    round_apart(Integer numerator, std::int64_t denominator, state own, rounding mode) noexcept {
        detail::fraction<Integer> value{numerator, denominator};
        value.add({Integer{own.numerator}, own.denominator});
        const state rest = keep_rest(value, mode);
        return {value.numerator, rest, value.overflow};
    }

    /// Rounds an award to which the rest was added. Returns what is cut off.
    template <class Integer>
    [[nodiscard]] LOYALTY_INLINE static constexpr state keep_rest(detail::fraction<Integer>& value,
                                                                  rounding mode) noexcept {
        const Integer exact = value.numerator;
        const std::int64_t over = value.denominator > 0 ? value.denominator : 1; // it may have passed 64 bits
        if constexpr (std::is_same_v<Integer, std::int64_t>) {
            if (!value.may_be_negative && cuts_off(mode)) [[likely]] {
                const auto whole = static_cast<std::uint64_t>(exact);
                value.numerator = static_cast<std::int64_t>(whole / static_cast<std::uint64_t>(over));
                value.denominator = 1;
                return lowest(static_cast<std::int64_t>(whole % static_cast<std::uint64_t>(over)), over);
            }
        }
        value.round(mode);
        value.numerator = value.numerator < Integer{0} ? Integer{0} : value.numerator;
        Integer whole{0};
        value.overflow |= detail::multiply_overflows(value.numerator, over, whole);
        std::int64_t rest = 0;
        if constexpr (std::is_same_v<Integer, std::int64_t>) {
            value.overflow |= detail::subtract_overflows(exact, whole, rest);
        } else {
            value.overflow |= !detail::narrow(exact - whole, rest);
        }
        return lowest(rest, over);
    }
    [[nodiscard]] LOYALTY_INLINE static constexpr state lowest(std::int64_t rest, std::int64_t over) noexcept {
        const ratio kept = detail::lowest_terms(rest, over);
        return {kept.numerator, kept.denominator};
    }

    /// The correction leaves every rest alone that the mode can leave, of either sign. Half a point owed, after
    /// rounding half up, is such a rest, and no reason to take a point back.
    [[nodiscard]] constexpr rounding mode_of_rest() const noexcept {
        switch (mode) {
        case rounding::down:
            return rounding::floor;
        case rounding::up:
            return rounding::ceiling;
        case rounding::half_up:
            return rounding::half_ceiling;
        case rounding::half_down:
            return rounding::half_floor;
        case rounding::half_odd:
            return rounding::half_down;
        case rounding::zero_five_up:
            return rounding::down;
        default:
            return mode;
        }
    }
};

} // namespace loyalty
