// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The account for things, as `lots` is for points (S38).
///
/// @code
/// constexpr programme shop{points{...}, lots<unit::points>{}, things::wallet<8>{}};
/// member<decltype(shop)> anna;
/// apply(shop, anna, things::thing_issue{.id = 1, .time = monday, .thing = {.code = 4711, .campaign = 7}});
/// apply(shop, anna, things::thing_use{.id = 2, .time = tuesday, .code = 4711});              // accepted
/// apply(shop, anna, things::thing_use{.id = 3, .time = tuesday, .code = 4711}).refused;      // reason::already_used
/// thing(shop, anna, 4711, tuesday).status;                                           // things::status::used
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/ledger/vouchers.hpp>
#include <loyalty/ledger/wallet_account.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_campaigns.hpp>
#include <loyalty/ledger/wallet_merge.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

template <class... Rules>
struct units_of_vouchers;
template <>
struct units_of_vouchers<> {
    using type = type_list<>;
};
template <class First, class... Rest>
struct units_of_vouchers<First, Rest...> {
    using rest = typename units_of_vouchers<Rest...>::type;
    using type = std::conditional_t<First::is_awarded, united<type_list<typename First::unit>, rest>, rest>;
};

} // namespace detail

namespace things {

/// Keeps at most `Capacity` things of a member, and the last `Records` uses and holds, by which uses are given back. It stands
/// behind the policies that grant what it turns into things.
///
/// A full wallet never refuses a sale: see `when_full`. A use that is no longer recorded stays, and cannot be given back.
///
/// The state takes 16 + 64 * Capacity + 40 * Records bytes: `wallet<8>` 848.
template <std::size_t Capacity, std::size_t Records = Capacity, class... Rules>
struct wallet {
    static_assert(0 < Capacity && Capacity <= 256, "loyalty: wallet: a wallet has room for 1 to 256 things");
    static_assert(0 < Records && Records <= 1024,
                  "loyalty: wallet: a wallet keeps 1 to 1024 records of uses and holds");

    using rewards = units<>;
    using booked = units<>; ///< an account that keeps no balance
    using turned_into_things = typename detail::units_of_vouchers<Rules...>::type;
    static constexpr std::string_view name = "wallet";
    static constexpr bool keeps_entitlements = true;
    static constexpr bool refuses_untouched = true;
    static constexpr std::size_t awarded = (std::size_t{0} + ... + (Rules::is_awarded ? 1 : 0));
    static_assert(turned_into_things::size == awarded,
                  "loyalty: wallet: two campaigns are issued for the same unit: give each a unit of its own");

    using state = things::wallet_state<Capacity, Records, sizeof...(Rules)>;

    template <class Event>
    static constexpr bool concerns = extensions::is_of_things<Event> || extensions::is_return<Event> ||
                                     extensions::uses_things<Event> || (extensions::can_earn<Event> && awarded != 0);

    detail::pack<Rules...> rules{};
    things::when_full full = things::when_full::soonest_to_expire;
    things::given_back restoration = things::given_back::old_window;
    std::int32_t grace_days = 0;
    things::part_return parts = things::part_return::keeps_uses;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"issuing", &wallet::rules, "the campaigns whose things it issues"},
        extensions::field{"when_full", &wallet::full, "what gives way if there is no place"},
        extensions::field{"restoring", &wallet::restoration, "what becomes of a thing whose use is given back"},
        extensions::field{"grace_days", &wallet::grace_days, "of things that are given back with given_back::grace"},
        extensions::field{"on_part_return", &wallet::parts, "whether a return of a part gives the uses back"});

    /// The campaigns whose things it issues. The host then issues things of these alone, of those that a discount needs, and
    /// gift cards.
    template <class... Campaigns>
    [[nodiscard]] constexpr auto issuing(Campaigns... each) const noexcept {
        return wallet<Capacity, Records, Campaigns...>{{{{each}...}}, full, restoration, grace_days, parts};
    }
    /// Room for so many uses and holds.
    template <std::size_t Count>
    [[nodiscard]] constexpr auto records() const noexcept {
        return wallet<Capacity, Count, Rules...>{rules, full, restoration, grace_days, parts};
    }
    [[nodiscard]] constexpr wallet when_full(things::when_full policy) const noexcept {
        return {rules, policy, restoration, grace_days, parts};
    }
    /// `.restoring(given_back::grace, 14)`
    [[nodiscard]] constexpr wallet restoring(things::given_back policy, std::int32_t days = 0) const noexcept {
        return {rules, full, policy, days, parts};
    }
    [[nodiscard]] constexpr wallet on_part_return(things::part_return policy) const noexcept {
        return {rules, full, restoration, grace_days, policy};
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return detail::wallets::problem_of_wallet(*this); }

    /// Calls `function(number)` for each campaign whose things it issues.
    template <class Function>
    constexpr void for_each_campaign(Function&& function) const noexcept {
        detail::for_each_index<sizeof...(Rules)>([&](auto index) { function(detail::get<index>(rules).campaign); });
    }

    /// Returns a thing as the sale `order` can use it at a time, or why it cannot.
    [[nodiscard]] constexpr extensions::found_thing find(const state& own, std::uint64_t code, instant time,
                                                         std::uint64_t order) const noexcept {
        return detail::wallets::find_for(own, code, time, order);
    }
    /// The same in a state without holds.
    [[nodiscard]] constexpr extensions::found_thing find_unheld(const state& own, std::uint64_t code,
                                                                instant time) const noexcept {
        return detail::wallets::find_unheld(own, code, time);
    }
    /// Returns true if something is held for an order, or was held.
    [[nodiscard]] constexpr bool has_holds(const state& own) const noexcept { return detail::wallets::has_holds(own); }

    /// Without a sink that receives them, time changes nothing.
    static constexpr bool advances_silently = false;
    /// Passes on which things have expired since the member's last event.
    template <class Moment>
    LOYALTY_INLINE constexpr void advance([[maybe_unused]] state& own, Moment& moment) const noexcept {
        if constexpr (Moment::template notes<effects::thing_change>) {
            detail::wallets::note_expired(own, moment);
        }
    }

    /// All that another member holds, with codes, states, uses and holds. Things that have ended give way. Refused if there is
    /// no place for the others (`wallet_full`), or both hold one code (`code_exists`).
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::wallets::merge_things(own, from, visit);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::wallets::apply_event(*this, own, visit);
    }
};

} // namespace things
} // namespace loyalty
