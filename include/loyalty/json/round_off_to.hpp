// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Rounding to a coarser amount than the smallest of a unit.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <string_view>

namespace loyalty::json {

/// To whole multiples of an amount, such as whole points of a unit that has hundredths: `{"round_off": {"mode":
/// "floor", "to": "1 points"}}` makes 177.50 points 177.00.
struct round_off_to {
    static constexpr auto kind = detail::stage_kind::round;
    static constexpr std::string_view name = "round_off";
    using unit = awarded;

    rounding mode = rounding::floor;
    amount<awarded> to{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"mode", &round_off_to::mode, "how the rest is cut off"},
                           extensions::field{"to", &round_off_to::to,
                                             "the amount of which a whole multiple is left; without it the smallest",
                                             extensions::above_zero("round_off: `to` must be above zero")});

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit&,
                                        extensions::no_state) const noexcept {
        value.multiply(1, to.minor_units());
        value.round(mode);
        value.multiply(to.minor_units(), 1);
    }
};

} // namespace loyalty::json
