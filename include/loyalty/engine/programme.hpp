// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/clock.hpp>
#include <loyalty/engine/defects.hpp>
#include <loyalty/engine/member.hpp>
#include <loyalty/engine/order_of_conversions.hpp>
#include <loyalty/engine/outcome.hpp>
#include <loyalty/engine/own_dates.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/groups.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/quota_counts.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace criteria {
struct first_purchase_matches; // rules/predicates/member.hpp
}

namespace extensions {

/// A name of at most 31 characters that can be a template argument.
struct short_name {
    char characters[32]{};

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.characters);
    }

    constexpr short_name() noexcept = default;
    template <std::size_t Size>
    requires(Size <= 32) constexpr short_name(const char (&text)[Size]) noexcept {
        for (std::size_t i = 0; i < Size; ++i) {
            characters[i] = text[i];
        }
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return characters; }
    /// Compares all characters at once, which is one instruction for many of them.
    [[nodiscard]] friend constexpr bool operator==(const short_name& left, const short_name& right) noexcept {
        return std::string_view{left.characters, 32} == std::string_view{right.characters, 32};
    }
};

} // namespace extensions

/// The terms of a programme (S12, S34): its name and version, when it is in force, its calendar.
///
/// `terms<>{.name = "beauty", .version = 3, .valid = {.from = "2022-01-01T00:00"_utc}}`
template <class Zone = utc, choices::identity Identity = choices::identity::by_time_and_id>
struct terms {
    static constexpr choices::identity told_apart = Identity;
    using calendar_type = loyalty::calendar<Zone>;
    /// Every event has a time, and an id if events are told apart by it.
    template <class Event>
    using demands_on = std::conditional_t<Identity == choices::identity::by_time || !fact::time_fact::known<Event>,
                                          fact::time_fact::demanded<Event>, fact::id_fact::demanded<Event>>;

    extensions::short_name name{};
    std::uint32_t version = 1;
    instant_window valid{};
    calendar_type calendar{};
    std::uint16_t currency_code = 0; ///< of ISO 4217, of money whose currency a text names; 0: its type says it
};

namespace detail {

template <class Type>
inline constexpr bool is_terms = false;
template <class Zone, choices::identity Identity>
inline constexpr bool is_terms<terms<Zone, Identity>> = true;

/// Says of a part of a programme whether the programme is right.
struct part_of_programme {
    bool right = false;
};

} // namespace detail

/// A loyalty programme: policies in the order in which they see a purchase, framed by `terms`. An immutable value (S34). A
/// constant with a fault does not compile; at run time `problem()` has the fault, and the programme refuses every event.
///
/// @code
/// constexpr programme beauty{
///     tiered{350_usd, 1000_usd}.held_for(1),
///     points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
/// };
/// @endcode
///
/// At most 32 policies; a longer list of rules is a `rule_list`.
template <class Terms, class... Policies>
struct programme {
    static constexpr std::size_t size = sizeof...(Policies);
    static_assert(size > 0, "loyalty: a programme needs at least one policy, such as points{...}");
    static_assert(size <= 32, "loyalty: a programme has at most 32 policies: put more rules into a rule_list");
    static_assert(
        (detail::is_no_condition<Policies> && ...),
        "loyalty: a condition such as category_is(4) is no policy: it stands in .on(...) or .when(...) of one");
    static_assert((detail::is_no_stage<Policies> && ...),
                  "loyalty: a stage such as per_amount{...} stands in points{...}: write points{per_amount{...}, "
                  "round_off{...}}");
    static_assert((detail::is_class<Policies> && ...),
                  "loyalty: a programme consists of policies, such as points{...} or cashback{...}: a number is none");
    static_assert((detail::names_rewards<Policies> && ...),
                  "loyalty: a policy misses `using rewards = loyalty::units<...>;`: name the units that it may grant");
    static_assert((detail::can_apply<Policies>() && ...),
                  "loyalty: a policy misses `template <class Visit> constexpr void apply(state& own, Visit& visit) "
                  "const`: without a state of its own, write loyalty::extensions::no_state for state");
    static_assert((std::is_trivially_copyable_v<detail::state_of_t<Policies>> && ...),
                  "loyalty: the `struct state` of a policy must be trivially copyable: no strings, vectors or pointers "
                  "that own");
    static_assert((detail::compares<detail::state_of_t<Policies>> && ...),
                  "loyalty: the `struct state` of a policy must compare with ==, so that a return can put it back: add "
                  "`friend constexpr bool operator==(const state&, const state&) = default;`");
    static_assert((detail::says_what_returns_do<Policies>() && ...),
                  "loyalty: a policy with a state must say what a return does to it: give it `template <class Visit> "
                  "constexpr void revert(state& own, const undone<state>& event, Visit& visit) const`, or `static "
                  "constexpr bool returns_put_back = true;` to put the state back if nothing was added since");
    static_assert(
        (detail::shows_quotas<Policies>() && ...),
        "loyalty: a policy around a limited{...}, or around a wheel with a stock, must have the state of that "
        "policy as a public member of its own state: a return finds there what the sale took from the quota");
    static_assert(detail::tiers_come_first<Policies...>(),
                  "loyalty: a policy asks for the member's tier before a tiered{...} has told it: put the tiered{...} "
                  "first");
    static_assert(
        (0 + ... + (detail::tells_tier_of<Policies>() ? 1 : 0)) <= 1,
        "loyalty: a programme has one tiered{...}: a member has one tier, which every policy after it asks for");
    static_assert(detail::figures_fit_tiers<Policies...>(),
                  "loyalty: multiply_by_tier needs one factor for each tier, the tier of everyone included: one more "
                  "than tiered{...} has thresholds");
    static_assert(detail::accounts_come_after_rewards<Policies...>(),
                  "loyalty: an account such as lots<...> books what the policies before it granted: put it last");
    static_assert(detail::conversions_come_after_accounts<Policies...>(),
                  "loyalty: a conversion stands before the account that keeps what it spends: put it behind it");
    static_assert(
        detail::payment_comes_first<Policies...>(),
        "loyalty: a policy counts after_points{} or asks points_pay(): put the redemption_rule by which points "
        "pay before it, and before the account");
    static_assert(detail::limits_stand_before_accounts<Policies...>(),
                  "loyalty: a redemption_rule counts towards a limit before the account spends: put it before the "
                  "account");
    static_assert(!(detail::hides_own_dates<Policies>() || ...),
                  "loyalty: dated{...} stands around a whole policy: write dated{rule_list<...>}, "
                  "dated{gamified{...}}, dated{limited{...}} or dated{once_in_group{...}}");
    static_assert(
        detail::groups_stand_before_accounts<Policies...>(),
        "loyalty: a once_in_group{...} stands behind an account such as lots<...>: put it before the account, "
        "since a return evaluates only the policies before it");
    static_assert(
        detail::earned_is_granted_before<Policies...>(),
        "loyalty: a policy counts earned<...> of a unit that no policy before it grants, and so never counts: "
        "put it behind the policy that grants the unit");
    static_assert(detail::conversions_find_something<Policies...>(),
                  "loyalty: conversion: no rule before it grants this unit: put it behind the rule that grants it");

    static constexpr bool holds_policies = true;
    using parts = detail::type_list<Policies...>;

    using calendar_type = typename Terms::calendar_type;
    using units_type = detail::united<detail::rewards_of<Policies>...>;
    using outcome_type = detail::rename_t<outcome, units_type>;
    using clock_type = detail::event_clock<Terms::told_apart == choices::identity::by_time_and_id,
                                           (detail::mentions<criteria::first_purchase_matches, Policies>() || ...)>;
    using booked_type = detail::united<detail::booked_by<Policies>...>;
    static_assert(booked_type::size == (std::size_t{0} + ... + detail::booked_by<Policies>::size),
                  "loyalty: two accounts book the same unit: a unit has one account, or two units of their own");
    /// The units that an account turns into things.
    using turned_type = detail::united<detail::turned_by<Policies>...>;
    static_assert(detail::is_part_of<turned_type, units_type>,
                  "loyalty: wallet: no policy before it grants the unit of a vouchers{...}.for_each<Unit>(), and so it "
                  "never issues a thing: name the unit that a policy awards");
    static_assert((0 + ... + (detail::keeps_entitlements<Policies> ? 1 : 0)) <= 1,
                  "loyalty: a programme has one things::wallet<...>: give it room for all things");
    /// True if a policy keeps the member's things.
    static constexpr bool keeps_things = (detail::keeps_entitlements<Policies> || ...);
    using plain_units_type =
        typename detail::less<typename detail::less<units_type, booked_type>::type, turned_type>::type;
    /// The grants of policies with dates of their own.
    using apart_type = detail::grants_apart<Policies...>;
    /// True for the index of a redemption rule by which points may pay purchases.
    template <std::size_t Index>
    static constexpr bool pays_purchases = detail::pays_purchases<Index, Policies...>();
    using member_type = detail::member_state<clock_type, plain_units_type, detail::state_of_t<Policies>...>;
    static constexpr choices::identity told_apart = Terms::told_apart;
    /// The index of the first account; `size` if there is none.
    static constexpr std::size_t first_account = detail::first_account<Policies...>();
    /// The number of tiers, that of everyone included.
    static constexpr std::size_t tier_count = detail::tier_count<Policies...>();
    /// The index of the last policy that sets the tier; `size` if there is none.
    static constexpr std::size_t last_tier_policy = detail::last_tier_policy<Policies...>();
    /// True if a policy counts what it has granted, so that no share of its award can go back by itself.
    static constexpr bool counts_grants = (detail::counts_grants<Policies>() || ...);
    /// True if members share quotas.
    static constexpr bool shares_quotas = ((detail::quotas_held_by<Policies>() != 0) || ...);
    /// True if a policy keeps the member's paid membership.
    static constexpr bool keeps_membership = (detail::keeps_membership<Policies> || ...);
    /// True if members can become one.
    static constexpr bool merges_members = (detail::keeps_merges<Policies> || ...);
    /// True if a policy is one of a group of which one event grants one award.
    static constexpr bool has_groups = (detail::uses_groups<Policies>() || ...);
    /// True if a policy after an account may spend from it (`using debits = units<...>`).
    static constexpr bool policies_spend = (detail::spends_from<Policies, booked_type>() || ...);
    /// True if a policy behind the first account grants something, such as a `conversion`.
    static constexpr bool grants_behind_accounts = detail::grants_from<first_account, Policies...>();
    /// True if the plain balances settle behind the accounts, because a policy there still grants or spends.
    static constexpr bool settles_last = policies_spend || grants_behind_accounts;
    template <std::size_t Index>
    using policy_type = typename detail::type_at<Index, Policies..., void>::type;

    /// True for a policy that acts behind those that grant, wherever it stands.
    template <std::size_t Index>
    static constexpr bool acts_last = detail::acts_last<Index, Policies...>();

    template <class Unit>
    static constexpr bool grants = detail::lists<Unit, units_type>;

    /// The name of the policy at an index, for explanations.
    template <std::size_t Index>
    static constexpr std::string_view
        policy_name = detail::name_of<typename detail::type_at<Index, Policies...>::type>();

    Terms frame{};
    detail::pack<Policies...> policies{};
    bool right = false;

    constexpr explicit programme(Terms framed, Policies... each) noexcept
        : frame{framed}, policies{{{each}...}}, right{detail::a_programme_must_be_right(problem().sentence)} {}
    constexpr explicit programme(Policies... each) noexcept
        requires(!(detail::is_terms<Policies> || ...) && std::is_same_v<Terms, terms<>>)
        : policies{{{each}...}}, right{detail::a_programme_must_be_right(problem().sentence)} {}
    /// A part of a programme, which is right if the programme is.
    constexpr programme(detail::part_of_programme whole, Terms framed, Policies... each) noexcept
        : frame{framed}, policies{{{each}...}}, right{whole.right} {}

    /// Returns the first fault with the index of its policy (S36); a null sentence if there is none.
    [[nodiscard]] constexpr extensions::defect problem() const noexcept {
        extensions::defect found{};
        const date_window valid = detail::days_in_force(frame);
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if (found.sentence == nullptr) {
                found = detail::defect_of(detail::get<index>(policies), tier_count, valid);
                found.rule += index;
            }
        });
        if (found.sentence == nullptr && splits_for_predicates()) {
            found.sentence = "tiered: .crossing(earns_at::split) blends the factors of multiply_by_tier{...}, and "
                             "tier_is(...) knows no half: write multiply_by_tier, or another crossing";
        }
        if (found.sentence == nullptr && has_rate_of_own_points()) {
            found.sentence = "tiered: what a purchase earns at its tier cannot decide that tier: count "
                             "earned<...> of a policy before the tiered, or use earns_at::old_rate";
        }
        if constexpr (has_groups) {
            found = found.sentence == nullptr ? lone_group() : found;
        }
        if (found.sentence == nullptr) {
            found.sentence = detail::problem_of_dates<Policies...>();
        }
        if (found.sentence == nullptr && frame.valid.empty()) {
            found.sentence = "terms: the programme ends before it starts: give `valid` a later end";
        }
        if (found.sentence == nullptr && !frame.calendar.is_valid()) {
            found.sentence = "terms: the business day must start 0 to 86399 seconds after midnight";
        }
        return found;
    }

    /// Returns true if a `tiered` counts what is earned at its tier, and the crossing purchase shall earn at the new one.
    [[nodiscard]] constexpr bool has_rate_of_own_points() const noexcept {
        bool found = false;
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (detail::counts_what_comes_behind<index, Policies...>()) {
                found = found || !detail::get<index>(policies).pays_old_rate();
            }
        });
        return found;
    }

    /// A group of one policy, which nothing passes over. The rules of a list come and go, so a programme with a list has none.
    [[nodiscard]] constexpr extensions::defect lone_group() const noexcept {
        extensions::defect found{};
        detail::group_sizes all{};
        all(policies);
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            const auto& policy = detail::get<index>(policies);
            if (found.sentence == nullptr && !(detail::lists_groups<Policies>() || ...) && all.has_lone(policy)) {
                found = {index, "once_in_group: no other policy has this group: give its number to two or more"};
            }
        });
        return found;
    }

    /// Returns true if the crossing purchase is split between tiers, and a factor has a predicate about one tier.
    [[nodiscard]] constexpr bool splits_for_predicates() const noexcept {
        bool splits = false;
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (requires { detail::get<index>(policies).splits_crossing(); }) {
                splits = splits || detail::get<index>(policies).splits_crossing();
            }
        });
        return splits && (detail::has_factor_for_a_tier<Policies>() || ...);
    }

    /// The policies before the first account: they decide what a purchase earns.
    [[nodiscard]] constexpr auto earning() const noexcept {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return programme<Terms, typename detail::type_at<Index, Policies..., void>::type...>{
                detail::part_of_programme{right}, frame, detail::get<Index>(policies)...};
        }
        (std::make_index_sequence<first_account>{});
    }

    /// The programme itself; what `lifted` has too, so that one code serves both.
    [[nodiscard]] LOYALTY_INLINE constexpr const programme& value() const noexcept { return *this; }
};

namespace detail {

// g++ does not take the members of `constexpr programme beauty{...}` for constants if the type was not complete before the
// declaration, so its size is read. Clang needs no help, and would go on after a sentence with sentences of its own.
#if defined(__GNUC__) && !defined(__clang__)
template <class Type>
inline constexpr bool completed = sizeof(Type) != 0;
#else
template <class Type>
inline constexpr bool completed = true;
#endif

/// Copies are no programmes of programmes.
template <class Type>
inline constexpr bool is_programme = false;
template <class Terms, class... Policies>
inline constexpr bool is_programme<programme<Terms, Policies...>> = true;

} // namespace detail

template <class First, class... Policies>
requires(!detail::is_terms<First> && !detail::is_programme<First> &&
         detail::completed<programme<terms<>, First, Policies...>>) programme(First, Policies...)
->programme<terms<>, First, Policies...>;

template <dates::zone Zone, choices::identity Identity, class... Policies>
requires detail::completed<programme<terms<Zone, Identity>, Policies...>> programme(terms<Zone, Identity>, Policies...)
->programme<terms<Zone, Identity>, Policies...>;

/// The outcome of an event in a programme.
template <class Programme>
using outcome_of = typename Programme::outcome_type;

namespace extensions {

/// A constant programme as a type, so that its numbers are immediates wherever it goes: `apply(lifted<beauty>, ...)`.
template <auto Value>
struct lifted_programme {
    using programme_type = std::remove_cvref_t<decltype(Value)>;
    using member_type = typename programme_type::member_type;
    using outcome_type = typename programme_type::outcome_type;
    using calendar_type = typename programme_type::calendar_type;

    [[nodiscard]] static constexpr const programme_type& value() noexcept { return Value; }
};

} // namespace extensions

template <auto Value>
inline constexpr extensions::lifted_programme<Value> lifted{};

} // namespace loyalty
