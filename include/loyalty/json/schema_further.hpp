// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The JSON Schema of the kinds of rules that few programmes have.

#include <loyalty/json/for_others.hpp>
#include <loyalty/json/further_kinds.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/schema_fields.hpp>
#include <loyalty/money/currency.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace loyalty::json::describing {

[[nodiscard]] inline node code_schema() {
    return {{"type", "integer"}, {"minimum", 0}, {"maximum", (std::numeric_limits<std::uint32_t>::max)()}};
}
[[nodiscard]] inline node inner_points_schema() {
    return keyed("points", reference("points"));
}
[[nodiscard]] inline node funded_schema() {
    return {{"type", "object"},
            {"properties",
             {{"policy", inner_points_schema()}, {"funders", list_of(object(social::funder{0, 0}), 1, most_funders)}}},
            {"required", node::array({"policy", "funders"})},
            {"additionalProperties", false}};
}
/// A rule that its name alone says.
[[nodiscard]] inline node empty_schema() {
    return {{"type", "object"}, {"additionalProperties", false}};
}

/// Puts the kinds of this file behind others.
[[nodiscard]] inline node with_further_rules(node all) {
    const node known = one_or_list(code_schema());
    for (node each : {keyed("donation", any_of({inner_points_schema(), keyed("policy", inner_points_schema())})),
                      keyed("funded", funded_schema()), keyed("recipients", any_of({known, keyed("known", known)})),
                      keyed("paid_membership", empty_schema()), keyed("tier_floor", empty_schema()),
                      keyed("reactivation", object(reactivation_of{amount<awarded>{}, 0}))}) {
        all["anyOf"].push_back(std::move(each));
    }
    return all;
}

/// An item of "rules": a rule, the name of one that has no fields, or games.
[[nodiscard]] inline node item_schema() {
    const node games = list_of(reference("rule"), 1, most_rules);
    return any_of({reference("rule"),
                   {{"enum", node::array({"paid_membership", "tier_floor"})}},
                   keyed("gamified", any_of({games, keyed("games", games)}))});
}

} // namespace loyalty::json::describing
