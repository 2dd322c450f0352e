// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Units that a rule names at run time.
///
/// `"50 points"` and `"5.00 USD"` are awards: both are an `amount<awarded>` of 50 and of 500 minor units, and the rule
/// has beside them that it grants points, or money.

#include <loyalty/json/limits.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// The unit that a rule grants.
enum class award_unit : std::uint8_t { points, stamps, badges, money };

/// The unit that a rule counts. Behind `badges` come the units of the host's own facts: see `own_unit`.
enum class count_unit : std::uint8_t { money, items, visits, points, stamps, badges };

/// The units of one programme that only the host's facts have, such as km: at most so many.
inline constexpr std::size_t most_own_units = 8;

/// The unit of the host's own with a number, from 0.
[[nodiscard]] constexpr count_unit own_unit(std::size_t number) noexcept {
    return static_cast<count_unit>(static_cast<std::size_t>(count_unit::badges) + 1 + number);
}

/// The name of a unit of the host's own in explanations and refusals; `vocabulary` has its name in the text.
inline constexpr std::string_view own_unit_codes[most_own_units]{"own 0", "own 1", "own 2", "own 3",
                                                                 "own 4", "own 5", "own 6", "own 7"};

/// The name of a fact of the host's own in explanations, by its number among them; `vocabulary` has its name in the text.
inline constexpr std::string_view own_fact_codes[most_own_facts]{
    "fact 0", "fact 1", "fact 2",  "fact 3",  "fact 4",  "fact 5",  "fact 6",  "fact 7",
    "fact 8", "fact 9", "fact 10", "fact 11", "fact 12", "fact 13", "fact 14", "fact 15"};

/// Money whose currency a text names: the `"currency"` of a programme may then be any of ISO 4217. One type of programme reads
/// them all. Effects and explanations call it "money"; `vocabulary` has its code and its decimals.
struct any_currency {
    static constexpr unit_code code = "money";
    static constexpr int digits = 0;       ///< amounts are minor units of the currency of the text
    static constexpr int numeric = 65'535; ///< of no currency of ISO 4217
};

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
        return {Currency::code, Currency::digits};
    }
    return {own_unit_codes[static_cast<std::size_t>(unit) - static_cast<std::size_t>(own_unit(0))], 0};
}

/// The unit that a text calls by its own name.
template <class Unit>
[[nodiscard]] constexpr award_unit award_unit_of() noexcept {
    for (const award_unit each : {award_unit::points, award_unit::stamps, award_unit::badges}) {
        if (unit_named<any_currency>(each).code == std::string_view{Unit::code}) {
            return each;
        }
    }
    return award_unit::money;
}

} // namespace loyalty::json
