// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What is said of a number that is no amount of its unit.
///
/// `"1.005 USD"` in a text without "units": the number has more decimals than the unit: USD has 2 of them; {"units": {"money": {"digits":
/// 3}}} at the top gives it 3.

#include <loyalty/detail/parsed.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/vocabulary.hpp>
#include <loyalty/money/unit.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace loyalty::json::reading {

/// How many decimals a number is written with: of 1.005 there are 3.
[[nodiscard]] inline std::size_t decimals_written(std::string_view number) noexcept {
    const std::size_t point = number.find('.');
    return point == std::string_view::npos ? 0 : number.size() - point - 1;
}

/// The sentence behind the text of an amount. It names the field of the text that gives the unit its decimals, if one does.
[[nodiscard]] inline std::string number_mistake(texts::parse_error error, std::string_view number, named_unit unit,
                                                const vocabulary& words) {
    std::string sentence(texts::message(error));
    if (error != texts::parse_error::too_many_decimals) {
        return sentence;
    }
    const std::size_t written = decimals_written(number);
    sentence += ": " + std::string(unit.code) + " has " + (unit.digits == 0 ? "none" : std::to_string(unit.digits));
    for (std::size_t i = 0; i < words.units.size(); ++i) {
        if (words.units[i].code == unit.code && written <= std::size_t{loyalty::detail::unit_digits_max}) {
            const std::string_view key = unit_named<any_currency>(static_cast<award_unit>(i)).code;
            sentence += "; {\"units\": {\"" + std::string(key) + "\": {\"digits\": " + std::to_string(written) +
                        "}}} at the top gives it " + std::to_string(written);
        }
    }
    for (const fact_text& each : words.facts) {
        if (!each.is_code && !each.has_host_unit && words.unit(each.unit).code == unit.code) {
            sentence += "; \"digits\": " + std::to_string(written) + " of \"" + each.name +
                        "\" in \"facts\" gives it " + std::to_string(written);
        }
    }
    return sentence;
}

} // namespace loyalty::json::reading
