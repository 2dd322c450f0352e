// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The JSON Schema of what a shop has beside rules: discounts, coupons that cost points, and a wallet.
///
/// `{"percent_off": {"part": "20 %", "need": 7}}` has a key that no discount has: it is `needs`.

#include <loyalty/json/discounts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/read_discounts.hpp>
#include <loyalty/json/schema_fields.hpp>
#include <loyalty/json/schema_further.hpp>
#include <loyalty/json/shop_wallet.hpp>
#include <loyalty/ledger/vouchers.hpp>
#include <loyalty/money/currency.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/policies/discounts.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty::json::describing {

/// The campaigns of a wallet are written in a way of their own.
template <class... Units>
inline constexpr bool is_hidden<campaign_list<Units...>> = true;

/// The fields of an effect and those of all discounts, beside each other.
template <class Effect>
[[nodiscard]] node discount_schema(const Effect& effect, const node& buying = nullptr) {
    const discount_by<Effect, currency::usd> made{.effect = effect};
    node all = object(made.effect);
    const node options = object(made);
    for (const auto& [name, option] : options["properties"].items()) {
        if (name != "effect") {
            all["properties"][name] = option;
        }
    }
    if (!buying.is_null()) {
        all["properties"]["buying"] = buying;
    }
    if constexpr (Effect::rule_fields.size == 1) {
        const auto& field = loyalty::detail::get<0>(Effect::rule_fields.all);
        return keyed(Effect::name, any_of({all, by_type{}.of(effect.*field.member, field.within)}));
    } else {
        return keyed(Effect::name, all);
    }
}

[[nodiscard]] inline node discount_entry_schema() {
    using usd = currency::usd;
    const money<usd> none = money<usd>::from_minor_units(-1);
    const node same{{"const", std::string(prices::same_goods::name)}};
    node all = node::array({discount_schema(prices::percent_effect{}), discount_schema(prices::amount_effect<usd>{}),
                            discount_schema(prices::each_effect<usd>{}),
                            discount_schema(prices::fixed_price_effect<usd>{none}),
                            discount_schema(prices::pack_effect<usd>{0, none}),
                            discount_schema(prices::buy_get_effect<>{}, any_of({reference("condition"), same}))});
    const node list = list_of(reference("discount"), 1, most_discounts);
    for (const std::string_view each : discount_groups) {
        all.push_back(keyed(each, any_of({list, keyed("discounts", list)})));
    }
    return {{"anyOf", std::move(all)}};
}

[[nodiscard]] inline node discounts_schema() {
    const node list = list_of(reference("discount"), 1, most_discounts);
    node all{{"type", "object"},
             {"properties",
              {{"discounts", list},
               {"at_most", any_of({reference("ratio"), amount_in("[A-Z]{3}", true)})},
               {"above", names<prices::above_limit>()}}},
             {"required", node::array({"discounts"})},
             {"additionalProperties", false}};
    return any_of({list, std::move(all)});
}

[[nodiscard]] inline node coupon_prices_schema() {
    return list_of(object(priced_coupon{}, {{"price", amount_in(awards_in, true)}}), 1, most_campaigns);
}

[[nodiscard]] inline node wallet_schema() {
    const node campaign = object(things::vouchers<>{0}, {{"for_each", {{"type", "string"}}}}, {"campaign"});
    return object(shop_wallet<8, 8, unit::badges>{}, {{"issuing", list_of(campaign, 1, most_campaigns)}});
}

/// A programme that has discounts or a wallet needs no rules.
[[nodiscard]] inline node shop_schema(node properties) {
    properties["rules"] = list_of(item_schema(), 0, most_rules);
    properties["discounts"] = discounts_schema();
    properties["coupon_prices"] = coupon_prices_schema();
    properties["wallet"] = wallet_schema();
    return {
        {"type", "object"},
        {"properties", std::move(properties)},
        {"required", node::array({"programme", "currency"})},
        {"anyOf", node::array({{{"required", node::array({"discounts"})}}, {{"required", node::array({"wallet"})}}})},
        {"additionalProperties", false}};
}

} // namespace loyalty::json::describing
