// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What is said of a programme out of a text.

#include "programmes.hpp"

#include <loyalty/json/vocabulary.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// The units that some version grants, in the order of the rules.
[[nodiscard]] inline std::vector<granted_unit> units_of(const json::vocabulary& words) {
    std::vector<granted_unit> units;
    for (const json::award_unit each : words.granted) {
        const json::named_unit named = words.unit(each);
        const std::string_view library = json::unit_named<json::any_currency>(each).code;
        units.push_back({static_cast<std::size_t>(each), library, std::string(named.code), named.digits,
                         each == json::award_unit::money});
    }
    return units;
}

/// What all versions of a text have in common.
template <class Text>
[[nodiscard]] programme_notes notes_of_text(const Text& shared) {
    programme_notes notes{.name = std::string(shared.name.view()),
                          .description = shared.description,
                          .currency = std::string(shared.words.money().code),
                          .currency_digits = shared.words.money().digits,
                          .layout = shared.layout.empty() ? "default" : shared.layout,
                          .units = units_of(shared.words),
                          .words = shared.words};
    for (const auto& [name, code] : shared.categories) {
        notes.categories.push_back({name, static_cast<std::uint32_t>(code)});
    }
    return notes;
}

} // namespace loyalty_run
