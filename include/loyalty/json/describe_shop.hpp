// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The discounts of a shop as a description has them: `{"percent_off": {"part": "1/5", "needs": 7}}` is a `discount` whose effect is
/// `percent_off`.

#include <loyalty/explain/description.hpp>
#include <loyalty/json/describe.hpp>
#include <loyalty/json/document.hpp>
#include <loyalty/json/mistake.hpp>
#include <loyalty/json/read_discounts.hpp>
#include <loyalty/json/shop.hpp>
#include <loyalty/json/write_shop.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty::json::describing {

[[nodiscard]] inline part entries_of(const value& list);

/// An option of a discount by name, and not a field of its effect.
[[nodiscard]] inline bool is_option(std::string_view name) noexcept {
    static constexpr std::string_view options[]{"on",         "when",  "at_most",  "pieces",
                                                "components", "needs", "rounding", "exclusive"};
    return std::find(std::begin(options), std::end(options), name) != std::end(options);
}

/// A discount, or a group of them, as deep as the text is.
[[nodiscard]] inline part entry_of(const value& from) {
    const std::string& name = from.keys.front();
    const value& body = from.items.front();
    if (std::find(std::begin(discount_groups), std::end(discount_groups), name) != std::end(discount_groups)) {
        part group{part::kind::rule, name, {}, {}, {}};
        group.fields.push_back({"", entries_of(body)});
        return group;
    }
    part effect{part::kind::rule, name, {}, {}, {}};
    part discount{part::kind::rule, "discount", {}, {}, {}};
    for (std::size_t i = 0; i < body.keys.size(); ++i) {
        const std::string& key = body.keys[i];
        const bool has_fields = key == "pieces" || key == "rounding";
        part own = has_fields ? rule_of("", body.items[i]) : part_of(body.items[i]);
        (is_option(key) ? discount : effect).fields.push_back({key, std::move(own)});
    }
    discount.fields.insert(discount.fields.begin(), {"effect", std::move(effect)});
    return discount;
}
[[nodiscard]] inline part entries_of(const value& list) {
    part all{part::kind::list, {}, {}, {}, {}};
    for (const value& each : list.items) {
        all.items.push_back(entry_of(each));
    }
    return all;
}

/// The value of "discounts", as `write_shop` writes it.
[[nodiscard]] inline part discounts_part(const value& from) {
    part all{part::kind::rule, "discounts", {}, {}, {}};
    part sequence{part::kind::rule, "in_sequence", {}, {}, {}};
    for (std::size_t i = 0; i < from.keys.size(); ++i) {
        if (from.keys[i] == "discounts") {
            sequence.fields.push_back({"", entries_of(from.items[i])});
            all.fields.push_back({"discounts", sequence});
        } else {
            all.fields.push_back({from.keys[i], part_of(from.items[i])});
        }
    }
    return all;
}

/// The value of "wallet": its campaigns are called `vouchers`.
[[nodiscard]] inline part wallet_part(const value& from) {
    part wallet = rule_of("wallet", from);
    for (io::descriptions::field& each : wallet.fields) {
        for (part& item : each.value.items) {
            item.name = "vouchers";
        }
    }
    return wallet;
}

} // namespace loyalty::json::describing

namespace loyalty::json {

/// A shop in which no mistake was found: its discounts come before its rules, what coupons cost and the wallet behind them.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes, class Wallet>
[[nodiscard]] io::descriptions::description describe(const shop_text<Currency, Capacity, Ledger, Bytes, Wallet>& shop) {
    mistakes none;
    const value root = parse(write_shop(shop), none);
    io::descriptions::description what = describing::description_of(root, shop.words);
    const auto is_part = [](const io::descriptions::field& each) {
        return each.name == "discounts" || each.name == "coupon_prices" || each.name == "wallet";
    };
    what.further.erase(std::remove_if(what.further.begin(), what.further.end(), is_part), what.further.end());
    if (const value* const discounts = root.find("discounts"); discounts != nullptr) {
        what.rules.insert(what.rules.begin(), describing::discounts_part(*discounts));
    }
    if (const value* const prices = root.find("coupon_prices"); prices != nullptr) {
        for (const value& each : prices->items) {
            what.rules.push_back(describing::rule_of("coupon_price", each));
        }
    }
    if (const value* const wallet = root.find("wallet"); wallet != nullptr) {
        what.rules.push_back(describing::wallet_part(*wallet));
    }
    return what;
}

} // namespace loyalty::json
