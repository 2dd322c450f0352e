// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The JSON Schema of the kinds of rules that few programmes have.

#include <loyalty/json/for_others.hpp>
#include <loyalty/json/further_games.hpp>
#include <loyalty/json/further_kinds.hpp>
#include <loyalty/json/ladders.hpp>
#include <loyalty/json/limited_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/lot_rules.hpp>
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
[[nodiscard]] inline node quota_schema() {
    return {{"type", "object"},
            {"properties", {{"number", code_schema()}, {"whole", amount_in(counts_in, true)}}},
            {"required", node::array({"number", "whole"})},
            {"additionalProperties", false}};
}
[[nodiscard]] inline node wheel_schema() {
    const node count{{"type", "integer"}, {"minimum", 1}};
    const node condition = reference("condition");
    const node points = amount_in(awards_in, true);
    const node stock{{"type", "object"},
                     {"properties",
                      {{"quota", quota_schema()},
                       {"otherwise", {{"type", "integer"}, {"minimum", 0}, {"maximum", most_prizes - 1}}}}},
                     {"required", node::array({"quota", "otherwise"})},
                     {"additionalProperties", false}};
    const node prize{{"type", "object"},
                     {"properties",
                      {{"weight", {{"type", "integer"}, {"minimum", 1}, {"maximum", 4'294'967'295}}},
                       {"award", amount_in(awards_in, false)},
                       {"cost", amount_in(awards_in, false)},
                       {"out_of", stock}}},
                     {"required", node::array({"weight", "award"})},
                     {"additionalProperties", false}};
    const auto spun = [&](std::string_view name) {
        return keyed(
            name,
            any_of({condition,
                    {{"type", "object"}, {"properties", {{"when", condition}}}, {"additionalProperties", false}}}));
    };
    const node cap{{"type", "object"},
                   {"properties", {{"most", count}, {"window", reference("window")}}},
                   {"required", node::array({"most", "window"})},
                   {"additionalProperties", false}};
    return {{"type", "object"},
            {"properties",
             {{"seed", {{"type", "integer"}, {"minimum", 0}}},
              {"prizes", list_of(prize, 1, most_prizes)},
              {"spun", any_of({{{"enum", node::array({"spun_by_activity", "spun_by_purchase"})}},
                               spun("spun_by_activity"),
                               spun("spun_by_purchase")})},
              {"stake", any_of({points, keyed("each", points)})},
              {"at_most", cap},
              {"covered_by_stake", {{"type", "boolean"}}}}},
            {"required", node::array({"seed", "prizes"})},
            {"additionalProperties", false}};
}
/// A rule that its name alone says.
[[nodiscard]] inline node empty_schema() {
    return {{"type", "object"}, {"additionalProperties", false}};
}

/// A window that does not begin anew.
[[nodiscard]] inline node lasting_window() {
    return any_of({{{"const", "lifetime"}},
                   keyed("campaign", any_of({reference("dates"), keyed("window", reference("dates"))})),
                   keyed("first_months", rule(criteria::first_months{}))});
}
[[nodiscard]] inline node levels_schema() {
    const auto counts = by_type{}.of(criteria::basis<measure, condition>{}, {});
    return {{"type", "object"},
            {"properties",
             {{"thresholds", list_of(amount_in(counts_in, true), 1, most_levels)},
              {"keeping_levels", {{"type", "boolean"}}},
              {"window", lasting_window()},
              {"counted", counts},
              {"awards", list_of(amount_in(awards_in, false), 1, most_levels)}}},
            {"required", node::array({"thresholds"})},
            {"additionalProperties", false}};
}
[[nodiscard]] inline node hunt_schema() {
    const node flag{{"type", "boolean"}};
    node step = object(games::step<counted, measure, condition>{amount<counted>{}});
    return {{"type", "object"},
            {"properties",
             {{"steps", list_of(std::move(step), 1, most_steps)},
              {"in_order", flag},
              {"repeatable", flag},
              {"keeping_awards", flag},
              {"window", lasting_window()},
              {"awards", one_or_list(amount_in(awards_in, true))}}},
            {"required", node::array({"steps", "awards"})},
            {"additionalProperties", false}};
}

[[nodiscard]] inline node limited_schema() {
    return {{"type", "object"},
            {"properties",
             {{"quota", quota_schema()},
              {"policy", any_of({inner_points_schema(), keyed("spend_threshold", reference("spend_threshold")),
                                 keyed("cashback", reference("cashback")), keyed("stamp_card", reference("stamp_card")),
                                 keyed("streak", reference("streak")), keyed("levels", levels_schema()),
                                 keyed("hunt", hunt_schema())})},
              {"otherwise", names<choices::short_quota>()}}},
            {"required", node::array({"quota", "policy"})},
            {"additionalProperties", false}};
}
[[nodiscard]] inline node rollover_schema() {
    return keyed(rollover_periods::name, {{"type", "object"},
                                          {"properties",
                                           {{"unit", names<period_unit>()},
                                            {"above", list_of(amount_in(counts_in, true), 1, extensions::most_tiers)}}},
                                          {"required", node::array({"unit", "above"})},
                                          {"additionalProperties", false}});
}
[[nodiscard]] inline node ladders_schema() {
    const node periods = any_of({keyed("calendar_window", rule(criteria::calendar_window{})), rollover_schema()});
    const tiered<counted, extensions::most_tiers, window, measure, condition> one{}; // with the fields of a ladder
    const node list = list_of(keyed("tiered", object(one, {{"window", periods}})), 2, most_ladders);
    return any_of({list, keyed("ladders", list)});
}

[[nodiscard]] inline node dated_schema() {
    return {{"type", "object"},
            {"properties",
             {{"policy", any_of({inner_points_schema(), keyed("spend_threshold", reference("spend_threshold")),
                                 keyed("limited", limited_schema())})},
              {"expiring", by_type{}.of(lot_expiry<1>{}, {})},
              {"activating", by_type{}.of(activation_choice{}, {})}}},
            {"required", node::array({"policy"})},
            {"anyOf",
             node::array({{{"required", node::array({"expiring"})}}, {{"required", node::array({"activating"})}}})},
            {"additionalProperties", false}};
}

/// Puts the kinds of this file behind others.
[[nodiscard]] inline node with_further_rules(node all) {
    const node known = one_or_list(code_schema());
    for (node each :
         {keyed("donation", any_of({inner_points_schema(), keyed("policy", inner_points_schema())})),
          keyed("funded", funded_schema()), keyed("limited", limited_schema()), keyed("prize_wheel", wheel_schema()),
          keyed("recipients", any_of({known, keyed("known", known)})), keyed("paid_membership", empty_schema()),
          keyed("tier_floor", empty_schema()), keyed("reactivation", object(reactivation_of{amount<awarded>{}, 0})),
          keyed("levels", levels_schema()), keyed("hunt", hunt_schema()), keyed("either_ladder", ladders_schema()),
          keyed("dated", dated_schema()),
          keyed("referral", object(referral_of{amount<awarded>{}, amount<counted>{}}))}) {
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
