// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A run of a shop of one type over a file.

#include "file_run.hpp"
#include "file_zone.hpp"
#include "games.hpp"
#include "shop_rules.hpp"

#include <loyalty/money/unit.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace loyalty_run {

/// The campaigns whose things the rules of the shop issue.
template <class Shop>
[[nodiscard]] std::vector<std::uint32_t> issued_by(const Shop& shop) {
    std::vector<std::uint32_t> campaigns;
    for_each_vouchers(shop.wallet.rules, [&](const auto& rule, std::size_t) {
        if constexpr (unit_type<typename std::remove_cvref_t<decltype(rule)>::unit>) {
            campaigns.push_back(rule.campaign);
        }
    });
    return campaigns;
}

template <class Shop>
[[nodiscard]] exit_code run_shop_of(const Shop& shop, programme_notes& notes, const options& asked) {
    const auto programme = shop.framed_with_redemption_and_wallet(file_zone::of(asked.zone));
    using rules_type = shop_rules<std::remove_cvref_t<decltype(programme)>>;
    const rules_type rules(programme, issued_by(shop), notes.currency_digits);
    const std::vector<named_quota> shared = games_of(std::span(&shop, 1)).quotas;
    return file_run<rules_type>(rules, notes, asked, &shared).run();
}

} // namespace loyalty_run
