// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads what a rule is called: `{"name": "welcome", "points": [...]}`.

#include <loyalty/json/limits.hpp>
#include <loyalty/json/reader.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loyalty::json::reading {

/// A rule by the name of its policy, with a name of its own beside it or without.
[[nodiscard]] inline std::optional<named_place> named_rule(reader& in, const place& where, std::string& name) {
    const auto own = where.at.is_object() && where.at.keys.size() == 2 ? where.find("name") : std::nullopt;
    if (!own) {
        return in.named(where);
    }
    if (in.expect(*own, value_kind::text)) {
        name = own->at.text;
        if (name.empty() || name.size() > most_name_bytes) {
            in.say(*own, "a name of a rule has 1 to " + std::to_string(most_name_bytes) + " bytes");
        }
    }
    const std::size_t other = where.at.keys[0] == "name" ? 1 : 0;
    return named_place{where.at.keys[other], where.key(other)};
}

} // namespace loyalty::json::reading
