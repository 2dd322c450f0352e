// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The JSON Schema (draft 2020-12) of a programme, for editors and for checks before a file is sent.
///
/// `{"cap_at": {"most": "0 points"}}` breaks the pattern of `most`, an amount above zero. Fields, bounds and meanings come from the
/// lists `rule_fields`, as they do for the reader. Only the reader checks several fields together, such as rising
/// thresholds.

#include <loyalty/json/limits.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/json/schema_fields.hpp>
#include <loyalty/json/schema_further.hpp>
#include <loyalty/json/schema_shapes.hpp>
#include <loyalty/json/schema_shop.hpp>
#include <loyalty/money/currency.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::json::describing {

// Conditions, measures, windows ------------------------------------------------------------------------------------------

[[nodiscard]] inline node codes(const char* field, const node& code) {
    return any_of({one_or_list(code), keyed(field, one_or_list(code))});
}

[[nodiscard]] inline node body_of(asks what) {
    const node integer{{"type", "integer"}};
    const node condition = reference("condition");
    switch (what) {
    case asks::both:
    case asks::either:
        return list_of(condition, 2, most_tests);
    case asks::negation:
        return any_of({condition, keyed("negated", condition)});
    case asks::any_line:
        return any_of({condition, keyed("on", condition)});
    case asks::component:
        return codes("values", names<component>());
    case asks::tender:
        return codes("tenders", names<tender>());
    case asks::category:
        return codes("values", any_of({integer, {{"type", "string"}}}));
    case asks::attributes:
        return codes("attributes", {{"type", "integer"}, {"minimum", 0}, {"maximum", 63}});
    case asks::tier:
        return codes("tiers", any_of({{{"type", "integer"}, {"minimum", 0}, {"maximum", extensions::most_tiers}},
                                      {{"type", "string"}}}));
    case asks::weekday:
        return codes("days", names<weekday>());
    case asks::basket:
    case asks::goods:
        return any_of({amount_in("[A-Z]{3}", true), keyed("least", amount_in("[A-Z]{3}", true))});
    case asks::during:
        return any_of({reference("dates"), keyed("window", reference("dates"))});
    case asks::own_fact:
        return {{"type", "object"},
                {"additionalProperties", one_or_list(any_of({integer, {{"type", "string"}}}))},
                {"minProperties", 1},
                {"maxProperties", 1}};
    case asks::between:
        return object(criteria::time_of_day_matches{});
    case asks::birthday: {
        node body = keyed("leap", names<dates::leap_birthday>());
        body.erase("required");
        return body;
    }
    default:
        return codes("values", integer);
    }
}

[[nodiscard]] inline node condition_schema() {
    node bare = node::array();
    node all = node::array();
    for (std::size_t i = 0; i < std::size(names_of<asks>::all); ++i) {
        const auto what = static_cast<asks>(i);
        const std::string_view name = names_of<asks>::all[i];
        const bool needs_nothing = what == asks::always || what == asks::birthday_month || what == asks::membership ||
                                   what == asks::first_purchase || what == asks::points_pay;
        if (needs_nothing || what == asks::birthday) {
            bare.push_back(std::string(name));
        }
        if (!needs_nothing && !name.empty()) {
            all.push_back(keyed(name, body_of(what)));
        }
    }
    all.push_back(node{{"enum", std::move(bare)}});
    return {{"anyOf", std::move(all)}};
}

[[nodiscard]] inline node measure_schema() {
    node all = node::array();
    all.push_back(
        {{"enum", node::array({"net", "gross", "before_discount", "quantity", "visits", "activities", "scores"})}});
    const node components = one_or_list(names<component>());
    for (const char* const each : {"net", "gross", "before_discount", "quantity"}) {
        all.push_back(keyed(each, any_of({components, keyed("components", components)})));
    }
    const node measure = reference("measure");
    all.push_back(node{{"const", "after_points"}});
    all.push_back(keyed("after_points", any_of({measure, keyed("of", measure)})));
    all.push_back(keyed("counts_up_to", node{{"type", "object"},
                                             {"properties", {{"most", amount_in(counts_in, true)}, {"of", measure}}},
                                             {"required", node::array({"most"})},
                                             {"additionalProperties", false}}));
    const node name{{"type", "string"}};
    all.push_back(keyed("earned", any_of({name, keyed("unit", name)})));
    all.push_back(keyed("fact", any_of({name, keyed("name", name)})));
    return {{"anyOf", std::move(all)}};
}

[[nodiscard]] inline node window_schema() {
    node all = any_of({{{"enum", node::array({"one_basket", "lifetime", "membership_year"})}},
                       keyed("calendar_window", rule(criteria::calendar_window{})),
                       keyed("campaign", any_of({reference("dates"), keyed("window", reference("dates"))})),
                       keyed("first_months", rule(criteria::first_months{}))});
    node rolling = object(rolling_periods{});
    rolling["required"] = node::array({"periods", "unit"});
    all["anyOf"].push_back(keyed("rolling_window", std::move(rolling)));
    return all;
}

// Stages and rules -------------------------------------------------------------------------------------------------------

template <class Stage>
[[nodiscard]] node stage(const Stage& made) {
    return keyed(Stage::name, rule(made));
}
[[nodiscard]] inline node multiply_by_tier_schema() {
    multiply_by_tier<tier_count> none{ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1},
                                      ratio{1, 1}, ratio{1, 1}, ratio{1, 1}, ratio{1, 1}};
    none.factors.denominator = 0;
    return stage(none);
}
[[nodiscard]] inline node with_stages(const char* name, const node& first, std::size_t most) {
    const node list{{"type", "array"},
                    {"prefixItems", node::array({first})},
                    {"items", reference("change")},
                    {"minItems", 1},
                    {"maxItems", most}};
    return keyed(name, any_of({list, keyed("stages", list)}));
}

[[nodiscard]] inline node threshold_schema() {
    using kind = kinds<currency::usd>;
    using policy = decltype(kind::every_rule<window>::policy);
    node all = object(policy{amount<awarded>{}, every<counted>{amount<counted>{}}, window{}},
                      {{"window", reference("window")}}, {"trigger"});
    all["properties"]["trigger"] = any_of({keyed("every", rule(every<counted>{amount<counted>{}})),
                                           keyed("once", rule(once<counted>{amount<counted>{}}))});
    return all;
}

[[nodiscard]] inline node tiered_schema() {
    typename kinds<currency::usd>::tiered_rule<window> made{};
    return object(made, {{"window", any_of({reference("window"), rollover_schema()})}});
}

[[nodiscard]] inline node cashback_schema() {
    using kind = kinds<currency::usd>;
    const typename kind::any_rate rate{ratio{-1, 1}, {}, {amount<currency::usd>::largest(), any_window{}}};
    const typename kind::rolling_cashback_rule made{currency::usd{}, rounding::half_even, rate, rate, rate, rate};
    node one = object(rate);
    one["properties"]["at_most"]["required"] = node::array({"most", "window"});
    node all = object(made, {{"rates", list_of(one, 1, most_rates)}}, {"rates"});
    all["properties"].erase("shares");
    node required = node::array();
    required.push_back("rates");
    all["required"] = std::move(required);
    return all;
}

[[nodiscard]] inline node streak_schema() {
    const typename kinds<currency::usd>::streak_rule<period_unit::week> made{2};
    const node period = any_of({{{"enum", node::array({"day", "week", "month"})}},
                                keyed("unit", {{"enum", node::array({"day", "week", "month"})}})});
    return object(made, {{"window", keyed("calendar_window", period)}}, {"window", "awards"});
}

[[nodiscard]] inline node conversion_schema() {
    const node to = amount_in(awards_in, true);
    return {{"type", "object"},
            {"properties", {{"from", to}, {"to", to}, {"at_most", to}}},
            {"required", node::array({"from", "to"})},
            {"additionalProperties", false}};
}

[[nodiscard]] inline node group_schema() {
    return {{"type", "object"},
            {"properties",
             {{"group", {{"type", "integer"}, {"minimum", 0}, {"maximum", 63}}},
              {"policy", any_of({keyed("points", reference("points")),
                                 keyed("spend_threshold", reference("spend_threshold"))})}}},
            {"required", node::array({"group", "policy"})},
            {"additionalProperties", false}};
}

[[nodiscard]] inline node stamp_card_schema() {
    const typename kinds<currency::usd>::stamp_card_rule card{10, {{measures::visits, {}}, {}}};
    return object(card, {}, {"awards"});
}

[[nodiscard]] inline node rule_schema() {
    node all = any_of({keyed("tiered", tiered_schema()), keyed("points", reference("points")),
                       keyed("spend_threshold", reference("spend_threshold")), keyed("cashback", reference("cashback")),
                       keyed("stamp_card", reference("stamp_card")), keyed("streak", reference("streak")),
                       keyed("conversion", conversion_schema()), keyed("once_in_group", group_schema())});
    all = with_further_rules(std::move(all));
    for (node& each : all["anyOf"]) {
        each["properties"]["name"] = {{"type", "string"}, {"minLength", 1}, {"maxLength", most_name_bytes}};
    }
    return all;
}

// The keys around the rules ----------------------------------------------------------------------------------------------

[[nodiscard]] inline node texts_by_name() {
    return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
}
[[nodiscard]] inline node closed(node properties, node required = node::array()) {
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(required)},
            {"additionalProperties", false}};
}

[[nodiscard]] inline node units_schema() {
    const node digits{{"type", "integer"}, {"minimum", 0}, {"maximum", 9}};
    const node unit = closed({{"name", pattern("^[^ ]{1,31}$")}, {"digits", digits}});
    return closed({{"points", unit}, {"stamps", unit}, {"badges", unit}, {"money", closed({{"digits", digits}})}});
}
[[nodiscard]] inline node facts_schema() {
    const node one = closed({{"of", {{"type", "string"}}},
                             {"unit", pattern("^[^ ]{1,31}$")},
                             {"digits", {{"type", "integer"}, {"minimum", 0}, {"maximum", 9}}},
                             {"values", list_of({{"type", "string"}}, 1, most_values_of_fact)}},
                            node::array({"of"}));
    return {{"type", "object"}, {"additionalProperties", one}};
}
[[nodiscard]] inline node redemption_schema() {
    using rule_type = redemption<currency::usd>;
    const rule_type made{};
    node properties = node::object();
    loyalty::detail::for_each_index<rule_type::rule_fields.size>([&](auto index) {
        const auto& field = loyalty::detail::get<index>(rule_type::rule_fields.all);
        const auto& value = made.*field.member;
        using type = std::remove_cvref_t<decltype(value)>;
        node own;
        if constexpr (std::is_array_v<type>) {
            const node amount = amount_in(awards_in, true);
            own = list_of(closed({{"points", amount}, {"value", amount}, {"valid", reference("dates")}},
                                 node::array({"points", "value"})),
                          1, most_redemption_rates);
        } else if constexpr (std::is_same_v<type, typename rule_type::limits_type>) {
            own = list_of(closed({{"most", amount_in(awards_in, true)}, {"window", reference("window")}},
                                 node::array({"most", "window"})),
                          1, most_redemption_limits);
        } else if constexpr (std::is_same_v<type, amount<unit::points>>) {
            own = amount_in(awards_in, field.within.least > 0);
        } else {
            own = by_type{}.of(value, field.within);
        }
        own["description"] = std::string(field.meaning);
        properties[std::string(field.name)] = std::move(own);
    });
    return closed(std::move(properties), node::array({"rates"}));
}
/// The keys of a version.
[[nodiscard]] inline node version_properties() {
    const decltype(programme_text<currency::usd>::lots) account{};
    return {{"version", {{"type", "integer"}, {"minimum", 0}, {"maximum", 4'294'967'295}}},
            {"from", reference("date")},
            {"until", reference("date")},
            {"carry_over", closed({{"drops", {{"type", "array"}, {"items", {{"type", "string"}}}}},
                                   {"renames", texts_by_name()},
                                   {"tiers", texts_by_name()}})},
            {"tiers", list_of({{"type", "string"}}, 0, tier_count)},
            {"rules", list_of(item_schema(), 1, most_rules)},
            {"lots", any_of({object(account, {}, {"expiring"}), object(timed_lots_of<1>{}, {}, {"expiring"}),
                             list_of(object(account, {{"of", pattern("^[^ ]{1,31}$")}}, {"of", "expiring"}), 1, 4)})},
            {"redemption", redemption_schema()}};
}
[[nodiscard]] inline node versions_schema() {
    const node days = closed({{"from", reference("date")}, {"until", reference("date")}});
    return list_of(any_of({closed(version_properties(), node::array({"version", "rules"})),
                           closed({{"no_programme", days}}, node::array({"no_programme"}))}),
                   1, most_versions);
}

[[nodiscard]] inline node points_schema() {
    const node list{{"type", "array"},
                    {"prefixItems", node::array({reference("award")})},
                    {"items", reference("change")},
                    {"minItems", 1},
                    {"maxItems", most_stages + 1}};
    return any_of({list, keyed("stages", list)});
}

[[nodiscard]] inline node plain_award_schema() {
    node per_amount = object(per_amount_paid_by{amount<awarded>{}, amount<counted>{}});
    return any_of({keyed("per_amount", per_amount), stage(per_unit_of{amount<awarded>{}}),
                   stage(per_visit_of{amount<awarded>{}}), stage(per_activity_of{amount<awarded>{}}),
                   stage(per_score_of{amount<awarded>{}}), stage(per_delivery_of{amount<awarded>{}})});
}

[[nodiscard]] inline node definitions() {
    const node one_award = reference("one_award");
    node award{{"anyOf", node::array({one_award})}};
    for (const char* const each : {"sum_of", "best_of", "least_of", "first_of"}) {
        const node list = list_of(any_of({one_award, reference("offer")}), 1, most_awards);
        award["anyOf"].push_back(keyed(each, any_of({list, keyed("awards", list)})));
    }
    const node day = reference("date");
    const node dates{
        {"type", "object"}, {"properties", {{"from", day}, {"until", day}}}, {"additionalProperties", false}};
    return {
        {"date", pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")},
        {"dates", dates},
        {"ratio",
         any_of({{{"type", "number"}}, pattern("^-?[0-9]+(\\.[0-9]+)?( %)?$"), pattern("^-?[0-9]+/0*[1-9][0-9]*$")})},
        {"condition", condition_schema()},
        {"measure", measure_schema()},
        {"window", window_schema()},
        {"change", any_of({stage(multiply_by<condition>{ratio{-1, 1}}), multiply_by_tier_schema(),
                           stage(add_bonus<awarded, condition>{amount<awarded>{}}),
                           stage(any_stages::cap_at_window{amount<awarded>{}}), named(round_off{}),
                           stage(round_off_to{}), named(round_off_carrying{})})},
        {"plain_award", plain_award_schema()},
        {"offer", with_stages("offer", reference("plain_award"), most_inner_stages + 1)},
        {"one_award",
         any_of({reference("plain_award"), with_stages("each_line", reference("plain_award"), most_inner_stages + 1),
                 with_stages("each_unit", reference("plain_award"), most_inner_stages + 1)})},
        {"award", award},
        {"points", points_schema()},
        {"spend_threshold", threshold_schema()},
        {"cashback", cashback_schema()},
        {"stamp_card", stamp_card_schema()},
        {"streak", streak_schema()},
        {"discount", discount_entry_schema()},
        {"rule", rule_schema()}};
}

} // namespace loyalty::json::describing

namespace loyalty::json {

/// The schema as a text.
[[nodiscard]] inline std::string schema() {
    using namespace describing;
    const node text{{"type", "string"}};
    node properties{{"programme", {{"type", "string"}, {"minLength", 1}, {"maxLength", 31}}},
                    {"currency", pattern("^[A-Z]{3}$")},
                    {"description", text},
                    {"layout", text},
                    {"categories",
                     {{"type", "object"},
                      {"additionalProperties", {{"type", "integer"}, {"minimum", 0}, {"maximum", 4'294'967'295}}}}},
                    {"units", units_schema()},
                    {"facts", facts_schema()}};
    node with_versions = closed(properties, node::array({"programme", "currency", "versions"}));
    with_versions["properties"]["tiers"] = version_properties()["tiers"];
    with_versions["properties"]["lots"] = version_properties()["lots"];
    with_versions["properties"]["redemption"] = version_properties()["redemption"];
    with_versions["properties"]["versions"] = versions_schema();
    properties.update(version_properties());
    node all{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
             {"title", "A loyalty programme"},
             {"anyOf", node::array({closed(properties, node::array({"programme", "currency", "rules"})),
                                    std::move(with_versions), shop_schema(properties)})},
             {"$defs", definitions()}};
    shape_finder{all}.run();
    return all.dump(1) + '\n';
}

} // namespace loyalty::json
