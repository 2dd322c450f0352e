// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Questions about the things of a member at a time (S11, S38). A time before the member's last event counts as that event's.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/presented.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty {

namespace detail {

template <class Programme>
[[nodiscard]] consteval bool insist_on_wallet() noexcept {
    constexpr bool keeps_things = value_of<Programme>::keeps_things;
    static_assert(keeps_things,
                  "loyalty: this programme keeps no things: add a things::wallet<8>{} behind the policies that grant");
    return keeps_things;
}

[[nodiscard]] constexpr instant not_before(instant last, instant as_of) noexcept {
    return as_of < last ? last : as_of;
}

} // namespace detail

namespace things {

/// The thing of a code at an instant, with the uses and the money that are free; `things::status::unknown` if the member does not
/// hold it. No job needs to have run.
///
/// `thing(shop, anna, 4711, "2025-06-01T00:00"_utc).status` is `things::status::expired`.
template <class Programme>
[[nodiscard]] constexpr things::thing_at thing(const Programme&, const typename Programme::member_type& own,
                                               std::uint64_t code, instant as_of) noexcept {
    if constexpr (detail::insist_on_wallet<Programme>()) {
        const auto& wallet = own.template policy<detail::wallet_index<detail::value_of<Programme>>()>();
        const std::size_t at = wallet.place_of(code);
        return at < wallet.kept.size()
                   ? detail::wallets::look_at(wallet, at, detail::not_before(own.last_event(), as_of))
                   : things::thing_at{};
    } else {
        return {};
    }
}

/// All things of a member at an instant, in the order of their issue: those that can be used, and those that were. A list of the
/// capacity of the wallet.
///
/// @code
/// for (const things::thing_at& each : things_of(shop, anna, now)) { ... each.status ... each.thing.code ... }
/// @endcode
template <class Programme>
[[nodiscard]] constexpr auto things_of(const Programme&, const typename Programme::member_type& own,
                                       instant as_of) noexcept {
    if constexpr (detail::insist_on_wallet<Programme>()) {
        const auto& wallet = own.template policy<detail::wallet_index<detail::value_of<Programme>>()>();
        constexpr std::size_t capacity = std::remove_cvref_t<decltype(wallet.kept)>::capacity;
        ledgers::bounded_list<things::thing_at, capacity> all{};
        for (std::size_t at = 0; at < wallet.kept.size(); ++at) {
            all.push_back(detail::wallets::look_at(wallet, at, detail::not_before(own.last_event(), as_of)));
        }
        return all;
    }
}

} // namespace things
} // namespace loyalty
