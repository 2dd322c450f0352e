// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The campaigns that a wallet issues, one after the other: those of its type, or a list from run time.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/ledger/wallet_books.hpp>

#include <cstddef>

namespace loyalty::detail {

/// Calls `function(vouchers, index)` for each campaign. Campaigns from run time have a function of this name of their own.
template <class... Rules, class Function>
constexpr void for_each_vouchers(const pack<Rules...>& campaigns, Function&& function) noexcept {
    for_each_index<sizeof...(Rules)>([&](auto index) { function(get<index>(campaigns), std::size_t{index}); });
}

namespace wallets {

/// The sentence if the numbers of a wallet cannot be right; null if they can.
template <class Wallet>
[[nodiscard]] constexpr const char* problem_of_wallet(const Wallet& wallet) noexcept {
    if ((wallet.restoration == things::given_back::grace) != (wallet.grace_days > 0)) {
        return "wallet: give days with given_back::grace, at least one, and with nothing else";
    }
    std::size_t alive = 0;
    bool twice = false;
    for_each_vouchers(wallet.rules, [&](const auto& rule, std::size_t index) {
        alive += rule.most_alive;
        for_each_vouchers(wallet.rules, [&](const auto& other, std::size_t before) {
            twice = twice || (before < index && other.campaign == rule.campaign);
        });
    });
    return twice ? "wallet: a campaign stands twice: give each vouchers{...} a number of its own"
           : alive > Wallet::state::places
               ? "wallet: its rules keep more things alive at once than it has places: give it more, or lower at_most"
               : nullptr;
}

} // namespace wallets
} // namespace loyalty::detail
