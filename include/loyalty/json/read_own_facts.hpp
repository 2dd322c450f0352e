// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Finds the facts of the host's own by name, and the codes of their texts.

#include <loyalty/json/limits.hpp>
#include <loyalty/json/reader.hpp>
#include <loyalty/json/vocabulary.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::json::reading {

/// The unit of an amount that the host names; money if it names none.
[[nodiscard]] inline count_unit unit_of_fact(reader& in, const place& where, const own_fact& fact) {
    if (fact.is_code || fact.unit.code.empty()) {
        return count_unit::money;
    }
    const auto unit = in.words().count_unit_of(fact.unit.code, fact.unit.digits);
    if (!unit) {
        in.say(where, "`" + std::string(fact.name) + "` counts " + std::string(fact.unit.code) + " with " +
                          std::to_string(fact.unit.digits) +
                          " decimals: a unit of this name has others, or there are more than " +
                          std::to_string(most_own_units) + " units");
    }
    return unit.value_or(count_unit::money);
}

/// A fact of the host's by a name of the programme.
[[nodiscard]] inline fact_text fact_text_of(const own_fact& fact, const std::string& name, std::size_t index) {
    return {.name = name,
            .host_name = std::string(fact.name),
            .index = index,
            .is_code = fact.is_code,
            .is_text = fact.is_text,
            .has_host_unit = !fact.unit.code.empty()};
}

/// A fact of the host's own by the name that the programme gives it, or else the host. Says it if there is none.
[[nodiscard]] inline fact_text* own_fact_named(reader& in, const place& where, const std::string& name) {
    std::vector<std::string_view> names;
    auto& facts = in.words().facts;
    for (fact_text& each : facts) {
        if (each.name == name) {
            return &each;
        }
        names.push_back(each.name);
    }
    const auto own = in.facts().own();
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (in.words().fact_at(i) != nullptr) {
            continue; // the programme has a name for it
        }
        if (own[i].name == name) {
            fact_text& made = facts.emplace_back(fact_text_of(own[i], name, i));
            made.unit = unit_of_fact(in, where, own[i]);
            return &made;
        }
        names.push_back(own[i].name);
    }
    names.empty() ? in.say(where, "these events have no facts of their own") : in.expect_one_of(where, name, names);
    return nullptr;
}

/// A code, or the code of a text that the host numbers.
[[nodiscard]] inline std::int64_t code_of_fact(reader& in, const place& where, fact_text& fact) {
    std::int64_t code = 0;
    if (!in.facts().own()[fact.index].is_text) {
        in.read(where, code);
        return code;
    }
    if (!in.expect(where, value_kind::text)) {
        return 0;
    }
    code = fact.code_of(where.at.text);
    if (code == 0 && fact.is_closed) {
        in.expect_one_of(where, where.at.text, {fact.values.begin(), fact.values.end()});
    } else if (code == 0 && fact.values.size() == most_values_of_fact) {
        in.say(where,
               "`" + fact.name + "` is compared with more than " + std::to_string(most_values_of_fact) + " texts");
    } else if (code == 0) {
        fact.values.push_back(where.at.text);
        return static_cast<std::int64_t>(fact.values.size());
    }
    return code;
}

} // namespace loyalty::json::reading
