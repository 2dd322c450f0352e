// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Units that a rule names at run time.
///
/// `"50 points"` and `"5.00 USD"` are awards: both are an `amount<awarded>` of 50 and of 500 minor units, and the rule knows
/// beside them that it grants points, or money.

#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// The unit that a rule grants.
enum class award_unit : std::uint8_t { points, stamps, badges, money };

/// The unit that a rule counts.
enum class count_unit : std::uint8_t { money, items, visits, points, stamps, badges };

/// The unit of awards that are counted.
[[nodiscard]] constexpr count_unit counted_as(award_unit unit) noexcept {
    switch (unit) {
    case award_unit::points:
        return count_unit::points;
    case award_unit::stamps:
        return count_unit::stamps;
    case award_unit::badges:
        return count_unit::badges;
    case award_unit::money:
        break;
    }
    return count_unit::money;
}

/// Minor units of the rule's `award_unit`.
struct awarded {
    static constexpr unit_code code = "award";
    static constexpr int digits = 0;
};

/// Minor units of the rule's `count_unit`.
struct counted {
    static constexpr bool comes_at_run_time = true;
    static constexpr unit_code code = "count";
    static constexpr int digits = 0;
};

/// A unit as refusals and explanations name it.
struct named_unit {
    std::string_view code;
    int digits = 0;
};

template <class Currency>
[[nodiscard]] constexpr named_unit unit_named(award_unit unit) noexcept {
    switch (unit) {
    case award_unit::points:
        return {loyalty::unit::points::code, loyalty::unit::points::digits};
    case award_unit::stamps:
        return {loyalty::unit::stamps::code, loyalty::unit::stamps::digits};
    case award_unit::badges:
        return {loyalty::unit::badges::code, loyalty::unit::badges::digits};
    case award_unit::money:
        break;
    }
    return {Currency::code, Currency::digits};
}

template <class Currency>
[[nodiscard]] constexpr named_unit unit_named(count_unit unit) noexcept {
    switch (unit) {
    case count_unit::items:
        return {loyalty::unit::items::code, loyalty::unit::items::digits};
    case count_unit::visits:
        return {loyalty::unit::visits::code, loyalty::unit::visits::digits};
    case count_unit::points:
        return unit_named<Currency>(award_unit::points);
    case count_unit::stamps:
        return unit_named<Currency>(award_unit::stamps);
    case count_unit::badges:
        return unit_named<Currency>(award_unit::badges);
    case count_unit::money:
        break;
    }
    return {Currency::code, Currency::digits};
}

} // namespace loyalty::json
