// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes the account of things, and what coupons cost.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/read_wallet.hpp>
#include <loyalty/json/shop_wallet.hpp>
#include <loyalty/json/write_fields.hpp>
#include <loyalty/ledger/vouchers.hpp>

#include <cstddef>
#include <string>
#include <type_traits>

namespace loyalty::json::writing {

inline void write_coupon_prices(writer& out, const coupon_prices& prices) {
    out.list(prices.size(), [&](std::size_t i) { out.fields(prices[i]); });
}

template <std::size_t Capacity, std::size_t Records, class... Units>
void write_wallet(writer& out, const shop_wallet<Capacity, Records, Units...>& wallet) {
    using wallet_type = shop_wallet<Capacity, Records, Units...>;
    out.text += '{';
    if (wallet.rules.size() != 0) {
        out.text += "\"issuing\": ";
        out.list(wallet.rules.size(), [&](std::size_t i) {
            wallet.rules[i].with([&](const auto& rule) {
                out.fields(rule);
                using rule_type = std::remove_cvref_t<decltype(rule)>;
                if constexpr (rule_type::is_awarded) {
                    out.text.pop_back();
                    out.text += ", \"for_each\": " +
                                in_quotes(out.words().unit(award_unit_of<typename rule_type::unit>()).code) + '}';
                }
            });
        });
        out.text += ", ";
    }
    bool is_first = true;
    loyalty::detail::for_each_index<wallet_type::rule_fields.size>([&](auto index) {
        const auto& field = loyalty::detail::get<index>(wallet_type::rule_fields.all);
        if constexpr (!std::is_class_v<std::remove_cvref_t<decltype(wallet.*field.member)>>) {
            out.text += (is_first ? "" : ", ") + in_quotes(field.name) + ": ";
            is_first = false;
            out.write(wallet.*field.member);
        }
    });
    out.text += '}';
}

} // namespace loyalty::json::writing
