// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The account for things of a shop from run time, and the points that coupons cost.
///
/// `shop_wallet<8, 8, unit::badges>` keeps eight things of a member, and makes a thing of each badge that a rule awards: which campaigns
/// there are, and how long their things hold, the text says. Ten coffees give a free one, good for 30 days.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/json/either_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/ledger/vouchers.hpp>
#include <loyalty/ledger/wallet_account.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_campaigns.hpp>
#include <loyalty/ledger/wallet_merge.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/ledger/wallet_visit.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// The campaigns of a wallet: of the host alone, or of one of some units that are awarded.
template <class... Units>
class campaign_list {
public:
    using campaign = either_of<things::vouchers<>, things::vouchers<Units>...>;
    using parts = loyalty::detail::type_list<>;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const campaign& operator[](std::size_t index) const noexcept { return all_[index]; }
    /// Returns false, and nothing happens, if the list is full.
    [[nodiscard]] constexpr bool add(const campaign& next) noexcept {
        if (size_ == most_campaigns) {
            return false;
        }
        all_[size_++] = next;
        return true;
    }
    /// Found by the functions of wallets.
    template <class Function>
    friend constexpr void for_each_vouchers(const campaign_list& list, Function&& function) noexcept {
        for (std::size_t i = 0; i < list.size_; ++i) {
            list.all_[i].with([&](const auto& rule) { function(rule, i); });
        }
    }
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.all_[i]);
        }
    }

private:
    std::array<campaign, most_campaigns> all_{};
    std::size_t size_ = 0;
};

/// The `things::wallet` of a shop from text. It keeps at most `Capacity` things of a member, and the last `Records`
/// uses and holds. Members have no balance of the `Units`, which it turns into things. It stands last. The state takes
/// 16 + 64 * Capacity + 40 * Records + 32 bytes: `shop_wallet<8, 8, unit::badges>` 880.
template <std::size_t Capacity, std::size_t Records, class... Units>
struct shop_wallet {
    static_assert(0 < Capacity && Capacity <= 256, "loyalty: wallet: a wallet has room for 1 to 256 things");
    static_assert(0 < Records && Records <= 1024,
                  "loyalty: wallet: a wallet keeps 1 to 1024 records of uses and holds");

    using rewards = units<>;
    using booked = units<>; ///< an account that keeps no balance
    using turned_into_things = units<Units...>;
    static constexpr std::string_view name = "wallet";
    static constexpr bool keeps_entitlements = true;
    static constexpr bool refuses_untouched = true;
    using state = things::wallet_state<Capacity, Records, most_campaigns>;

    template <class Event>
    static constexpr bool concerns = extensions::is_of_things<Event> || extensions::is_return<Event> ||
                                     extensions::uses_things<Event> ||
                                     (extensions::can_earn<Event> && sizeof...(Units) != 0);

    campaign_list<Units...> rules{};
    things::when_full full = things::when_full::soonest_to_expire;
    things::given_back restoration = things::given_back::old_window;
    std::int32_t grace_days = 0;
    things::part_return parts = things::part_return::keeps_uses;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"issuing", &shop_wallet::rules, "the campaigns whose things it issues"},
        extensions::field{"when_full", &shop_wallet::full, "what gives way if there is no place"},
        extensions::field{"restoring", &shop_wallet::restoration, "what becomes of a thing whose use is given back"},
        extensions::field{"grace_days", &shop_wallet::grace_days,
                          "of things that are given back with given_back::grace"},
        extensions::field{"on_part_return", &shop_wallet::parts, "whether a return of a part gives the uses back"});

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return loyalty::detail::wallets::problem_of_wallet(*this);
    }
    template <class Function>
    constexpr void for_each_campaign(Function&& function) const noexcept {
        for_each_vouchers(rules, [&](const auto& rule, std::size_t) { function(rule.campaign); });
    }
    [[nodiscard]] constexpr extensions::found_thing find(const state& own, std::uint64_t code, instant time,
                                                         std::uint64_t order) const noexcept {
        return loyalty::detail::wallets::find_for(own, code, time, order);
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance([[maybe_unused]] state& own, Moment& moment) const noexcept {
        if constexpr (Moment::template notes<effects::thing_change>) {
            loyalty::detail::wallets::note_expired(own, moment);
        }
    }
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        loyalty::detail::wallets::merge_things(own, from, visit);
    }
    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        loyalty::detail::wallets::apply_event(*this, own, visit);
    }
};

/// The coupon of a campaign costs points.
struct priced_coupon {
    std::uint32_t campaign = 0;
    amount<unit::points> price{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"campaign", &priced_coupon::campaign, "the campaign of the coupon",
                          extensions::at_least(1, "coupon_price: the campaign of the coupon has a number from 1 on")},
        extensions::field{"price", &priced_coupon::price, "the points that one coupon costs",
                          extensions::above_zero("coupon_price: the price must be above zero: leave it out if a coupon "
                                                 "costs nothing")});
};

/// The price of all coupons of a checkout in points: `prices::coupon_price` for several campaigns. It stands behind the
/// account of points.
class coupon_prices {
public:
    using rewards = units<>;
    using debits = units<unit::points>;
    using parts = loyalty::detail::type_list<>;
    static constexpr std::string_view name = "coupon_price";
    static constexpr bool spending_comes_back = true;
    template <class Event>
    static constexpr bool concerns = extensions::uses_things<Event>;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const priced_coupon& operator[](std::size_t index) const noexcept { return all_[index]; }
    [[nodiscard]] constexpr bool add(const priced_coupon& next) noexcept {
        if (size_ == most_campaigns) {
            return false;
        }
        all_[size_++] = next;
        return true;
    }

    /// What a coupon of a campaign costs; nothing if it has no price.
    [[nodiscard]] constexpr amount<unit::points> price_of(std::uint32_t number) const noexcept {
        amount<unit::points> found{};
        for (std::size_t i = 0; i < size_; ++i) {
            found = all_[i].campaign == number ? all_[i].price : found; // a campaign stands once
        }
        return found;
    }

    template <class Visit>
    constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        amount<unit::points> sum{};
        for (const things::use& each : visit.event.uses) {
            visit.refuse_if(arithmetic::add_overflows(sum, price_of(each.campaign), sum), reason::amount_overflow);
        }
        if (sum != amount<unit::points>{} && !visit.refused()) {
            visit.template spend<unit::points>(sum); // once at an event: receipts keep one amount
        }
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.all_[i]);
        }
    }

private:
    std::array<priced_coupon, most_campaigns> all_{};
    std::size_t size_ = 0;
};

} // namespace loyalty::json
