// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The JSON Schema of the fields of a rule, from its list `rule_fields`.
///
/// `{"most", &cap_at::most, "the largest award", above_zero(...)}` becomes
/// `"most": {"type": "string", "pattern": ..., "description": "the largest award"}`, and a required field, since the cap of no amount
/// breaks the bound.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/money_measure.hpp>
#include <loyalty/json/names.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/json/read_lots.hpp>
#include <loyalty/json/timed_lots.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/rules/field.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::json::describing {

using node = nlohmann::ordered_json;

// Parts of a schema ------------------------------------------------------------------------------------------------------

[[nodiscard]] inline node reference(const char* name) {
    return {{"$ref", std::string("#/$defs/") + name}};
}
[[nodiscard]] inline node any_of(std::initializer_list<node> choices) {
    node all = node::array();
    for (const node& each : choices) {
        all.push_back(each);
    }
    return {{"anyOf", std::move(all)}};
}
[[nodiscard]] inline node list_of(node item, std::size_t least, std::size_t most) {
    return {{"type", "array"}, {"items", std::move(item)}, {"minItems", least}, {"maxItems", most}};
}
[[nodiscard]] inline node one_or_list(const node& item) {
    return any_of({item, list_of(item, 1, 64)});
}
[[nodiscard]] inline node pattern(const std::string& text) {
    return {{"type", "string"}, {"pattern", text}};
}
template <class Choice>
[[nodiscard]] node names() {
    node all = node::array();
    for (const std::string_view each : list_of_names<Choice>()) {
        all.push_back(std::string(each));
    }
    return {{"enum", std::move(all)}};
}
/// An object with one key.
[[nodiscard]] inline node keyed(std::string_view key, node body) {
    return {{"type", "object"},
            {"properties", {{std::string(key), std::move(body)}}},
            {"required", node::array({std::string(key)})},
            {"additionalProperties", false}};
}
/// A number and one of some units; with a bound above zero some digit is not 0.
[[nodiscard]] inline node amount_in(const std::string& units, bool above_zero) {
    return pattern((above_zero ? std::string("^(?=[0-9.]*[1-9])") : std::string("^-?")) + "[0-9]+(\\.[0-9]+)? (" +
                   units + ")$");
}
/// Units have the names that "units" and "facts" of the programme give them, so the reader alone has their list.
inline const std::string awards_in = "[^ ]+";
inline const std::string counts_in = "[^ ]+";

// By type, as `field_reader` reads them --------------------------------------------------------------------------------

template <class Rule>
[[nodiscard]] node rule(const Rule& made);

template <class Type>
[[nodiscard]] node named(const Type& made) {
    if constexpr (loyalty::detail::lists_rule_fields<Type>) {
        return any_of({{{"const", std::string(Type::name)}}, keyed(Type::name, rule(made))});
    } else {
        return {{"const", std::string(Type::name)}};
    }
}

struct by_type {
    template <class Type>
    [[nodiscard]] node of(const Type& value, const extensions::bound& within) const {
        if constexpr (std::is_same_v<Type, bool>) {
            return {{"type", "boolean"}};
        } else if constexpr (std::is_enum_v<Type>) {
            return names<Type>();
        } else if constexpr (std::is_integral_v<Type>) {
            const bool bounded = within.what == extensions::bound::kind::number;
            return {{"type", "integer"},
                    {"minimum", bounded ? within.least : std::int64_t{(std::numeric_limits<Type>::min)()}},
                    {"maximum", std::int64_t{bounded && within.most < std::int64_t{(std::numeric_limits<Type>::max)()}
                                                 ? static_cast<Type>(within.most)
                                                 : (std::numeric_limits<Type>::max)()}}};
        } else if constexpr (reading::is_named<Type>) {
            return named(value);
        } else {
            return rule(value);
        }
    }
    [[nodiscard]] node of(std::uint64_t, const extensions::bound&) const {
        return {{"type", "integer"}, {"minimum", 0}, {"maximum", (std::numeric_limits<std::uint64_t>::max)()}};
    }
    [[nodiscard]] node of(amount<awarded>, const extensions::bound& within) const {
        return amount_in(awards_in, within.least > 0);
    }
    [[nodiscard]] node of(amount<counted>, const extensions::bound& within) const {
        return amount_in(counts_in, within.least > 0);
    }
    template <unit_type Unit>
    [[nodiscard]] node of(amount<Unit>, const extensions::bound& within) const {
        const bool is_negative_refused = within.what == extensions::bound::kind::number && within.least == 0;
        return is_negative_refused ? pattern("^[0-9]+(\\.[0-9]+)? [A-Z]{3}$") : amount_in("[A-Z]{3}", within.least > 0);
    }
    [[nodiscard]] node of(ratio, const extensions::bound&) const { return reference("ratio"); }
    [[nodiscard]] node of(date, const extensions::bound&) const { return reference("date"); }
    [[nodiscard]] node of(date_window, const extensions::bound&) const { return reference("dates"); }
    template <std::size_t Buckets>
    [[nodiscard]] node of(const lot_expiry<Buckets>& value, const extensions::bound&) const {
        return one_of(value.by);
    }
    template <std::size_t Buckets>
    [[nodiscard]] node of(const timed_expiry<Buckets>& value, const extensions::bound&) const {
        return one_of(value.by);
    }
    [[nodiscard]] node of(const activation_choice& value, const extensions::bound&) const { return one_of(value.by); }
    [[nodiscard]] node of(const day_list&, const extensions::bound&) const {
        const node day = pattern("^([0-9]{1,2}-)?[0-9]{1,2}$");
        return any_of({day, list_of(day, 1, most_fixed_days)});
    }
    template <class... Rules>
    [[nodiscard]] node one_of(const either_of<Rules...>&) const {
        return any_of({named(reading::unread<Rules>())...});
    }
    [[nodiscard]] node of(const condition&, const extensions::bound&) const { return reference("condition"); }
    [[nodiscard]] node of(const measure&, const extensions::bound&) const { return reference("measure"); }
    template <class Currency>
    [[nodiscard]] node of(const money_measure<Currency>&, const extensions::bound&) const {
        return reference("measure");
    }
    [[nodiscard]] node of(const event_measure&, const extensions::bound&) const {
        return {{"enum", node::array({"visits", "activities"})}};
    }
    [[nodiscard]] node of(const window&, const extensions::bound&) const { return reference("window"); }
    [[nodiscard]] node of(const any_window&, const extensions::bound&) const { return reference("window"); }
    /// Of a streak: what it is written as stands with it.
    template <auto Window>
    [[nodiscard]] node of(const loyalty::detail::fixed_window<Window>&, const extensions::bound&) const {
        return node::object();
    }
    [[nodiscard]] node of(const criteria::components&, const extensions::bound&) const {
        return one_or_list(names<component>());
    }
    [[nodiscard]] node of(const criteria::tender_share&, const extensions::bound&) const {
        return one_or_list(names<tender>());
    }
    template <std::size_t Count>
    [[nodiscard]] node of(const loyalty::detail::shared_ratios<Count>&, const extensions::bound&) const {
        return list_of(reference("ratio"), 1, Count);
    }
    template <std::size_t Count>
    [[nodiscard]] node of(const std::int64_t (&)[Count], const extensions::bound&) const {
        return list_of(amount_in(counts_in, true), 1, Count - 1);
    }
    template <class Currency>
    [[nodiscard]] node of(const bundle<Currency>&, const extensions::bound&) const {
        return one_or_list(amount_in(awards_in, true));
    }
};

/// True for a field that is written in another way, or never.
template <class Type>
inline constexpr bool is_hidden = loyalty::detail::has_leaves<Type> || std::is_same_v<Type, criteria::any_tender>;

/// The fields of a rule: those whose value in `made` breaks their bound are required.
template <class Rule>
[[nodiscard]] node object(const Rule& made, std::initializer_list<std::pair<const char*, node>> others = {},
                          std::initializer_list<std::string_view> required_too = {}) {
    node properties = node::object();
    node required = node::array();
    for (const std::string_view each : required_too) {
        required.push_back(std::string(each));
    }
    loyalty::detail::for_each_index<Rule::rule_fields.size>([&](auto index) {
        const auto& field = loyalty::detail::get<index>(Rule::rule_fields.all);
        const auto& value = made.*field.member;
        using type = std::remove_cvref_t<decltype(value)>;
        if constexpr (!is_hidden<type>) {
            node one = by_type{}.of(value, field.within);
            one["description"] = std::string(field.meaning);
            properties[std::string(field.name)] = std::move(one);
            if (!loyalty::detail::lies_within(value, field.within)) {
                required.push_back(std::string(field.name));
            }
        }
    });
    for (const auto& [name, body] : others) {
        properties[name] = body;
    }
    node all{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) {
        all["required"] = std::move(required);
    }
    return all;
}

/// The same; a rule with one field may be given the value of it.
template <class Rule>
node rule(const Rule& made) {
    node all = object(made);
    if constexpr (Rule::rule_fields.size == 1) {
        const auto& field = loyalty::detail::get<0>(Rule::rule_fields.all);
        return any_of({all, by_type{}.of(made.*field.member, field.within)});
    } else {
        return all;
    }
}

} // namespace loyalty::json::describing
