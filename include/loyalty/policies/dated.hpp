// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/ledger/expiry.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace detail {

/// Stands for the expiry or the activation of the account.
struct of_account {
    [[nodiscard]] friend constexpr bool operator==(of_account, of_account) noexcept = default;
};

} // namespace detail

namespace ledgers {

/// A policy whose points have dates of their own, in the account of all others (S23, S24): 100 points of a campaign expire after 30
/// days, and those of every day at the end of next year.
///
/// @code
/// constexpr programme summer{
///     points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
///     dated{points{per_visit{100_points}.when(during(june))}}.expiring(expires_after_days<30>{30}),
///     lots<unit::points>{}.expiring(expires_end_of_year<1>{}).spare_buckets<32>(),
/// };
/// @endcode
///
/// `.expiring(...)` and `.activating(...)` take what `lots` takes; without one of them that of the account holds. Each event gives
/// a lot with these dates, and a return takes back from this lot first. The account needs a spare bucket for each pair of dates
/// that stands at once: 30 days of expiry need 30, 14 days of activation 14 more.
template <class Policy, class Expiry = detail::of_account, class Activation = detail::of_account>
struct dated {
    static_assert(detail::says_what_returns_do<Policy>(),
                  "loyalty: dated: a policy with a state must say what a return does to it: give it `revert` or "
                  "`static constexpr bool returns_put_back = true;`");
    static_assert(Policy::rewards::size != 0 && !detail::tells_tier_of<Policy>(),
                  "loyalty: dated: give it a policy that grants points; an account has `.expiring(...)` itself");

    using rewards = typename Policy::rewards;
    using debits = detail::debits_of<Policy>;
    using state = detail::state_of_t<Policy>;
    static constexpr std::string_view name = "dated";
    template <class Event>
    static constexpr bool concerns = detail::concerns<Policy, Event>();

    static constexpr bool has_expiry = !std::is_same_v<Expiry, detail::of_account>;
    static constexpr bool has_activation = !std::is_same_v<Activation, detail::of_account>;
    /// Lots that wait have a pair of dates for each day of activation, and those that do not one for each day of expiry.
    template <class Account>
    static constexpr std::size_t lot_buckets = [] {
        std::size_t count = 0;
        if constexpr (has_expiry) {
            count += Expiry::alive;
        }
        if constexpr (has_activation) {
            count += Activation::pending;
        } else {
            count += Account::activation_type::pending;
        }
        return count;
    }();

    Policy policy;
    LOYALTY_NO_UNIQUE_ADDRESS Expiry expiry{};
    LOYALTY_NO_UNIQUE_ADDRESS Activation activation{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"policy", &dated::policy, "what is awarded"},
                           extensions::field{"expiring", &dated::expiry, "the day on which its points expire"},
                           extensions::field{"activating", &dated::activation, "the day from which they can be spent"});

    constexpr explicit dated(Policy rule, Expiry expires = {}, Activation activates = {}) noexcept
        : policy{rule}, expiry{expires}, activation{activates} {}

    template <class Other>
    [[nodiscard]] constexpr auto expiring(Other by) const noexcept {
        return dated<Policy, Other, Activation>{policy, by, activation};
    }
    template <class Other>
    [[nodiscard]] constexpr auto activating(Other by) const noexcept {
        static_assert(!Other::is_confirmed,
                      "loyalty: dated: a confirmation finds lots by the dates of the account: give "
                      "the account activates_on_confirmation, or the policy a number of days");
        return dated<Policy, Expiry, Other>{policy, expiry, by};
    }

    template <class Account, class Point>
    [[nodiscard]] constexpr ledgers::basic_lot_dates<Point> dates_of(const Account& account,
                                                                     Point earned_on) const noexcept {
        ledgers::basic_lot_dates<Point> dates = account.dates_of(earned_on);
        if constexpr (has_activation) {
            dates.active_from = activation.active_from(earned_on);
        }
        if constexpr (has_expiry) {
            dates.expires = expiry.expiry_of(dates.active_from);
        } else {
            dates.expires = account.expiry.expiry_of(dates.active_from);
        }
        return dates;
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        detail::advance(policy, own, moment);
    }
    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::apply(policy, own, visit);
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::revert(policy, own, event, visit);
    }
    template <class Visit>
    requires detail::can_merge<Policy>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::merge(policy, own, from, visit);
    }
    template <class Moment, class Inner = Policy>
    [[nodiscard]] constexpr auto progress(const state& own, const Moment& moment) const noexcept
        -> decltype(std::declval<const Inner&>().progress(own, moment)) {
        return policy.progress(own, moment);
    }
};

template <class Policy>
dated(Policy) -> dated<Policy>;

} // namespace ledgers

} // namespace loyalty
