// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Awards of a programme from text that come out of a quota of all members (S40).
///
/// `{"limited": {"quota": {"number": 1, "whole": "10000 points"}, "policy": {"points": [{"per_visit": "500 points"}]}}}`: of 9,800 that
/// are gone 200 are left for a purchase that earns 500. In `"100 items"` the first 100 awards are given. What is left is a value of the
/// host, as in C++:
///
/// @code
/// const auto launch = read.framed(utc{});
/// quotas<std::remove_const_t<decltype(launch)>> budget{launch};
/// apply(launch, anna, sale, sharing(budget));
/// budget.left(1);                              // 9'500 minor units
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/json/any_window.hpp>
#include <loyalty/json/for_others.hpp>
#include <loyalty/json/plain_points.hpp>
#include <loyalty/json/rolling_memory.hpp>
#include <loyalty/json/run_time_quotas.hpp>
#include <loyalty/json/seen_through.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/policies/limited.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/effects.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/problem.hpp>
#include <loyalty/rules/quota.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

/// One of the quotas of an event, by a number from run time. `Quotas` is the store of the host; or that of a sale that is evaluated
/// again, which knows by what was taken.
template <class Quotas>
struct one_quota {
    Quotas* all = nullptr;
    std::uint32_t number = 0;

    template <std::uint32_t>
    [[nodiscard]] static consteval bool has() noexcept {
        return true;
    }
    template <std::uint32_t Any>
    [[nodiscard]] constexpr std::int64_t there(const extensions::taken_of_quota& so_far) const noexcept {
        if constexpr (requires { all->left(number); }) {
            return all->left(number);
        } else {
            return all->template there<Any>(so_far);
        }
    }
    template <std::uint32_t Any>
    constexpr std::int64_t take(const extensions::taken_of_quota& so_far, std::int64_t desired) const noexcept {
        if constexpr (requires { all->take(number, desired); }) {
            return all->take(number, desired);
        } else {
            return all->template take<Any>(so_far, desired);
        }
    }
    template <std::uint32_t Any>
    [[nodiscard]] constexpr bool put_back(std::int64_t taken) const noexcept {
        if constexpr (requires { all->put_back(number, taken); }) {
            return all->put_back(number, taken);
        } else {
            return true; // a sale that is evaluated again puts nothing back
        }
    }
};

/// The profile of an event whose quotas are one.
template <class Profile>
struct profile_of_quota {
    constexpr profile_of_quota(const Profile&, std::uint32_t) noexcept {}
};
template <class Quotas, class Profile>
struct profile_of_quota<extensions::shared_profile<Quotas, Profile>> {
    one_quota<Quotas> own;
    extensions::shared_profile<one_quota<Quotas>, Profile> profile;

    constexpr profile_of_quota(const extensions::shared_profile<Quotas, Profile>& of, std::uint32_t number) noexcept
        : own{of.quotas, number}, profile{of, &own} {}
    profile_of_quota(const profile_of_quota&) = delete;
    profile_of_quota& operator=(const profile_of_quota&) = delete;
};

/// A `party_visit` to whose policy the quota of a rule from text is one that its type names.
template <class Visit, class Currency>
class quota_visit : public party_visit<Visit, Currency>, public profile_of_quota<detail::profile_of<Visit>> {
    using base = party_visit<Visit, Currency>;
    using of_quota = profile_of_quota<detail::profile_of<Visit>>;

public:
    using of_quota::profile;

    constexpr quota_visit(Visit& of, award_unit granting, count_unit counting, std::uint32_t number) noexcept
        : base{of, granting, counting}, of_quota{of.profile, number}, number_{number} {}

    using base::grant;
    /// Cashback, and the awards of games, whose units are no other.
    template <unit_type Unit>
    requires(!std::is_same_v<Unit, awarded>) constexpr void grant(amount<Unit> granted) noexcept {
        this->of_event().grant(granted);
    }

    constexpr void note(effects::quota_used used) noexcept {
        used.number = number_;
        this->of_event().note(used);
    }

private:
    std::uint32_t number_;
};

/// `Unit` is `awarded` for a budget of what is granted, the currency for one of cashback, or `unit::items` if awards are counted.
template <class Currency, class Unit, class Policy = points_of>
struct limited_rule {
    using quota_type = detail::quota_rule<0, Unit>; // the number that counts is the field
    using policy_type = limited<quota_type, Policy>;
    using rewards = units_of<Currency>;
    using state = typename policy_type::state;
    using parts = detail::type_list<quota_type, Policy>;
    static constexpr std::string_view name = policy_type::name;
    static constexpr bool is_rare = true;
    static constexpr bool counts_grants = true;
    template <class Event>
    static constexpr bool concerns = detail::concerns<Policy, Event>();
    template <class Visit>
    using inside = quota_visit<Visit, Currency>;
    static constexpr std::size_t most_rolling_sums = json::most_rolling_sums<Policy>;
    static constexpr bool has_few_rooms = most_rolling_sums != 0;

    award_unit granting = award_unit::points;
    count_unit counting = count_unit::money;
    policy_type policy;

    [[nodiscard]] constexpr const quota_type& quota() const noexcept { return policy.limit; }
    /// See json/rolling_memory.hpp.
    [[nodiscard]] constexpr rolling_use rolling() const noexcept requires(most_rolling_sums != 0) {
        if constexpr (requires { policy.policy.rolling(); }) {
            return policy.policy.rolling();
        } else {
            rolling_use use{};
            use.add(policy.policy.window);
            return use;
        }
    }
    [[nodiscard]] constexpr bool ages() const noexcept { return detail::ages(policy.policy); }

    template <class Moment>
    constexpr void advance(state& own, Moment& moment) const noexcept {
        policy.advance(own, moment);
    }
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::insist<typename policy_type::template demands<Visit>>();
        inside<Visit> own_visit{visit, granting, counting, quota().number};
        policy.apply(own, own_visit);
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::insist<typename policy_type::template demands<Visit>>();
        inside<Visit> own_visit{visit, granting, counting, quota().number};
        policy.revert(own, event, own_visit);
    }
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        party_visit<Visit, Currency> own_visit{visit, granting, counting};
        policy.merge(own, from, own_visit);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return problem_of(policy); }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.granting);
        function(own.counting);
        function(own.policy.limit.number);
        function(own.policy.limit.whole);
        function(own.policy.policy);
        function(own.policy.otherwise);
    }
};

} // namespace loyalty::json

/// Of all quotas of a text together there is one store.
template <class Currency, class Unit, class Policy>
struct loyalty::detail::quotas_in<loyalty::json::limited_rule<Currency, Unit, Policy>> {
    using type = loyalty::detail::type_list<loyalty::json::run_time_quotas>;
};
