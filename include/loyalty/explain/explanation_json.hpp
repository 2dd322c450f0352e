// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Explanations for machines: a line of JSON for an event.
///
///     {"programme":"shop","version":1,"accepted":true,"rules":[{"rule":1,"policy":"points","result":"granted","steps":[
///      {"what":"basis","kind":"saw","value":"23.99","unit":"USD"}],"granted":[{"value":"23","unit":"points"}]}]}
///
/// Rules are counted from 1, as in sentences. Values are exact; one that no decimal has is a text such as "7 and 2/3".

#include <loyalty/config.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/explain/description_json.hpp>
#include <loyalty/explain/exact_number.hpp>
#include <loyalty/explain/explanation.hpp>
#include <loyalty/explain/explanation_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace loyalty::io::explanations {

namespace writing {

using descriptions::json_text;

inline void write_value(json_text& out, const quantity& value) {
    out.member("value", exact_text(value.value, value.digits));
    if (!value.unit.empty()) {
        out.member("unit", value.unit);
    }
}
inline void write_quantity(json_text& out, const quantity& value) {
    out.open('{');
    write_value(out, value);
    out.close('}');
}

inline void write_step(json_text& out, const statement& one, std::string_view text) {
    constexpr std::string_view kinds[]{"saw", "made", "limit", "near_miss", "why_not"};
    out.open('{');
    out.member("what", one.what);
    out.member("kind", kinds[static_cast<std::size_t>(one.kind)]);
    if (one.what == "condition not met" || one.what == "no line counts") {
        out.member("condition", one.value.unit);
    } else {
        write_value(out, one.value);
    }
    if (one.desired) {
        out.key("desired");
        write_quantity(out, *one.desired);
    }
    if (one.party) {
        out.key("party");
        out.number(std::to_string(*one.party));
    }
    out.member("sentence", text);
    out.close('}');
}

/// The name of a rule in the programme, if it is not that of its policy.
inline void write_name(json_text& out, const std::string& name) {
    if (!name.empty()) {
        out.member("name", name);
    }
}

inline void write_rule(json_text& out, const rule_explanation& rule, const sentence_writer& writer) {
    constexpr std::string_view results[]{"granted", "nothing", "taken_back", "not_concerned", "refused"};
    out.open('{');
    out.key("rule");
    out.number(std::to_string(rule.rule + 1));
    out.member("policy", rule.policy);
    write_name(out, rule.name);
    out.member("result", results[static_cast<std::size_t>(rule.result)]);
    out.key("steps");
    out.open('[');
    for (const statement& each : rule.steps) {
        write_step(out, each, writer.text_of(each));
    }
    out.close(']');
    if (!rule.tiers.empty()) {
        out.key("tiers");
        out.open('[');
        for (const tier_step& each : rule.tiers) {
            out.open('{');
            out.key("from");
            out.number(std::to_string(each.from));
            out.key("to");
            out.number(std::to_string(each.to));
            out.close('}');
        }
        out.close(']');
    }
    out.key("granted");
    out.open('[');
    for (const quantity& each : rule.granted) {
        write_quantity(out, each);
    }
    out.close(']');
    out.close('}');
}

} // namespace writing

/// Writes an explanation between the brackets of an object, behind what the host has put there.
inline void write_explanation(descriptions::json_text& out, const explanation& told, const texts_of& texts = english) {
    const sentence_writer writer{texts};
    out.member("programme", told.programme);
    out.key("version");
    out.number(std::to_string(told.version));
    out.key("accepted");
    out.number(told.accepted ? "true" : "false");
    if (told.refused) {
        out.key("refused");
        out.open('{');
        out.member("why", message(told.refused->why));
        out.key("rule");
        out.number(std::to_string(told.refused->rule + 1));
        out.member("policy", told.refused->policy);
        writing::write_name(out, told.refused->name);
        if (told.refused->asked) {
            out.key("asked");
            writing::write_quantity(out, *told.refused->asked);
            out.key("there");
            writing::write_quantity(out, *told.refused->there);
        }
        out.close('}');
    }
    out.key("rules");
    out.open('[');
    for (const rule_explanation& each : told.rules) {
        writing::write_rule(out, each, writer);
    }
    out.close(']');
}

/// The explanation in one line of JSON.
[[nodiscard]] inline std::string explanation_json(const explanation& told, const texts_of& texts = english) {
    descriptions::json_text out;
    out.open('{');
    write_explanation(out, told, texts);
    out.close('}');
    return out.text;
}

} // namespace loyalty::io::explanations
