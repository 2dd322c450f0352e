// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Rules about the policies of a programme and their order, each the condition of one sentence in programme.hpp.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/rules/groups.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/policy.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// The first policy that a search finds, and how many it finds.
struct found_policy {
    std::size_t index = 0; ///< the size of the programme if there is none
    std::size_t count = 0;
};

/// Finds those policies of a programme of whose type something is true. The account of things:
///
/// `find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) { return keeps_entitlements<Policy>; }).index`
template <class Programme, class Predicate>
[[nodiscard]] consteval found_policy find_policy(Predicate is_one) noexcept {
    found_policy found{Programme::size};
    for_each_index<Programme::size>([&](auto index) {
        if (is_one(std::type_identity<typename Programme::template policy_type<index>>{})) {
            found.index = found.count == 0 ? std::size_t{index} : found.index;
            ++found.count;
        }
    });
    return found;
}

template <class Listed, class List>
inline constexpr bool lists = false;
template <class Listed, class... Types>
inline constexpr bool lists<Listed, type_list<Types...>> = (std::is_same_v<Listed, Types> || ...);

template <class Policy>
concept has_rewards = requires {
    typename Policy::rewards;
};

template <class Policy>
concept has_apply = requires(const Policy& policy, state_of_t<Policy>& own, any_visit& visit) {
    policy.apply(own, visit);
};

// Plain values: after a concept that is not met, compilers print its definition too. What is no policy at all has one sentence.
template <class Policy>
inline constexpr bool is_class = std::is_class_v<Policy>;
template <class Policy>
inline constexpr bool is_no_condition = !requires {
    typename Policy::is_predicate;
};
template <class Policy>
inline constexpr bool is_no_stage = has_rewards<Policy> || !requires {
    Policy::kind;
};
template <class Policy>
inline constexpr bool may_be_policy = is_class<Policy>&& is_no_condition<Policy>&& is_no_stage<Policy>;
template <class Policy>
inline constexpr bool names_rewards = has_rewards<Policy> || !may_be_policy<Policy>;
template <class Policy>
[[nodiscard]] consteval bool can_apply() noexcept {
    if constexpr (!may_be_policy<Policy>) {
        return true;
    }
    constexpr bool is_bounded = !has_no_bound<typename member_type_or<state_in, Policy, extensions::no_state>::type>;
    static_assert(is_bounded, "loyalty: lots: say how many days of expiry there are at once, since they bound the "
                              "member: write expires_after_days<90>{90}");
    return !is_bounded || has_apply<Policy>;
}
/// Returns true if a policy may spend from one of several accounts.
template <class Policy, class Booked>
[[nodiscard]] consteval bool spends_from() noexcept {
    return []<class... Units>(type_list<Units...>) { return (lists<Units, Booked> || ...); }(debits_of<Policy>{});
}
template <class Policy>
inline constexpr bool lowers_prices = requires {
    requires Policy::lowers_prices;
};

template <class Policy>
inline constexpr bool keeps_merges = requires {
    requires Policy::keeps_merges;
};

template <class Policy>
inline constexpr bool keeps_membership = requires {
    requires Policy::keeps_membership;
};
/// Returns true if a policy, or one that it holds, counts in its state what it has granted.
template <class Rule>
[[nodiscard]] consteval bool counts_grants() noexcept {
    if constexpr (requires { requires Rule::counts_grants; }) {
        return true;
    } else if constexpr (std::is_class_v<Rule>) {
        return []<class... Parts>(type_list<Parts...>) {
            return (counts_grants<Parts>() || ...);
        }(typename parts_of<Rule>::type{});
    } else {
        return false;
    }
}
/// The index of the last policy that sets the tier, a floor included; the number of policies if there is none.
template <class... Policies>
[[nodiscard]] consteval std::size_t last_tier_policy() noexcept {
    std::size_t last = sizeof...(Policies);
    std::size_t index = 0;
    ((last = tells_tier_of<Policies>() || keeps_shown_tier<state_of_t<Policies>> ? index : last, ++index), ...);
    return last;
}

/// The number of tiers that the policies set, that of everyone included.
template <class... Policies>
[[nodiscard]] consteval std::size_t tier_count() noexcept {
    std::size_t count = 1;
    (
        [&] {
            if constexpr (tells_tier_of<Policies>()) {
                count = Policies::tiers;
            }
        }(),
        ...);
    return count;
}
template <class State>
inline constexpr bool compares = std::equality_comparable<State>;

/// The types of a list that another does not have.
template <class List, class Without, class Kept = type_list<>>
struct less {
    using type = Kept;
};
template <class First, class... Rest, class Without, class... Kept>
struct less<type_list<First, Rest...>, Without, type_list<Kept...>>
    : less<type_list<Rest...>, Without,
           std::conditional_t<lists<First, Without>, type_list<Kept...>, type_list<Kept..., First>>> {};

/// True if another list has all types of a list.
template <class List, class Of>
inline constexpr bool is_part_of = less<List, Of>::type::size == 0;

/// Returns true if the policy at an index grants a unit that an account before it keeps or turns into things.
template <std::size_t Index, class... Policies>
[[nodiscard]] consteval bool grants_too_late() noexcept {
    using rewards = rewards_of<typename type_at<Index, Policies..., void>::type>;
    return []<std::size_t... Before, class... Units>(std::index_sequence<Before...>, type_list<Units...>) {
        return (... || (lists<Units, united<booked_by<typename type_at<Before, Policies..., void>::type>...,
                                            turned_by<typename type_at<Before, Policies..., void>::type>...>>));
    }
    (std::make_index_sequence<Index>{}, rewards{});
}

/// Returns true for an account of things.
template <class Policy>
inline constexpr bool keeps_entitlements = requires {
    requires Policy::keeps_entitlements;
};

/// Returns true if a part of a rule has dates of its own, which only the policy of a programme can have.
template <class Rule>
[[nodiscard]] consteval bool hides_own_dates() noexcept {
    return []<class... Parts>(type_list<Parts...>) {
        return ((has_own_dates<Parts> || hides_own_dates<Parts>()) || ...);
    }(typename parts_of<Rule>::type{});
}

/// True for a redemption rule, by which points of a unit may pay money of a currency.
template <class Policy>
inline constexpr bool redeems_points = requires {
    typename Policy::redeemed_unit;
    typename Policy::paid_currency;
};
template <class Policy, class Unit>
inline constexpr bool redeems_unit = false;
template <class Policy, class Unit>
requires redeems_points<Policy>
inline constexpr bool redeems_unit<Policy, Unit> = std::is_same_v<typename Policy::redeemed_unit, Unit>;
template <class Policy, class Unit, class Currency>
inline constexpr bool redeems = false;
template <class Policy, class Unit, class Currency>
requires redeems_points<Policy>
inline constexpr bool redeems<Policy, Unit, Currency> =
    redeems_unit<Policy, Unit> && std::is_same_v<typename Policy::paid_currency, Currency>;

/// The rules of a programme by which points of a unit pay money of a currency.
template <class Programme, class Unit, class Currency>
[[nodiscard]] consteval found_policy redemption_rule_in() noexcept {
    return find_policy<Programme>(
        []<class Policy>(std::type_identity<Policy>) { return redeems<Policy, Unit, Currency>; });
}

/// Returns true if a rule, or a part of it, limits the redemptions of a unit in a window.
template <class Unit, class Rule>
[[nodiscard]] consteval bool limits_redemptions() noexcept {
    if constexpr (requires { Rule::limits_redemptions; }) {
        return Rule::limits_redemptions && std::is_same_v<typename Rule::redeemed_unit, Unit>;
    } else {
        return []<class... Parts>(type_list<Parts...>) {
            return (limits_redemptions<Unit, Parts>() || ...);
        }(typename parts_of<Rule>::type{});
    }
}

/// The number of policies before the first account.
template <class... Policies>
[[nodiscard]] consteval std::size_t first_account() noexcept {
    std::size_t count = 0;
    static_cast<void>((... && (!is_account<Policies> && (++count, true))));
    return count;
}

/// Returns true if no policy grants a unit that an account before it keeps.
template <class... Policies>
[[nodiscard]] consteval bool accounts_come_after_rewards() noexcept {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (... && !grants_too_late<Index, Policies...>());
    }
    (std::index_sequence_for<Policies...>{});
}

/// Returns true if no policy from the first account on is one of a group.
template <class... Policies>
[[nodiscard]] consteval bool groups_stand_before_accounts() noexcept {
    std::size_t index = 0;
    bool right = true;
    ((right = right && (index < first_account<Policies...>() || !uses_groups<Policies>()), ++index), ...);
    return right;
}

/// Returns true if the redemption rule at an index may pay purchases: it stands before the accounts, out of which it pays.
template <std::size_t Index, class... Policies>
[[nodiscard]] consteval bool pays_purchases() noexcept {
    return Index < first_account<Policies...>() && redeems_points<typename type_at<Index, Policies..., void>::type>;
}

template <class Policy>
inline constexpr bool has_redemption_limits = requires {
    requires Policy::limits_redemptions;
};

/// Returns true if every redemption rule with a limit stands before the accounts.
template <class... Policies>
[[nodiscard]] consteval bool limits_stand_before_accounts() noexcept {
    std::size_t index = 0;
    bool right = true;
    ((right = right && (index < first_account<Policies...>() || !has_redemption_limits<Policies>), ++index), ...);
    return right;
}

/// Returns true if every policy that counts what points left to pay stands behind a rule by which they pay, and before none.
template <class... Policies>
[[nodiscard]] consteval bool payment_comes_first() noexcept {
    bool paid = false;
    bool read = false;
    bool right = true;
    for_each_index<sizeof...(Policies)>([&](auto index) {
        const bool pays = pays_purchases<index, Policies...>();
        const bool reads = reads_payment<typename type_at<index, Policies..., void>::type>();
        right = right && !(reads && !paid) && !(pays && read);
        paid = paid || pays;
        read = read || reads;
    });
    return right;
}

/// Returns true if every policy that reads the tier stands after a `tiered`.
template <class... Policies>
[[nodiscard]] consteval bool tiers_come_first() noexcept {
    bool told = false;
    bool right = true;
    ((right = right && (!reads_tier_of<Policies>() || told), told = told || tells_tier_of<Policies>()), ...);
    return right;
}

/// Returns true if every policy with a figure for each tier has as many as the last `tiered` before it has tiers, the
/// base included.
template <class... Policies>
[[nodiscard]] consteval bool figures_fit_tiers() noexcept {
    std::size_t told = 0;
    bool right = true;
    (
        [&] {
            constexpr std::size_t named = tiers_named_of<Policies>();
            right = right && (named == 0 || told == 0 || named == told);
            if constexpr (tells_tier_of<Policies>()) {
                told = Policies::tiers;
            }
        }(),
        ...);
    return right;
}

/// Returns true if a policy from an index on grants something.
template <std::size_t First, class... Policies>
[[nodiscard]] consteval bool grants_from() noexcept {
    std::size_t index = 0;
    bool grants = false;
    ((grants = grants || (index >= First && rewards_of<Policies>::size != 0), ++index), ...);
    return grants;
}

/// The units that a rule counts as earned by the policies before it.
template <class Rule>
struct units_counted;
template <class List>
struct units_counted_by;
template <class... Parts>
struct units_counted_by<type_list<Parts...>> {
    using type = united<typename units_counted<Parts>::type...>;
};
template <class Rule>
struct units_counted : units_counted_by<typename parts_of<Rule>::type> {};
template <class Rule>
requires requires {
    typename Rule::earned_unit;
}
struct units_counted<Rule> {
    using type = type_list<typename Rule::earned_unit>;
};

/// Returns true if the policies before an end grant every unit that the policy at an index counts.
template <std::size_t Index, std::size_t End, class... Policies>
[[nodiscard]] consteval bool is_granted_before() noexcept {
    return []<std::size_t... Before, class... Units>(std::index_sequence<Before...>, type_list<Units...>) {
        using granted = united<rewards_of<typename type_at<Before, Policies..., void>::type>...>;
        return (... && lists<Units, granted>);
    }
    (std::make_index_sequence<End>{}, typename units_counted<typename type_at<Index, Policies..., void>::type>::type{});
}

/// Returns true for a `tiered` that counts the earnings at its tier of the policies behind it, such as points. It sets
/// the tier at its place, and counts when they have granted.
template <std::size_t Index, class... Policies>
[[nodiscard]] consteval bool counts_what_comes_behind() noexcept {
    using policy = typename type_at<Index, Policies..., void>::type;
    if constexpr (tells_tier_of<policy>() && !holds_policies<policy>) {
        return !is_granted_before<Index, Index, Policies...>() &&
               is_granted_before<Index, first_account<Policies...>(), Policies...>();
    } else {
        return false;
    }
}

/// Returns true if the policy at an index acts behind those that grant: a `tiered` that counts what they earn, and the floor
/// behind it.
template <std::size_t Index, class... Policies>
[[nodiscard]] consteval bool acts_last() noexcept {
    if constexpr (keeps_shown_tier<state_of_t<typename type_at<Index, Policies..., void>::type>>) {
        return []<std::size_t... Before>(std::index_sequence<Before...>) {
            return (... || counts_what_comes_behind<Before, Policies...>());
        }
        (std::make_index_sequence<Index>{});
    } else {
        return counts_what_comes_behind<Index, Policies...>();
    }
}

/// Returns true if the policy at an index counts only units that are granted before it counts.
template <std::size_t Index, class... Policies>
[[nodiscard]] consteval bool counts_what_was_granted() noexcept {
    if constexpr (holds_policies<typename type_at<Index, Policies..., void>::type>) {
        return true; // its rules grant to each other
    } else {
        return is_granted_before<Index, Index, Policies...>() || counts_what_comes_behind<Index, Policies...>();
    }
}

template <class... Policies>
[[nodiscard]] consteval bool earned_is_granted_before() noexcept {
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (... && counts_what_was_granted<Index, Policies...>());
    }
    (std::index_sequence_for<Policies...>{});
}

/// Returns true if a rule, or a part of it, is a factor with a predicate about one tier.
template <class Rule>
[[nodiscard]] consteval bool has_factor_for_a_tier() noexcept {
    if constexpr (requires { requires Rule::is_factor_for_a_tier; }) {
        return true;
    } else {
        return []<class... Parts>(type_list<Parts...>) {
            return (has_factor_for_a_tier<Parts>() || ...);
        }(typename parts_of<Rule>::type{});
    }
}

} // namespace loyalty::detail
