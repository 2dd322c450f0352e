// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a programme from text is: the same tree as that of C++, see explain/description.hpp.
///
/// @code
/// const auto shop = json::read_programme<currency::usd>(text);
/// io::descriptions::leaflet(json::describe(shop));    // "For each 1.00 USD of goods: 1 point; rounded down."
/// @endcode

#include <loyalty/explain/description.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty::json {

namespace describing {

using io::descriptions::part;

[[nodiscard]] part part_of(const value& from);

/// A rule by its name and what stands behind it.
[[nodiscard]] inline part rule_of(const std::string& name, const value& content) {
    part rule{part::kind::rule, name, {}, {}, {}};
    const bool holds_a_rule = name == "any_line" || name == "negation";
    if (content.is_object() && !holds_a_rule) {
        for (std::size_t i = 0; i < content.keys.size(); ++i) {
            rule.fields.push_back({content.keys[i], part_of(content.items[i])});
        }
    } else {
        rule.fields.push_back({"", part_of(content)});
    }
    for (io::descriptions::field& each : rule.fields) {
        for (part& item : each.value.items) {
            item.name = name == "cashback" && each.name == "rates" ? "cashback_rate" : item.name;
        }
    }
    return rule;
}

/// As deep as the text is: at most `most_depth`.
[[nodiscard]] inline part part_of(const value& from) {
    if (from.kind == value_kind::list) {
        part list{part::kind::list, {}, {}, {}, {}};
        for (const value& each : from.items) {
            list.items.push_back(part_of(each));
        }
        return list;
    }
    if (!from.is_object()) {
        return {part::kind::value, {}, from.text, {}, {}};
    }
    const bool are_days = from.find("from") != nullptr || from.find("until") != nullptr;
    return from.keys.size() == 1 && !are_days ? rule_of(from.keys.front(), from.items.front()) : rule_of("", from);
}

/// What a text says that was read without a mistake.
[[nodiscard]] inline io::descriptions::description description_of(const value& root) {
    io::descriptions::description what;
    for (std::size_t i = 0; i < root.keys.size(); ++i) {
        const std::string& key = root.keys[i];
        const value& own = root.items[i];
        if (key == "programme") {
            what.name = own.text;
        } else if (key == "version") {
            what.version = static_cast<std::uint32_t>(std::stoul(own.text));
        } else if (key == "currency") {
            what.currency = own.text;
        } else if (key == "description") {
            what.note = own.text;
        } else if (key == "tiers") {
            for (const value& each : own.items) {
                what.tiers.push_back(each.text);
            }
        } else if (key == "categories") {
            for (std::size_t code = 0; code < own.keys.size(); ++code) {
                what.categories.emplace_back(own.keys[code], own.items[code].text);
            }
        } else if (key == "rules") {
            for (const value& each : own.items) {
                what.rules.push_back(part_of(each));
            }
        } else if (key == "lots") {
            part lots = rule_of("lots", own);
            lots.fields.insert(lots.fields.begin(), {"of", {part::kind::value, {}, "points", {}, {}}});
            what.rules.push_back(std::move(lots));
        } else {
            what.further.push_back({key, part_of(own)});
        }
    }
    return what;
}

} // namespace describing

/// A programme in which no mistake was found.
template <class Currency, std::size_t Capacity, class Ledger>
[[nodiscard]] io::descriptions::description describe(const programme_text<Currency, Capacity, Ledger>& programme) {
    mistakes none;
    return describing::description_of(parse(write_programme(programme), none));
}

} // namespace loyalty::json
