// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Puts each shape of a JSON Schema into one place: what several rules have, such as `"lots"` of each version, becomes a definition
/// that they refer to.
///
/// `{"properties": {"a": {"rounding": S}, "b": {"rounding": S}}}` with a long S becomes two times
/// `{"rounding": {"$ref": "#/$defs/rounding"}}`, and `"$defs": {"rounding": S}`.

#include <loyalty/config.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace loyalty::json::describing {

/// Finds what stands more than once, the longest first.
class shape_finder {
public:
    using node = nlohmann::ordered_json;

    /// A shorter text of a shape is no longer than the reference to it with its place.
    static constexpr std::size_t least_bytes = 120;

    explicit shape_finder(node& whole) : whole_{whole} {}

    /// At most as many rounds as there are shapes.
    void run() {
        for (;;) {
            found_.clear();
            count(whole_, "");
            std::string longest;
            for (const auto& [text, seen] : found_) {
                longest = seen.times > 1 && text.size() > longest.size() ? text : longest;
            }
            if (longest.empty()) {
                return;
            }
            const std::string name = free_name(found_.at(longest).name);
            node shape = node::parse(longest);
            replace(whole_, longest, node{{"$ref", "#/$defs/" + name}});
            whole_["$defs"][name] = std::move(shape);
        }
    }

private:
    struct seen_shape {
        std::size_t times = 0;
        std::string name{};
    };

    /// As deep as the schema is.
    void count(const node& from, const std::string& name) {
        if (from.is_object() && !name.empty()) {
            std::string text = from.dump();
            if (text.size() >= least_bytes) {
                seen_shape& own = found_[std::move(text)];
                ++own.times;
                own.name = own.name.empty() ? name : own.name;
            }
        }
        each_part(from, name, [&](const node& part, const std::string& called) { count(part, called); });
    }
    void replace(node& from, const std::string& text, const node& by) {
        each_part(from, "schema", [&](node& part, const std::string& called) {
            if (!called.empty() && part.is_object() && part.dump() == text) {
                part = by;
            } else {
                replace(part, text, by);
            }
        });
    }
    /// The values of `properties` are shapes by their names, and so are the schemas in them; a list of properties is none.
    template <class Node, class Function>
    static void each_part(Node& from, const std::string& name, Function function) {
        if (from.is_array()) {
            for (auto& each : from) {
                function(each, name);
            }
        } else if (from.is_object()) {
            for (auto& [key, part] : from.items()) {
                if (key == "properties" || key == "$defs") {
                    for (auto& [own, schema] : part.items()) {
                        function(schema, own);
                    }
                } else {
                    function(part, name.empty() ? key : name);
                }
            }
        }
    }
    [[nodiscard]] std::string free_name(const std::string& name) const {
        std::string own = name;
        for (std::size_t i = 2; whole_["$defs"].contains(own); ++i) {
            own = name + '_' + std::to_string(i);
        }
        return own;
    }

    node& whole_;
    std::map<std::string, seen_shape> found_;
};

} // namespace loyalty::json::describing
