// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes the words of a programme: `"units": {"points": {"name": "stars", "digits": 2}}, "facts": {"card": {"of": "tier"}}`.

#include <loyalty/json/units.hpp>
#include <loyalty/json/vocabulary.hpp>
#include <loyalty/json/write_fields.hpp>
#include <loyalty/money/currency_table.hpp>

#include <cstddef>
#include <string>

namespace loyalty::json::writing {

/// Writes the units that are not called or counted as they are without a word.
inline void write_units(writer& out) {
    const vocabulary usual{out.words().money()};
    std::string units;
    for (const award_unit each : {award_unit::points, award_unit::stamps, award_unit::badges, award_unit::money}) {
        const unit_text& own = out.words().units[static_cast<std::size_t>(each)];
        const bool is_money = each == award_unit::money;
        const auto currency = arithmetic::find_currency(own.code);
        const int digits = is_money && currency ? currency->digits : 0;
        std::string body;
        if (!is_money && own.code != usual.unit(each).code) {
            body = "\"name\": " + in_quotes(own.code);
        }
        if (own.digits != digits) {
            body += (body.empty() ? "\"digits\": " : ", \"digits\": ") + std::to_string(own.digits);
        }
        if (!body.empty()) {
            units += (units.empty() ? "\"" : ", \"") + std::string(unit_named<any_currency>(each).code) + "\": {" +
                     body + '}';
        }
    }
    if (!units.empty()) {
        out.text += ",\n  \"units\": {" + units + '}';
    }
}

/// Writes the facts of the host to which the programme gives a name.
inline void write_facts(writer& out) {
    std::size_t written = 0;
    for (const fact_text& each : out.words().facts) {
        if (!each.is_declared) {
            continue;
        }
        out.text += written++ == 0 ? ",\n  \"facts\": {" : ", ";
        out.text += in_quotes(each.name) + ": {\"of\": " + in_quotes(each.host_name);
        if (!each.is_code && !each.has_host_unit) {
            const named_unit unit = out.words().unit(each.unit);
            out.text += ", \"unit\": " + in_quotes(unit.code);
            out.text += unit.digits != 0 ? ", \"digits\": " + std::to_string(unit.digits) : "";
        }
        if (each.is_closed) {
            out.text += ", \"values\": ";
            out.list(each.values.size(), [&](std::size_t i) { out.text += in_quotes(each.values[i]); });
        }
        out.text += '}';
    }
    out.text += written == 0 ? "" : "}";
}

} // namespace loyalty::json::writing
