// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A description for machines: each rule with its sentence and its fields, all values as texts.
///
///     {"programme":"shop","version":1,"rules":[{"rule":"round_off","sentence":"Rounded down.","fields":{"mode":"floor"}}]}

#include <loyalty/config.hpp>
#include <loyalty/explain/description.hpp>
#include <loyalty/explain/leaflet.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::io::descriptions {

/// Writes JSON, value by value.
class json_text {
public:
    std::string text;

    void string(std::string_view value) {
        constexpr std::string_view digits = "0123456789abcdef";
        text += '"';
        for (const char each : value) {
            const auto code = static_cast<unsigned char>(each);
            if (each == '"' || each == '\\') {
                text += '\\';
                text += each;
            } else if (code < 0x20) {
                text += "\\u00";
                text += digits[code >> 4u];
                text += digits[code & 0xFu];
            } else {
                text += each;
            }
        }
        text += '"';
    }
    void key(std::string_view name) {
        next();
        string(name);
        text += ':';
        is_first_ = true;
    }
    void value(std::string_view content) {
        next();
        string(content);
    }
    void number(std::string_view digits) {
        next();
        text += digits;
    }
    void open(char bracket) {
        next();
        text += bracket;
        is_first_ = true;
    }
    void close(char bracket) {
        text += bracket;
        is_first_ = false;
    }
    void member(std::string_view name, std::string_view content) {
        key(name);
        value(content);
    }

private:
    void next() {
        text += is_first_ ? "" : ",";
        is_first_ = false;
    }

    bool is_first_ = true;
};

namespace writing {

inline void write_fields(json_text& out, const part& rule);

inline void write_part(json_text& out, const part& what) {
    switch (what.what) {
    case part::kind::value:
        out.value(what.text);
        return;
    case part::kind::list:
        out.open('[');
        for (const part& each : what.items) {
            write_part(out, each);
        }
        out.close(']');
        return;
    case part::kind::rule:
        break;
    }
    if (what.name.empty()) {
        write_fields(out, what);
        return;
    }
    out.open('{');
    out.key(what.name);
    write_fields(out, what);
    out.close('}');
}

/// The fields in an object; the only one without a name by itself.
inline void write_fields(json_text& out, const part& rule) {
    if (rule.fields.size() == 1 && rule.fields.front().name.empty()) {
        write_part(out, rule.fields.front().value);
        return;
    }
    out.open('{');
    for (const field& each : rule.fields) {
        out.key(each.name);
        write_part(out, each.value);
    }
    out.close('}');
}

} // namespace writing

/// Writes a description as an object.
inline void write_description(json_text& out, const description& what, const texts_of& texts = leaflet_english) {
    const leaflet_writer writer{what, texts};
    out.open('{');
    out.member("programme", what.name);
    out.key("version");
    out.number(std::to_string(what.version));
    const auto some = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            out.member(name, value);
        }
    };
    some("description", what.note);
    some("currency", what.currency);
    some("from", what.from);
    some("until", what.until);
    some("day_start_seconds", what.day_start_seconds == 0 ? "" : std::to_string(what.day_start_seconds));
    out.key("tiers");
    out.open('[');
    for (const std::string& each : what.tiers) {
        out.value(each);
    }
    out.close(']');
    out.key("categories");
    out.open('{');
    for (const auto& [name, code] : what.categories) {
        out.member(name, code);
    }
    out.close('}');
    for (const field& each : what.further) {
        out.key(each.name);
        writing::write_part(out, each.value);
    }
    out.key("rules");
    out.open('[');
    for (const part& rule : what.rules) {
        out.open('{');
        out.member("rule", rule.what == part::kind::rule ? rule.name : rule.text);
        if (!rule.called.empty()) {
            out.member("name", rule.called);
        }
        out.member("sentence", writer.sentence(rule));
        out.key("fields");
        rule.what == part::kind::rule ? writing::write_fields(out, rule)
                                      : writing::write_fields(out, part{part::kind::rule, {}, {}, {}, {}});
        out.close('}');
    }
    out.close(']');
    out.close('}');
}

/// The description in one line of JSON.
[[nodiscard]] inline std::string description_json(const description& what, const texts_of& texts = leaflet_english) {
    json_text out;
    write_description(out, what, texts);
    return out.text + '\n';
}
/// Several versions as a list; one version as an object.
[[nodiscard]] inline std::string description_json(const std::vector<description>& versions,
                                                  const texts_of& texts = leaflet_english) {
    if (versions.size() == 1) {
        return description_json(versions.front(), texts);
    }
    json_text out;
    out.open('[');
    for (const description& each : versions) {
        write_description(out, each, texts);
    }
    out.close(']');
    return out.text + '\n';
}

} // namespace loyalty::io::descriptions
