// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Grants whose lots have dates of their own. Of 140 points, 100 of them by a campaign, the outcome has the sum and the visit the
/// 100 beside it, so that the account books two lots.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// The amount of a unit that the policy at an index granted in one event.
template <std::size_t Policy, unit_type Unit>
struct grant_apart {
    using unit = Unit;
    static constexpr std::size_t policy = Policy;
    std::int64_t minor_units = 0;

    [[nodiscard]] friend constexpr bool operator==(const grant_apart&, const grant_apart&) = default;
};

template <std::size_t Policy, class Units>
struct grants_apart_by;
template <std::size_t Policy, unit_type... Units>
struct grants_apart_by<Policy, type_list<Units...>> {
    using type = type_list<grant_apart<Policy, Units>...>;
};

/// One for each unit of each policy whose lots have dates of their own.
template <class Indices, class... Policies>
struct all_grants_apart;
template <std::size_t... Index, class... Policies>
struct all_grants_apart<std::index_sequence<Index...>, Policies...> {
    using type = rename_t<
        pack, united<typename std::conditional_t<has_own_dates<Policies>, grants_apart_by<Index, rewards_of<Policies>>,
                                                 std::type_identity<type_list<>>>::type...>>;
};

/// The list of the grants that a programme keeps apart is `pack<grant_apart<1, unit::points>>` if policy 1 has dates of its own.
template <class... Policies>
using grants_apart = typename all_grants_apart<std::index_sequence_for<Policies...>, Policies...>::type;

template <class Unit, class Grants>
inline constexpr std::size_t apart_in_unit = 0;
template <class Unit, class... Grants>
inline constexpr std::size_t apart_in_unit<Unit, pack<Grants...>> =
    (std::size_t{0} + ... + (std::is_same_v<typename Grants::unit, Unit> ? 1 : 0));

template <std::size_t Index, class Grants>
inline constexpr bool grants_apart_at = false;
template <std::size_t Index, class... Grants>
inline constexpr bool grants_apart_at<Index, pack<Grants...>> = ((Grants::policy == Index) || ...);

template <class Grants>
struct grants_of;
template <class... Grants>
struct grants_of<pack<Grants...>> {
    template <std::size_t Index>
    using at = typename type_at<Index, Grants..., void>::type;
};

/// See `visit::for_each_apart`.
template <class Unit, class Programme, class Grants, class Function>
constexpr void for_each_grant_apart(const Programme& programme, const Grants& apart, Function& function) noexcept {
    for_each_index<Grants::size>([&](auto place) {
        using grant = typename grants_of<Grants>::template at<place>;
        if constexpr (std::is_same_v<typename grant::unit, Unit>) {
            function(grant::policy, get<grant::policy>(programme.policies),
                     amount<Unit>::from_minor_units(get<place>(apart).minor_units));
        }
    });
}

/// The share of what a sale granted apart that belongs to what it still has earned, rounded half up: of 100 points of 140, if 70
/// are left, 50. For returns by shares, which evaluate no rule again.
template <class Grants, class Outcome>
[[nodiscard]] constexpr Grants apart_in_proportion(const Grants& before, const Outcome& earned,
                                                   const Outcome& left) noexcept {
    Grants now = before;
    for_each_index<Grants::size>([&](auto place) {
        using unit = typename grants_of<Grants>::template at<place>::unit;
        const std::int64_t whole = earned.template granted<unit>().minor_units();
        const std::int64_t part = left.template granted<unit>().minor_units();
        std::int64_t& own = get<place>(now).minor_units;
        own = whole == 0 || whole == part
                  ? own
                  : scale_minor_units(own, part, whole < 0 ? -whole : whole, rounding::half_up).value_or(own) *
                        (whole < 0 ? -1 : 1);
    });
    return now;
}

/// Adds a difference to the separate grants. Refuses the event if it does not fit.
template <std::size_t Place, class Visit>
constexpr void add_apart(Visit& visit, std::int64_t before, std::int64_t now) noexcept {
    using grant = typename grants_of<typename Visit::apart_type>::template at<Place>;
    std::int64_t& sum = get<Place>(visit.apart).minor_units;
    grant difference{};
    visit.refuse_if(subtract_overflows(now, before, difference.minor_units) ||
                        add_overflows(sum, difference.minor_units, sum),
                    reason::amount_overflow);
    visit.note(difference);
}

/// Lets the policy at an index act, and keeps apart what it grants if its lots have dates of their own.
template <std::size_t Index, class Visit, class Act>
LOYALTY_INLINE constexpr void act_apart(Visit& visit, Act act) noexcept {
    using apart = typename Visit::apart_type;
    if constexpr (grants_apart_at<Index, apart>) {
        const auto before = visit.gave();
        act();
        for_each_index<apart::size>([&](auto place) {
            using grant = typename grants_of<apart>::template at<place>;
            if constexpr (grant::policy == Index) {
                using unit = typename grant::unit;
                add_apart<place>(visit, before.template granted<unit>().minor_units(),
                                 visit.template granted<unit>().minor_units());
            }
        });
    } else {
        act();
    }
}

/// Takes back the difference between the separate grants of a sale and those of its rest. The sums of the visit have it
/// already.
template <class Visit, class Grants>
constexpr void take_back_apart(Visit& visit, const Grants& before, const Grants& now) noexcept {
    for_each_index<Grants::size>(
        [&](auto place) { add_apart<place>(visit, get<place>(before).minor_units, get<place>(now).minor_units); });
}

/// The spare buckets that policies with dates of their own need of the account of a unit.
template <class Account, class... Policies>
[[nodiscard]] consteval std::size_t buckets_of_own_dates() noexcept {
    std::size_t count = 0;
    (
        [&] {
            if constexpr (has_own_dates<Policies>) {
                if constexpr (lists<typename Account::unit, rewards_of<Policies>>) {
                    count += Policies::template lot_buckets<Account>;
                }
            }
        }(),
        ...);
    return count;
}

/// True for `lots`; another account says itself what it does with dates.
template <class Account>
inline constexpr bool has_spare_buckets = requires {
    Account::spare;
    typename Account::expiry_type;
};

/// True for an account whose rules come at run time: what reads them says what they cannot be.
template <class Account>
inline constexpr bool has_rules_from_run_time = requires(const Account& account) {
    account.expiry.renews_now();
};

/// A sentence if lots of an account cannot have the dates of their policies, else null.
template <class Account, class... Policies>
[[nodiscard]] consteval const char* problem_of_own_dates() noexcept {
    if constexpr (!has_spare_buckets<Account>) {
        return nullptr;
    } else if constexpr (constexpr std::size_t buckets = buckets_of_own_dates<Account, Policies...>(); buckets == 0) {
        return nullptr;
    } else {
        return Account::expiry_type::renews && !has_rules_from_run_time<Account>
                   ? "dated: an account that expires on inactivity has one clock for all lots: give it another expiry"
               : Account::activation_type::is_confirmed && !has_rules_from_run_time<Account>
                   ? "dated: lots that wait for a confirmation have the dates of "
                     "the account: give it another activation"
               : Account::spare < buckets
                   ? "dated: the account has too few buckets for the dates of its policies: give it as many as they "
                     "have days of expiry and of activation together, by lots<Unit>{}.spare_buckets<count>(); for "
                     "example, 30 days and 14 days need spare_buckets<44>()"
                   : nullptr;
    }
}

/// Returns true if an account books a unit that the policy grants, or its lots have no dates of their own.
template <class Policy, class Booked>
[[nodiscard]] consteval bool has_lots_for_own_dates() noexcept {
    if constexpr (has_own_dates<Policy>) {
        return []<class... Units>(type_list<Units...>) { return (lists<Units, Booked> || ...); }(rewards_of<Policy>{});
    } else {
        return true;
    }
}

/// A sentence if dates of policies have no account, or one that cannot have them; else null.
template <class... Policies>
[[nodiscard]] consteval const char* problem_of_dates() noexcept {
    using booked = united<booked_by<Policies>...>;
    if (!(has_lots_for_own_dates<Policies, booked>() && ...)) {
        return "dated: no account of this programme books what the policy grants: add lots<Unit>{} behind it";
    }
    const char* found = nullptr;
    (
        [&] {
            if constexpr (is_account<Policies> && (has_own_dates<Policies> || ...)) {
                found = found != nullptr ? found : problem_of_own_dates<Policies, Policies...>();
            }
        }(),
        ...);
    return found;
}

} // namespace loyalty::detail
